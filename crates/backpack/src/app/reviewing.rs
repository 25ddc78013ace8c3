//! Other people's bundles: opened, re-checked, told. The store is neither read nor written.

use std::{collections::BTreeSet, sync::Mutex};

use badge_bundle::{BindingMethod, HolderBinding, ReviewOptions};
use openbadges::{CheckId, Code, Documents, FetchError, Offline, Outcome};

use super::{
    Backpack, Cancel, ImportInput, ProgressCallback,
    asking::{Asking, HostsAsked},
    lock,
    unasked::HostsToAsk,
    verifier::{Inspector, one_file},
};
use crate::{
    error::AppCode,
    network,
    view::{headline, *},
};

/// What a review is asked for.
#[derive(Clone, Debug)]
pub struct ReviewRequest {
    /// Someone else's bundle.
    pub bundle: ImportInput,
    /// The challenge that it was to answer, if there was one.
    pub challenge: Option<String>,
    /// Which hosts may be asked.
    pub hosts: HostsAsked,
}

/// A bundle as it was reviewed.
pub(super) struct Reviewed {
    pub(super) view: ReviewDetail,
    /// The originals of its badges, in the order of the view: what their pictures are drawn from.
    pub(super) originals: Vec<Vec<u8>>,
}

impl Backpack {
    /// Opens and re-checks someone else's bundle; the store is not written.
    pub async fn review(
        &self,
        asked: ReviewRequest,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Result<ReviewDetail, ErrorDetail> {
        let asking = match &asked.hosts {
            HostsAsked::Agreed(once) => self.agreed(once)?,
            HostsAsked::All => Asking::EveryHost,
        };
        let mut reviewed =
            review(self.inspector(), asked, &asking, self.question()?, cancel, progress).await?;
        self.all_logged()?;
        let keys = lock(&self.inner.reviewed).put(reviewed.originals);
        for (badge, key) in reviewed.view.badges.iter_mut().zip(keys) {
            badge.picture = Some(key);
        }
        Ok(reviewed.view)
    }
}

/// Opens and re-checks a bundle. `known` is what the reviewer knows of issuers; whose the badges are is compared with what
/// the holder discloses, never with the reviewer's own identities.
pub(super) async fn review(
    inspector: &Inspector,
    asked: ReviewRequest,
    asking: &Asking,
    known: openbadges::VerifyOptions,
    cancel: &Cancel,
    progress: ProgressCallback<'_>,
) -> Result<Reviewed, ErrorDetail> {
    let ReviewRequest { bundle, challenge, .. } = asked;
    let (source, bytes) = one_file(bundle, badge_bundle::limits::BUNDLE_BYTES);
    let bundle = badge_bundle::read(&bytes?)?;
    let openbadges::VerifyOptions { trust_lists, known_issuers, .. } = known;
    let question =
        ReviewOptions { challenge, trust_lists, known_issuers, ..ReviewOptions::new(inspector.at()) };
    let total = bundle.badges().len() as u32;
    progress(Progress::new(0, total, &bundle.collection().title));
    let visits = Visits { inspector, asking, cancel, unasked: Mutex::default() };
    let review = badge_bundle::review(&bundle, &visits, &question).await;
    let reports = review.badges.iter().filter_map(|badge| badge.report.as_ref());
    let hosts = HostsToAsk::of(lock(&visits.unasked).iter().cloned().collect(), reports);
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
    Ok(Reviewed { view, originals })
}

/// The door to the hosts that may be asked, until the reviewer cancels. How many documents one badge may ask for is counted
/// by its verification.
struct Visits<'a> {
    inspector: &'a Inspector,
    asking: &'a Asking,
    cancel: &'a Cancel,
    /// The hosts that were to be asked and were not.
    unasked: Mutex<BTreeSet<String>>,
}

impl Documents for Visits<'_> {
    async fn get(
        &self,
        request: &openbadges::documents::Request,
    ) -> Result<openbadges::Document, FetchError> {
        let visit = self.inspector.visit_asking(self.asking).filter(|_| !self.cancel.is_cancelled());
        let Some(visit) = visit else {
            lock(&self.unasked).extend(network::hosts_of([request]));
            return Offline.get(request).await;
        };
        let answer = visit.get(request).await;
        lock(&self.unasked).extend(visit.unasked());
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
        // The details last: an audience among them takes precedence.
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

/// Describes the recipient match as one with what the holder discloses, not with the reviewer's identities.
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
