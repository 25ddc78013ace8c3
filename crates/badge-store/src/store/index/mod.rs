//! The index: finds records fast. It can be lost at any time; the sealed files are the truth.
//!
//! Two forms with the same calls: an engine on the disk (the usual one), and a map in memory, built from the sealed
//! files, for a full or read-only disk and for an engine that does not answer.

mod bounded;
mod engine;
mod manifest;

use std::{collections::BTreeMap, path::Path, sync::Arc};

pub(super) use self::engine::Engine;
use crate::{
    seal::Keys,
    store::entry::{Name, Sealed, Tree},
};

/// Why the index could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum IndexTrouble {
    /// It did not answer in time.
    #[error("the index did not answer in time")]
    Unresponsive,
    /// It failed inside.
    #[error("the index failed: {0}")]
    Failed(String),
    /// What it holds does not agree with its own manifest.
    #[error("the index does not agree with its own manifest")]
    ManifestDisagrees,
}

/// One change of the index. `None`: the record is taken out.
#[derive(Clone)]
pub(super) struct IndexChange {
    pub(super) tree: Tree,
    pub(super) name: Name,
    pub(super) entry: Option<Sealed>,
}

/// The entries of one tree.
pub(super) type Entries = BTreeMap<Name, Sealed>;

/// The index in either form.
pub(super) enum Index {
    /// On the disk.
    Engine(Engine),
    /// In memory.
    Memory(BTreeMap<Tree, Entries>),
}

impl Index {
    /// Opens the engine's files in `folder`, or makes them, and hands each entry over while it counts them. Only an
    /// index that is returned holds what was handed over.
    pub(super) fn open(
        folder: &Path,
        keys: &Arc<Keys>,
        each: impl FnMut(Tree, Name, Sealed),
    ) -> Result<Self, IndexTrouble> {
        Engine::open(folder, keys, each).map(Self::Engine)
    }

    /// Whether it holds nothing.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Engine(engine) => engine.is_empty(),
            Self::Memory(trees) => trees.values().all(BTreeMap::is_empty),
        }
    }

    /// One entry.
    pub(super) fn get(&self, tree: Tree, name: &Name) -> Result<Option<Sealed>, IndexTrouble> {
        match self {
            Self::Engine(engine) => engine.get(tree, name),
            Self::Memory(trees) => Ok(trees.get(&tree).and_then(|entries| entries.get(name)).cloned()),
        }
    }

    /// The entries whose names begin with `prefix`.
    pub(super) fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Entries, IndexTrouble> {
        match self {
            Self::Engine(engine) => engine.scan(tree, prefix),
            Self::Memory(trees) => {
                let fits = |name: &&Name| name.as_bytes().starts_with(prefix);
                let Some(entries) = trees.get(&tree) else { return Ok(Entries::new()) };
                Ok(entries.iter().filter(|(name, _)| fits(name)).map(|(n, e)| (*n, e.clone())).collect())
            }
        }
    }

    /// Makes all changes or none. On the disk when it returns.
    pub(super) fn commit(&mut self, changes: Vec<IndexChange>) -> Result<(), IndexTrouble> {
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
