//! The state of an open store, and operations on it that never reload it.

use std::{collections::BTreeMap, collections::BTreeSet, path::PathBuf, sync::Arc};

use serde::de::DeserializeOwned;

use crate::{
    code::StoreCode,
    disk,
    error::StoreError,
    lock::Lock,
    seal::Keys,
    store::{
        catalog::Catalog,
        entry::{EntryHead, EntryKey, EntryName, SealedEntry},
        files::Files,
        format_file,
        index::{Index, IndexChange, IndexError},
        report::{Damage, RebuildReason},
        tree::{Folder, Tree},
    },
};

/// The state of an open store. A mutex guards it.
pub(super) struct Core {
    pub(super) root: PathBuf,
    pub(super) keys: Arc<Keys>,
    pub(super) files: Files,
    pub(super) index: Index,
    pub(super) catalog: Catalog,
    /// Why the store is read-only, if it is.
    pub(super) read_only: Option<StoreCode>,
    /// Known damage, by file.
    pub(super) damaged: BTreeMap<PathBuf, Damage>,
    /// Whether the state in memory may differ from the disk after an error. It is then reloaded before the next use.
    pub(super) stale: bool,
    pub(super) on_index_failure: Option<IndexFailureCallback>,
    pub(super) _lock: Option<Lock>,
}

/// A callback for failures of the index while the store is open.
pub(super) type IndexFailureCallback = Box<dyn Fn(&RebuildReason) + Send>;

/// Files that nothing depends on any more.
#[derive(Default)]
pub(super) struct ObsoleteFiles {
    /// Files of older versions.
    pub(super) older: Vec<PathBuf>,
    /// Files that mark an entry as deleted.
    pub(super) tombstones: Vec<(Folder, PathBuf)>,
}

impl Core {
    /// Deletes obsolete files. A tombstone is deleted only after the old file's removal is synced; otherwise a power
    /// cut could bring the deleted entry back.
    pub(super) fn discard(&self, obsolete: &ObsoleteFiles) -> Result<(), StoreError> {
        obsolete.older.iter().for_each(|path| disk::discard(path));
        let folders: BTreeSet<Folder> = obsolete.tombstones.iter().map(|(folder, _)| *folder).collect();
        for folder in folders {
            disk::sync_folder(&self.files.folder(folder))?;
        }
        obsolete.tombstones.iter().for_each(|(_, path)| disk::discard(path));
        Ok(())
    }

    /// Records damage of an entry that was read, and returns it as an error.
    pub(super) fn note_damage(
        &mut self,
        tree: Tree,
        name: &EntryName,
        version: u64,
        head: Option<&EntryHead>,
    ) -> StoreError {
        let file = self.files.path(tree.folder(), name, version);
        self.add_damage(Some(tree), head.map(|head| &head.key), file)
    }

    /// Records damage of the entry with this key, and returns it as an error.
    pub(super) fn damage_of(&mut self, key: &EntryKey) -> StoreError {
        let name = EntryName::of(&self.keys, key);
        let entry = self.index.get(key.tree, &name).ok().flatten();
        let version = entry.and_then(|entry| entry.open(&self.keys, &name)).map_or(1, |head| head.version);
        let file = self.files.path(key.tree.folder(), &name, version);
        self.add_damage(None, Some(key), file)
    }

    fn add_damage(&mut self, tree: Option<Tree>, key: Option<&EntryKey>, file: PathBuf) -> StoreError {
        let damage = self.catalog.damage(tree, key, file.clone());
        let what = damage.what.clone();
        self.damaged.insert(file.clone(), damage);
        StoreError::Damaged { what, file }
    }

    /// Deserialises a value of the store's own types. A value that does not parse counts as damaged, even if
    /// its seal opened.
    pub(super) fn decode<T: DeserializeOwned>(
        &mut self,
        key: &EntryKey,
        value: &[u8],
    ) -> Result<T, StoreError> {
        serde_json::from_slice(value).map_err(|_| self.damage_of(key))
    }

    /// Raises `FORMAT` to the layout with other files. Called before the first one is written, because
    /// programs that do not support other files would report them as damage.
    pub(super) fn raise_format(&self) -> Result<(), StoreError> {
        if self.read_only.is_some() || format_file::number(&self.root)? == Some(format_file::WITH_OTHER_FILES)
        {
            return Ok(());
        }
        format_file::write(&self.root, &self.keys, format_file::WITH_OTHER_FILES)
    }

    /// Converts an error of the index to an error of the store.
    pub(super) fn index_failed(&self, error: IndexError) -> StoreError {
        StoreError::io("using", self.index_folder())(std::io::Error::other(error))
    }

    pub(super) fn index_folder(&self) -> PathBuf {
        self.root.join("index")
    }

    pub(super) fn aside_folder(&self) -> PathBuf {
        self.root.join("aside")
    }
}

/// Returns the change of the index for a new file of an entry.
pub(super) fn index_change(tree: Tree, name: EntryName, sealed: &SealedEntry) -> IndexChange {
    IndexChange { tree, name, entry: sealed.for_index() }
}
