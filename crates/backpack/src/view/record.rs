//! Unverified records: what is kept though it is no badge.

use serde::Serialize;

/// An unverified record. Nothing about it was checked, and it is counted nowhere as a badge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OtherFileSummary {
    /// The id in the backpack (SHA-256 of its bytes, hex).
    pub id: String,
    /// What the learner calls it.
    pub name: String,
    /// What the learner says of it.
    pub note: String,
    /// What it is: `picture`, `pdf`, `web-page`, `json`, `text`, `file`, or the word of another standard.
    pub kind: String,
    /// The same in words.
    pub what: String,
    /// That nothing about it was checked, in words.
    pub label: String,
    /// Where it came from: the file's name or the address.
    pub source: Option<String>,
    /// A name for a file with its bytes.
    pub file_name: String,
    /// How many bytes it has.
    pub bytes: u32,
    /// RFC 3339: when it was added.
    pub added_at: String,
}
