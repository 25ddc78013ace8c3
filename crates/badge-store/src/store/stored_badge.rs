//! The value of a badge's record.

use serde::{Deserialize, Serialize};

use crate::store::{BadgeEntry, entry::json};

/// A badge's record as it is stored.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredBadge {
    #[serde(flatten)]
    pub(super) record: BadgeEntry,
    /// It is being deleted for good; opening the store finishes that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) purging: bool,
}

impl StoredBadge {
    pub(super) fn new(record: BadgeEntry) -> Self {
        Self { record, purging: false }
    }

    pub(super) fn to_value(&self) -> Vec<u8> {
        json(self)
    }
}
