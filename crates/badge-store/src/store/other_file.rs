//! Data types of other files: files that the learner adds although they are not badges, e.g. a PDF diploma.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::store::badge::Source;

/// Another file as lists and screens show it, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherFile {
    /// SHA-256 of its bytes, in hex.
    pub id: String,
    /// Its name, which the learner can change.
    pub name: String,
    /// The learner's note about it.
    pub note: String,
    /// Its kind, e.g. `pdf`.
    pub kind: String,
    /// Number of bytes.
    pub bytes: u64,
    /// Where it came from.
    pub source: Source,
    /// Time of adding, by the clock.
    pub added_at: Timestamp,
    /// Time of removal. The removal can be undone until the file is purged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
}

/// Another file to add.
#[derive(Clone, Debug)]
pub struct NewOtherFile<'a> {
    /// The imported bytes, unchanged.
    pub bytes: &'a [u8],
    /// Its name.
    pub name: &'a str,
    /// Its kind, e.g. `pdf`.
    pub kind: &'a str,
    /// Where it came from.
    pub source: Source,
    /// Time of adding.
    pub added_at: Timestamp,
}

/// The value of another file's entry.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredOtherFile {
    #[serde(flatten)]
    pub(super) file: OtherFile,
    /// The file is being purged. Opening the store finishes an interrupted purge.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) purging: bool,
}

/// Header of the bytes, with everything that is needed to restore the entry. The field names are part of the store's
/// format.
#[derive(Serialize, Deserialize)]
pub(super) struct OtherFileHeader {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) source: Source,
    pub(super) at: Timestamp,
}
