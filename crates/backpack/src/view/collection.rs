//! Collections, and what is made of them.

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
    /// How many badges it holds.
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
    /// The badge. `None`: it was removed from the backpack, and `badge_id` says which it was.
    pub card: Option<BadgeSummary>,
    /// The badge's id.
    pub badge_id: String,
    /// The learner's note.
    pub note: String,
}

/// What an export is made for.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(default)]
pub struct ExportOptions {
    /// For whom; becomes the proof's `domain`.
    pub audience: Option<String>,
    /// The reader's challenge.
    pub challenge: Option<String>,
    /// RFC 3339 time or date after which the bundle's signature is not to be relied on.
    pub until: Option<String>,
    /// Identities to disclose, so that a reader can compare them with the badges' recipients.
    pub disclose: Vec<IdentitySummary>,
}

/// A bundle that was written.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ExportSummary {
    /// Where.
    pub path: String,
    /// Its size.
    pub bytes: u32,
    /// SHA-256 of the file.
    pub sha256: String,
    /// How many badges it holds.
    pub badges: u32,
    /// Who signed it.
    pub holder: String,
}
