//! Collections and their exports.

use serde::{Deserialize, Serialize};

use super::{BadgeSummary, IdentitySummary};

/// A collection in the list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CollectionSummary {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The number of badges in it.
    pub badges: u32,
    /// RFC 3339.
    pub changed_at: String,
}

/// A collection with its badges, in the learner's order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CollectionDetail {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The learner's introduction.
    pub introduction: String,
    /// The badges in order.
    pub items: Vec<CollectionItemDetail>,
    /// RFC 3339.
    pub changed_at: String,
}

/// A badge in a collection.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CollectionItemDetail {
    /// The badge. `None` if it was removed from the backpack.
    #[serde(rename = "card")]
    pub badge: Option<BadgeSummary>,
    /// The badge's id, also if the badge was removed.
    pub badge_id: String,
    /// The learner's note.
    pub note: String,
}

/// Options of an export.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(default)]
pub struct ExportOptions {
    /// The intended reader; becomes the proof's `domain`.
    pub audience: Option<String>,
    /// The reader's challenge.
    pub challenge: Option<String>,
    /// RFC 3339 time or date at which the bundle expires.
    pub until: Option<String>,
    /// Identities to disclose, so that a reader can compare them with the recipients of the badges.
    pub disclose: Vec<IdentitySummary>,
}

/// An exported file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ExportSummary {
    /// The path.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u32,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// The number of badges in it.
    pub badges: u32,
    /// The DID that signed it.
    pub holder: String,
}
