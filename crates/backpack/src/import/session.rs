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
    /// Returns how many bytes the candidates take: the originals, and what can be stored as other files.
    pub fn candidate_bytes(&self) -> usize {
        self.candidates().bytes()
    }

    /// Adds candidates to the backpack. Each is safely on the disk before it is reported as added. After a cancellation,
    /// what was added stays, and the rest stays in memory.
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

    /// Compares the recipients of candidates with the learner's present identities. Contacts no host.
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

    /// Takes a new candidate into memory.
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

    /// Returns the error that a request could not be logged, as a candidate, so that it is shown.
    pub(crate) fn log_failure(&self) -> Option<CandidateDetail> {
        self.check_request_log().err().map(|error| self.failure("request-log", error))
    }

    /// Returns the error that the known issuers cannot be read, as a candidate. Nothing is verified without them.
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

    /// Returns the view of a candidate, compared with the store.
    fn candidate_detail(&self, key: String, candidate: &Candidate) -> CandidateDetail {
        let held_as = self.held_as(candidate);
        let badge = candidate.result.as_ref().ok();
        CandidateDetail {
            other_version: badge.filter(|_| held_as.is_none()).and_then(|badge| self.held_version(badge)),
            unclaimed: badge.and_then(|badge| self.unclaimed(&badge.report.badge, badge.hint.as_deref())),
            ..candidate.detail(key, held_as)
        }
    }

    /// Returns the stored version that the badge is another version of. Invalid badges are not compared. A store that
    /// cannot be read is reported when the badge is added.
    fn held_version(&self, badge: &CandidateBadge) -> Option<OtherVersion> {
        if badge.report.verdict == Verdict::Invalid {
            return None;
        }
        let id = BadgeId::of(badge.parsed.credential.text());
        self.other_versions(&id, &badge.report.badge, "found-beside").ok()?.into_iter().next()
    }

    /// Returns the id of the badge if it is stored already, and the store can be read.
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
