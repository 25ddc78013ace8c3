//! First step of loading: compares each entry of the index with its file.
//!
//! Each entry and each file is read once. This module changes nothing; the [`Comparison`] lists the necessary
//! changes.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    error::StoreError,
    seal::Keys,
    store::{
        core::{Core, ObsoleteFiles, index_change},
        entry::{EntryHead, EntryKey, EntryName, EntryState, SealedEntry},
        files::Listing,
        index::{IndexChange, IndexError},
        tree::{Folder, Tree},
    },
};

/// The contents of the index when it was opened.
#[derive(Default)]
pub(super) struct IndexContents {
    /// Valid entries, by folder and name of their file.
    entries: BTreeMap<(Folder, EntryName), LoadedEntry>,
    /// Changes that remove invalid entries.
    invalid: Vec<IndexChange>,
}

/// An entry, as far as loading reads it.
pub(super) struct LoadedEntry {
    pub(super) head: EntryHead,
    pub(super) body: Body,
}

/// The body of an entry, as far as loading reads it.
pub(super) enum Body {
    /// The body was not read: loading does not need it, or the index has only the head.
    Unread,
    /// The body is intact.
    Intact(Vec<u8>),
    /// The body's seal does not open.
    Damaged,
}

/// The result of comparing files and index.
#[derive(Default)]
pub(super) struct Comparison {
    /// Changes that the index needs.
    pub(super) changes: Vec<IndexChange>,
    /// Files to rewrite from the index.
    pub(super) to_rewrite: Vec<(Tree, EntryName, u64, SealedEntry)>,
    /// Unusable files whose entries are intact in the index.
    pub(super) replaced: Vec<PathBuf>,
    /// Files that nothing depends on any more.
    pub(super) obsolete: ObsoleteFiles,
    /// The store's contents after the changes.
    pub(super) contents: Contents,
}

/// The store's contents, as far as restoring badges and other files needs them.
#[derive(Default)]
pub(super) struct Contents {
    /// Entries of badges.
    pub(super) badges: Vec<(EntryName, LoadedEntry)>,
    /// Keys of originals.
    pub(super) originals: Vec<EntryKey>,
    /// Entries of other files.
    pub(super) other_files: Vec<(EntryName, LoadedEntry)>,
    /// Keys of the bytes of other files.
    pub(super) other_file_bytes: Vec<EntryKey>,
    /// Entries that cannot be read.
    pub(super) unreadable: Vec<UnreadableEntry>,
}

/// An entry that cannot be read, with its head if that is known.
pub(super) struct UnreadableEntry {
    pub(super) folder: Folder,
    pub(super) name: EntryName,
    pub(super) version: u64,
    pub(super) head: Option<EntryHead>,
}

/// Why the comparison failed.
pub(super) enum CompareError {
    /// An operation of the index failed.
    Index(IndexError),
    /// An operation on the files failed.
    Files(StoreError),
}

impl From<StoreError> for CompareError {
    fn from(error: StoreError) -> Self {
        Self::Files(error)
    }
}

impl IndexContents {
    /// Adds an entry of the index.
    pub(super) fn add(&mut self, keys: &Keys, tree: Tree, name: EntryName, entry: &SealedEntry) {
        match entry.open(keys, &name).filter(|head| head.key.tree == tree) {
            Some(head) => {
                let body = Body::read(keys, entry, &head);
                self.entries.insert((tree.folder(), name), LoadedEntry { head, body });
            }
            None => self.invalid.push(IndexChange { tree, name, entry: None }),
        }
    }
}

impl Body {
    fn read(keys: &Keys, sealed: &SealedEntry, head: &EntryHead) -> Self {
        if !head.complete || !head.key.tree.read_at_open() || head.state == EntryState::Deleted {
            return Self::Unread;
        }
        sealed.value(keys, head).map_or(Self::Damaged, Self::Intact)
    }
}

impl Contents {
    fn add(&mut self, name: EntryName, entry: LoadedEntry) {
        match entry.head.key.tree {
            Tree::Badges => self.badges.push((name, entry)),
            Tree::Originals => self.originals.push(entry.head.key),
            Tree::OtherFiles => self.other_files.push((name, entry)),
            Tree::OtherFileBytes => self.other_file_bytes.push(entry.head.key),
            _ => {}
        }
    }
}

impl Core {
    /// Compares the files with the contents of the index.
    pub(super) fn compare(
        &self,
        listings: &BTreeMap<Folder, Listing>,
        indexed: IndexContents,
    ) -> Result<Comparison, CompareError> {
        let IndexContents { mut entries, invalid } = indexed;
        let mut comparison = Comparison { changes: invalid, ..Comparison::default() };
        for (&folder, listing) in listings {
            for (name, versions) in &listing.entries {
                let entry = entries.remove(&(folder, *name));
                self.compare_one(folder, *name, versions, entry, &mut comparison)?;
            }
        }
        for ((_, name), entry) in entries {
            self.handle_missing_file(name, entry, &mut comparison)?;
        }
        Ok(comparison)
    }

    fn compare_one(
        &self,
        folder: Folder,
        name: EntryName,
        versions: &[u64],
        entry: Option<LoadedEntry>,
        comparison: &mut Comparison,
    ) -> Result<(), CompareError> {
        let newest = versions.last().copied().unwrap_or_default();
        let entry = match entry {
            Some(entry) if entry.head.version >= newest => {
                let EntryHead { version, len, complete, .. } = entry.head;
                let older = versions.iter().filter(|older| **older < version);
                comparison.obsolete.older.extend(older.map(|older| self.files.path(folder, &name, *older)));
                if matches!(entry.body, Body::Damaged) {
                    Some(entry)
                } else if self.files.len(folder, &name, version) == Some(len) {
                    comparison.contents.add(name, entry);
                    return Ok(());
                } else {
                    if version == newest && complete {
                        comparison.replaced.push(self.files.path(folder, &name, newest));
                    }
                    return self.handle_missing_file(name, entry, comparison);
                }
            }
            entry => entry,
        };
        // The files are newer than the index, or the index entry is damaged.
        for version in versions.iter().rev().copied() {
            if let Some((sealed, read)) = self.read_for_index(folder, &name, version)? {
                let deleted = read.head.state == EntryState::Deleted;
                let older = versions.iter().filter(|older| **older < version);
                comparison.obsolete.older.extend(older.map(|older| self.files.path(folder, &name, *older)));
                if deleted {
                    comparison.obsolete.tombstones.push((folder, self.files.path(folder, &name, version)));
                }
                if !deleted || entry.is_some() {
                    comparison.changes.push(index_change(read.head.key.tree, name, &sealed));
                }
                if !deleted {
                    comparison.contents.add(name, read);
                }
                return Ok(());
            }
            let head = match &entry {
                Some(entry) => Some(entry.head.clone()),
                // The head of a truncated file may still be intact.
                None => self
                    .files
                    .read_head(folder, &name, version)?
                    .and_then(|(head, _)| head.open(&self.keys, &name)),
            };
            comparison.contents.unreadable.push(UnreadableEntry { folder, name, version, head });
        }
        if let Some(entry) = entry {
            comparison.contents.add(name, entry);
        }
        Ok(())
    }

    /// Handles an entry of the index whose file is missing or unusable. The file is rewritten if the index
    /// has the whole entry.
    fn handle_missing_file(
        &self,
        name: EntryName,
        entry: LoadedEntry,
        comparison: &mut Comparison,
    ) -> Result<(), CompareError> {
        let EntryHead { version, complete, .. } = entry.head;
        let tree = entry.head.key.tree;
        let sealed = match complete {
            true => self.index.get(tree, &name).map_err(CompareError::Index)?,
            false => None,
        };
        match sealed {
            Some(sealed) => comparison.to_rewrite.push((tree, name, version, sealed)),
            None => comparison.contents.unreadable.push(UnreadableEntry {
                folder: tree.folder(),
                name,
                version,
                head: Some(entry.head.clone()),
            }),
        }
        comparison.contents.add(name, entry);
        Ok(())
    }

    /// Reads and checks an entry's file for the index: the whole file in `records/`, only the head in other folders.
    pub(super) fn read_for_index(
        &self,
        folder: Folder,
        name: &EntryName,
        version: u64,
    ) -> Result<Option<(SealedEntry, LoadedEntry)>, StoreError> {
        let validated = |sealed: SealedEntry, len: u64| {
            let head = sealed.open(&self.keys, name)?;
            (head.version == version && head.len == len && head.key.tree.folder() == folder)
                .then_some((sealed, head))
        };
        if folder != Folder::Entries {
            let head = self.files.read_head(folder, name, version)?;
            let entry = head.and_then(|(sealed, len)| validated(sealed, len));
            return Ok(entry.map(|(sealed, head)| (sealed, LoadedEntry { head, body: Body::Unread })));
        }
        let Some(sealed) = self.files.read(folder, name, version)? else { return Ok(None) };
        let len = sealed.as_bytes().len() as u64;
        let Some((sealed, head)) = validated(sealed, len) else { return Ok(None) };
        if head.state == EntryState::Deleted {
            return Ok(Some((sealed, LoadedEntry { head, body: Body::Unread })));
        }
        let value = sealed.value(&self.keys, &head);
        Ok(value.map(|value| (sealed, LoadedEntry { head, body: Body::Intact(value) })))
    }
}
