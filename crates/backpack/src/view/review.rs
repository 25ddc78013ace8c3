//! Views of reviewed bundles.

use badge_bundle::{BindingMethod, HolderBinding};
use openbadges::{CheckId, Code, Outcome, ReadError, Verdict};
use serde::Serialize;

use super::{BadgeReport, ErrorDetail, Message, headline};
use crate::policy::HostsNeedingConsent;

/// The review of someone else's bundle.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReviewDetail {
    /// The file.
    pub source: String,
    /// The collection's title, in the holder's words.
    pub title: String,
    /// The introduction, in the holder's words.
    pub introduction: String,
    /// The holder's DID.
    pub holder: String,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// The intended reader.
    pub audience: Option<String>,
    /// When it expires, RFC 3339.
    pub until: Option<String>,
    /// Checks of the bundle itself.
    pub checks: Vec<BundleCheck>,
    /// Each badge.
    pub badges: Vec<ReviewedBadge>,
    /// Hosts that the checks need and that were not contacted.
    pub hosts_to_ask: Vec<String>,
    /// Those of `hosts_to_ask` that would also learn which badge it is, because the address to fetch belongs
    /// to that badge alone.
    #[serde(rename = "hosts_told_which")]
    pub identifying_hosts: Vec<String>,
}

/// A check of the bundle itself.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BundleCheck {
    /// `bundle.manifest`, `bundle.presentation`, `bundle.audience`, `bundle.time`.
    pub id: String,
    /// The outcome.
    pub outcome: Outcome,
    /// Why it failed or could not be made.
    pub code: Option<String>,
    /// The result, in words.
    pub message: Message,
}

/// A badge in someone else's bundle.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReviewedBadge {
    /// The report of this review.
    #[serde(rename = "told")]
    pub report: Option<BadgeReport>,
    /// The reason why it could not be read.
    pub error: Option<ErrorDetail>,
    /// Opaque key of its picture.
    pub picture: Option<String>,
    /// The holder's own note.
    pub note: String,
    /// What the badge is for, according to the issuer.
    pub description: Option<String>,
    /// The criteria, according to the issuer.
    pub criteria: Option<String>,
    /// A page with the criteria.
    pub criteria_url: Option<String>,
    /// Whether the holder is shown to be the recipient.
    pub holder_is_recipient: Outcome,
    /// The relation of holder and recipient, in words.
    pub holder_message: Message,
    /// The verdict that the holder's program reported at export.
    pub verdict_at_export: Option<Verdict>,
    /// What changed since the export, in words. `None` if nothing changed.
    pub changed: Option<Message>,
}

impl ReviewDetail {
    /// Returns the view of a review. `hosts` were needed and not contacted.
    pub(crate) fn new(source: &str, review: &badge_bundle::Review, hosts: HostsNeedingConsent) -> Self {
        let audience = review.audience.as_deref();
        Self {
            source: source.to_owned(),
            title: review.title.clone(),
            introduction: review.introduction.clone(),
            holder: review.holder.clone(),
            created_at: review.created.to_string(),
            audience: review.audience.clone(),
            until: review.expires.map(|time| time.to_string()),
            checks: review.checks.iter().map(|check| BundleCheck::new(check, audience)).collect(),
            badges: review.badges.iter().map(|badge| ReviewedBadge::new(source, badge)).collect(),
            hosts_to_ask: hosts.all,
            identifying_hosts: hosts.identifying,
        }
    }
}

impl BundleCheck {
    fn new(check: &badge_bundle::BundleCheck, audience: Option<&str>) -> Self {
        let id = check.id.as_str();
        let message = match (check.outcome, check.code) {
            (Outcome::Failed, Some(code)) => Message::code(code),
            _ => Message::outcome(id, check.outcome),
        };
        let message = match audience {
            Some(audience) => message.with("audience", audience),
            None => message,
        };
        Self {
            id: id.to_owned(),
            outcome: check.outcome,
            code: check.code.map(|code| code.to_string()),
            // The details are added last, so that an audience among them takes precedence.
            message: message.with_details(&check.details),
        }
    }
}

impl ReviewedBadge {
    fn new(source: &str, reviewed: &badge_bundle::ReviewedBadge) -> Self {
        let report = reviewed.parsed.as_ref().zip(reviewed.report.as_ref()).map(|(parsed, report)| {
            let mut detail = BadgeReport::new(source, parsed, report);
            describe_recipient_as_holder(&mut detail);
            detail
        });
        let unreadable = reviewed.unreadable.as_ref();
        let error = unreadable.map(|error| ReadError::new(error.code, &error.found).into());
        let achievement = reviewed.report.as_ref().map(|report| report.badge.achievement.clone());
        let achievement = achievement.unwrap_or_default();
        let (holder_is_recipient, holder_message) = holder(&reviewed.holder);
        let at_export = reviewed.at_export.as_ref();
        Self {
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
}

/// Returns whether the holder is shown to be the recipient, and the sentence about it.
fn holder(binding: &HolderBinding) -> (Outcome, Message) {
    match binding {
        HolderBinding::Recipient { method: BindingMethod::Key, .. } => {
            (Outcome::Passed, Message::new("holder-recipient-did"))
        }
        HolderBinding::Recipient { method: BindingMethod::Disclosed, identity } => {
            (Outcome::Passed, Message::new("holder-recipient-identity").with("identity", identity))
        }
        HolderBinding::Unbound { .. } => (Outcome::Unknown, Message::new("holder-unbound")),
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
