//! Deletes removed badges and other files permanently.
//!
//! A removal can be undone for 30 days ([`UNDO_REMOVAL`]). A purge first marks the entry as being purged, so that the
//! next opening can finish an interrupted purge. Then it deletes the item from the files and the index.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    error::StoreError,
    store::{
        access::{Change, Reserve},
        badge::StoredBadge,
        entry::EntryKey,
        open::Store,
    },
};

/// How long the removal of a badge or other file can be undone.
pub const UNDO_REMOVAL: Duration = Duration::from_secs(30 * 24 * 60 * 60);

impl Store {
    /// Permanently deletes the badges and other files that were removed before `removed_before`, with their
    /// originals and reports. Returns how many badges and other files were deleted.
    pub fn purge(&self, removed_before: Timestamp) -> Result<usize, StoreError> {
        let mut core = self.current_core()?;
        let mut purged = core.purge_other_files(removed_before)?;
        for id in core.catalog.removed_before(removed_before) {
            let badge = match core.badge(&id) {
                Ok(badge) => badge,
                // A damaged badge is reported as damage and must not prevent purging the others.
                Err(StoreError::Damaged { .. }) => continue,
                Err(error) => return Err(error),
            };
            let stored = StoredBadge { badge, purging: true };
            core.commit(vec![Change::put(EntryKey::badge(&id), stored.to_value())], Reserve::Change)?;
            core.delete_badge(&id)?;
            purged += 1;
        }
        if purged > 0 {
            core.renew_index()?;
        }
        Ok(purged)
    }
}
