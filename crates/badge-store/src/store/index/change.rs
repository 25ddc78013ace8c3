//! Changes of the index and sets of entries.

use std::collections::BTreeMap;

use crate::store::{
    entry::{EntryName, SealedEntry},
    tree::Tree,
};

/// One change of the index. `entry: None` removes the entry.
#[derive(Clone)]
pub(in crate::store) struct IndexChange {
    pub(in crate::store) tree: Tree,
    pub(in crate::store) name: EntryName,
    pub(in crate::store) entry: Option<SealedEntry>,
}

/// The entries of one tree.
pub(in crate::store) type Entries = BTreeMap<EntryName, SealedEntry>;
