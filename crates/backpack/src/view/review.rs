//! Someone else's bundle, checked anew.

use openbadges::check::{Outcome, Verdict};
use serde::Serialize;

use super::{BadgeReport, ErrorDetail};

/// Someone else's bundle, opened and re-checked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReviewDetail {
    /// The file.
    pub source: String,
    /// The collection's title, by the holder's words.
    pub title: String,
    /// The introduction, by the holder's words.
    pub introduction: String,
    /// The holder's DID.
    pub holder: String,
    /// RFC 3339.
    pub created_at: String,
    /// For whom it was made.
    pub audience: Option<String>,
    /// RFC 3339: until when.
    pub until: Option<String>,
    /// Checks of the bundle itself (manifest, presentation, audience), told.
    pub checks: Vec<BundleCheck>,
    /// Each badge.
    pub badges: Vec<ReviewedBadge>,
    /// Hosts that the checks would ask and have not yet.
    pub hosts_to_ask: Vec<String>,
    /// Those of `hosts_to_ask` that would also learn which badge it is: the address to ask there is of this badge alone.
    pub hosts_told_which: Vec<String>,
}

/// A check of the bundle itself.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BundleCheck {
    /// `bundle.manifest`, `bundle.presentation`, `bundle.audience`, `bundle.time`.
    pub id: String,
    /// Its outcome.
    pub outcome: Outcome,
    /// Why not.
    pub code: Option<String>,
    /// In words.
    pub message: String,
}

/// A badge in someone else's bundle.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReviewedBadge {
    /// The badge as re-checked now; or why it could not be read.
    pub told: Option<BadgeReport>,
    /// Why it could not be read.
    pub error: Option<ErrorDetail>,
    /// Opaque key of its picture.
    pub picture: Option<String>,
    /// The holder's own note.
    pub note: String,
    /// What it is for, by the issuer.
    pub description: Option<String>,
    /// What had to be done, by the issuer.
    pub criteria: Option<String>,
    /// What had to be done: a page.
    pub criteria_url: Option<String>,
    /// Whether the holder is shown to be the recipient.
    pub holder_is_recipient: Outcome,
    /// In words.
    pub holder_message: String,
    /// The verdict that the holder's program reported at export.
    pub verdict_at_export: Option<Verdict>,
    /// What changed since, in words; `None`: nothing.
    pub changed: Option<String>,
}
