//! Opening: brings sealed files and index to one state, and tells what had to be done for it.
//!
//! The files decide. A newer file goes into the index; a file that is gone or damaged is written again from the index
//! where the index has all of it; an index that cannot be used is put aside and made anew. Nothing here trusts that
//! the last run ended well.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use crate::{
    error::AppCode,
    store::{
        Damage, OpenReport, RebuildReason, StoreError,
        core::{Core, FREE_AFTER_CHANGE, Obsolete, index_change},
        disk,
        files::Listing,
        index::{Index, IndexChange, IndexTrouble},
        record::{Folder, Name, Opened, Sealed, State, Tree},
        shelf::Shelf,
    },
};

/// What comparing files and index came to.
#[derive(Default)]
struct Comparison {
    /// What the index lacks or has too much.
    changes: Vec<IndexChange>,
    /// Files to be written again from the index.
    lost: Vec<(Tree, Name, u64, Sealed)>,
    /// Files that cannot be used though something better is there.
    replaced: Vec<PathBuf>,
    /// Files that nothing depends on any more.
    obsolete: Obsolete,
    /// What cannot be read, with what is known of it.
    damaged: Vec<Unreadable>,
}

/// A record that cannot be read.
pub(super) struct Unreadable {
    pub(super) folder: Folder,
    pub(super) name: Name,
    pub(super) version: u64,
    pub(super) opened: Option<Opened>,
}

impl Core {
    /// Reads everything again and leaves a usable index, on the disk or in memory.
    pub(super) fn load(&mut self, report: &mut OpenReport) -> Result<(), StoreError> {
        self.stale = true;
        // An engine that is still open would be in the way of its own reopening.
        self.index = Index::Memory(BTreeMap::new());
        self.shelf = Shelf::default();
        self.damaged.clear();
        if self.read_only != Some(AppCode::StoreReadonly) {
            let full = disk::free_bytes(&self.root)? < FREE_AFTER_CHANGE;
            self.read_only = full.then_some(AppCode::StoreFull);
        }
        let mut listings = BTreeMap::new();
        for folder in Folder::ALL {
            listings.insert(folder, self.files.list(folder)?);
        }
        report.unfinished = listings.values().map(|listing| listing.unfinished.len()).sum();
        if self.read_only != Some(AppCode::StoreReadonly) {
            let unfinished = listings.values().flat_map(|listing| &listing.unfinished);
            unfinished.for_each(|path| disk::discard(path));
        }
        self.open_index(&listings, report)?;
        let unreadable = self.compare_and_repair(&listings, report)?;
        self.settle_badges(unreadable, report)?;
        for path in listings.values().flat_map(|listing| &listing.strange) {
            self.damaged.insert(path.clone(), self.shelf.damage(None, None, path.clone()));
        }
        report.badges = self.shelf.count();
        report.read_only = self.read_only;
        report.damaged = self.damaged.values().cloned().collect();
        self.stale = false;
        Ok(())
    }

    /// Opens the engine, or puts it aside and makes a new one, or does with memory.
    fn open_index(
        &mut self,
        listings: &BTreeMap<Folder, Listing>,
        report: &mut OpenReport,
    ) -> Result<(), StoreError> {
        if self.read_only.is_some() {
            return Ok(());
        }
        let folder = self.index_folder();
        let was_there = folder.join("db").exists();
        disk::safe_folder(&folder)?;
        self.put_half_snapshots_aside(report)?;
        match Index::open(&folder, &self.keys) {
            Ok(index) => {
                // The engine opens some damaged files as if nothing had ever been in them.
                if index.is_empty() && listings.values().any(|listing| !listing.records.is_empty()) {
                    let detail = "it was empty".to_owned();
                    let unreadable = RebuildReason::Unreadable { detail };
                    report.rebuilt = Some(if was_there { unreadable } else { RebuildReason::Missing });
                }
                self.index = index;
            }
            // Its files may still be in use by the call that did not come back: they are left alone.
            Err(IndexTrouble::Unresponsive) => report.rebuilt = Some(RebuildReason::Unresponsive),
            Err(trouble) => {
                report.rebuilt = Some(match trouble {
                    IndexTrouble::Failed(detail) => RebuildReason::Unreadable { detail },
                    _ => RebuildReason::ManifestDisagrees,
                });
                report.moved_aside.push(disk::move_aside(&folder, &self.aside_folder())?);
                disk::safe_folder(&folder)?;
                if let Ok(index) = Index::open(&folder, &self.keys) {
                    self.index = index;
                }
            }
        }
        Ok(())
    }

    /// A snapshot that the engine did not finish writing would keep it from opening.
    fn put_half_snapshots_aside(&self, report: &mut OpenReport) -> Result<(), StoreError> {
        let folder = self.index_folder();
        for entry in fs::read_dir(&folder).map_err(StoreError::io("reading", &folder))? {
            let entry = entry.map_err(StoreError::io("reading", &folder))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("snap.") && name.ends_with(".generating") {
                report.moved_aside.push(disk::move_aside(&entry.path(), &self.aside_folder())?);
            }
        }
        Ok(())
    }

    fn compare_and_repair(
        &mut self,
        listings: &BTreeMap<Folder, Listing>,
        report: &mut OpenReport,
    ) -> Result<Vec<Unreadable>, StoreError> {
        let comparison = match self.compare(listings) {
            Ok(comparison) => comparison,
            Err(CompareError::Index) => {
                self.index = Index::Memory(BTreeMap::new());
                report.rebuilt = Some(RebuildReason::Unresponsive);
                self.compare(listings).map_err(CompareError::into_store)?
            }
            Err(CompareError::Files(error)) => return Err(error),
        };
        if self.index.commit(comparison.changes).is_err() {
            self.index = Index::Memory(BTreeMap::new());
            report.rebuilt = Some(RebuildReason::Unresponsive);
            let again = self.compare(listings).map_err(CompareError::into_store)?;
            // A map in memory takes every change.
            drop(self.index.commit(again.changes));
            return Ok(again.damaged);
        }
        for path in &comparison.replaced {
            report.moved_aside.push(disk::move_aside(path, &self.aside_folder())?);
        }
        let mut damaged = comparison.damaged;
        match self.files.write(&comparison.lost) {
            Ok(()) => report.healed += comparison.lost.len(),
            // They are in the index still; until they can be written again, they are told.
            Err(_) => damaged.extend(comparison.lost.into_iter().map(|(tree, name, version, entry)| {
                Unreadable { folder: tree.folder(), name, version, opened: entry.open(&self.keys, &name) }
            })),
        }
        if self.read_only.is_none() {
            self.discard(&comparison.obsolete)?;
        }
        Ok(damaged)
    }

    fn compare(&self, listings: &BTreeMap<Folder, Listing>) -> Result<Comparison, CompareError> {
        let mut comparison = Comparison::default();
        let mut indexed = BTreeMap::new();
        for tree in Tree::ALL {
            for (name, entry) in self.index.scan(tree, &[]).map_err(|_| CompareError::Index)? {
                match entry.open(&self.keys, &name).filter(|opened| opened.key.tree == tree) {
                    Some(opened) => drop(indexed.insert((tree.folder(), name), (opened, entry))),
                    None => comparison.changes.push(IndexChange { tree, name, entry: None }),
                }
            }
        }
        for (&folder, listing) in listings {
            for (name, versions) in &listing.records {
                let entry = indexed.remove(&(folder, *name));
                self.compare_one(folder, *name, versions, entry, &mut comparison)?;
            }
        }
        for ((folder, name), (opened, entry)) in indexed {
            comparison.without_file(folder, name, opened, entry);
        }
        Ok(comparison)
    }

    fn compare_one(
        &self,
        folder: Folder,
        name: Name,
        versions: &[u64],
        entry: Option<(Opened, Sealed)>,
        comparison: &mut Comparison,
    ) -> Result<(), StoreError> {
        let newest = versions.last().copied().unwrap_or_default();
        if let Some((opened, entry)) = &entry
            && opened.version >= newest
        {
            let older = versions.iter().filter(|version| **version < opened.version);
            comparison.obsolete.files.extend(older.map(|version| self.file_of(folder, &name, *version)));
            let body_holds = || !opened.complete || entry.value(&self.keys, opened).is_some();
            let body_read = !opened.key.tree.read_at_open() || body_holds();
            if body_read && self.files.len(folder, &name, opened.version) == Some(opened.len) {
                return Ok(());
            }
            if body_read {
                if opened.version == newest && opened.complete {
                    comparison.replaced.push(self.file_of(folder, &name, newest));
                }
                comparison.without_file(folder, name, opened.clone(), entry.clone());
                return Ok(());
            }
        }
        // The files know more than the index, or the index entry is damaged.
        for version in versions.iter().rev().copied() {
            if let Some((sealed, opened)) = self.read_for_index(folder, &name, version)? {
                let change = index_change(&self.keys, opened.key.tree, name, &sealed);
                let gone = opened.state == State::Deleted;
                let older = versions.iter().filter(|older| **older < version);
                comparison.obsolete.files.extend(older.map(|older| self.file_of(folder, &name, *older)));
                if gone {
                    comparison.obsolete.graves.push((folder, self.file_of(folder, &name, version)));
                }
                if !gone || entry.is_some() {
                    comparison.changes.push(change);
                }
                return Ok(());
            }
            let opened = match &entry {
                Some((opened, _)) => Some(opened.clone()),
                // A file that was cut off may still say what it was.
                None => self
                    .files
                    .read_head(folder, &name, version)?
                    .and_then(|(head, _)| head.open(&self.keys, &name)),
            };
            comparison.damaged.push(Unreadable { folder, name, version, opened });
        }
        Ok(())
    }

    /// Reads a record's file for the index: the head of a large one, all of a small one, checked as far as read.
    pub(super) fn read_for_index(
        &self,
        folder: Folder,
        name: &Name,
        version: u64,
    ) -> Result<Option<(Sealed, Opened)>, StoreError> {
        let readable = |sealed: Sealed, len: u64| {
            let opened = sealed.open(&self.keys, name)?;
            (opened.version == version && opened.len == len && opened.key.tree.folder() == folder)
                .then_some((sealed, opened))
        };
        if folder == Folder::Records {
            let Some(sealed) = self.files.read(folder, name, version)? else { return Ok(None) };
            let len = sealed.as_bytes().len() as u64;
            let found = readable(sealed, len);
            return Ok(found.filter(|(sealed, opened)| {
                opened.state == State::Deleted || sealed.value(&self.keys, opened).is_some()
            }));
        }
        let head = self.files.read_head(folder, name, version)?;
        Ok(head.and_then(|(sealed, len)| readable(sealed, len)))
    }

    /// Puts what could not be read into words, now that names are known.
    pub(super) fn tell(&mut self, unreadable: Vec<Unreadable>, restored: &BTreeSet<Name>) -> Vec<Damage> {
        let mut told = Vec::new();
        for Unreadable { folder, name, version, opened } in unreadable {
            if restored.contains(&name) {
                continue;
            }
            let file = self.file_of(folder, &name, version);
            let tree = match folder {
                Folder::Originals => Some(Tree::Originals),
                Folder::Documents => Some(Tree::Documents),
                Folder::Records => None,
            };
            let damage = self.shelf.damage(tree, opened.as_ref().map(|opened| &opened.key), file.clone());
            self.damaged.insert(file, damage.clone());
            told.push(damage);
        }
        told
    }
}

impl Comparison {
    /// The index has a record whose file is gone or unusable.
    fn without_file(&mut self, folder: Folder, name: Name, opened: Opened, entry: Sealed) {
        let version = opened.version;
        if opened.complete {
            self.lost.push((opened.key.tree, name, version, entry));
        } else {
            self.damaged.push(Unreadable { folder, name, version, opened: Some(opened) });
        }
    }
}

enum CompareError {
    Index,
    Files(StoreError),
}

impl From<StoreError> for CompareError {
    fn from(error: StoreError) -> Self {
        Self::Files(error)
    }
}

impl CompareError {
    fn into_store(self) -> StoreError {
        match self {
            Self::Files(error) => error,
            Self::Index => StoreError::io("using", "index")(std::io::Error::other("the index failed")),
        }
    }
}
