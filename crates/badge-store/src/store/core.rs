//! Records in and out: sealed files first, then the index, then "saved".
//!
//! Any error after writing began makes what is in memory stale: everything is opened and read again before anything
//! is said about it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use crate::{
    code::StoreCode,
    disk,
    error::StoreError,
    lock::Lock,
    seal::Keys,
    store::{
        Damage, OpenReport, RebuildReason,
        catalog::Shelf,
        entry::{EntryKey, Folder, Name, Opened, Sealed, Tree},
        files::Files,
        index::{Index, IndexChange, IndexTrouble},
    },
};

/// Free bytes that any change leaves on the disk.
pub(super) const FREE_AFTER_CHANGE: u64 = 4 << 20;
/// Free bytes that an import leaves on the disk, beside three times its size.
const FREE_AFTER_IMPORT: u64 = 16 << 20;

/// Everything behind the store's lock.
pub(super) struct Core {
    pub(super) root: PathBuf,
    pub(super) keys: Arc<Keys>,
    pub(super) files: Files,
    pub(super) index: Index,
    pub(super) shelf: Shelf,
    /// Why nothing can be written.
    pub(super) read_only: Option<StoreCode>,
    /// What was found damaged, by where it is.
    pub(super) damaged: BTreeMap<PathBuf, Damage>,
    /// An error left it open what is on the disk.
    pub(super) stale: bool,
    /// Who is told that the index failed.
    pub(super) listener: Option<Listener>,
    pub(super) _lock: Option<Lock>,
}

/// Who is told that the index failed while the store is open, and how.
pub(super) type Listener = Box<dyn Fn(&RebuildReason) + Send>;

/// One change of one record. `value: None` deletes it.
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

/// Files that nothing depends on any more.
#[derive(Default)]
pub(super) struct Obsolete {
    /// Older versions.
    pub(super) files: Vec<PathBuf>,
    /// Files that say that a record was deleted.
    pub(super) graves: Vec<(Folder, PathBuf)>,
}

/// How much space a change has to leave.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reserve {
    /// As much as keeping a badge.
    Import,
    /// As much as any other change.
    Change,
}

impl Core {
    /// Reads everything again if an earlier error made that necessary.
    pub(super) fn settle(&mut self) -> Result<(), StoreError> {
        if self.stale { self.read_again(None) } else { Ok(()) }
    }

    /// Reads everything again, and tells the listener if the index failed: before this (`trouble`) or now.
    fn read_again(&mut self, trouble: Option<RebuildReason>) -> Result<(), StoreError> {
        let mut report = OpenReport { rebuilt: trouble, ..OpenReport::default() };
        let outcome = self.load(&mut report);
        if let (Some(reason), Some(listener)) = (&report.rebuilt, &self.listener) {
            listener(reason);
        }
        outcome
    }

    /// The value of a record. `None`: there is none.
    pub(super) fn get(&mut self, key: &EntryKey) -> Result<Option<Vec<u8>>, StoreError> {
        let name = Name::of(&self.keys, key);
        match self.entry(key.tree, &name)? {
            Some(entry) => self.value(key.tree, &name, &entry).map(|(_, value)| Some(value)),
            None => Ok(None),
        }
    }

    /// Whether there is a record, without reading its body.
    pub(super) fn has(&mut self, key: &EntryKey) -> Result<bool, StoreError> {
        let name = Name::of(&self.keys, key);
        Ok(self.entry(key.tree, &name)?.is_some())
    }

    /// The records of a tree, or of one group of it. A damaged one is left out and remembered.
    pub(super) fn list(
        &mut self,
        tree: Tree,
        group: Option<&str>,
    ) -> Result<Vec<(EntryKey, Vec<u8>)>, StoreError> {
        let mut listed = Vec::new();
        for (name, entry) in self.entries(tree, group)? {
            match self.value(tree, &name, &entry) {
                Ok(found) => listed.push(found),
                Err(StoreError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(listed)
    }

    /// The keys of a tree, or of one group of it.
    pub(super) fn keys_of(&mut self, tree: Tree, group: Option<&str>) -> Result<Vec<EntryKey>, StoreError> {
        let entries = self.entries(tree, group)?;
        Ok(entries.iter().filter_map(|(name, entry)| Some(entry.open(&self.keys, name)?.key)).collect())
    }

    fn entry(&mut self, tree: Tree, name: &Name) -> Result<Option<Sealed>, StoreError> {
        self.ask(|index| index.get(tree, name))
    }

    pub(super) fn entries(
        &mut self,
        tree: Tree,
        group: Option<&str>,
    ) -> Result<Vec<(Name, Sealed)>, StoreError> {
        let prefix = group.map(|group| Name::group_prefix(&self.keys, tree, group));
        let prefix = prefix.as_ref().map_or(&[][..], |prefix| prefix);
        Ok(self.ask(|index| index.scan(tree, prefix))?.into_iter().collect())
    }

    /// Asks the index; if it fails, reads everything again, which leaves a working one.
    fn ask<T>(&mut self, question: impl Fn(&Index) -> Result<T, IndexTrouble>) -> Result<T, StoreError> {
        match question(&self.index) {
            Ok(answer) => return Ok(answer),
            Err(trouble) => self.read_again(Some(RebuildReason::of_reading(&trouble)))?,
        }
        question(&self.index).map_err(|trouble| self.index_failed(trouble))
    }

    pub(super) fn index_failed(&self, trouble: IndexTrouble) -> StoreError {
        StoreError::io("using", self.index_folder())(std::io::Error::other(trouble))
    }

    /// The value behind an index entry: from the entry, else from the file.
    fn value(&mut self, tree: Tree, name: &Name, entry: &Sealed) -> Result<(EntryKey, Vec<u8>), StoreError> {
        let opened = entry.open(&self.keys, name);
        if let Some(opened) = &opened
            && opened.complete
            && let Some(value) = entry.value(&self.keys, opened)
        {
            return Ok((opened.key.clone(), value));
        }
        let version = opened.as_ref().map_or(1, |opened| opened.version);
        if let Some(sealed) = self.files.read(tree.folder(), name, version)?
            && let Some(read) = sealed.open(&self.keys, name)
            && let Some(value) = sealed.value(&self.keys, &read)
        {
            return Ok((read.key, value));
        }
        Err(self.note_damage(tree, name, version, opened.as_ref()))
    }

    /// Remembers a damage and says it.
    pub(super) fn note_damage(
        &mut self,
        tree: Tree,
        name: &Name,
        version: u64,
        opened: Option<&Opened>,
    ) -> StoreError {
        let file = self.files.path(tree.folder(), name, version);
        let damage = self.shelf.damage(Some(tree), opened.map(|opened| &opened.key), file.clone());
        let what = damage.what.clone();
        self.damaged.insert(file.clone(), damage);
        StoreError::Damaged { what, file }
    }

    /// Makes all changes, in files and index. They are on the disk when it returns `Ok`.
    pub(super) fn commit(&mut self, changes: Vec<Change>, reserve: Reserve) -> Result<(), StoreError> {
        self.settle()?;
        let bytes =
            changes.iter().filter_map(|change| change.value.as_ref()).map(|value| value.len() as u64).sum();
        self.check_writable(bytes, reserve)?;
        let mut records = Vec::new();
        let mut index_changes = Vec::new();
        let mut obsolete = Obsolete::default();
        for Change { key, value } in changes {
            let name = Name::of(&self.keys, &key);
            let before = self.entry(key.tree, &name)?.and_then(|entry| entry.open(&self.keys, &name));
            let version = before.as_ref().map_or(0, |before| before.version) + 1;
            let folder = key.tree.folder();
            obsolete.files.extend(before.map(|before| self.files.path(folder, &name, before.version)));
            let sealed = match value {
                Some(value) => Sealed::new(&self.keys, &key, version, &value),
                None => {
                    obsolete.graves.push((folder, self.files.path(folder, &name, version)));
                    Sealed::deleted(&self.keys, &key, version)
                }
            };
            index_changes.push(index_change(key.tree, name, &sealed));
            records.push((key.tree, name, version, sealed));
        }
        if let Err(error) = self.files.write(&records) {
            self.stale = true;
            // The first error is the one to tell; a failure to read again is met by the next call.
            drop(self.settle());
            return Err(error);
        }
        if let Err(trouble) = self.index.commit(index_changes) {
            self.read_again(Some(RebuildReason::of_writing(&trouble)))?;
            if !self.holds(&records)? {
                return Err(self.index_failed(trouble));
            }
        }
        self.discard(&obsolete)
    }

    /// Clears away what nothing depends on any more. That a record was deleted is forgotten only when its old file is
    /// gone for good, or a power cut could bring it back.
    pub(super) fn discard(&self, obsolete: &Obsolete) -> Result<(), StoreError> {
        obsolete.files.iter().for_each(|path| disk::discard(path));
        let folders: BTreeSet<Folder> = obsolete.graves.iter().map(|(folder, _)| *folder).collect();
        for folder in folders {
            disk::sync_folder(&self.files.folder(folder))?;
        }
        obsolete.graves.iter().for_each(|(_, path)| disk::discard(path));
        Ok(())
    }

    /// Whether every one of these records is what the store now has under its name. The head tells: an index that was
    /// made anew may have left the body in the file.
    fn holds(&mut self, records: &[(Tree, Name, u64, Sealed)]) -> Result<bool, StoreError> {
        for (tree, name, _, sealed) in records {
            let keys = Arc::clone(&self.keys);
            let hash = |entry: &Sealed| entry.manifest_hash(&keys, *tree, name);
            let wanted = sealed.for_index().as_ref().map(hash);
            if self.entry(*tree, name)?.as_ref().map(hash) != wanted {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a change of so many bytes can be made, before its first byte is written.
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
            // The disk was full when the store was opened, and is not any more.
            self.stale = true;
            self.settle()?;
        }
        Ok(())
    }

    pub(super) fn index_folder(&self) -> PathBuf {
        self.root.join("index")
    }

    pub(super) fn aside_folder(&self) -> PathBuf {
        self.root.join("aside")
    }

    /// The originals' folder and the like, for telling where things are.
    pub(super) fn file_of(&self, folder: Folder, name: &Name, version: u64) -> PathBuf {
        self.files.path(folder, name, version)
    }
}

/// The change of the index that belongs to a record's new file.
pub(super) fn index_change(tree: Tree, name: Name, sealed: &Sealed) -> IndexChange {
    IndexChange { tree, name, entry: sealed.for_index() }
}
