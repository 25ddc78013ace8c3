//! Opening, first part: what the index says of each record beside what its file says.
//!
//! Each entry and each file is read once. Nothing is changed here; what is to be changed is in the [`Comparison`].

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    error::StoreError,
    seal::Keys,
    store::{
        core::{Core, Obsolete, index_change},
        entry::{EntryKey, Folder, Name, Opened, Sealed, State, Tree},
        files::Listing,
        index::{IndexChange, IndexTrouble},
    },
};

/// What the index held when it was opened, by where its file is.
#[derive(Default)]
pub(super) struct Indexed {
    records: BTreeMap<(Folder, Name), Entry>,
    /// Entries that are no records of their tree.
    useless: Vec<IndexChange>,
}

/// A record as far as opening the store reads it.
pub(super) struct Entry {
    pub(super) opened: Opened,
    pub(super) body: Body,
}

/// The body of a record as far as opening the store reads it.
pub(super) enum Body {
    /// It was not read: opening does without it, or it is not where the head was read.
    Unread,
    /// It is whole.
    Whole(Vec<u8>),
    /// It is not as it was written.
    Damaged,
}

/// What comparing files and index came to.
#[derive(Default)]
pub(super) struct Comparison {
    /// What the index lacks or has too much.
    pub(super) changes: Vec<IndexChange>,
    /// Files to be written again from the index.
    pub(super) lost: Vec<(Tree, Name, u64, Sealed)>,
    /// Files that cannot be used though something better is there.
    pub(super) replaced: Vec<PathBuf>,
    /// Files that nothing depends on any more.
    pub(super) obsolete: Obsolete,
    /// What the index holds after the changes.
    pub(super) contents: Contents,
}

/// What the store holds, as far as badges and unverified records are made of it.
#[derive(Default)]
pub(super) struct Contents {
    /// The records of badges.
    pub(super) badges: Vec<(Name, Entry)>,
    /// The keys of originals.
    pub(super) originals: Vec<EntryKey>,
    /// The unverified records.
    pub(super) unverified: Vec<(Name, Entry)>,
    /// The keys of their bytes.
    pub(super) unverified_originals: Vec<EntryKey>,
    /// What cannot be read, with what is known of it.
    pub(super) unreadable: Vec<Unreadable>,
}

/// A record that cannot be read.
pub(super) struct Unreadable {
    pub(super) folder: Folder,
    pub(super) name: Name,
    pub(super) version: u64,
    pub(super) opened: Option<Opened>,
}

/// Why files and index could not be compared.
pub(super) enum CompareError {
    /// The index failed.
    Index(IndexTrouble),
    /// The files failed.
    Files(StoreError),
}

impl From<StoreError> for CompareError {
    fn from(error: StoreError) -> Self {
        Self::Files(error)
    }
}

impl Indexed {
    /// Takes in an entry of the index.
    pub(super) fn take(&mut self, keys: &Keys, tree: Tree, name: Name, entry: &Sealed) {
        match entry.open(keys, &name).filter(|opened| opened.key.tree == tree) {
            Some(opened) => {
                let body = Body::read(keys, entry, &opened);
                self.records.insert((tree.folder(), name), Entry { opened, body });
            }
            None => self.useless.push(IndexChange { tree, name, entry: None }),
        }
    }
}

impl Body {
    fn read(keys: &Keys, sealed: &Sealed, opened: &Opened) -> Self {
        if !opened.complete || !opened.key.tree.read_at_open() || opened.state == State::Deleted {
            return Self::Unread;
        }
        sealed.value(keys, opened).map_or(Self::Damaged, Self::Whole)
    }
}

impl Contents {
    fn put(&mut self, name: Name, entry: Entry) {
        match entry.opened.key.tree {
            Tree::Badges => self.badges.push((name, entry)),
            Tree::Originals => self.originals.push(entry.opened.key),
            Tree::Unverified => self.unverified.push((name, entry)),
            Tree::UnverifiedOriginals => self.unverified_originals.push(entry.opened.key),
            _ => {}
        }
    }
}

impl Core {
    /// Compares the files with what the index held.
    pub(super) fn compare(
        &self,
        listings: &BTreeMap<Folder, Listing>,
        indexed: Indexed,
    ) -> Result<Comparison, CompareError> {
        let Indexed { mut records, useless } = indexed;
        let mut comparison = Comparison { changes: useless, ..Comparison::default() };
        for (&folder, listing) in listings {
            for (name, versions) in &listing.records {
                let entry = records.remove(&(folder, *name));
                self.compare_one(folder, *name, versions, entry, &mut comparison)?;
            }
        }
        for ((_, name), entry) in records {
            self.without_file(name, entry, &mut comparison)?;
        }
        Ok(comparison)
    }

    fn compare_one(
        &self,
        folder: Folder,
        name: Name,
        versions: &[u64],
        entry: Option<Entry>,
        comparison: &mut Comparison,
    ) -> Result<(), CompareError> {
        let newest = versions.last().copied().unwrap_or_default();
        let entry = match entry {
            Some(entry) if entry.opened.version >= newest => {
                let Opened { version, len, complete, .. } = entry.opened;
                let older = versions.iter().filter(|older| **older < version);
                comparison.obsolete.files.extend(older.map(|older| self.file_of(folder, &name, *older)));
                if matches!(entry.body, Body::Damaged) {
                    Some(entry)
                } else if self.files.len(folder, &name, version) == Some(len) {
                    comparison.contents.put(name, entry);
                    return Ok(());
                } else {
                    if version == newest && complete {
                        comparison.replaced.push(self.file_of(folder, &name, newest));
                    }
                    return self.without_file(name, entry, comparison);
                }
            }
            entry => entry,
        };
        // The files know more than the index, or the index entry is damaged.
        for version in versions.iter().rev().copied() {
            if let Some((sealed, read)) = self.read_for_index(folder, &name, version)? {
                let gone = read.opened.state == State::Deleted;
                let older = versions.iter().filter(|older| **older < version);
                comparison.obsolete.files.extend(older.map(|older| self.file_of(folder, &name, *older)));
                if gone {
                    comparison.obsolete.graves.push((folder, self.file_of(folder, &name, version)));
                }
                if !gone || entry.is_some() {
                    comparison.changes.push(index_change(read.opened.key.tree, name, &sealed));
                }
                if !gone {
                    comparison.contents.put(name, read);
                }
                return Ok(());
            }
            let opened = match &entry {
                Some(entry) => Some(entry.opened.clone()),
                // A file that was cut off may still say what it was.
                None => self
                    .files
                    .read_head(folder, &name, version)?
                    .and_then(|(head, _)| head.open(&self.keys, &name)),
            };
            comparison.contents.unreadable.push(Unreadable { folder, name, version, opened });
        }
        if let Some(entry) = entry {
            comparison.contents.put(name, entry);
        }
        Ok(())
    }

    /// The index has a record whose file is gone or unusable: the file is written again, if all of it is in the index.
    fn without_file(
        &self,
        name: Name,
        entry: Entry,
        comparison: &mut Comparison,
    ) -> Result<(), CompareError> {
        let Opened { version, complete, .. } = entry.opened;
        let tree = entry.opened.key.tree;
        let sealed = match complete {
            true => self.index.get(tree, &name).map_err(CompareError::Index)?,
            false => None,
        };
        match sealed {
            Some(sealed) => comparison.lost.push((tree, name, version, sealed)),
            None => comparison.contents.unreadable.push(Unreadable {
                folder: tree.folder(),
                name,
                version,
                opened: Some(entry.opened.clone()),
            }),
        }
        comparison.contents.put(name, entry);
        Ok(())
    }

    /// Reads a record's file for the index: the head of a large one, all of a small one, checked as far as read.
    pub(super) fn read_for_index(
        &self,
        folder: Folder,
        name: &Name,
        version: u64,
    ) -> Result<Option<(Sealed, Entry)>, StoreError> {
        let readable = |sealed: Sealed, len: u64| {
            let opened = sealed.open(&self.keys, name)?;
            (opened.version == version && opened.len == len && opened.key.tree.folder() == folder)
                .then_some((sealed, opened))
        };
        if folder != Folder::Records {
            let head = self.files.read_head(folder, name, version)?;
            let found = head.and_then(|(sealed, len)| readable(sealed, len));
            return Ok(found.map(|(sealed, opened)| (sealed, Entry { opened, body: Body::Unread })));
        }
        let Some(sealed) = self.files.read(folder, name, version)? else { return Ok(None) };
        let len = sealed.as_bytes().len() as u64;
        let Some((sealed, opened)) = readable(sealed, len) else { return Ok(None) };
        if opened.state == State::Deleted {
            return Ok(Some((sealed, Entry { opened, body: Body::Unread })));
        }
        let value = sealed.value(&self.keys, &opened);
        Ok(value.map(|value| (sealed, Entry { opened, body: Body::Whole(value) })))
    }
}
