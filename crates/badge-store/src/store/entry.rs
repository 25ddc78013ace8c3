//! Entries: their keys, their names, and the sealed form that both file and index contain.
//!
//! ```text
//! "BBR1" | state (1) | version (8) | length of head (4) | head, sealed | body, sealed
//! ```
//!
//! The sealed head contains the entry's key and is bound to the entry's name; the body is bound to tree, key and
//! version. An entry therefore opens only under its own name. The index leaves out the body of a large entry.

use serde::{Deserialize, Serialize};

use crate::{
    badge_id::BadgeId,
    seal::{Keys, NONCE, TAG},
    store::tree::Tree,
};

/// The key of an entry. The field names are part of the store's format.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct EntryKey {
    pub(crate) tree: Tree,
    /// Group of entries that belong together, e.g. the badge of a report. Empty in trees without groups.
    pub(crate) group: String,
    pub(crate) item: String,
}

impl EntryKey {
    pub(crate) fn new(tree: Tree, item: impl Into<String>) -> Self {
        Self::grouped(tree, "", item)
    }

    pub(crate) fn grouped(tree: Tree, group: impl Into<String>, item: impl Into<String>) -> Self {
        Self { tree, group: group.into(), item: item.into() }
    }

    /// Returns the key of a badge's entry.
    pub(crate) fn badge(id: &BadgeId) -> Self {
        Self::new(Tree::Badges, id.as_str())
    }

    /// Returns the key of an original of a badge.
    pub(crate) fn original(id: &BadgeId, sha256: &str) -> Self {
        Self::grouped(Tree::Originals, id.as_str(), sha256)
    }

    /// Returns the key of another file's entry.
    pub(crate) fn other_file(id: &str) -> Self {
        Self::new(Tree::OtherFiles, id)
    }

    /// Returns the key of the bytes of another file.
    pub(crate) fn other_file_bytes(id: &str) -> Self {
        Self::new(Tree::OtherFileBytes, id)
    }
}

/// The name of an entry on the disk and in the index: a keyed hash of its key.
///
/// A plain SHA-256 would reveal to anyone with a copy of a badge or document that this learner has it too. The first
/// 10 bytes are a hash of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct EntryName([u8; EntryName::BYTES]);

impl EntryName {
    pub(crate) const BYTES: usize = 30;
    const GROUP: usize = 10;

    pub(crate) fn of(keys: &Keys, key: &EntryKey) -> Self {
        let (tree, group) = (key.tree.name().as_bytes(), key.group.as_bytes());
        let mut name = [0; Self::BYTES];
        let (first, second) = name.split_at_mut(Self::GROUP);
        first.copy_from_slice(&Self::group_prefix(keys, key.tree, &key.group));
        let item = keys.name_hash(&[tree, group, key.item.as_bytes()]);
        second.iter_mut().zip(item).for_each(|(to, from)| *to = from);
        Self(name)
    }

    /// Returns the common prefix of the names in a group.
    pub(crate) fn group_prefix(keys: &Keys, tree: Tree, group: &str) -> [u8; Self::GROUP] {
        let mut prefix = [0; Self::GROUP];
        let hash = keys.name_hash(&[tree.name().as_bytes(), group.as_bytes()]);
        prefix.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        prefix
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(bytes.try_into().ok()?))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the file's name: the entry's name in hex, and the version.
    pub(crate) fn file_name(&self, version: u64) -> String {
        format!("{}.{version}", data_encoding::HEXLOWER.encode(&self.0))
    }

    /// Parses text from [`file_name`](Self::file_name).
    pub(crate) fn from_file_name(text: &str) -> Option<(Self, u64)> {
        let (name, version) = text.split_once('.')?;
        let bytes = data_encoding::HEXLOWER.decode(name.as_bytes()).ok()?;
        Some((Self::from_bytes(&bytes)?, version.parse().ok()?))
    }
}

/// Whether an entry exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryState {
    /// It exists.
    Present,
    /// It was deleted. A file with this state remains until the entry is deleted from the index too.
    Deleted,
}

#[derive(Serialize, Deserialize)]
struct HeadFields {
    key: EntryKey,
    /// Length of the sealed body in bytes.
    body: u64,
}

const MAGIC: &[u8; 4] = b"BBR1";
const PRESENT: u8 = 0;
const DELETED: u8 = 1;
const FIXED: usize = MAGIC.len() + 1 + 8 + 4;

/// An entry in its sealed form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SealedEntry(Vec<u8>);

/// The head of a sealed entry, after its seal was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntryHead {
    pub(crate) key: EntryKey,
    pub(crate) version: u64,
    pub(crate) state: EntryState,
    /// Length of the whole entry in bytes, including the body.
    pub(crate) len: u64,
    /// Offset of the body.
    body_at: usize,
    /// Whether the body is present.
    pub(crate) complete: bool,
}

impl SealedEntry {
    /// Seals an entry.
    pub(crate) fn new(keys: &Keys, key: &EntryKey, version: u64, value: &[u8]) -> Self {
        Self::build(keys, key, version, EntryState::Present, &keys.seal(&body_context(key, version), value))
    }

    /// Returns the entry that marks `key` as deleted.
    pub(crate) fn deleted(keys: &Keys, key: &EntryKey, version: u64) -> Self {
        Self::build(keys, key, version, EntryState::Deleted, &[])
    }

    fn build(keys: &Keys, key: &EntryKey, version: u64, state: EntryState, body: &[u8]) -> Self {
        let state = match state {
            EntryState::Present => PRESENT,
            EntryState::Deleted => DELETED,
        };
        let head = HeadFields { key: key.clone(), body: body.len() as u64 };
        let head = json(&head);
        let head = keys.seal(&head_context(&EntryName::of(keys, key), version, state), &head);
        let mut bytes = Vec::with_capacity(FIXED + head.len() + body.len());
        bytes.extend_from_slice(MAGIC);
        bytes.push(state);
        bytes.extend_from_slice(&version.to_be_bytes());
        bytes.extend_from_slice(&(head.len() as u32).to_be_bytes());
        bytes.extend_from_slice(&head);
        bytes.extend_from_slice(body);
        Self(bytes)
    }

    /// Wraps bytes that have not been checked yet. Opening checks them.
    pub(crate) fn unchecked(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Extracts the head from the beginning of a file.
    pub(crate) fn head_of(beginning: &[u8]) -> Self {
        let end = head_end(beginning).min(beginning.len());
        Self(beginning.get(..end).unwrap_or_default().to_vec())
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Opens the head. Returns `None` if it was altered or belongs to another name.
    pub(crate) fn open(&self, keys: &Keys, name: &EntryName) -> Option<EntryHead> {
        let rest = self.0.strip_prefix(MAGIC)?;
        let (&state, rest) = rest.split_first()?;
        let (version, rest) = rest.split_first_chunk::<8>()?;
        let (head_len, rest) = rest.split_first_chunk::<4>()?;
        let version = u64::from_be_bytes(*version);
        let head_len = usize::try_from(u32::from_be_bytes(*head_len)).ok()?;
        let (head, body) = rest.split_at_checked(head_len)?;
        let head = keys.unseal(&head_context(name, version, state), head)?;
        // The seal is bound to the name, which is derived from the key in the head: no need to hash the key again.
        let head: HeadFields = serde_json::from_slice(&head).ok()?;
        let complete = match body.len() as u64 {
            len if len == head.body => true,
            0 => false,
            _ => return None,
        };
        let state = match state {
            PRESENT => EntryState::Present,
            DELETED => EntryState::Deleted,
            _ => return None,
        };
        let body_at = FIXED + head_len;
        Some(EntryHead { key: head.key, version, state, len: body_at as u64 + head.body, body_at, complete })
    }

    /// Opens the body. Returns `None` if it was altered, is absent or belongs to another entry.
    pub(crate) fn value(&self, keys: &Keys, head: &EntryHead) -> Option<Vec<u8>> {
        keys.unseal(&body_context(&head.key, head.version), self.0.get(head.body_at..)?)
    }

    /// Returns the form for the index: with the body if it is small, otherwise without. Returns `None` for a deleted
    /// entry, which the index does not contain.
    pub(crate) fn for_index(&self) -> Option<Self> {
        if self.0.get(MAGIC.len()) != Some(&PRESENT) {
            return None;
        }
        let head = self.0.get(..head_end(&self.0)).unwrap_or(&self.0);
        let small = self.0.len() - head.len() <= INLINE_BYTES;
        Some(if small { self.clone() } else { Self(head.to_vec()) })
    }

    /// Returns the hash of this entry for the index manifest. It covers the tree, the name and the head. The
    /// head's tag covers the version.
    pub(crate) fn manifest_hash(&self, keys: &Keys, tree: Tree, name: &EntryName) -> [u8; 32] {
        let head = self.0.get(..head_end(&self.0)).unwrap_or(&self.0);
        keys.manifest_hash(&[tree.name().as_bytes(), name.as_bytes(), head])
    }

    /// Number of bytes at the beginning of a file that contain any head.
    pub(crate) const HEAD_BYTES: u64 = (FIXED + NONCE + TAG + 4_096) as u64;
}

/// Bodies up to this size in bytes are also in the index; larger ones are only in their file.
pub(crate) const INLINE_BYTES: usize = 16 << 10;

/// Serialises a value of the store's own types as JSON.
pub(crate) fn json(value: &impl Serialize) -> Vec<u8> {
    match serde_json::to_vec(value) {
        Ok(json) => json,
        Err(error) => unreachable!("the store's own types have a JSON form: {error}"),
    }
}

/// Returns the offset of the end of the head, according to its length field.
fn head_end(bytes: &[u8]) -> usize {
    let len = bytes.get(FIXED - 4..FIXED).and_then(|len| <[u8; 4]>::try_from(len).ok());
    FIXED.saturating_add(len.map_or(0, |len| u32::from_be_bytes(len) as usize))
}

fn head_context(name: &EntryName, version: u64, state: u8) -> Vec<u8> {
    [b"head".as_slice(), name.as_bytes(), &version.to_be_bytes(), &[state]].concat()
}

fn body_context(key: &EntryKey, version: u64) -> Vec<u8> {
    let mut context = b"body".to_vec();
    for part in [key.tree.name(), &key.group, &key.item] {
        context.extend_from_slice(&(part.len() as u64).to_be_bytes());
        context.extend_from_slice(part.as_bytes());
    }
    context.extend_from_slice(&version.to_be_bytes());
    context
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_key::DataKey;

    fn keys() -> Keys {
        Keys::derive(&DataKey::random())
    }

    #[test]
    fn entry_opens_with_key_version_and_state() {
        let (keys, key) = (keys(), EntryKey::grouped(Tree::Reports, "badge", "1"));
        let sealed = SealedEntry::new(&keys, &key, 7, b"value");
        let head = sealed.open(&keys, &EntryName::of(&keys, &key)).unwrap();
        assert_eq!((&head.key, head.version, head.state), (&key, 7, EntryState::Present));
        assert_eq!(sealed.value(&keys, &head).unwrap(), b"value");
        let deleted = SealedEntry::deleted(&keys, &key, 8);
        assert_eq!(deleted.open(&keys, &EntryName::of(&keys, &key)).unwrap().state, EntryState::Deleted);
    }

    #[test]
    fn rejects_entry_in_place_of_another() {
        let keys = keys();
        let here = EntryKey::new(Tree::Settings, "a");
        for other in [EntryKey::new(Tree::Settings, "b"), EntryKey::new(Tree::Shares, "a")] {
            let sealed = SealedEntry::new(&keys, &other, 1, b"value");
            assert_eq!(sealed.open(&keys, &EntryName::of(&keys, &here)), None, "{other:?}");
        }
    }

    #[test]
    fn rejects_altered_or_truncated_entry() {
        let (keys, key) = (keys(), EntryKey::new(Tree::Badges, "a"));
        let name = EntryName::of(&keys, &key);
        let sealed = SealedEntry::new(&keys, &key, 1, b"value");
        let value =
            |sealed: &SealedEntry| sealed.open(&keys, &name).and_then(|head| sealed.value(&keys, &head));
        for at in 0..sealed.0.len() {
            let mut altered = sealed.clone();
            altered.0[at] ^= 0x10;
            assert_eq!(value(&altered), None, "byte {at}");
            assert_eq!(value(&SealedEntry(sealed.0[..at].to_vec())), None, "truncated at {at}");
        }
    }

    #[test]
    fn index_form_contains_small_bodies_only() {
        let (keys, key) = (keys(), EntryKey::new(Tree::Badges, "a"));
        let name = EntryName::of(&keys, &key);
        for (len, complete) in [(INLINE_BYTES - NONCE - TAG, true), (INLINE_BYTES, false)] {
            let sealed = SealedEntry::new(&keys, &key, 1, &vec![0; len]);
            let head = sealed.open(&keys, &name).unwrap();
            let entry = sealed.for_index().unwrap();
            assert_eq!(entry.open(&keys, &name).unwrap().complete, complete, "{len} bytes");
            assert_eq!(head.len, sealed.0.len() as u64);
            assert_eq!(
                entry.manifest_hash(&keys, Tree::Badges, &name),
                sealed.manifest_hash(&keys, Tree::Badges, &name)
            );
        }
        assert_eq!(SealedEntry::deleted(&keys, &key, 2).for_index(), None);
    }

    #[test]
    fn file_name_round_trips() {
        let keys = keys();
        let name = EntryName::of(&keys, &EntryKey::new(Tree::Badges, "a"));
        assert_eq!(EntryName::from_file_name(&name.file_name(12)), Some((name, 12)));
        for other in ["", "LOCK", "00.1", "zz.1"] {
            assert_eq!(EntryName::from_file_name(other), None, "{other}");
        }
    }
}
