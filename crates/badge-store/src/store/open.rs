//! The store's handle, and opening a store.

use std::{collections::BTreeMap, io, path::Path, sync::Arc};

use parking_lot::{Mutex, MutexGuard};

use crate::{
    code::StoreCode,
    data_key::DataKey,
    disk,
    error::StoreError,
    lock::Lock,
    seal::Keys,
    store::{
        access::{Change, Reserve},
        catalog::Catalog,
        core::Core,
        entry::EntryKey,
        files::Files,
        format_file::{self, FormatStatus},
        index::Index,
        report::{Damage, OpenReport, RebuildReason},
        tree::Folder,
    },
};

/// A learner's badges on the disk. Share it between threads in an `Arc`; every method takes `&self`.
///
/// A method that changes something returns `Ok` only after the change is on the disk.
pub struct Store {
    core: Mutex<Core>,
}

impl Store {
    /// Opens the store in `dir`, or creates it.
    ///
    /// The report lists repairs and damage. A damaged badge never hides others.
    pub fn open(dir: &Path, key: &DataKey) -> Result<(Self, OpenReport), StoreError> {
        let keys = Arc::new(Keys::derive(key));
        let mut report = OpenReport::default();
        // A store of a newer program is not touched, not even by a lock file.
        let status = format_file::read(dir, &keys)?;
        if let FormatStatus::Newer(found) = status {
            return Err(newer(dir, found));
        }
        disk::ensure_private_folder(dir)?;
        let (lock, read_only) = match Lock::acquire(dir) {
            Ok(lock) => (Some(lock), None),
            Err(error) if is_read_only(&error) => (None, Some(StoreCode::ReadOnly)),
            Err(error) => return Err(error),
        };
        let mut core = Core {
            root: dir.to_owned(),
            files: Files::new(dir),
            index: Index::Memory(BTreeMap::new()),
            catalog: Catalog::default(),
            damaged: BTreeMap::new(),
            stale: true,
            on_index_failure: None,
            read_only,
            keys,
            _lock: lock,
        };
        core.check_format(status, &mut report)?;
        core.reload(&mut report)?;
        Ok((Self { core: Mutex::new(core) }, report))
    }

    /// Returns the damage that opening, [`doctor`](Self::doctor) and reading have found so far.
    pub fn damaged(&self) -> Vec<Damage> {
        self.core().damaged.values().cloned().collect()
    }

    /// Returns why the store is read-only at present, or `None` if it can be written.
    pub fn read_only(&self) -> Option<StoreCode> {
        self.core().read_only
    }

    /// Sets a callback for failures of the index while the store is open.
    ///
    /// The store calls the callback before the method with the failure returns. Such a failure loses nothing,
    /// but the disk may be about to fail. The callback must not call the store.
    pub fn on_index_failure(&self, callback: impl Fn(&RebuildReason) + Send + 'static) {
        self.core().on_index_failure = Some(Box::new(callback));
    }

    /// Locks the state. If a thread panicked while it held the lock, its change is complete or the state is stale.
    pub(super) fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock()
    }

    /// Locks the state and reloads it if an earlier error made that necessary.
    pub(super) fn current_core(&self) -> Result<MutexGuard<'_, Core>, StoreError> {
        let mut core = self.core();
        core.reload_if_stale()?;
        Ok(core)
    }

    /// Writes one entry.
    pub(super) fn put_entry(&self, key: EntryKey, value: Vec<u8>) -> Result<(), StoreError> {
        self.current_core()?.commit(vec![Change::put(key, value)], Reserve::Change)
    }

    /// Deletes one entry. Returns whether it existed.
    pub(super) fn delete_entry(&self, key: EntryKey) -> Result<bool, StoreError> {
        let mut core = self.current_core()?;
        let exists = core.has(&key)?;
        if exists {
            core.commit(vec![Change::delete(key)], Reserve::Change)?;
        }
        Ok(exists)
    }
}

impl Core {
    /// Checks `FORMAT` against the key and the files, and creates or repairs it.
    fn check_format(&mut self, status: FormatStatus, report: &mut OpenReport) -> Result<(), StoreError> {
        let key_fits = self.opens_any_entry()?;
        match (status, key_fits) {
            (FormatStatus::Newer(found), _) => return Err(newer(&self.root, found)),
            (FormatStatus::Altered(Some(found)), None | Some(false)) if found > format_file::FORMAT => {
                return Err(newer(&self.root, found));
            }
            (FormatStatus::OtherKey, _) | (FormatStatus::Missing | FormatStatus::Altered(_), Some(false)) => {
                return Err(StoreError::KeyMismatch { path: self.root.clone() });
            }
            (FormatStatus::Current, _) => {}
            (FormatStatus::Missing | FormatStatus::Altered(_), _) if self.read_only.is_some() => {}
            (FormatStatus::Missing, key_fits) => {
                report.created = key_fits.is_none();
                format_file::write(&self.root, &self.keys, format_file::WITHOUT_OTHER_FILES)?;
            }
            (FormatStatus::Altered(_), _) => {
                let path = format_file::path(&self.root);
                report.moved_aside.push(disk::move_aside(&path, &self.aside_folder())?);
                format_file::write(&self.root, &self.keys, format_file::WITHOUT_OTHER_FILES)?;
            }
        }
        if self.read_only.is_some() { Ok(()) } else { self.files.create_folders() }
    }

    /// Returns whether the key opens any sealed file, or `None` if there are no files.
    fn opens_any_entry(&self) -> Result<Option<bool>, StoreError> {
        let mut any = None;
        for folder in Folder::ALL {
            for (name, versions) in self.files.list(folder)?.entries {
                let version = versions.last().copied().unwrap_or_default();
                if self.read_for_index(folder, &name, version)?.is_some() {
                    return Ok(Some(true));
                }
                any = Some(false);
            }
        }
        Ok(any)
    }
}

/// Returns whether `dir` contains files of a store.
pub(crate) fn contains_store(dir: &Path) -> Result<bool, StoreError> {
    let files = Files::new(dir);
    for folder in Folder::ALL {
        if !files.list(folder)?.entries.is_empty() {
            return Ok(true);
        }
    }
    Ok(format_file::path(dir).exists())
}

fn newer(dir: &Path, found: u32) -> StoreError {
    StoreError::Newer { path: format_file::path(dir), found, known: format_file::FORMAT }
}

fn is_read_only(error: &StoreError) -> bool {
    match error {
        StoreError::ReadOnly { .. } => true,
        StoreError::Io { source, .. } => source.kind() == io::ErrorKind::PermissionDenied,
        _ => false,
    }
}
