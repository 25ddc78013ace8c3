//! The manifest contains the number of entries in each tree and a hash over all of them.
//!
//! The engine can lose or alter entries silently when its files are damaged. The manifest detects that. The hash of a
//! tree is the XOR of one keyed hash per entry, so that a change does not require reading the other entries.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    seal::Keys,
    store::{
        entry::{EntryName, SealedEntry, json},
        tree::Tree,
    },
};

/// Counts and hashes of all trees. The field names are part of the index format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest(BTreeMap<Tree, TreeSum>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct TreeSum {
    count: u64,
    hash: [u8; 32],
}

const CONTEXT: &[u8] = b"manifest";

impl Manifest {
    /// Adds an entry.
    pub(super) fn add(&mut self, keys: &Keys, tree: Tree, name: &EntryName, entry: &SealedEntry) {
        let sum = self.0.entry(tree).or_default();
        sum.count = sum.count.wrapping_add(1);
        sum.mix(&entry.manifest_hash(keys, tree, name));
    }

    /// Removes an entry.
    pub(super) fn remove(&mut self, keys: &Keys, tree: Tree, name: &EntryName, entry: &SealedEntry) {
        let sum = self.0.entry(tree).or_default();
        sum.count = sum.count.wrapping_sub(1);
        sum.mix(&entry.manifest_hash(keys, tree, name));
        if *sum == TreeSum::default() {
            self.0.remove(&tree);
        }
    }

    /// Returns the sealed form.
    pub(super) fn seal(&self, keys: &Keys) -> Vec<u8> {
        keys.seal(CONTEXT, &json(self))
    }

    /// Opens the sealed form.
    pub(super) fn unseal(keys: &Keys, sealed: &[u8]) -> Option<Self> {
        serde_json::from_slice(&keys.unseal(CONTEXT, sealed)?).ok()
    }
}

impl TreeSum {
    fn mix(&mut self, hash: &[u8; 32]) {
        self.hash.iter_mut().zip(hash).for_each(|(sum, byte)| *sum ^= byte);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{data_key::DataKey, store::entry::EntryKey};

    #[test]
    fn manifest_follows_changes_and_versions() {
        let keys = Keys::derive(&DataKey::random());
        let entry = |item: &str, version| {
            let key = EntryKey::new(Tree::Settings, item);
            (EntryName::of(&keys, &key), SealedEntry::new(&keys, &key, version, b"value"))
        };
        let ((a, a1), (b, b1)) = (entry("a", 1), entry("b", 1));
        let mut manifest = Manifest::default();
        manifest.add(&keys, Tree::Settings, &a, &a1);
        let only_a = manifest.clone();
        manifest.add(&keys, Tree::Settings, &b, &b1);
        assert_ne!(manifest, only_a);
        manifest.remove(&keys, Tree::Settings, &b, &b1);
        assert_eq!(manifest, only_a);
        assert_eq!(Manifest::unseal(&keys, &manifest.seal(&keys)), Some(only_a.clone()));

        let (_, a2) = entry("a", 2);
        manifest.remove(&keys, Tree::Settings, &a, &a1);
        assert_eq!(manifest, Manifest::default());
        manifest.add(&keys, Tree::Settings, &a, &a2);
        assert_ne!(manifest, only_a, "another version of the same entry");
    }
}
