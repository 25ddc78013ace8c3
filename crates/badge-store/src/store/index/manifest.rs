//! The manifest: how many records each tree has, and one hash over all of them.
//!
//! The hash of a tree is the exclusive or of one keyed hash a record, so it follows each change without reading the
//! others. The engine loses or alters records silently when its files are damaged; this is what tells.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    seal::Keys,
    store::entry::{Name, Sealed, Tree, json},
};

/// Counts and hashes of all trees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest(BTreeMap<Tree, Sum>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Sum {
    count: u64,
    hash: [u8; 32],
}

const BOUND_TO: &[u8] = b"manifest";

impl Manifest {
    /// Counts a record in.
    pub(super) fn add(&mut self, keys: &Keys, tree: Tree, name: &Name, entry: &Sealed) {
        let sum = self.0.entry(tree).or_default();
        sum.count = sum.count.wrapping_add(1);
        sum.mix(&entry.manifest_hash(keys, tree, name));
    }

    /// Counts a record out.
    pub(super) fn take(&mut self, keys: &Keys, tree: Tree, name: &Name, entry: &Sealed) {
        let sum = self.0.entry(tree).or_default();
        sum.count = sum.count.wrapping_sub(1);
        sum.mix(&entry.manifest_hash(keys, tree, name));
        if *sum == Sum::default() {
            self.0.remove(&tree);
        }
    }

    /// The sealed form.
    pub(super) fn seal(&self, keys: &Keys) -> Vec<u8> {
        keys.seal(BOUND_TO, &json(self))
    }

    /// Opens the sealed form.
    pub(super) fn unseal(keys: &Keys, sealed: &[u8]) -> Option<Self> {
        serde_json::from_slice(&keys.unseal(BOUND_TO, sealed)?).ok()
    }
}

impl Sum {
    fn mix(&mut self, hash: &[u8; 32]) {
        self.hash.iter_mut().zip(hash).for_each(|(sum, byte)| *sum ^= byte);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{data_key::DataKey, store::entry::EntryKey};

    #[test]
    fn it_follows_changes_and_tells_records_apart() {
        let keys = Keys::derive(&DataKey::random());
        let record = |item: &str, version| {
            let key = EntryKey::new(Tree::Settings, item);
            (Name::of(&keys, &key), Sealed::new(&keys, &key, version, b"value"))
        };
        let ((a, a1), (b, b1)) = (record("a", 1), record("b", 1));
        let mut manifest = Manifest::default();
        manifest.add(&keys, Tree::Settings, &a, &a1);
        let one = manifest.clone();
        manifest.add(&keys, Tree::Settings, &b, &b1);
        assert_ne!(manifest, one);
        manifest.take(&keys, Tree::Settings, &b, &b1);
        assert_eq!(manifest, one);
        assert_eq!(Manifest::unseal(&keys, &manifest.seal(&keys)), Some(one.clone()));

        let (_, a2) = record("a", 2);
        manifest.take(&keys, Tree::Settings, &a, &a1);
        assert_eq!(manifest, Manifest::default());
        manifest.add(&keys, Tree::Settings, &a, &a2);
        assert_ne!(manifest, one, "another version of the same record");
    }
}
