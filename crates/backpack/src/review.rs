//! Review: opens and verifies someone else's bundle. The store is not changed.
//!
//! From a bundle to its review: [`Backpack::review`], [`review`], `badge_bundle::read`,
//! `badge_bundle::review`, `ReviewFetcher::get`, `reviewed_badge`.

use std::collections::BTreeSet;

use badge_bundle::{BindingMethod, HolderBinding, ReviewOptions};
use openbadges::{
    CheckId, Code, Document, Documents, FetchError, Offline, Outcome, VerifyOptions, documents::Request,
};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use crate::{
    backpack::Backpack,
    error::AppCode,
    import::inspector::Inspector,
    input::read_one_file,
    intake::ImportInput,
    network::{self, NetworkPolicy},
    policy::HostsNeedingConsent,
    progress::ProgressCallback,
    view::{headline, *},
};

/// A request for a review.
#[derive(Clone, Debug)]
pub struct ReviewRequest {
    /// Someone else's bundle.
    pub bundle: ImportInput,
    /// The challenge that the bundle must answer, if there was one.
    pub challenge: Option<String>,
    /// The hosts that may be contacted. A backpack adds the hosts that are always allowed.
    pub hosts: NetworkPolicy,
}

/// A reviewed bundle.
pub(crate) struct BundleReview {
    pub(crate) view: ReviewDetail,
    /// The originals of its badges in the order of the view, for drawing their pictures.
    pub(crate) originals: Vec<Vec<u8>>,
}

impl Backpack {
    /// Opens and verifies someone else's bundle.
    pub async fn review(
        &self,
        request: ReviewRequest,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Result<ReviewDetail, ErrorDetail> {
        let (options, policy) = self.verification_settings(&request.hosts)?;
        let mut reviewed = review(self.inspector(), request, &policy, options, cancel, progress).await?;
        self.check_request_log()?;
        let keys = self.reviewed_originals().replace(reviewed.originals);
        for (badge, key) in reviewed.view.badges.iter_mut().zip(keys) {
            badge.picture = Some(key);
        }
        Ok(reviewed.view)
    }
}

/// Opens and verifies a bundle. Uses only the trust lists and known issuers in the reviewer's `options`:
/// recipients are compared with the identities that the holder discloses.
pub(crate) async fn review(
    inspector: &Inspector,
    request: ReviewRequest,
    policy: &NetworkPolicy,
    options: VerifyOptions,
    cancel: &CancellationToken,
    progress: ProgressCallback<'_>,
) -> Result<BundleReview, ErrorDetail> {
    let ReviewRequest { bundle, challenge, .. } = request;
    let (source, bytes) = read_one_file(bundle, badge_bundle::limits::BUNDLE_BYTES);
    let bundle = badge_bundle::read(&bytes?)?;
    let VerifyOptions { trust_lists, known_issuers, .. } = options;
    let options =
        ReviewOptions { challenge, trust_lists, known_issuers, ..ReviewOptions::new(inspector.at()) };
    let total = bundle.badges().len() as u32;
    progress(Progress::new(0, total, &bundle.collection().title));
    let fetcher = ReviewFetcher { inspector, policy, cancel, unfetched: Mutex::default() };
    let review = badge_bundle::review(&bundle, &fetcher, &options).await;
    let reports = review.badges.iter().filter_map(|badge| badge.report.as_ref());
    let hosts = HostsNeedingConsent::new(fetcher.unfetched.lock().iter().cloned().collect(), reports);
    if cancel.is_cancelled() {
        return Err(ErrorDetail::new(AppCode::Cancelled));
    }
    progress(Progress::finished(total));
    let badges = review
        .badges
        .iter()
        .zip(bundle.badges())
        .map(|(reviewed, bundled)| reviewed_badge(&source, reviewed, &bundled.original))
        .collect();
    let view = ReviewDetail {
        source: source.clone(),
        title: review.title.clone(),
        introduction: review.introduction.clone(),
        holder: review.holder.clone(),
        created_at: review.created.to_string(),
        audience: review.audience.clone(),
        until: review.expires.map(|time| time.to_string()),
        checks: review.checks.iter().map(|check| bundle_check(check, review.audience.as_deref())).collect(),
        badges,
        hosts_to_ask: hosts.all,
        identifying_hosts: hosts.identifying,
    };
    let originals = bundle.badges().iter().map(|badge| badge.original.clone()).collect();
    Ok(BundleReview { view, originals })
}

/// Fetches documents until the reviewer cancels, with one session for each document. The verification of each
/// badge limits the number of documents.
struct ReviewFetcher<'a> {
    inspector: &'a Inspector,
    policy: &'a NetworkPolicy,
    cancel: &'a CancellationToken,
    /// The hosts that were needed and not contacted.
    unfetched: Mutex<BTreeSet<String>>,
}

impl Documents for ReviewFetcher<'_> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let session = self.inspector.session_for(self.policy, self.cancel);
        let Some(session) = session else {
            self.unfetched.lock().extend(network::hosts_of([request]));
            return Offline.get(request).await;
        };
        let answer = session.get(request).await;
        self.unfetched.lock().extend(session.hosts_without_consent());
        answer
    }
}

fn bundle_check(check: &badge_bundle::BundleCheck, audience: Option<&str>) -> BundleCheck {
    let id = check.id.as_str();
    let message = match (check.outcome, check.code) {
        (Outcome::Failed, Some(code)) => Message::code(code),
        _ => Message::outcome(id, check.outcome),
    };
    let message = match audience {
        Some(audience) => message.with("audience", audience),
        None => message,
    };
    BundleCheck {
        id: id.to_owned(),
        outcome: check.outcome,
        code: check.code.map(|code| code.to_string()),
        // The details are added last, so that an audience among them takes precedence.
        message: message.with_details(&check.details),
    }
}

fn reviewed_badge(source: &str, reviewed: &badge_bundle::ReviewedBadge, original: &[u8]) -> ReviewedBadge {
    let (holder_is_recipient, holder_message) = match &reviewed.holder {
        HolderBinding::Recipient { method: BindingMethod::Key, .. } => {
            (Outcome::Passed, Message::new("holder-recipient-did"))
        }
        HolderBinding::Recipient { method: BindingMethod::Disclosed, identity } => {
            (Outcome::Passed, Message::new("holder-recipient-identity").with("identity", identity))
        }
        HolderBinding::Unbound { .. } => (Outcome::Unknown, Message::new("holder-unbound")),
    };
    let (report, error, badge) = match (openbadges::read(original), &reviewed.report) {
        (Ok(found), Some(report)) => {
            let mut detail = BadgeReport::new(source, &found, report);
            describe_recipient_as_holder(&mut detail);
            (Some(detail), None, Some(report.badge.clone()))
        }
        (Err(error), _) => (None, Some(error.into()), None),
        (Ok(_), None) => (None, Some(ErrorDetail::new(Code::ImportUnrecognised)), None),
    };
    let achievement = badge.map(|badge| badge.achievement).unwrap_or_default();
    let at_export = reviewed.at_export.as_ref();
    ReviewedBadge {
        report,
        error,
        picture: None,
        note: reviewed.note.clone(),
        description: achievement.description,
        criteria: achievement.criteria_narrative,
        criteria_url: achievement.criteria_url,
        holder_is_recipient,
        holder_message,
        verdict_at_export: at_export.map(|report| report.verdict),
        changed: reviewed.change.as_ref().zip(at_export).map(|(_, then)| {
            Message::new("changed-since-export").with("then", headline(then.verdict, &then.issuer))
        }),
    }
}

/// Describes the recipient match as a comparison with the identities that the holder discloses, not with the
/// reviewer's identities.
fn describe_recipient_as_holder(detail: &mut BadgeReport) {
    for check in detail.checks.iter_mut().filter(|check| check.id == CheckId::Recipient) {
        if check.code.as_deref() == Some(Code::RecipientFormat.as_str()) || check.outcome == Outcome::Absent {
            continue;
        }
        check.message = Message::outcome("review-recipient", check.outcome);
        check.next_step = None;
        detail.recipient.message.clone_from(&check.message);
    }
}
