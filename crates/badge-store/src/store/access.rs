//! Reads and writes entries.
//!
//! The write path: free space is checked before the first byte. Each entry is sealed and written as its own file,
//! stage by stage ([`Tree::stage`]). Then the index is changed, and only then does [`Core::commit`] return `Ok`.
//!
//! After any error while writing, the state in memory may differ from the disk. The store then reloads
//! everything before its next operation. If the index fails, reloading replaces it, so a failure of the index
//! alone does not fail the call.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::{
    badge_id::BadgeId,
    code::StoreCode,
    disk,
    error::StoreError,
    store::{
        core::{Core, ObsoleteFiles, index_change},
        entry::{EntryKey, EntryName, SealedEntry},
        index::{Index, IndexError},
        load::FREE_AFTER_CHANGE,
        report::{OpenReport, RebuildReason},
        restore::InterruptedPurges,
        tree::Tree,
    },
};

/// Bytes that an import leaves free on the disk, in addition to three times its size.
const FREE_AFTER_IMPORT: u64 = 16 << 20;

/// One change of one entry. `value: None` deletes it.
pub(super) struct Change {
    pub(super) key: EntryKey,
    pub(super) value: Option<Vec<u8>>,
}

impl Change {
    pub(super) fn put(key: EntryKey, value: Vec<u8>) -> Self {
        Self { key, value: Some(value) }
    }

    pub(super) fn delete(key: EntryKey) -> Self {
        Self { key, value: None }
    }
}

/// The free space that a change must leave.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reserve {
    /// The space that an import needs.
    Import,
    /// The space that any other change needs.
    Change,
}

impl Core {
    /// Loads everything and finishes interrupted purges.
    pub(super) fn reload(&mut self, report: &mut OpenReport) -> Result<(), StoreError> {
        let purges = self.load(report)?;
        if self.read_only.is_none() {
            match self.finish_purges(&purges) {
                // The purge is finished when there is space.
                Err(error) if error.code() == StoreCode::Full => {}
                outcome => outcome?,
            }
        }
        Ok(())
    }

    /// Reloads everything if an earlier error made that necessary.
    pub(super) fn reload_if_stale(&mut self) -> Result<(), StoreError> {
        if self.stale { self.recover(None) } else { Ok(()) }
    }

    /// Reloads everything. Calls the callback if the index failed, either before (`reason`) or while reloading.
    fn recover(&mut self, reason: Option<RebuildReason>) -> Result<(), StoreError> {
        let mut report = OpenReport { rebuilt: reason, ..OpenReport::default() };
        let outcome = self.reload(&mut report);
        if let (Some(reason), Some(callback)) = (&report.rebuilt, &self.on_index_failure) {
            callback(reason);
        }
        outcome
    }

    /// Returns the value of an entry, or `None` if there is no such entry.
    pub(super) fn get(&mut self, key: &EntryKey) -> Result<Option<Vec<u8>>, StoreError> {
        let name = EntryName::of(&self.keys, key);
        match self.entry(key.tree, &name)? {
            Some(entry) => self.value(key.tree, &name, &entry).map(|(_, value)| Some(value)),
            None => Ok(None),
        }
    }

    /// Returns whether an entry exists, without reading its body.
    pub(super) fn has(&mut self, key: &EntryKey) -> Result<bool, StoreError> {
        let name = EntryName::of(&self.keys, key);
        Ok(self.entry(key.tree, &name)?.is_some())
    }

    /// Returns the entries of a tree, or of one group of it. Records damaged ones and leaves them out.
    pub(super) fn list(
        &mut self,
        tree: Tree,
        group: Option<&str>,
    ) -> Result<Vec<(EntryKey, Vec<u8>)>, StoreError> {
        let mut listed = Vec::new();
        for (name, entry) in self.entries(tree, group)? {
            match self.value(tree, &name, &entry) {
                Ok(key_and_value) => listed.push(key_and_value),
                Err(StoreError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(listed)
    }

    /// Returns the deserialised entries of a tree, without damaged ones.
    pub(super) fn all<T: DeserializeOwned>(&mut self, tree: Tree) -> Result<Vec<T>, StoreError> {
        let mut all = Vec::new();
        for (key, value) in self.list(tree, None)? {
            match self.decode(&key, &value) {
                Ok(item) => all.push(item),
                Err(StoreError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    /// Returns the keys of a tree, or of one group of it.
    pub(super) fn keys_of(&mut self, tree: Tree, group: Option<&str>) -> Result<Vec<EntryKey>, StoreError> {
        let entries = self.entries(tree, group)?;
        Ok(entries.iter().filter_map(|(name, entry)| Some(entry.open(&self.keys, name)?.key)).collect())
    }

    fn entry(&mut self, tree: Tree, name: &EntryName) -> Result<Option<SealedEntry>, StoreError> {
        self.query(|index| index.get(tree, name))
    }

    fn entries(
        &mut self,
        tree: Tree,
        group: Option<&str>,
    ) -> Result<Vec<(EntryName, SealedEntry)>, StoreError> {
        let prefix = group.map(|group| EntryName::group_prefix(&self.keys, tree, group));
        let prefix = prefix.as_ref().map_or(&[][..], |prefix| prefix);
        Ok(self.query(|index| index.scan(tree, prefix))?.into_iter().collect())
    }

    /// Queries the index. If it fails, reloads everything, which replaces the index, and queries again.
    fn query<T>(&mut self, query: impl Fn(&Index) -> Result<T, IndexError>) -> Result<T, StoreError> {
        match query(&self.index) {
            Ok(result) => return Ok(result),
            Err(error) => self.recover(Some(RebuildReason::of_reading(&error)))?,
        }
        query(&self.index).map_err(|error| self.index_failed(error))
    }

    /// Returns key and value of an index entry: from the entry itself if it has a body, otherwise from the file.
    fn value(
        &mut self,
        tree: Tree,
        name: &EntryName,
        entry: &SealedEntry,
    ) -> Result<(EntryKey, Vec<u8>), StoreError> {
        let head = entry.open(&self.keys, name);
        if let Some(head) = &head
            && head.complete
            && let Some(value) = entry.value(&self.keys, head)
        {
            return Ok((head.key.clone(), value));
        }
        let version = head.as_ref().map_or(1, |head| head.version);
        if let Some(sealed) = self.files.read(tree.folder(), name, version)?
            && let Some(head) = sealed.open(&self.keys, name)
            && let Some(value) = sealed.value(&self.keys, &head)
        {
            return Ok((head.key, value));
        }
        Err(self.note_damage(tree, name, version, head.as_ref()))
    }

    /// Makes all changes, in files and index. When this returns `Ok`, they are on the disk.
    pub(super) fn commit(&mut self, changes: Vec<Change>, reserve: Reserve) -> Result<(), StoreError> {
        self.reload_if_stale()?;
        let bytes =
            changes.iter().filter_map(|change| change.value.as_ref()).map(|value| value.len() as u64).sum();
        self.check_writable(bytes, reserve)?;
        let mut entries = Vec::new();
        let mut index_changes = Vec::new();
        let mut obsolete = ObsoleteFiles::default();
        for Change { key, value } in changes {
            let name = EntryName::of(&self.keys, &key);
            let before = self.entry(key.tree, &name)?.and_then(|entry| entry.open(&self.keys, &name));
            let version = before.as_ref().map_or(0, |before| before.version) + 1;
            let folder = key.tree.folder();
            obsolete.older.extend(before.map(|before| self.files.path(folder, &name, before.version)));
            let sealed = match value {
                Some(value) => SealedEntry::new(&self.keys, &key, version, &value),
                None => {
                    obsolete.tombstones.push((folder, self.files.path(folder, &name, version)));
                    SealedEntry::deleted(&self.keys, &key, version)
                }
            };
            index_changes.push(index_change(key.tree, name, &sealed));
            entries.push((key.tree, name, version, sealed));
        }
        if let Err(error) = self.files.write(&entries) {
            self.stale = true;
            // Report the first error. If reloading fails too, the next call reports that.
            drop(self.reload_if_stale());
            return Err(error);
        }
        if let Err(error) = self.index.commit(index_changes) {
            self.recover(Some(RebuildReason::of_writing(&error)))?;
            if !self.contains(&entries)? {
                return Err(self.index_failed(error));
            }
        }
        self.discard(&obsolete)
    }

    /// Returns whether the store has exactly these entries under their names. Compares heads only, because a
    /// rebuilt index may lack the bodies.
    fn contains(&mut self, entries: &[(Tree, EntryName, u64, SealedEntry)]) -> Result<bool, StoreError> {
        for (tree, name, _, sealed) in entries {
            let keys = Arc::clone(&self.keys);
            let hash = |entry: &SealedEntry| entry.manifest_hash(&keys, *tree, name);
            let expected = sealed.for_index().as_ref().map(hash);
            if self.entry(*tree, name)?.as_ref().map(hash) != expected {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Checks that `bytes` bytes can be written and enough space remains.
    fn check_writable(&mut self, bytes: u64, reserve: Reserve) -> Result<(), StoreError> {
        let path = self.root.clone();
        if self.read_only == Some(StoreCode::ReadOnly) {
            return Err(StoreError::ReadOnly { path });
        }
        let free = disk::free_bytes(&self.root)?;
        let needed = bytes.saturating_mul(3)
            + match reserve {
                Reserve::Import => FREE_AFTER_IMPORT,
                Reserve::Change => FREE_AFTER_CHANGE,
            };
        if free < needed {
            return Err(StoreError::Full { needed, free, path });
        }
        if self.read_only.is_some() {
            // The disk was full when the store was loaded and has space now.
            self.stale = true;
            self.reload_if_stale()?;
        }
        Ok(())
    }

    fn finish_purges(&mut self, purges: &InterruptedPurges) -> Result<(), StoreError> {
        purges.badges.iter().try_for_each(|id| self.delete_badge(id))?;
        purges.other_files.iter().try_for_each(|id| self.delete_other_file(id))?;
        if purges.badges.is_empty() && purges.other_files.is_empty() { Ok(()) } else { self.renew_index() }
    }

    /// Deletes the entry, originals and reports of a badge. Its entry is already marked as being purged.
    pub(super) fn delete_badge(&mut self, id: &BadgeId) -> Result<(), StoreError> {
        let mut changes = Vec::new();
        for tree in [Tree::Originals, Tree::Reports] {
            changes.extend(self.keys_of(tree, Some(id.as_str()))?.into_iter().map(Change::delete));
        }
        changes.push(Change::delete(EntryKey::badge(id)));
        self.commit(changes, Reserve::Change)?;
        self.catalog.remove(id);
        Ok(())
    }

    /// Deletes the entry and bytes of another file. Its entry is already marked as being purged.
    pub(super) fn delete_other_file(&mut self, id: &str) -> Result<(), StoreError> {
        let mut changes = Vec::new();
        let bytes = EntryKey::other_file_bytes(id);
        if self.has(&bytes)? {
            changes.push(Change::delete(bytes));
        }
        changes.push(Change::delete(EntryKey::other_file(id)));
        self.commit(changes, Reserve::Change)
    }
}
