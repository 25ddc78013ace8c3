//! The index gives fast access to entries. It can be lost at any time, because the sealed files are authoritative.
//!
//! It has two forms with the same methods: a database on the disk (the usual form), and a map in memory,
//! built from the sealed files, for a full or read-only disk and for a database that fails. Only this module
//! uses the database, sled 0.34.

mod bounded;
mod change;
mod engine;
mod error;
mod manifest;

use std::{collections::BTreeMap, path::Path, sync::Arc};

pub(in crate::store) use self::{
    change::{Entries, IndexChange},
    engine::Engine,
    error::IndexError,
};
use crate::{
    seal::Keys,
    store::{
        entry::{EntryName, SealedEntry},
        tree::Tree,
    },
};

/// The index in either form.
pub(super) enum Index {
    /// A database on the disk.
    Engine(Engine),
    /// A map in memory.
    Memory(BTreeMap<Tree, Entries>),
}

impl Index {
    /// Opens or creates the database in `folder` and passes each entry to `each`. After an error, the passed
    /// entries are not reliable.
    pub(super) fn open(
        folder: &Path,
        keys: &Arc<Keys>,
        each: impl FnMut(Tree, EntryName, SealedEntry),
    ) -> Result<Self, IndexError> {
        Engine::open(folder, keys, each).map(Self::Engine)
    }

    /// Returns whether the index is empty.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Engine(engine) => engine.is_empty(),
            Self::Memory(trees) => trees.values().all(BTreeMap::is_empty),
        }
    }

    /// Returns an entry.
    pub(super) fn get(&self, tree: Tree, name: &EntryName) -> Result<Option<SealedEntry>, IndexError> {
        match self {
            Self::Engine(engine) => engine.get(tree, name),
            Self::Memory(trees) => Ok(trees.get(&tree).and_then(|entries| entries.get(name)).cloned()),
        }
    }

    /// Returns the entries whose names start with `prefix`.
    pub(super) fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Entries, IndexError> {
        match self {
            Self::Engine(engine) => engine.scan(tree, prefix),
            Self::Memory(trees) => {
                let matches = |name: &&EntryName| name.as_bytes().starts_with(prefix);
                let Some(entries) = trees.get(&tree) else { return Ok(Entries::new()) };
                Ok(entries.iter().filter(|(name, _)| matches(name)).map(|(n, e)| (*n, e.clone())).collect())
            }
        }
    }

    /// Makes all changes or none. When this returns `Ok`, they are on the disk.
    pub(super) fn commit(&mut self, changes: Vec<IndexChange>) -> Result<(), IndexError> {
        match self {
            Self::Engine(engine) => engine.commit(changes),
            Self::Memory(trees) => {
                for change in changes {
                    let entries = trees.entry(change.tree).or_default();
                    match change.entry {
                        Some(entry) => entries.insert(change.name, entry),
                        None => entries.remove(&change.name),
                    };
                }
                Ok(())
            }
        }
    }
}
