//! The engine on the disk: sled 0.34, used as if every part of it could fail.
//!
//! sled acknowledges before the disk has the data (its `flush` ends in `sync_file_range`, and values beyond a page go
//! to files that it never syncs). So after each transaction and flush every file and folder that changed is synced
//! here. Its background flusher is off: an error of its would be seen by nobody.

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

use super::{Entries, IndexChange, IndexTrouble, bounded::bounded, manifest::Manifest};
use crate::{
    seal::Keys,
    store::entry::{Name, Sealed, Tree},
};

const CACHE_BYTES: u64 = 64 << 20;
const META: &str = "meta";
const MANIFEST: &[u8] = b"manifest";
/// Changes in one transaction at most; more are made in turns.
const CHANGES_AT_ONCE: usize = 500;

/// After a failed write the engine now and then waits for ever for a thread that has already given up. The sealed
/// files decide, so giving up costs the time of making the index anew, and nothing else.
const OPEN_LIMIT: Duration = Duration::from_secs(30);
const WORK_LIMIT: Duration = Duration::from_secs(30);
const CLOSE_LIMIT: Duration = Duration::from_secs(3);

/// An open engine.
pub(in crate::store) struct Engine {
    /// `None` only while it is being dropped.
    open: Option<Open>,
    keys: Arc<Keys>,
    folder: PathBuf,
    manifest: Manifest,
    synced: Synced,
}

/// The engine's own handles, cheap to clone.
#[derive(Clone)]
struct Open {
    db: sled::Db,
    /// In the order of [`Tree::ALL`], then `meta`.
    trees: Vec<sled::Tree>,
}

/// Files that are on the disk as they are: length and time of change when they were synced.
type Synced = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

impl From<sled::Error> for IndexTrouble {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) => Self::Failed(what_the_computer_said(&error.to_string())),
            error => Self::Failed(error.to_string()),
        }
    }
}

impl From<io::Error> for IndexTrouble {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl Engine {
    /// Opens the engine's files, reads every entry once, hands it over, and compares all with the manifest.
    pub(super) fn open(
        folder: &Path,
        keys: &Arc<Keys>,
        each: impl FnMut(Tree, Name, Sealed),
    ) -> Result<Self, IndexTrouble> {
        let path = folder.to_owned();
        let open = bounded(OPEN_LIMIT, move || {
            let db =
                sled::Config::new().path(path).cache_capacity(CACHE_BYTES).flush_every_ms(None).open()?;
            let names = Tree::ALL.iter().map(|tree| tree.name()).chain([META]);
            let trees = names.map(|name| db.open_tree(name)).collect::<Result<_, _>>()?;
            Ok(Open { db, trees })
        })?;
        let mut engine = Self {
            open: Some(open),
            keys: Arc::clone(keys),
            folder: folder.to_owned(),
            manifest: Manifest::default(),
            synced: Synced::new(),
        };
        engine.check_manifest(each)?;
        Ok(engine)
    }

    fn check_manifest(&mut self, mut each: impl FnMut(Tree, Name, Sealed)) -> Result<(), IndexTrouble> {
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
            Some(sealed) => Manifest::unseal(&self.keys, &sealed).ok_or(IndexTrouble::ManifestDisagrees)?,
            None => Manifest::default(),
        };
        if stored != counted {
            return Err(IndexTrouble::ManifestDisagrees);
        }
        self.manifest = counted;
        Ok(())
    }

    /// Whether it holds nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.manifest == Manifest::default()
    }

    pub(super) fn get(&self, tree: Tree, name: &Name) -> Result<Option<Sealed>, IndexTrouble> {
        let (tree, name) = (self.tree(tree)?, *name);
        let found = bounded(WORK_LIMIT, move || Ok(tree.get(name.as_bytes())?))?;
        Ok(found.map(|bytes| Sealed::claimed(bytes.to_vec())))
    }

    pub(super) fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Entries, IndexTrouble> {
        let (tree, prefix) = (self.tree(tree)?, prefix.to_owned());
        bounded(WORK_LIMIT, move || {
            let mut entries = Entries::new();
            for item in tree.scan_prefix(prefix) {
                let (name, bytes) = item?;
                let name = Name::from_bytes(&name).ok_or(IndexTrouble::ManifestDisagrees)?;
                entries.insert(name, Sealed::claimed(bytes.to_vec()));
            }
            Ok(entries)
        })
    }

    pub(super) fn commit(&mut self, changes: Vec<IndexChange>) -> Result<(), IndexTrouble> {
        let mut changes = changes.into_iter().peekable();
        while changes.peek().is_some() {
            self.commit_some(changes.by_ref().take(CHANGES_AT_ONCE).collect())?;
        }
        Ok(())
    }

    /// One transaction over all trees and the manifest, flushed, and every changed file synced.
    fn commit_some(&mut self, changes: Vec<IndexChange>) -> Result<(), IndexTrouble> {
        let open = self.open.clone().ok_or(IndexTrouble::Unresponsive)?;
        let (keys, folder) = (Arc::clone(&self.keys), self.folder.clone());
        let (mut manifest, mut synced) = (self.manifest.clone(), std::mem::take(&mut self.synced));
        let (manifest, synced) = bounded(WORK_LIMIT, move || {
            for change in &changes {
                let tree = open.trees.get(position(change.tree)).ok_or(IndexTrouble::Unresponsive)?;
                if let Some(before) = tree.get(change.name.as_bytes())? {
                    let before = Sealed::claimed(before.to_vec());
                    manifest.take(&keys, change.tree, &change.name, &before);
                }
                if let Some(entry) = &change.entry {
                    manifest.add(&keys, change.tree, &change.name, entry);
                }
            }
            let sealed = manifest.seal(&keys);
            open.trees.as_slice().transaction(|trees| apply(trees, &changes, &sealed)).map_err(|error| {
                match error {
                    TransactionError::Abort(trouble) => trouble,
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

    fn tree(&self, tree: Tree) -> Result<sled::Tree, IndexTrouble> {
        self.tree_at(position(tree))
    }

    fn tree_at(&self, position: usize) -> Result<sled::Tree, IndexTrouble> {
        self.open
            .as_ref()
            .and_then(|open| open.trees.get(position))
            .cloned()
            .ok_or(IndexTrouble::Unresponsive)
    }
}

impl Drop for Engine {
    /// Closing can hang on a full disk; it is waited for a while and then left behind.
    fn drop(&mut self) {
        let open = self.open.take();
        // All that was acknowledged is on the disk, so there is nothing to tell if this takes too long.
        drop(bounded(CLOSE_LIMIT, move || {
            drop(open);
            Ok(())
        }));
    }
}

/// The engine copies an error of the computer in the form that programmers read, with what was said inside it. People are
/// told only that.
fn what_the_computer_said(copied: &str) -> String {
    let said = copied.split_once("message: \"").and_then(|(_, rest)| rest.split_once('"'));
    said.map_or(copied, |(said, _)| said).to_owned()
}

fn position(tree: Tree) -> usize {
    Tree::ALL.iter().position(|one| *one == tree).unwrap_or(Tree::ALL.len())
}

fn apply(
    trees: &[TransactionalTree],
    changes: &[IndexChange],
    manifest: &[u8],
) -> Result<(), ConflictableTransactionError<IndexTrouble>> {
    let missing = || ConflictableTransactionError::Abort(IndexTrouble::Unresponsive);
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

/// Syncs every file of the engine that is not known to be on the disk as it is, and the folders.
fn sync_changed(folder: &Path, synced: &mut Synced) -> Result<(), IndexTrouble> {
    let mut now = Synced::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, found) = (entry.path(), entry.metadata()?);
        if found.is_dir() {
            for inner in fs::read_dir(&path)? {
                let inner = inner?;
                sync_file(inner.path(), &inner.metadata()?, synced, &mut now)?;
            }
            File::open(&path)?.sync_all()?;
        } else {
            sync_file(path, &found, synced, &mut now)?;
        }
    }
    File::open(folder)?.sync_all()?;
    *synced = now;
    Ok(())
}

fn sync_file(
    path: PathBuf,
    found: &fs::Metadata,
    synced: &Synced,
    now: &mut Synced,
) -> Result<(), IndexTrouble> {
    let state = (found.len(), found.modified().ok());
    // The log is rewritten in place and within one tick of the clock; everything else is written once.
    let is_log = path.file_name().is_some_and(|name| name == "db");
    if is_log || synced.get(&path) != Some(&state) {
        match File::open(&path) {
            Ok(file) => {
                private(&file, found)?;
                file.sync_all()?;
            }
            // The engine clears away its old snapshots and blobs by itself.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
    now.insert(path, state);
    Ok(())
}

#[cfg(unix)]
fn private(file: &File, found: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    if found.permissions().mode() & 0o077 != 0 {
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn private(_file: &File, _found: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{data_key::DataKey, store::entry::EntryKey};

    fn change(keys: &Keys, item: &str, len: usize) -> IndexChange {
        let key = EntryKey::new(Tree::Settings, item);
        let name = Name::of(keys, &key);
        IndexChange { tree: key.tree, name, entry: Some(Sealed::new(keys, &key, 1, &vec![7; len])) }
    }

    #[test]
    fn an_error_of_the_computer_is_told_in_its_own_words() {
        let copied = r#"Os { code: 5, kind: Uncategorized, message: "Input/output error" }"#;
        assert_eq!(what_the_computer_said(copied), "Input/output error");
        assert_eq!(what_the_computer_said("disk gone"), "disk gone");
    }

    #[test]
    fn entries_are_there_after_opening_again() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Arc::new(Keys::derive(&DataKey::random()));
        let changes: Vec<_> =
            (0..CHANGES_AT_ONCE + 20).map(|n| change(&keys, &n.to_string(), 1_000)).collect();
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
    fn a_record_that_went_behind_the_manifests_back_is_told() {
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
            Err(IndexTrouble::ManifestDisagrees)
        ));
    }
}
