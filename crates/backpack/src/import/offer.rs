//! Offered badges: shown before any request, resolved with consent, and accepted with the learner's key.

use openbadges::Code;
use tokio_util::sync::CancellationToken;

use super::{
    candidate::{Candidate, CandidateOffer, NoBadge},
    inspector::{Inspector, VerificationSettings},
    item::Item,
};
use crate::{
    backpack::Backpack,
    error::AppCode,
    intake::ItemLocation,
    network::NetworkPolicy,
    offers::{self, Holder, IssuedCredentials, OfferError},
    policy::HostsNeedingConsent,
    progress::ProgressCallback,
    view::*,
};

impl Inspector {
    /// Fetches the details of an offer. Also returns the hosts that need consent next.
    pub(crate) async fn resolve_offer(
        &self,
        candidate: CandidateOffer,
        settings: VerificationSettings<'_>,
    ) -> (NoBadge, HostsNeedingConsent) {
        if candidate.plan.is_some() {
            return (NoBadge::Offer(Box::new(candidate)), HostsNeedingConsent::default());
        }
        let VerificationSettings { policy, cancel, .. } = settings;
        let session = self.fetch_session().with_policy(policy.clone()).with_cancellation(cancel.clone());
        let CandidateOffer { mut offer, format, .. } = candidate;
        let resolved = offers::request_details(&mut offer, &session).await;
        let plan = resolved.as_ref().ok().cloned();
        let detail = OfferDetail::new(&offer, plan.as_ref());
        let (error, hosts) = match resolved {
            Ok(_) => (ErrorDetail::offered(format), Vec::new()),
            Err(OfferError::FetchError(error)) if error.code == Code::NetConsent => {
                (ErrorDetail::offered(format), session.hosts_without_consent())
            }
            // The learner can try again.
            Err(_) if cancel.is_cancelled() => (ErrorDetail::new(AppCode::Cancelled), vec![offer.host()]),
            Err(error @ OfferError::FetchError(_)) => (error.into(), vec![offer.host()]),
            Err(error) => (error.into(), Vec::new()),
        };
        let hosts = HostsNeedingConsent::new(hosts, []);
        (NoBadge::Offer(Box::new(CandidateOffer { offer, format, plan, detail, error })), hosts)
    }
}

impl Backpack {
    /// Accepts the offer of a candidate with the learner's key, and verifies what the issuer delivers.
    /// Nothing is stored. On failure, the candidate stays and reports the reason.
    pub async fn accept_offer(
        &self,
        key: String,
        policy: &NetworkPolicy,
        code: Option<&str>,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Vec<CandidateDetail> {
        let Some(candidate) = self.candidates().remove(&key) else { return Vec::new() };
        let Candidate { result: Err(NoBadge::Offer(offer)), .. } = candidate else {
            return vec![self.put_back(key, candidate)];
        };
        let Candidate { source, provenance, hosts: needed, link, mail, .. } = candidate;
        let total = 2;
        progress(Progress::new(0, total, offer.detail.host.clone()));
        let mut details = Vec::new();
        let settings = self.verification_settings(policy);
        let failure = match settings {
            Err(error) => Some(error),
            Ok(_) if cancel.is_cancelled() => Some(ErrorDetail::new(AppCode::Cancelled)),
            Ok((options, policy)) => {
                let (items, failure) = self.request_offered(&offer, &policy, code).await;
                let each = &mut |candidate| details.push(self.hold(candidate));
                // An issuer delivers once, so a cancellation does not stop the inspection.
                let never = CancellationToken::new();
                let settings = VerificationSettings { options: &options, policy: &policy, cancel: &never };
                self.inspector().inspect_items(items, settings, &|_| {}, each).await;
                failure
            }
        };
        if let Some(error) = failure {
            let result = Err(NoBadge::Offer(Box::new(CandidateOffer { error, ..*offer })));
            let candidate =
                Candidate { source, provenance, result, hosts: needed, link, mail, other_file: None };
            details.push(self.put_back(key, candidate));
        }
        details.extend(self.log_failure());
        progress(Progress::finished(total));
        details
    }

    /// Requests the offered credentials. Returns them as items, with the error that ended the requests, if
    /// any.
    async fn request_offered(
        &self,
        offer: &CandidateOffer,
        policy: &NetworkPolicy,
        code: Option<&str>,
    ) -> (Vec<Item>, Option<ErrorDetail>) {
        let Some(plan) = &offer.plan else {
            return (Vec::new(), Some(ErrorDetail::offered(offer.format)));
        };
        let holder = Holder::new(self.signing_key());
        let session = self.inspector().fetch_session().with_policy(policy.clone());
        let IssuedCredentials { texts, error } =
            offers::request_credentials(plan, code, &holder, &session).await;
        let (source, url) = (&offer.detail.host, plan.origin());
        let item = |text: String| {
            Item::new(source, ItemLocation::Issued { url: url.clone(), bytes: text.into_bytes() })
        };
        (texts.into_iter().map(item).collect(), error.map(ErrorDetail::from))
    }
}
