//! Import: from inputs to candidates, and from candidates into the store.
//!
//! The stages form one pipeline. Each has a single entry point and calls only the stages below it:
//!
//! | stage | module | task |
//! |---|---|---|
//! | entry | this module | verification options, network policy, and what to do with each candidate |
//! | session | [`session`] | keeps candidates in memory; adds and dismisses them |
//! | queue | [`queue`] | takes items one by one; the contents of a container follow it |
//! | inspection | [`inspect`], [`mail`] | the kind of an item; the badges and the further items in it |
//! | verification | [`inspector`] | fetches documents and verifies one badge |
//! | candidate | [`candidate`], [`origin`] | the result, with its name and its source |
//!
//! From a file to its verdict: [`Backpack::inspect`], `Inspector::inspect_inputs`,
//! `Inspector::inspect_items`, `Inspector::inspect`, `Inspector::inspect_bytes`, `Inspector::verify_each`,
//! `Inspector::verify`, `Candidate::new`.
//!
//! From a candidate into the store: [`Backpack::add_candidates`], `Candidates::remove`, `Store::add`.
//!
//! [`unlock`] and [`offer`] start the queue again, with the contents of a locked backup or the credentials of
//! an issuer.

pub(crate) mod candidate;
pub(crate) mod inspect;
pub(crate) mod inspector;
pub(crate) mod item;
pub(crate) mod mail;
pub(crate) mod offer;
pub(crate) mod origin;
pub(crate) mod queue;
pub(crate) mod session;
pub(crate) mod unlock;

use tokio_util::sync::CancellationToken;

use self::{
    candidate::{Candidate, NoBadge},
    inspector::VerificationSettings,
};
use crate::{
    backpack::Backpack, intake::ImportInput, network::NetworkPolicy, progress::ProgressCallback, view::*,
};

impl Backpack {
    /// Reads and verifies inputs. Nothing is stored: candidates stay in memory until they are added or
    /// dismissed. Candidates name the hosts that their checks need and that `policy` and the settings do not
    /// allow.
    pub async fn inspect(
        &self,
        inputs: Vec<ImportInput>,
        policy: &NetworkPolicy,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Vec<CandidateDetail> {
        let mut details = Vec::new();
        self.inspect_each(inputs, policy, cancel, progress, &mut |detail| details.push(detail)).await;
        details
    }

    /// Does the same as [`Self::inspect`], but reports each candidate immediately. A caller that also adds or
    /// dismisses each candidate immediately needs little memory, however large the import is.
    pub async fn inspect_each(
        &self,
        inputs: Vec<ImportInput>,
        policy: &NetworkPolicy,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
        each: &mut (dyn FnMut(CandidateDetail) + Send),
    ) {
        let (options, policy) = match self.verification_settings(policy) {
            Ok(settings) => settings,
            Err(error) => return each(self.issuers_unreadable(error)),
        };
        let settings = VerificationSettings { options: &options, policy: &policy, cancel };
        let hold_each = &mut |candidate| each(self.hold(candidate));
        self.inspector().inspect_inputs(inputs, settings, progress, hold_each).await;
        if let Some(failure) = self.log_failure() {
            each(failure);
        }
    }

    /// Verifies candidates again. The candidates name the further hosts that the checks need. Unknown keys
    /// are skipped. After a cancellation, the remaining candidates stay as they are.
    pub async fn reinspect(
        &self,
        keys: Vec<String>,
        policy: &NetworkPolicy,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Vec<CandidateDetail> {
        let (options, policy) = match self.verification_settings(policy) {
            Ok(settings) => settings,
            Err(error) => return vec![self.issuers_unreadable(error)],
        };
        let settings = VerificationSettings { options: &options, policy: &policy, cancel };
        let total = keys.len() as u32;
        let mut details = Vec::with_capacity(keys.len());
        for (done, key) in keys.into_iter().enumerate() {
            let Some(candidate) = self.candidates().remove(&key) else { continue };
            progress(Progress::new(done as u32, total, candidate.source.clone()));
            if cancel.is_cancelled() {
                details.push(self.put_back(key, candidate));
                continue;
            }
            self.reinspect_candidate(key, candidate, settings, &mut details).await;
        }
        details.extend(self.log_failure());
        progress(Progress::finished(total));
        details
    }

    async fn reinspect_candidate(
        &self,
        key: String,
        candidate: Candidate,
        settings: VerificationSettings<'_>,
        details: &mut Vec<CandidateDetail>,
    ) {
        let inspector = self.inspector();
        match candidate.result {
            Ok(before) => {
                let parsed = before.parsed.clone();
                let (mut badge, hosts) = inspector.verify(&candidate.source, parsed, settings).await;
                if settings.cancel.is_cancelled() {
                    details.push(self.put_back(key, Candidate { result: Ok(before), ..candidate }));
                    return;
                }
                if let Some(hint) = &before.hint {
                    badge.note_hint(hint);
                }
                let mut candidate = Candidate { result: Ok(Box::new(badge)), hosts, ..candidate };
                candidate.note_mail_recipients();
                details.push(self.put_back(key, candidate));
            }
            Err(NoBadge::Link(ref url)) => {
                let mut found = Vec::new();
                let inputs = vec![ImportInput::Text(url.clone())];
                inspector.inspect_inputs(inputs, settings, &|_| {}, &mut |inner| found.push(inner)).await;
                if settings.cancel.is_cancelled() {
                    details.push(self.put_back(key, candidate));
                    return;
                }
                for inner in found {
                    let mail = inner.mail.clone().or_else(|| candidate.mail.clone());
                    let mut inner = Candidate { mail, ..inner };
                    inner.note_mail_recipients();
                    details.push(self.hold(inner));
                }
            }
            Err(NoBadge::Offer(offer)) => {
                let (result, hosts) = inspector.resolve_offer(*offer, settings).await;
                details.push(self.put_back(key, Candidate { result: Err(result), hosts, ..candidate }));
            }
            Err(NoBadge::Error(_) | NoBadge::Locked(_)) => details.push(self.put_back(key, candidate)),
        }
    }
}
