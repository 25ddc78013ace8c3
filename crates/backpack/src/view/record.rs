//! Views of other files: files beside the badges that are not badges.

use serde::Serialize;

use super::Message;

/// A file that is not a badge. Nothing about it is verified, and it never counts as a badge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OtherFileSummary {
    /// The id in the backpack (SHA-256 of its bytes, hex).
    pub id: String,
    /// The learner's name for it.
    pub name: String,
    /// The learner's note on it.
    pub note: String,
    /// Its kind: `picture`, `pdf`, `web-page`, `json`, `text`, `file`, or the name of another format.
    pub kind: String,
    /// The kind, in words.
    pub what: Message,
    /// The statement that nothing about it was verified, in words.
    pub label: Message,
    /// The source: the file's name or the address.
    pub source: Option<String>,
    /// A name for a copy of the file.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: u32,
    /// When it was added, RFC 3339.
    pub added_at: String,
}
