//! Other people's bundles: opened, re-checked, told. The store is neither read nor written.

use std::{collections::BTreeSet, sync::Mutex};

use badge_bundle::{Binding, BundleError, Holder, ReviewOptions};
use openbadges::{CheckId, Code, Documents, FetchError, Offline, Outcome, code::Details};

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
    tell::{Teller, shown_badge},
    text::{shown, shown_whole},
    view::*,
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
    let teller = &inspector.teller;
    let (source, bytes) = one_file(bundle, badge_bundle::limits::BUNDLE_BYTES);
    let bytes = bytes.map_err(|error| teller.read_error(&error))?;
    let bundle = badge_bundle::read(&bytes).map_err(|error| bundle_error(teller, &error))?;
    let openbadges::VerifyOptions { trust_lists, known_issuers, .. } = known;
    let question =
        ReviewOptions { challenge, trust_lists, known_issuers, ..ReviewOptions::at(inspector.at()) };
    let total = bundle.badges().len() as u32;
    progress(Progress { done: 0, total, current: shown(&bundle.collection().title) });
    let visits = Visits { inspector, asking, cancel, unasked: Mutex::default() };
    let review = badge_bundle::review(&bundle, &visits, &question).await;
    let reports = review.badges.iter().filter_map(|badge| badge.report.as_ref());
    let hosts = HostsToAsk::of(lock(&visits.unasked).iter().cloned().collect(), reports);
    if cancel.is_cancelled() {
        return Err(teller.app_error(AppCode::Cancelled, []));
    }
    progress(Progress { done: total, total, current: String::new() });
    let badges = review
        .badges
        .iter()
        .zip(bundle.badges())
        .map(|(reviewed, bundled)| told_badge(teller, &source, reviewed, &bundled.original))
        .collect();
    let view = ReviewDetail {
        source: shown(&source),
        title: shown(&review.title),
        introduction: shown_whole(&review.introduction),
        holder: review.holder.clone(),
        created_at: review.created.to_string(),
        audience: review.audience.as_deref().map(shown),
        until: review.expires.map(|time| time.to_string()),
        checks: review
            .checks
            .iter()
            .map(|check| told_check(teller, check, review.audience.as_deref()))
            .collect(),
        badges,
        hosts_to_ask: hosts.all,
        hosts_told_which: hosts.told_which,
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

fn told_check(teller: &Teller, check: &badge_bundle::BundleCheck, audience: Option<&str>) -> BundleCheck {
    let mut details = check.details.clone();
    if let Some(audience) = audience {
        details.entry("audience".into()).or_insert_with(|| audience.to_owned());
    }
    let id = check.id.as_str();
    let outcome = match check.outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "failed",
        Outcome::Unknown => "unknown",
        Outcome::Absent => "absent",
    };
    let words = teller.words();
    let message = match (check.outcome, check.code) {
        (Outcome::Failed, Some(code)) => words.code(code.as_str(), &details),
        _ => words.say(&format!("{}-{outcome}", id.replace('.', "-")), &details),
    };
    BundleCheck {
        id: id.to_owned(),
        outcome: check.outcome,
        code: check.code.map(|code| code.to_string()),
        message,
    }
}

fn told_badge(
    teller: &Teller,
    source: &str,
    reviewed: &badge_bundle::ReviewedBadge,
    original: &[u8],
) -> ReviewedBadge {
    let words = teller.words();
    let (holder_is_recipient, holder_message) = match &reviewed.holder {
        Holder::Recipient { how: Binding::Key, .. } => {
            (Outcome::Passed, words.say("holder-recipient-did", &Details::new()))
        }
        Holder::Recipient { how: Binding::Disclosed, identity } => {
            let details = [("identity".to_owned(), identity.clone())].into();
            (Outcome::Passed, words.say("holder-recipient-identity", &details))
        }
        Holder::Unbound { .. } => (Outcome::Unknown, words.say("holder-unbound", &Details::new())),
    };
    let found = openbadges::read(original);
    let (told, error, badge) = match (&found, &reviewed.report) {
        (Ok(found), Some(report)) => {
            let mut told = teller.badge(source, found, report);
            speak_of_the_holder(teller, &mut told);
            (Some(told), None, Some(shown_badge(&report.badge)))
        }
        (Err(error), _) => (None, Some(teller.read_error(error)), None),
        (Ok(_), None) => (None, Some(teller.error("IMPORT_UNRECOGNISED", None, [])), None),
    };
    let achievement = badge.map(|badge| badge.achievement).unwrap_or_default();
    let then = reviewed.at_export.as_ref();
    ReviewedBadge {
        told,
        error,
        picture: None,
        note: shown_whole(&reviewed.note),
        description: achievement.description,
        criteria: achievement.criteria_narrative,
        criteria_url: achievement.criteria_url,
        holder_is_recipient,
        holder_message,
        verdict_at_export: then.map(|report| report.verdict),
        changed: reviewed.change.as_ref().zip(then).map(|(_, then)| {
            words.say("changed-since-export", &[("then".to_owned(), words.headline(then))].into())
        }),
    }
}

/// The recipient was compared with what the holder discloses, not with anything of the reviewer's: the words say so.
fn speak_of_the_holder(teller: &Teller, told: &mut BadgeReport) {
    let say = |outcome: Outcome| match outcome {
        Outcome::Passed => Some("review-recipient-passed"),
        Outcome::Failed => Some("review-recipient-failed"),
        Outcome::Unknown => Some("review-recipient-unknown"),
        Outcome::Absent => None,
    };
    for check in told.checks.iter_mut().filter(|check| check.id == CheckId::Recipient) {
        if check.code.as_deref() == Some(Code::RecipientFormat.as_str()) {
            continue;
        }
        if let Some(id) = say(check.outcome) {
            check.message = teller.words().say(id, &Details::new());
            check.next_step = None;
            told.recipient.message.clone_from(&check.message);
        }
    }
}

fn bundle_error(teller: &Teller, error: &BundleError) -> ErrorDetail {
    let details = error.details.iter().map(|(name, value)| (name.as_str(), value.clone()));
    let found = error.details.get("detail").or_else(|| error.details.get("found")).cloned();
    teller.error(error.code.as_str(), found, details)
}
