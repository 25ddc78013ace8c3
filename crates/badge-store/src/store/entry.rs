//! A record: one thing that the store keeps, in the sealed form that both its file and the index hold.
//!
//! ```text
//! "BBR1" | state (1) | version (8) | length of head (4) | head, sealed | body, sealed
//! ```
//!
//! The head tells which record it is and is bound to the record's name, the body is bound to tree, key and version.
//! An index entry of a large record is the same without the body: the body is in the file.

use serde::{Deserialize, Serialize};

use crate::seal::{Keys, NONCE, TAG};

/// The trees: one a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Tree {
    /// Originals, grouped by badge.
    Originals,
    /// Archived issuer documents, by SHA-256.
    Documents,
    /// One record a badge.
    Badges,
    /// Verifications, grouped by badge.
    Reports,
    /// Collections.
    Collections,
    /// The learner's identities.
    Identities,
    /// Pinned keys.
    Issuers,
    /// What was given out.
    Shares,
    /// Settings.
    Settings,
    /// The activity log.
    RequestLog,
    /// One record an unverified record.
    Unverified,
    /// The bytes of unverified records.
    UnverifiedOriginals,
}

/// The folders that sealed files are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Folder {
    /// `originals/`
    Originals,
    /// `documents/`
    Documents,
    /// `records/`
    Records,
}

impl Folder {
    pub(crate) const ALL: [Self; 3] = [Self::Originals, Self::Documents, Self::Records];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Originals => "originals",
            Self::Documents => "documents",
            Self::Records => "records",
        }
    }
}

impl Tree {
    pub(crate) const ALL: [Self; 12] = [
        Self::Originals,
        Self::Documents,
        Self::Badges,
        Self::Reports,
        Self::Collections,
        Self::Identities,
        Self::Issuers,
        Self::Shares,
        Self::Settings,
        Self::RequestLog,
        Self::Unverified,
        Self::UnverifiedOriginals,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Originals => "originals",
            Self::Documents => "documents",
            Self::Badges => "badges",
            Self::Reports => "reports",
            Self::Collections => "collections",
            Self::Identities => "identities",
            Self::Issuers => "issuers",
            Self::Shares => "shares",
            Self::Settings => "settings",
            Self::RequestLog => "activity",
            Self::Unverified => "unverified",
            Self::UnverifiedOriginals => "unverified-originals",
        }
    }

    pub(crate) const fn folder(self) -> Folder {
        match self {
            Self::Originals | Self::UnverifiedOriginals => Folder::Originals,
            Self::Documents => Folder::Documents,
            _ => Folder::Records,
        }
    }

    /// In which order files are written, and synced in between: what a record speaks of is there before it.
    pub(crate) const fn stage(self) -> u8 {
        match self {
            Self::Originals | Self::Documents | Self::UnverifiedOriginals => 0,
            Self::Reports => 1,
            _ => 2,
        }
    }

    /// Whether opening the store reads every record of this tree to its end.
    pub(crate) const fn read_at_open(self) -> bool {
        !matches!(self, Self::Originals | Self::Documents | Self::Reports | Self::UnverifiedOriginals)
    }
}

/// Which record of a tree.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct EntryKey {
    pub(crate) tree: Tree,
    /// What belongs together, e.g. the badge of a report. Empty where nothing does.
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
}

/// The name of a record on the disk and in the index: a keyed hash, since a plain SHA-256 would tell anybody who has a
/// copy of a badge or of an issuer's document that this learner has it too. Its first 10 bytes tell the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Name([u8; Name::BYTES]);

impl Name {
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

    /// What the names of a group begin with.
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

    /// The file's name: the record's name in hex, and the version.
    pub(crate) fn file_name(&self, version: u64) -> String {
        format!("{}.{version}", data_encoding::HEXLOWER.encode(&self.0))
    }

    /// Reads what [`file_name`](Self::file_name) writes.
    pub(crate) fn from_file_name(text: &str) -> Option<(Self, u64)> {
        let (name, version) = text.split_once('.')?;
        let bytes = data_encoding::HEXLOWER.decode(name.as_bytes()).ok()?;
        Some((Self::from_bytes(&bytes)?, version.parse().ok()?))
    }
}

/// Whether a record is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It is.
    Present,
    /// It was deleted; this file says so until the index has forgotten it too.
    Deleted,
}

#[derive(Serialize, Deserialize)]
struct Head {
    key: EntryKey,
    /// Bytes of the sealed body.
    body: u64,
}

const MAGIC: &[u8; 4] = b"BBR1";
const PRESENT: u8 = 0;
const DELETED: u8 = 1;
const FIXED: usize = MAGIC.len() + 1 + 8 + 4;

/// A record in its sealed form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sealed(Vec<u8>);

/// What the head of a sealed record says, after its seal was found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opened {
    pub(crate) key: EntryKey,
    pub(crate) version: u64,
    pub(crate) state: State,
    /// Bytes of the whole record, body included.
    pub(crate) len: u64,
    /// Where the body begins.
    body_at: usize,
    /// Whether the body is here too.
    pub(crate) complete: bool,
}

impl Sealed {
    /// Seals a record.
    pub(crate) fn new(keys: &Keys, key: &EntryKey, version: u64, value: &[u8]) -> Self {
        Self::build(keys, key, version, State::Present, &keys.seal(&body_binding(key, version), value))
    }

    /// The record that says that `key` was deleted.
    pub(crate) fn deleted(keys: &Keys, key: &EntryKey, version: u64) -> Self {
        Self::build(keys, key, version, State::Deleted, &[])
    }

    fn build(keys: &Keys, key: &EntryKey, version: u64, state: State, body: &[u8]) -> Self {
        let state = match state {
            State::Present => PRESENT,
            State::Deleted => DELETED,
        };
        let head = Head { key: key.clone(), body: body.len() as u64 };
        let head = json(&head);
        let head = keys.seal(&head_binding(&Name::of(keys, key), version, state), &head);
        let mut bytes = Vec::with_capacity(FIXED + head.len() + body.len());
        bytes.extend_from_slice(MAGIC);
        bytes.push(state);
        bytes.extend_from_slice(&version.to_be_bytes());
        bytes.extend_from_slice(&(head.len() as u32).to_be_bytes());
        bytes.extend_from_slice(&head);
        bytes.extend_from_slice(body);
        Self(bytes)
    }

    /// Bytes that claim to be a record. They are checked when opened.
    pub(crate) fn claimed(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The head alone, cut out of the beginning of a file.
    pub(crate) fn head_of(beginning: &[u8]) -> Self {
        let end = head_end(beginning).min(beginning.len());
        Self(beginning.get(..end).unwrap_or_default().to_vec())
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Opens the head. `None`: altered, or not the record of that name.
    pub(crate) fn open(&self, keys: &Keys, name: &Name) -> Option<Opened> {
        let rest = self.0.strip_prefix(MAGIC)?;
        let (&state, rest) = rest.split_first()?;
        let (version, rest) = rest.split_first_chunk::<8>()?;
        let (head_len, rest) = rest.split_first_chunk::<4>()?;
        let version = u64::from_be_bytes(*version);
        let head_len = usize::try_from(u32::from_be_bytes(*head_len)).ok()?;
        let (head, body) = rest.split_at_checked(head_len)?;
        let head = keys.unseal(&head_binding(name, version, state), head)?;
        // The seal is bound to the name that was made of the key inside, so the key need not be hashed again.
        let head: Head = serde_json::from_slice(&head).ok()?;
        let complete = match body.len() as u64 {
            len if len == head.body => true,
            0 => false,
            _ => return None,
        };
        let state = match state {
            PRESENT => State::Present,
            DELETED => State::Deleted,
            _ => return None,
        };
        let body_at = FIXED + head_len;
        Some(Opened { key: head.key, version, state, len: body_at as u64 + head.body, body_at, complete })
    }

    /// Opens the body. `None`: altered, not here, or of another record.
    pub(crate) fn value(&self, keys: &Keys, opened: &Opened) -> Option<Vec<u8>> {
        keys.unseal(&body_binding(&opened.key, opened.version), self.0.get(opened.body_at..)?)
    }

    /// The form for the index of a record that was sealed or opened here: whole where the body is small, without the
    /// body otherwise. `None`: it says that the record was deleted, which the index tells by having no entry.
    pub(crate) fn for_index(&self) -> Option<Self> {
        if self.0.get(MAGIC.len()) != Some(&PRESENT) {
            return None;
        }
        let head = self.0.get(..head_end(&self.0)).unwrap_or(&self.0);
        let small = self.0.len() - head.len() <= INLINE_BYTES;
        Some(if small { self.clone() } else { Self(head.to_vec()) })
    }

    /// What stands for this record in the manifest: its name, version and the tag of its head, which vouches for the
    /// rest.
    pub(crate) fn manifest_hash(&self, keys: &Keys, tree: Tree, name: &Name) -> [u8; 32] {
        let head = self.0.get(..head_end(&self.0)).unwrap_or(&self.0);
        keys.manifest_hash(&[tree.name().as_bytes(), name.as_bytes(), head])
    }

    /// What is gained by a look at a file's beginning: enough for any head.
    pub(crate) const HEAD_BYTES: u64 = (FIXED + NONCE + TAG + 4_096) as u64;
}

/// Bodies up to this size are in the index too; larger ones only in their file.
pub(crate) const INLINE_BYTES: usize = 16 << 10;

/// A value of the store's own types as JSON.
pub(crate) fn json(value: &impl Serialize) -> Vec<u8> {
    match serde_json::to_vec(value) {
        Ok(json) => json,
        Err(error) => unreachable!("the store's own types have a JSON form: {error}"),
    }
}

/// Where the head ends, by its own account.
fn head_end(bytes: &[u8]) -> usize {
    let len = bytes.get(FIXED - 4..FIXED).and_then(|len| <[u8; 4]>::try_from(len).ok());
    FIXED.saturating_add(len.map_or(0, |len| u32::from_be_bytes(len) as usize))
}

fn head_binding(name: &Name, version: u64, state: u8) -> Vec<u8> {
    [b"head".as_slice(), name.as_bytes(), &version.to_be_bytes(), &[state]].concat()
}

fn body_binding(key: &EntryKey, version: u64) -> Vec<u8> {
    let mut bound = b"body".to_vec();
    for part in [key.tree.name(), &key.group, &key.item] {
        bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bound.extend_from_slice(part.as_bytes());
    }
    bound.extend_from_slice(&version.to_be_bytes());
    bound
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_key::DataKey;

    fn keys() -> Keys {
        Keys::derive(&DataKey::random())
    }

    #[test]
    fn a_record_opens_as_what_it_is() {
        let (keys, key) = (keys(), EntryKey::grouped(Tree::Reports, "badge", "1"));
        let sealed = Sealed::new(&keys, &key, 7, b"value");
        let opened = sealed.open(&keys, &Name::of(&keys, &key)).unwrap();
        assert_eq!((&opened.key, opened.version, opened.state), (&key, 7, State::Present));
        assert_eq!(sealed.value(&keys, &opened).unwrap(), b"value");
        let deleted = Sealed::deleted(&keys, &key, 8);
        assert_eq!(deleted.open(&keys, &Name::of(&keys, &key)).unwrap().state, State::Deleted);
    }

    #[test]
    fn a_record_in_the_place_of_another_does_not_open() {
        let keys = keys();
        let here = EntryKey::new(Tree::Settings, "a");
        for other in [EntryKey::new(Tree::Settings, "b"), EntryKey::new(Tree::Shares, "a")] {
            let sealed = Sealed::new(&keys, &other, 1, b"value");
            assert_eq!(sealed.open(&keys, &Name::of(&keys, &here)), None, "{other:?}");
        }
    }

    #[test]
    fn no_altered_or_cut_record_opens() {
        let (keys, key) = (keys(), EntryKey::new(Tree::Badges, "a"));
        let name = Name::of(&keys, &key);
        let sealed = Sealed::new(&keys, &key, 1, b"value");
        let value =
            |sealed: &Sealed| sealed.open(&keys, &name).and_then(|opened| sealed.value(&keys, &opened));
        for at in 0..sealed.0.len() {
            let mut altered = sealed.clone();
            altered.0[at] ^= 0x10;
            assert_eq!(value(&altered), None, "byte {at}");
            assert_eq!(value(&Sealed(sealed.0[..at].to_vec())), None, "cut at {at}");
        }
    }

    #[test]
    fn the_index_holds_small_bodies_only() {
        let (keys, key) = (keys(), EntryKey::new(Tree::Badges, "a"));
        let name = Name::of(&keys, &key);
        for (len, complete) in [(INLINE_BYTES - NONCE - TAG, true), (INLINE_BYTES, false)] {
            let sealed = Sealed::new(&keys, &key, 1, &vec![0; len]);
            let opened = sealed.open(&keys, &name).unwrap();
            let entry = sealed.for_index().unwrap();
            assert_eq!(entry.open(&keys, &name).unwrap().complete, complete, "{len} bytes");
            assert_eq!(opened.len, sealed.0.len() as u64);
            assert_eq!(
                entry.manifest_hash(&keys, Tree::Badges, &name),
                sealed.manifest_hash(&keys, Tree::Badges, &name)
            );
        }
        assert_eq!(Sealed::deleted(&keys, &key, 2).for_index(), None);
    }

    #[test]
    fn file_names_read_back() {
        let keys = keys();
        let name = Name::of(&keys, &EntryKey::new(Tree::Badges, "a"));
        assert_eq!(Name::from_file_name(&name.file_name(12)), Some((name, 12)));
        for other in ["", "LOCK", "00.1", "zz.1"] {
            assert_eq!(Name::from_file_name(other), None, "{other}");
        }
    }
}
