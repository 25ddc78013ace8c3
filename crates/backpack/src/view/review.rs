//! Views of reviewed bundles.

use openbadges::{Outcome, Verdict};
use serde::Serialize;

use super::{BadgeReport, ErrorDetail, Message};

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
