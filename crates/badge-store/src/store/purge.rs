//! Deleting for good: the record says that the badge is being purged, so that a purge that was cut off is finished at
//! the next opening; then everything of it goes, from the files and out of the index.

use std::{collections::BTreeMap, fs};

use jiff::Timestamp;

use crate::{
    badge_id::BadgeId,
    disk,
    error::StoreError,
    store::{
        Store,
        core::{Change, Core, Reserve},
        entry::Tree,
        index::{Index, IndexChange, IndexTrouble},
        restore::badge_key,
        stored_badge::StoredBadge,
    },
};

impl Store {
    /// Deletes for good what was removed before `removed_before`: record, originals and reports of badges, and unverified
    /// records. Returns how many of both.
    pub fn purge(&self, removed_before: Timestamp) -> Result<usize, StoreError> {
        let mut core = self.settled()?;
        let mut purged = core.purge_unverified(removed_before)?;
        for id in core.shelf.removed_before(removed_before) {
            let record = match core.record(&id) {
                Ok(record) => record,
                // What cannot be read is told by name, and keeps no other badge here.
                Err(StoreError::Damaged { .. }) => continue,
                Err(error) => return Err(error),
            };
            let stored = StoredBadge { record, purging: true };
            core.commit(vec![Change::put(badge_key(&id), stored.to_value())], Reserve::Change)?;
            core.delete_all_of(&id)?;
            purged += 1;
        }
        if purged > 0 {
            core.renew_index()?;
        }
        Ok(purged)
    }
}

impl Core {
    /// Finishes purges that were cut off.
    pub(super) fn finish_purges(
        &mut self,
        badges: &[BadgeId],
        unverified: &[String],
    ) -> Result<(), StoreError> {
        badges.iter().try_for_each(|id| self.delete_all_of(id))?;
        unverified.iter().try_for_each(|id| self.delete_unverified(id))?;
        if badges.is_empty() && unverified.is_empty() { Ok(()) } else { self.renew_index() }
    }

    /// Deletes everything of a badge whose record says that it is being purged.
    fn delete_all_of(&mut self, id: &BadgeId) -> Result<(), StoreError> {
        let mut changes = Vec::new();
        for tree in [Tree::Originals, Tree::Reports] {
            changes.extend(self.keys_of(tree, Some(id.as_str()))?.into_iter().map(Change::delete));
        }
        changes.push(Change::delete(badge_key(id)));
        self.commit(changes, Reserve::Change)?;
        self.shelf.take(id);
        Ok(())
    }

    /// Makes the engine's files anew with what is in them. Its log would hold deleted records for a long time, where
    /// whoever has the key could read them.
    fn renew_index(&mut self) -> Result<(), StoreError> {
        if matches!(self.index, Index::Memory(_)) {
            return Ok(());
        }
        let mut entries = Vec::new();
        for tree in Tree::ALL {
            let scanned = self.index.scan(tree, &[]).map_err(|trouble| self.index_failed(trouble))?;
            entries.extend(scanned.into_iter().map(|(name, entry)| IndexChange {
                tree,
                name,
                entry: Some(entry),
            }));
        }
        // Until the new one is whole, an error anywhere here makes the next call read everything again.
        self.stale = true;
        self.index = Index::Memory(BTreeMap::new());
        let folder = self.index_folder();
        fs::remove_dir_all(&folder).map_err(StoreError::io("deleting", &folder))?;
        disk::sync_folder(&self.root)?;
        disk::safe_folder(&folder)?;
        let filled = |mut index: Index| -> Result<Index, IndexTrouble> {
            index.commit(entries.clone())?;
            Ok(index)
        };
        self.index = Index::open(&folder, &self.keys, |_, _, _| {})
            .and_then(filled)
            // What a failing engine lacks comes from the files at the next opening.
            .or_else(|_| filled(Index::Memory(BTreeMap::new())))
            .map_err(|trouble| self.index_failed(trouble))?;
        self.stale = false;
        Ok(())
    }
}
