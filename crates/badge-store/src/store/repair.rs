//! Second step of loading: reads values from files, writes restored entries, and records damage.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    error::StoreError,
    store::{
        compare::{Body, LoadedEntry, UnreadableEntry},
        core::{Core, index_change},
        entry::{EntryKey, EntryName, SealedEntry},
        tree::{Folder, Tree},
    },
};

impl Core {
    /// Returns the body of an entry that loading has read, or reads it from the file. Returns `None` if the
    /// body is damaged; that damage has already been recorded.
    pub(super) fn body_of(
        &self,
        name: &EntryName,
        entry: LoadedEntry,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        if let Body::Intact(value) = entry.body {
            return Ok(Some(value));
        }
        let sealed = self.files.read(entry.head.key.tree.folder(), name, entry.head.version)?;
        Ok(sealed.and_then(|sealed| sealed.value(&self.keys, &sealed.open(&self.keys, name)?)))
    }

    /// Reads the value of an entry from its file. Returns `None` if the index does not have it or the file is
    /// damaged.
    pub(super) fn value_from_file(&self, key: &EntryKey) -> Result<Option<Vec<u8>>, StoreError> {
        let name = EntryName::of(&self.keys, key);
        let entry = self.index.get(key.tree, &name).ok().flatten();
        let Some(head) = entry.and_then(|entry| entry.open(&self.keys, &name)) else { return Ok(None) };
        let Some(sealed) = self.files.read(key.tree.folder(), &name, head.version)? else {
            return Ok(None);
        };
        Ok(sealed.open(&self.keys, &name).and_then(|head| sealed.value(&self.keys, &head)))
    }

    /// Writes a restored entry to files and index, or only to the index in memory if the store is read-only.
    pub(super) fn put_restored(
        &mut self,
        key: &EntryKey,
        value: &[u8],
        unreadable: &[UnreadableEntry],
    ) -> Result<EntryName, StoreError> {
        let name = EntryName::of(&self.keys, key);
        let damaged = unreadable.iter().filter(|entry| entry.name == name).map(|entry| entry.version).max();
        let version = damaged.unwrap_or(0) + 1;
        let sealed = SealedEntry::new(&self.keys, key, version, value);
        let mut change = index_change(key.tree, name, &sealed);
        if self.read_only.is_none() {
            self.files.write(&[(key.tree, name, version, sealed)])?;
        } else {
            change.entry = Some(sealed);
        }
        self.index
            .commit(vec![change])
            .map_err(|error| StoreError::io("using", "index")(std::io::Error::other(error)))?;
        Ok(name)
    }

    /// Records entries that cannot be read as damage, except those that were restored.
    pub(super) fn report_unreadable(
        &mut self,
        unreadable: Vec<UnreadableEntry>,
        restored: &BTreeSet<EntryName>,
    ) {
        for UnreadableEntry { folder, name, version, head } in unreadable {
            if restored.contains(&name) {
                continue;
            }
            let file = self.files.path(folder, &name, version);
            let tree = match folder {
                Folder::Originals => Some(Tree::Originals),
                Folder::Documents => Some(Tree::Documents),
                Folder::Entries => None,
            };
            let damage = self.catalog.damage(tree, head.as_ref().map(|head| &head.key), file.clone());
            self.damaged.insert(file, damage);
        }
    }

    /// Records a missing entry as damage. `broken` contains the versions of unreadable files.
    pub(super) fn report_missing(&mut self, key: &EntryKey, broken: &BTreeMap<EntryName, u64>) {
        let name = EntryName::of(&self.keys, key);
        let version = broken.get(&name).copied().unwrap_or(1);
        let file = self.files.path(key.tree.folder(), &name, version);
        let damage = self.catalog.damage(None, Some(key), file.clone());
        self.damaged.insert(file, damage);
    }
}
