//! Opening: brings sealed files and index to one state, and tells what had to be done for it.
//!
//! The files decide. A newer file goes into the index; a file that is gone or damaged is written again from the index
//! where the index has all of it; an index that cannot be used is put aside and made anew. Nothing here trusts that
//! the last run ended well.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::Arc,
};

use crate::{
    code::StoreCode,
    disk,
    error::StoreError,
    store::{
        Damage, OpenReport, RebuildReason,
        catalog::Shelf,
        compare::{CompareError, Contents, Indexed, Unreadable},
        core::{Core, FREE_AFTER_CHANGE},
        entry::{Folder, Name, Tree},
        files::Listing,
        index::{Index, IndexTrouble},
    },
};

impl Core {
    /// Reads everything again and leaves a usable index, on the disk or in memory.
    pub(super) fn load(&mut self, report: &mut OpenReport) -> Result<(), StoreError> {
        self.stale = true;
        // An engine that is still open would be in the way of its own reopening.
        self.index = Index::Memory(BTreeMap::new());
        self.shelf = Shelf::default();
        self.damaged.clear();
        if self.read_only != Some(StoreCode::ReadOnly) {
            let full = disk::free_bytes(&self.root)? < FREE_AFTER_CHANGE;
            self.read_only = full.then_some(StoreCode::Full);
        }
        let mut listings = BTreeMap::new();
        for folder in Folder::ALL {
            listings.insert(folder, self.files.list(folder)?);
        }
        report.unfinished = listings.values().map(|listing| listing.unfinished.len()).sum();
        if self.read_only != Some(StoreCode::ReadOnly) {
            let unfinished = listings.values().flat_map(|listing| &listing.unfinished);
            unfinished.for_each(|path| disk::discard(path));
        }
        let indexed = self.open_index(&listings, report)?;
        let contents = self.compare_and_repair(&listings, indexed, report)?;
        self.settle_badges(contents, report)?;
        for path in listings.values().flat_map(|listing| &listing.strange) {
            self.damaged.insert(path.clone(), self.shelf.damage(None, None, path.clone()));
        }
        report.badges = self.shelf.count();
        report.read_only = self.read_only;
        report.damaged = self.damaged.values().cloned().collect();
        self.stale = false;
        Ok(())
    }

    /// Opens the engine, or puts it aside and makes a new one, or does with memory. Returns what it held.
    fn open_index(
        &mut self,
        listings: &BTreeMap<Folder, Listing>,
        report: &mut OpenReport,
    ) -> Result<Indexed, StoreError> {
        if self.read_only.is_some() {
            return Ok(Indexed::default());
        }
        let folder = self.index_folder();
        let was_there = folder.join("db").exists();
        disk::safe_folder(&folder)?;
        self.put_half_snapshots_aside(report)?;
        let keys = Arc::clone(&self.keys);
        let mut indexed = Indexed::default();
        let opened = Index::open(&folder, &keys, |tree, name, entry| indexed.take(&keys, tree, name, &entry));
        match opened {
            Ok(index) => {
                // The engine opens some damaged files as if nothing had ever been in them.
                if index.is_empty() && listings.values().any(|listing| !listing.records.is_empty()) {
                    let detail = "it was empty".to_owned();
                    let unreadable = RebuildReason::Unreadable { detail };
                    report.rebuilt = Some(if was_there { unreadable } else { RebuildReason::Missing });
                }
                self.index = index;
                return Ok(indexed);
            }
            // Its files may still be in use by the call that did not come back: they are left alone.
            Err(trouble @ IndexTrouble::Unresponsive) => {
                report.rebuilt = Some(RebuildReason::of_reading(&trouble))
            }
            Err(trouble) => {
                report.rebuilt = Some(RebuildReason::of_reading(&trouble));
                report.moved_aside.push(disk::move_aside(&folder, &self.aside_folder())?);
                disk::safe_folder(&folder)?;
                if let Ok(index) = Index::open(&folder, &keys, |_, _, _| {}) {
                    self.index = index;
                }
            }
        }
        Ok(Indexed::default())
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

    /// Makes files and index agree. Returns what they hold.
    fn compare_and_repair(
        &mut self,
        listings: &BTreeMap<Folder, Listing>,
        indexed: Indexed,
        report: &mut OpenReport,
    ) -> Result<Contents, StoreError> {
        let comparison = match self.compare(listings, indexed) {
            Ok(comparison) => comparison,
            Err(CompareError::Files(error)) => return Err(error),
            Err(CompareError::Index(trouble)) => {
                return self.do_without_engine(listings, RebuildReason::of_reading(&trouble), report);
            }
        };
        if let Err(trouble) = self.index.commit(comparison.changes) {
            return self.do_without_engine(listings, RebuildReason::of_writing(&trouble), report);
        }
        for path in &comparison.replaced {
            report.moved_aside.push(disk::move_aside(path, &self.aside_folder())?);
        }
        let mut contents = comparison.contents;
        match self.files.write(&comparison.lost) {
            Ok(()) => report.healed += comparison.lost.len(),
            // They are in the index still; until they can be written again, they are told.
            Err(_) => {
                contents.unreadable.extend(comparison.lost.into_iter().map(|(tree, name, version, entry)| {
                    Unreadable { folder: tree.folder(), name, version, opened: entry.open(&self.keys, &name) }
                }))
            }
        }
        if self.read_only.is_none() {
            self.discard(&comparison.obsolete)?;
        }
        Ok(contents)
    }

    /// Puts an index in memory in the place of an engine that failed, filled from the files.
    fn do_without_engine(
        &mut self,
        listings: &BTreeMap<Folder, Listing>,
        reason: RebuildReason,
        report: &mut OpenReport,
    ) -> Result<Contents, StoreError> {
        self.index = Index::Memory(BTreeMap::new());
        report.rebuilt = Some(reason);
        let comparison = self.compare(listings, Indexed::default());
        let comparison = comparison.map_err(|error| match error {
            CompareError::Files(error) => error,
            CompareError::Index(trouble) => self.index_failed(trouble),
        })?;
        self.index.commit(comparison.changes).map_err(|trouble| self.index_failed(trouble))?;
        Ok(comparison.contents)
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
