//! The database on the disk (sled 0.34). This module expects that any call of it can fail.
//!
//! sled acknowledges data before it is on the disk: its `flush` ends in `sync_file_range`, and it never syncs
//! the files of values that are larger than a page. Therefore this module syncs every changed file and folder
//! after each transaction and flush. sled's background flusher is off, because its errors would be lost.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use sled::{
    Transactional,
    transaction::{ConflictableTransactionError, TransactionError, TransactionalTree},
};

use super::{
    bounded::bounded,
    change::{Entries, IndexChange},
    error::IndexError,
    manifest::Manifest,
};
use crate::{
    seal::Keys,
    store::{
        entry::{EntryName, SealedEntry},
        tree::Tree,
    },
};

const CACHE_BYTES: u64 = 64 << 20;
const META: &str = "meta";
const MANIFEST: &[u8] = b"manifest";
/// Maximum number of changes in one transaction. Larger commits are split.
const CHANGES_PER_TRANSACTION: usize = 500;

// After a failed write, sled sometimes waits forever for a thread that has already ended. Abandoning the call costs
// only the time to rebuild the index.
const OPEN_LIMIT: Duration = Duration::from_secs(30);
const WORK_LIMIT: Duration = Duration::from_secs(30);
const CLOSE_LIMIT: Duration = Duration::from_secs(3);

/// An open engine.
pub(in crate::store) struct Engine {
    /// `None` only while the engine is being dropped.
    open: Option<Handles>,
    keys: Arc<Keys>,
    folder: PathBuf,
    manifest: Manifest,
    synced: SyncedFiles,
}

/// Handles of the database, cheap to clone.
#[derive(Clone)]
struct Handles {
    db: sled::Db,
    /// In the order of [`Tree::ALL`], then `meta`.
    trees: Vec<sled::Tree>,
}

/// The synced files, with their length and modification time when they were synced.
type SyncedFiles = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

impl From<sled::Error> for IndexError {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) => Self::Failed(os_message(&error.to_string())),
            error => Self::Failed(error.to_string()),
        }
    }
}

impl From<io::Error> for IndexError {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl Engine {
    /// Opens the database, passes every entry to `each` once, and compares all entries with the manifest.
    pub(super) fn open(
        folder: &Path,
        keys: &Arc<Keys>,
        each: impl FnMut(Tree, EntryName, SealedEntry),
    ) -> Result<Self, IndexError> {
        let path = folder.to_owned();
        let open = bounded(OPEN_LIMIT, move || {
            let db =
                sled::Config::new().path(path).cache_capacity(CACHE_BYTES).flush_every_ms(None).open()?;
            let names = Tree::ALL.iter().map(|tree| tree.name()).chain([META]);
            let trees = names.map(|name| db.open_tree(name)).collect::<Result<_, _>>()?;
            Ok(Handles { db, trees })
        })?;
        let mut engine = Self {
            open: Some(open),
            keys: Arc::clone(keys),
            folder: folder.to_owned(),
            manifest: Manifest::default(),
            synced: SyncedFiles::new(),
        };
        engine.check_manifest(each)?;
        Ok(engine)
    }

    fn check_manifest(
        &mut self,
        mut each: impl FnMut(Tree, EntryName, SealedEntry),
    ) -> Result<(), IndexError> {
        let mut counted = Manifest::default();
        for tree in Tree::ALL {
            for (name, entry) in self.scan(tree, &[])? {
                counted.add(&self.keys, tree, &name, &entry);
                each(tree, name, entry);
            }
        }
        let meta = self.tree_at(Tree::ALL.len())?;
        let stored = bounded(WORK_LIMIT, move || Ok(meta.get(MANIFEST)?))?;
        let stored = match stored {
            Some(sealed) => Manifest::unseal(&self.keys, &sealed).ok_or(IndexError::ManifestDisagrees)?,
            None => Manifest::default(),
        };
        if stored != counted {
            return Err(IndexError::ManifestDisagrees);
        }
        self.manifest = counted;
        Ok(())
    }

    /// Returns whether the index is empty.
    pub(super) fn is_empty(&self) -> bool {
        self.manifest == Manifest::default()
    }

    pub(super) fn get(&self, tree: Tree, name: &EntryName) -> Result<Option<SealedEntry>, IndexError> {
        let (tree, name) = (self.tree(tree)?, *name);
        let value = bounded(WORK_LIMIT, move || Ok(tree.get(name.as_bytes())?))?;
        Ok(value.map(|bytes| SealedEntry::unchecked(bytes.to_vec())))
    }

    pub(super) fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Entries, IndexError> {
        let (tree, prefix) = (self.tree(tree)?, prefix.to_owned());
        bounded(WORK_LIMIT, move || {
            let mut entries = Entries::new();
            for item in tree.scan_prefix(prefix) {
                let (name, bytes) = item?;
                let name = EntryName::from_bytes(&name).ok_or(IndexError::ManifestDisagrees)?;
                entries.insert(name, SealedEntry::unchecked(bytes.to_vec()));
            }
            Ok(entries)
        })
    }

    pub(super) fn commit(&mut self, changes: Vec<IndexChange>) -> Result<(), IndexError> {
        let mut changes = changes.into_iter().peekable();
        while changes.peek().is_some() {
            self.commit_transaction(changes.by_ref().take(CHANGES_PER_TRANSACTION).collect())?;
        }
        Ok(())
    }

    /// Commits one transaction over all trees and the manifest, flushes it and syncs every changed file.
    fn commit_transaction(&mut self, changes: Vec<IndexChange>) -> Result<(), IndexError> {
        let open = self.open.clone().ok_or(IndexError::Unresponsive)?;
        let (keys, folder) = (Arc::clone(&self.keys), self.folder.clone());
        let (mut manifest, mut synced) = (self.manifest.clone(), std::mem::take(&mut self.synced));
        let (manifest, synced) = bounded(WORK_LIMIT, move || {
            for change in &changes {
                let tree = open.trees.get(position(change.tree)).ok_or(IndexError::Unresponsive)?;
                if let Some(before) = tree.get(change.name.as_bytes())? {
                    let before = SealedEntry::unchecked(before.to_vec());
                    manifest.remove(&keys, change.tree, &change.name, &before);
                }
                if let Some(entry) = &change.entry {
                    manifest.add(&keys, change.tree, &change.name, entry);
                }
            }
            let sealed = manifest.seal(&keys);
            open.trees.as_slice().transaction(|trees| apply(trees, &changes, &sealed)).map_err(|error| {
                match error {
                    TransactionError::Abort(error) => error,
                    TransactionError::Storage(error) => error.into(),
                }
            })?;
            open.db.flush()?;
            sync_changed(&folder, &mut synced)?;
            Ok((manifest, synced))
        })?;
        self.manifest = manifest;
        self.synced = synced;
        Ok(())
    }

    fn tree(&self, tree: Tree) -> Result<sled::Tree, IndexError> {
        self.tree_at(position(tree))
    }

    fn tree_at(&self, position: usize) -> Result<sled::Tree, IndexError> {
        self.open.as_ref().and_then(|open| open.trees.get(position)).cloned().ok_or(IndexError::Unresponsive)
    }
}

impl Drop for Engine {
    /// Closes the database. Closing can hang on a full disk and is abandoned after [`CLOSE_LIMIT`].
    fn drop(&mut self) {
        let open = self.open.take();
        // Everything acknowledged is already on the disk, so a timeout here is not reported.
        drop(bounded(CLOSE_LIMIT, move || {
            drop(open);
            Ok(())
        }));
    }
}

/// Extracts the operating system's message from sled's copy of an I/O error, which is in `Debug` form.
fn os_message(debug: &str) -> String {
    let message = debug.split_once("message: \"").and_then(|(_, rest)| rest.split_once('"'));
    message.map_or(debug, |(message, _)| message).to_owned()
}

fn position(tree: Tree) -> usize {
    Tree::ALL.iter().position(|other| *other == tree).unwrap_or(Tree::ALL.len())
}

fn apply(
    trees: &[TransactionalTree],
    changes: &[IndexChange],
    manifest: &[u8],
) -> Result<(), ConflictableTransactionError<IndexError>> {
    let missing = || ConflictableTransactionError::Abort(IndexError::Unresponsive);
    for change in changes {
        let tree = trees.get(position(change.tree)).ok_or_else(missing)?;
        match &change.entry {
            Some(entry) => tree.insert(change.name.as_bytes(), entry.as_bytes())?,
            None => tree.remove(change.name.as_bytes())?,
        };
    }
    trees.last().ok_or_else(missing)?.insert(MANIFEST, manifest)?;
    Ok(())
}

/// Syncs every file of the database that changed since its last sync, and the folders.
fn sync_changed(folder: &Path, synced: &mut SyncedFiles) -> Result<(), IndexError> {
    let mut now = SyncedFiles::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, metadata) = (entry.path(), entry.metadata()?);
        if metadata.is_dir() {
            for inner in fs::read_dir(&path)? {
                let inner = inner?;
                sync_file(inner.path(), &inner.metadata()?, synced, &mut now)?;
            }
            File::open(&path)?.sync_all()?;
        } else {
            sync_file(path, &metadata, synced, &mut now)?;
        }
    }
    File::open(folder)?.sync_all()?;
    *synced = now;
    Ok(())
}

fn sync_file(
    path: PathBuf,
    metadata: &fs::Metadata,
    synced: &SyncedFiles,
    now: &mut SyncedFiles,
) -> Result<(), IndexError> {
    let state = (metadata.len(), metadata.modified().ok());
    // The log is rewritten in place, possibly within one clock tick. All other files are written once.
    let is_log = path.file_name().is_some_and(|name| name == "db");
    if is_log || synced.get(&path) != Some(&state) {
        match File::open(&path) {
            Ok(file) => {
                restrict_to_owner(&file, metadata)?;
                file.sync_all()?;
            }
            // sled deletes its old snapshots and blobs itself.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
    now.insert(path, state);
    Ok(())
}

#[cfg(unix)]
fn restrict_to_owner(file: &File, metadata: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    if metadata.permissions().mode() & 0o077 != 0 {
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn restrict_to_owner(_file: &File, _metadata: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{data_key::DataKey, store::entry::EntryKey};

    fn change(keys: &Keys, item: &str, len: usize) -> IndexChange {
        let key = EntryKey::new(Tree::Settings, item);
        let name = EntryName::of(keys, &key);
        IndexChange { tree: key.tree, name, entry: Some(SealedEntry::new(keys, &key, 1, &vec![7; len])) }
    }

    #[test]
    fn os_message_is_extracted_from_debug_form() {
        let debug = r#"Os { code: 5, kind: Uncategorized, message: "Input/output error" }"#;
        assert_eq!(os_message(debug), "Input/output error");
        assert_eq!(os_message("disk gone"), "disk gone");
    }

    #[test]
    fn entries_survive_reopening() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Arc::new(Keys::derive(&DataKey::random()));
        let changes: Vec<_> =
            (0..CHANGES_PER_TRANSACTION + 20).map(|n| change(&keys, &n.to_string(), 1_000)).collect();
        let mut engine = Engine::open(folder.path(), &keys, |_, _, _| {}).unwrap();
        engine.commit(changes.clone()).unwrap();
        drop(engine);
        let mut engine = Engine::open(folder.path(), &keys, |_, _, _| {}).unwrap();
        assert_eq!(engine.scan(Tree::Settings, &[]).unwrap().len(), changes.len());
        for change in &changes {
            assert_eq!(engine.get(change.tree, &change.name).unwrap(), change.entry);
        }
        engine.commit(vec![IndexChange { entry: None, ..changes[0].clone() }]).unwrap();
        drop(engine);
        let engine = Engine::open(folder.path(), &keys, |_, _, _| {}).unwrap();
        assert_eq!(engine.get(Tree::Settings, &changes[0].name).unwrap(), None);
    }

    #[test]
    fn detects_entry_removed_without_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Arc::new(Keys::derive(&DataKey::random()));
        let mut engine = Engine::open(folder.path(), &keys, |_, _, _| {}).unwrap();
        let (one, two) = (change(&keys, "one", 10), change(&keys, "two", 10));
        engine.commit(vec![one.clone(), two.clone()]).unwrap();
        let tree = engine.tree(Tree::Settings).unwrap();
        tree.remove(one.name.as_bytes()).unwrap();
        tree.flush().unwrap();
        drop((tree, engine));
        assert!(matches!(
            Engine::open(folder.path(), &keys, |_, _, _| {}),
            Err(IndexError::ManifestDisagrees)
        ));
    }
}
