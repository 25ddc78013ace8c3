//! Looking before keeping: what was seen is remembered by key until it is kept or forgotten.

use badge_store::StoreCode;
use std::collections::BTreeMap;

use openbadges::{Code, Verdict, compare_recipients};

use super::{
    Backpack, Cancel, ImportInput, ProgressCallback,
    asking::Asking,
    judging::note_hint,
    lock,
    mails::note_recipients,
    verifier::{Candidate, CandidateBadge, NoBadge},
};
use crate::{
    error::AppCode,
    intake::limits,
    store::{AddOutcome, BadgeId, NewBadge},
    view::*,
};

/// What was seen and neither kept nor forgotten.
#[derive(Default)]
pub(super) struct Candidates {
    next: u64,
    seen: BTreeMap<String, Candidate>,
    /// What could be kept as unverified records.
    record_bytes: usize,
}

impl Candidates {
    fn new_key(&mut self) -> String {
        self.next += 1;
        format!("s{}", self.next)
    }

    pub(super) fn insert(&mut self, key: String, seen: Candidate) {
        self.record_bytes += bytes_to_record(&seen);
        self.seen.insert(key, seen);
    }

    pub(super) fn remove(&mut self, key: &str) -> Option<Candidate> {
        let seen = self.seen.remove(key)?;
        self.record_bytes -= bytes_to_record(&seen);
        Some(seen)
    }

    /// Lets go of what could be kept of a sighting as an unverified record where too much of that is in hand.
    fn admit(&self, seen: &mut Candidate) {
        if self.record_bytes + bytes_to_record(seen) > limits::RECORD_BYTES_IN_HAND {
            seen.record = None;
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Candidate> {
        self.seen.values()
    }

    pub(super) fn get(&self, key: &str) -> Option<&Candidate> {
        self.seen.get(key)
    }
}

impl Backpack {
    /// Reads and verifies what was handed over; nothing is kept. Candidates are remembered by key until kept or
    /// forgotten. Without `ask_hosts` only the hosts that may always be asked are asked; the others are named.
    pub async fn look(
        &self,
        handed: Vec<ImportInput>,
        ask_hosts: bool,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Vec<CandidateDetail> {
        let mut told = Vec::new();
        self.look_each(handed, ask_hosts, cancel, progress, &mut |sighting| told.push(sighting)).await;
        told
    }

    /// The same, each sighting told as soon as it is there: what is kept or forgotten at once takes no memory, however
    /// much was handed over.
    pub async fn look_each(
        &self,
        handed: Vec<ImportInput>,
        ask_hosts: bool,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
        each: &mut (dyn FnMut(CandidateDetail) + Send),
    ) {
        let inspector = self.inspector();
        let agreed = || if ask_hosts { Ok(Asking::EveryHost) } else { self.agreed(&[]) };
        match self.question().and_then(|asked| Ok((asked, agreed()?))) {
            Ok((asked, asking)) => {
                let each = &mut |seen| each(self.remember(seen));
                inspector.look(handed, &asked, &asking, cancel, progress, each).await;
            }
            Err(error) => return each(self.unread(error)),
        }
        if let Some(trouble) = self.unlogged() {
            each(trouble);
        }
    }

    /// How many bytes the originals of remembered sightings take, and what could be kept as unverified records.
    pub fn remembered_bytes(&self) -> usize {
        let sightings = lock(&self.inner.sightings);
        let badges = sightings.seen.values().filter_map(|seen| seen.result.as_ref().ok());
        badges.map(|badge| badge.found.original.len()).sum::<usize>() + sightings.record_bytes
    }

    /// Verifies remembered sightings again, this time asking `hosts` too, beside those that may always be asked. Those that
    /// the checks come to then, and that nobody agreed to, are named. A key that is not remembered is left out.
    pub async fn look_again(
        &self,
        keys: Vec<String>,
        hosts: &[String],
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Vec<CandidateDetail> {
        let inspector = self.inspector();
        let (asked, asking) = match self.agreed(hosts).and_then(|asking| Ok((self.question()?, asking))) {
            Ok(both) => both,
            Err(error) => return vec![self.unread(error)],
        };
        let total = keys.len() as u32;
        let mut told = Vec::with_capacity(keys.len());
        for (done, key) in keys.into_iter().enumerate() {
            let Some(seen) = lock(&self.inner.sightings).remove(&key) else { continue };
            progress(Progress::new(done as u32, total, seen.source.clone()));
            if cancel.is_cancelled() {
                told.push(self.put_back(key, seen));
                continue;
            }
            match seen.result {
                Ok(before) => {
                    let (mut badge, hosts) =
                        inspector.verify(&seen.source, before.found, &asked, &asking).await;
                    if let Some(hint) = &before.hint {
                        note_hint(&mut badge, hint);
                    }
                    let mut seen = Candidate { result: Ok(Box::new(badge)), hosts, ..seen };
                    note_recipients(&mut seen);
                    told.push(self.put_back(key, seen));
                }
                Err(NoBadge::Link(url)) => {
                    let mail = seen.mail;
                    let each = &mut |behind: Candidate| {
                        let mut behind = Candidate { mail: behind.mail.or_else(|| mail.clone()), ..behind };
                        note_recipients(&mut behind);
                        told.push(self.remember(behind));
                    };
                    inspector
                        .look(vec![ImportInput::Text(url)], &asked, &asking, cancel, &|_| {}, each)
                        .await;
                }
                Err(NoBadge::Offer(offer)) => {
                    let (result, hosts) = inspector.ask_about(*offer, &asking).await;
                    told.push(self.put_back(key, Candidate { result: Err(result), hosts, ..seen }));
                }
                Err(NoBadge::Error(_) | NoBadge::Locked(_)) => told.push(self.put_back(key, seen)),
            }
        }
        told.extend(self.unlogged());
        progress(Progress::finished(total));
        told
    }

    /// Keeps remembered sightings. Each is safely on the disk before it is reported as added. What was finished before a
    /// cancel stays kept; the rest is still remembered and can be kept later.
    pub fn keep(&self, keys: &[String], cancel: &Cancel, progress: ProgressCallback<'_>) -> Vec<AddResult> {
        let total = keys.len() as u32;
        let mut outcomes = Vec::with_capacity(keys.len());
        for (done, key) in keys.iter().enumerate() {
            if cancel.is_cancelled() {
                outcomes.push(self.not_reached(key));
                continue;
            }
            progress(Progress::new(done as u32, total, self.called(key)));
            outcomes.push(self.keep_one(key));
        }
        progress(Progress::finished(total));
        outcomes
    }

    /// Forgets sightings that are not to be kept.
    pub fn forget(&self, keys: &[String]) {
        let mut sightings = lock(&self.inner.sightings);
        for key in keys {
            sightings.remove(key);
        }
    }

    fn keep_one(&self, key: &str) -> AddResult {
        let Some(seen) = lock(&self.inner.sightings).remove(key) else {
            let error = ErrorDetail::new(StoreCode::NotFound).with("what", key.to_owned());
            return not_kept(key.to_owned(), None, error);
        };
        let badge = match &seen.result {
            Ok(badge) => badge,
            Err(NoBadge::Error(error)) => return not_kept(seen.source.clone(), None, error.clone()),
            Err(NoBadge::Locked(backup)) => {
                return not_kept(seen.source.clone(), None, backup.error.clone());
            }
            Err(NoBadge::Offer(offer)) => {
                return not_kept(seen.source.clone(), None, offer.error.clone());
            }
            Err(NoBadge::Link(url)) => {
                let error = ErrorDetail::new(Code::NetOffline).with_found(url);
                return not_kept(seen.source.clone(), None, error);
            }
        };
        let kept = self.store().add(NewBadge {
            original: &badge.found.original,
            container: badge.found.container,
            format: badge.found.format,
            credential_text: badge.found.credential.text(),
            badge: &badge.report.badge,
            report: Some(&badge.report),
            documents: &badge.documents,
            source: seen.provenance.clone(),
            added_at: jiff::Timestamp::now(),
        });
        let name = badge.detail.name.clone();
        match kept {
            Ok(kept) => AddResult {
                source: seen.source,
                name,
                outcome: match kept {
                    AddOutcome::Added { .. } | AddOutcome::AlreadyHeld { brought_back: true, .. } => {
                        AddStatus::Added
                    }
                    AddOutcome::AlreadyHeld { brought_back: false, .. } => AddStatus::AlreadyHeld,
                },
                badge_id: Some(kept.id().to_string()),
                error: None,
            },
            Err(error) => {
                let outcome = not_kept(seen.source.clone(), name, error.into());
                // What could not be saved is still in hand: the learner can free space and try again.
                lock(&self.inner.sightings).insert(key.to_owned(), seen);
                outcome
            }
        }
    }

    /// What is told of a sighting that the person stopped before its turn came.
    fn not_reached(&self, key: &str) -> AddResult {
        let error = ErrorDetail::new(AppCode::Cancelled);
        let (name, source) = self.name_and_source(key);
        not_kept(source, name, error)
    }

    /// What a sighting is called while it is being kept: its badge's name, else where it came from.
    fn called(&self, key: &str) -> String {
        let (name, source) = self.name_and_source(key);
        name.unwrap_or(source)
    }

    fn name_and_source(&self, key: &str) -> (Option<String>, String) {
        match lock(&self.inner.sightings).get(key) {
            Some(seen) => {
                (seen.result.as_ref().ok().and_then(|badge| badge.detail.name.clone()), seen.source.clone())
            }
            None => (None, key.to_owned()),
        }
    }

    pub(super) fn remember(&self, seen: Candidate) -> CandidateDetail {
        let key = lock(&self.inner.sightings).new_key();
        self.put_back(key, seen)
    }

    /// What went wrong with putting the requests into the activity log.
    pub(super) fn unlogged(&self) -> Option<CandidateDetail> {
        self.all_logged().err().map(|error| self.trouble("request-log", error))
    }

    /// What the learner knows of issuers cannot be read, and without it nothing is checked.
    fn unread(&self, error: ErrorDetail) -> CandidateDetail {
        self.trouble("known-issuers", error)
    }

    /// Trouble with the backpack itself, told like an input that could not be read, so that it is seen.
    fn trouble(&self, source: &str, error: ErrorDetail) -> CandidateDetail {
        let key = lock(&self.inner.sightings).new_key();
        CandidateDetail {
            key,
            source: source.to_owned(),
            badge: None,
            error: Some(error),
            held_as: None,
            other_version: None,
            unclaimed: None,
            hosts_to_ask: Vec::new(),
            identifying_hosts: Vec::new(),
            link: None,
            offer: None,
            mail: None,
            record: None,
        }
    }

    pub(super) fn put_back(&self, key: String, mut seen: Candidate) -> CandidateDetail {
        lock(&self.inner.sightings).admit(&mut seen);
        let told = self.sighting(key.clone(), &seen);
        lock(&self.inner.sightings).insert(key, seen);
        told
    }

    /// A sighting as a face shows it, beside what is in the backpack.
    fn sighting(&self, key: String, seen: &Candidate) -> CandidateDetail {
        let held_as = self.held_as(seen);
        let badge = seen.result.as_ref().ok();
        CandidateDetail {
            other_version: badge.filter(|_| held_as.is_none()).and_then(|badge| self.held_version(badge)),
            unclaimed: badge.and_then(|badge| self.unclaimed(&badge.report.badge, badge.hint.as_deref())),
            ..seen.told(key, held_as)
        }
    }

    /// Tells remembered sightings anew, their recipients compared with the identities that the learner has now. Nobody is
    /// asked.
    pub fn compare_again(&self, keys: &[String]) -> Vec<CandidateDetail> {
        let own = self.own_identities();
        let mut told = Vec::with_capacity(keys.len());
        for key in keys {
            let Some(mut seen) = lock(&self.inner.sightings).remove(key) else { continue };
            if let Ok(badge) = &mut seen.result {
                let recipient = compare_recipients(&badge.report.badge, &own);
                badge.detail.set_recipient(&recipient);
            }
            told.push(self.put_back(key.clone(), seen));
        }
        told
    }

    /// The version in the backpack that a badge is another one of. What is not what its issuer issued is none. A store that
    /// cannot be read says so when the badge is to be kept.
    fn held_version(&self, badge: &CandidateBadge) -> Option<OtherVersion> {
        if badge.report.verdict == Verdict::Invalid {
            return None;
        }
        let id = BadgeId::of(badge.found.credential.text());
        self.other_versions(&id, &badge.report.badge, "found-beside").ok()?.into_iter().next()
    }

    /// The id under which the badge is in the backpack already, as far as the store can be read.
    fn held_as(&self, seen: &Candidate) -> Option<String> {
        let badge = seen.result.as_ref().ok()?;
        let id = BadgeId::of(badge.found.credential.text());
        self.store().badge(&id).ok().filter(|kept| kept.removed_at.is_none()).map(|kept| kept.id.to_string())
    }
}

fn bytes_to_record(seen: &Candidate) -> usize {
    seen.record.as_ref().map_or(0, |record| record.bytes.len())
}

fn not_kept(source: String, name: Option<String>, error: ErrorDetail) -> AddResult {
    AddResult { source, name, outcome: AddStatus::Failed, badge_id: None, error: Some(error) }
}
