//! Loads a store: makes the index agree with the sealed files and reports the repairs.
//!
//! The files are authoritative. A newer file replaces the entry in the index. A missing or damaged file is
//! rewritten if the index has the whole entry. An unusable index is moved aside and rebuilt. Loading does not
//! assume that the last run ended cleanly.
//!
//! On a full disk the index is built in memory, and the store is read-only (`STORE_FULL`) until there is space.

use std::{collections::BTreeMap, fs, sync::Arc};

use crate::{
    code::StoreCode,
    disk,
    error::StoreError,
    store::{
        catalog::Catalog,
        compare::{CompareError, Contents, IndexContents, UnreadableEntry},
        core::Core,
        files::Listing,
        index::{Index, IndexChange, IndexError},
        report::{OpenReport, RebuildReason},
        restore::InterruptedPurges,
        tree::{Folder, Tree},
    },
};

/// Bytes that any change leaves free on the disk. If fewer are free, the store opens read-only.
pub(super) const FREE_AFTER_CHANGE: u64 = 4 << 20;

impl Core {
    /// Loads everything and provides a usable index, on the disk or in memory. Returns the purges to finish.
    pub(super) fn load(&mut self, report: &mut OpenReport) -> Result<InterruptedPurges, StoreError> {
        self.stale = true;
        // The database cannot be opened while it is still open.
        self.index = Index::Memory(BTreeMap::new());
        self.catalog = Catalog::default();
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
        let purges = self.restore(contents, report)?;
        for path in listings.values().flat_map(|listing| &listing.unknown) {
            self.damaged.insert(path.clone(), self.catalog.damage(None, None, path.clone()));
        }
        report.badges = self.catalog.count();
        report.read_only = self.read_only;
        report.damaged = self.damaged.values().cloned().collect();
        self.stale = false;
        Ok(purges)
    }

    /// Opens the index and returns its contents. Moves an unusable index aside and creates a new one, on the
    /// disk or in memory.
    fn open_index(
        &mut self,
        listings: &BTreeMap<Folder, Listing>,
        report: &mut OpenReport,
    ) -> Result<IndexContents, StoreError> {
        if self.read_only.is_some() {
            return Ok(IndexContents::default());
        }
        let folder = self.index_folder();
        let existed = folder.join("db").exists();
        disk::ensure_private_folder(&folder)?;
        self.move_unfinished_snapshots_aside(report)?;
        let keys = Arc::clone(&self.keys);
        let mut indexed = IndexContents::default();
        let opened = Index::open(&folder, &keys, |tree, name, entry| indexed.add(&keys, tree, name, &entry));
        match opened {
            Ok(index) => {
                // The engine opens some damaged files as an empty database.
                if index.is_empty() && listings.values().any(|listing| !listing.entries.is_empty()) {
                    let detail = "the index was empty".to_owned();
                    let unreadable = RebuildReason::Unreadable { detail };
                    report.rebuilt = Some(if existed { unreadable } else { RebuildReason::Missing });
                }
                self.index = index;
                return Ok(indexed);
            }
            // The abandoned call may still use the files, so they are not moved.
            Err(error @ IndexError::Unresponsive) => report.rebuilt = Some(RebuildReason::of_reading(&error)),
            Err(error) => {
                report.rebuilt = Some(RebuildReason::of_reading(&error));
                report.moved_aside.push(disk::move_aside(&folder, &self.aside_folder())?);
                disk::ensure_private_folder(&folder)?;
                if let Ok(index) = Index::open(&folder, &keys, |_, _, _| {}) {
                    self.index = index;
                }
            }
        }
        Ok(IndexContents::default())
    }

    /// Moves unfinished snapshots of the engine aside. They would prevent it from opening.
    fn move_unfinished_snapshots_aside(&self, report: &mut OpenReport) -> Result<(), StoreError> {
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

    /// Makes files and index agree. Returns their contents.
    fn compare_and_repair(
        &mut self,
        listings: &BTreeMap<Folder, Listing>,
        indexed: IndexContents,
        report: &mut OpenReport,
    ) -> Result<Contents, StoreError> {
        let comparison = match self.compare(listings, indexed) {
            Ok(comparison) => comparison,
            Err(CompareError::Files(error)) => return Err(error),
            Err(CompareError::Index(error)) => {
                return self.use_memory_index(listings, RebuildReason::of_reading(&error), report);
            }
        };
        if let Err(error) = self.index.commit(comparison.changes) {
            return self.use_memory_index(listings, RebuildReason::of_writing(&error), report);
        }
        for path in &comparison.replaced {
            report.moved_aside.push(disk::move_aside(path, &self.aside_folder())?);
        }
        let mut contents = comparison.contents;
        match self.files.write(&comparison.to_rewrite) {
            Ok(()) => report.restored += comparison.to_rewrite.len(),
            // The entries are still in the index. Until their files can be rewritten, they count as unreadable.
            Err(_) => contents.unreadable.extend(comparison.to_rewrite.into_iter().map(
                |(tree, name, version, entry)| UnreadableEntry {
                    folder: tree.folder(),
                    name,
                    version,
                    head: entry.open(&self.keys, &name),
                },
            )),
        }
        if self.read_only.is_none() {
            self.discard(&comparison.obsolete)?;
        }
        Ok(contents)
    }

    /// Replaces an index that failed with one in memory, filled from the files.
    fn use_memory_index(
        &mut self,
        listings: &BTreeMap<Folder, Listing>,
        reason: RebuildReason,
        report: &mut OpenReport,
    ) -> Result<Contents, StoreError> {
        self.index = Index::Memory(BTreeMap::new());
        report.rebuilt = Some(reason);
        let comparison = self.compare(listings, IndexContents::default());
        let comparison = comparison.map_err(|error| match error {
            CompareError::Files(error) => error,
            CompareError::Index(error) => self.index_failed(error),
        })?;
        self.index.commit(comparison.changes).map_err(|error| self.index_failed(error))?;
        Ok(comparison.contents)
    }

    /// Recreates the index with its current entries. The engine's old log would contain deleted entries for a
    /// long time, and anyone with the key could read them.
    pub(super) fn renew_index(&mut self) -> Result<(), StoreError> {
        if matches!(self.index, Index::Memory(_)) {
            return Ok(());
        }
        let mut entries = Vec::new();
        for tree in Tree::ALL {
            let scanned = self.index.scan(tree, &[]).map_err(|error| self.index_failed(error))?;
            entries.extend(scanned.into_iter().map(|(name, entry)| IndexChange {
                tree,
                name,
                entry: Some(entry),
            }));
        }
        // If anything fails before the new index is complete, the next call reloads everything.
        self.stale = true;
        self.index = Index::Memory(BTreeMap::new());
        let folder = self.index_folder();
        fs::remove_dir_all(&folder).map_err(StoreError::io("deleting", &folder))?;
        disk::sync_folder(&self.root)?;
        disk::ensure_private_folder(&folder)?;
        let filled = |mut index: Index| -> Result<Index, IndexError> {
            index.commit(entries.clone())?;
            Ok(index)
        };
        self.index = Index::open(&folder, &self.keys, |_, _, _| {})
            .and_then(filled)
            // If the engine fails, the next opening rebuilds the index from the files.
            .or_else(|_| filled(Index::Memory(BTreeMap::new())))
            .map_err(|error| self.index_failed(error))?;
        self.stale = false;
        Ok(())
    }
}
