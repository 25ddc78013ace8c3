//! Candidates in memory: added to the store or dismissed by key.

use badge_store::StoreCode;
use jiff::Timestamp;
use openbadges::{Verdict, compare_recipients};
use tokio_util::sync::CancellationToken;

use super::candidate::{Candidate, CandidateBadge};
use crate::{
    backpack::Backpack,
    error::AppCode,
    progress::ProgressCallback,
    store::{AddOutcome, BadgeId, NewBadge},
    view::*,
};

impl Backpack {
    /// Returns the number of bytes of originals and other files in memory.
    pub fn candidate_bytes(&self) -> usize {
        self.candidates().bytes()
    }

    /// Adds candidates to the backpack. Each badge is on the disk before it is reported as added. After a
    /// cancellation, the added badges stay in the backpack, and the other candidates stay in memory.
    pub fn add_candidates(
        &self,
        keys: &[String],
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Vec<AddResult> {
        let total = keys.len() as u32;
        let mut results = Vec::with_capacity(keys.len());
        for (done, key) in keys.iter().enumerate() {
            let (name, source) = self.name_and_source(key);
            if cancel.is_cancelled() {
                results.push(failed(source, name, ErrorDetail::new(AppCode::Cancelled)));
                continue;
            }
            progress(Progress::new(done as u32, total, name.unwrap_or(source)));
            results.push(self.add_candidate(key));
        }
        progress(Progress::finished(total));
        results
    }

    /// Dismisses candidates.
    pub fn dismiss_candidates(&self, keys: &[String]) {
        let mut candidates = self.candidates();
        for key in keys {
            candidates.remove(key);
        }
    }

    /// Compares the recipients of candidates with the learner's current identities. Contacts no host.
    pub fn compare_recipients(&self, keys: &[String]) -> Vec<CandidateDetail> {
        let own = self.own_identities();
        let mut details = Vec::with_capacity(keys.len());
        for key in keys {
            let Some(mut candidate) = self.candidates().remove(key) else { continue };
            if let Ok(badge) = &mut candidate.result {
                let recipient = compare_recipients(&badge.report.badge, &own);
                badge.detail.set_recipient(&recipient);
            }
            details.push(self.put_back(key.clone(), candidate));
        }
        details
    }

    fn add_candidate(&self, key: &str) -> AddResult {
        let Some(candidate) = self.candidates().remove(key) else {
            let error = ErrorDetail::new(StoreCode::NotFound).with("what", key.to_owned());
            return failed(key.to_owned(), None, error);
        };
        let badge = match &candidate.result {
            Ok(badge) => badge,
            Err(no_badge) => return failed(candidate.source, None, no_badge.error()),
        };
        let added = self.store().add(NewBadge {
            original: &badge.parsed.original,
            container: badge.parsed.container,
            format: badge.parsed.format,
            credential_text: badge.parsed.credential.text(),
            badge: &badge.report.badge,
            report: Some(&badge.report),
            documents: &badge.documents,
            source: candidate.provenance.clone(),
            added_at: Timestamp::now(),
        });
        let name = badge.detail.name.clone();
        match added {
            Ok(added) => AddResult { source: candidate.source, name, ..add_result(&added) },
            Err(error) => {
                let result = failed(candidate.source.clone(), name, error.into());
                // The learner can free space and try again.
                self.candidates().insert(key.to_owned(), candidate);
                result
            }
        }
    }

    fn name_and_source(&self, key: &str) -> (Option<String>, String) {
        match self.candidates().get(key) {
            Some(candidate) => {
                let badge = candidate.result.as_ref().ok();
                (badge.and_then(|badge| badge.detail.name.clone()), candidate.source.clone())
            }
            None => (None, key.to_owned()),
        }
    }

    /// Puts a new candidate into memory, under a new key.
    pub(crate) fn hold(&self, candidate: Candidate) -> CandidateDetail {
        let key = self.candidates().new_key();
        self.put_back(key, candidate)
    }

    /// Puts a candidate back into memory under its key.
    pub(crate) fn put_back(&self, key: String, mut candidate: Candidate) -> CandidateDetail {
        self.candidates().limit(&mut candidate);
        let detail = self.candidate_detail(key.clone(), &candidate);
        self.candidates().insert(key, candidate);
        detail
    }

    /// Returns a candidate with the error if a request could not be logged, so that user interfaces show it.
    pub(crate) fn log_failure(&self) -> Option<CandidateDetail> {
        self.check_request_log().err().map(|error| self.failure("request-log", error))
    }

    /// Returns a candidate with the error that the known issuers cannot be read. Without them, nothing is
    /// verified.
    pub(crate) fn issuers_unreadable(&self, error: ErrorDetail) -> CandidateDetail {
        self.failure("known-issuers", error)
    }

    fn failure(&self, source: &str, error: ErrorDetail) -> CandidateDetail {
        CandidateDetail {
            key: self.candidates().new_key(),
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

    /// Returns the view of a candidate, with the stored versions of its badge.
    fn candidate_detail(&self, key: String, candidate: &Candidate) -> CandidateDetail {
        let held_as = self.held_as(candidate);
        let badge = candidate.result.as_ref().ok();
        CandidateDetail {
            other_version: badge.filter(|_| held_as.is_none()).and_then(|badge| self.held_version(badge)),
            unclaimed: badge.and_then(|badge| self.unclaimed(&badge.report.badge, badge.hint.as_deref())),
            ..candidate.detail(key, held_as)
        }
    }

    /// Returns another stored version of the badge. Invalid badges are not compared. Ignores errors of the
    /// store, because adding the badge reports them.
    fn held_version(&self, badge: &CandidateBadge) -> Option<OtherVersion> {
        if badge.report.verdict == Verdict::Invalid {
            return None;
        }
        let id = BadgeId::of(badge.parsed.credential.text());
        self.other_versions(&id, &badge.report.badge, "found-beside").ok()?.into_iter().next()
    }

    /// Returns the id of the badge if it is already stored. Ignores errors of the store.
    fn held_as(&self, candidate: &Candidate) -> Option<String> {
        let badge = candidate.result.as_ref().ok()?;
        let id = BadgeId::of(badge.parsed.credential.text());
        let entry = self.store().badge(&id).ok().filter(|entry| entry.removed_at.is_none());
        entry.map(|entry| entry.id.to_string())
    }
}

/// Returns the result of adding a badge, without its name and source.
fn add_result(added: &AddOutcome) -> AddResult {
    let outcome = match added {
        AddOutcome::Added { .. } | AddOutcome::AlreadyHeld { restored: true, .. } => AddStatus::Added,
        AddOutcome::AlreadyHeld { restored: false, .. } => AddStatus::AlreadyHeld,
    };
    let badge_id = Some(added.id().to_string());
    AddResult { source: String::new(), name: None, outcome, badge_id, error: None }
}

fn failed(source: String, name: Option<String>, error: ErrorDetail) -> AddResult {
    AddResult { source, name, outcome: AddStatus::Failed, badge_id: None, error: Some(error) }
}
