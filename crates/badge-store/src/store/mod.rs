//! Keeps badges on the disk, sealed.
//!
//! Sealed files are the truth: each original, archived document and small record is one file, written so that it
//! survives a crash and a power cut. The index makes finding fast and can be lost at any time. Nothing outside this
//! module knows which engine the index uses. What a badge means is `openbadges`' business, where the key comes from
//! is `vault`'s.

mod add;
mod badge;
mod catalog;
mod compare;
mod core;
mod doctor;
mod entry;
mod files;
mod format_file;
mod index;
mod learner;
mod learner_entries;
mod load;
mod original;
mod other_files;
mod purge;
mod report;
mod request_log;
mod restore;
mod stored_badge;
mod verifications;
mod versions;

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

pub use self::{
    badge::{AddOutcome, BadgeEntry, Latest, NewBadge, Original, Provenance, Source, SourceKind},
    learner::{AddedTrustList, AgreedHost, IssuerPin, OwnIdentity, Share},
    other_files::{NewOtherFile, OtherFile},
    report::{Advice, Damage, DamagedKind, DoctorReport, OpenReport, RebuildReason},
    request_log::{ACTIVITY_LOG_REQUESTS, LoggedOutcome, LoggedRequest, LoggedSubject},
    versions::Age,
};
use self::{catalog::Shelf, core::Core, entry::Folder, files::Files, format_file::Said, index::Index};
use crate::{code::StoreCode, data_key::DataKey, disk, error::StoreError, lock::Lock, seal::Keys};

/// How long a removed badge can be brought back.
pub const UNDO_REMOVAL: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A learner's badges on the disk. Share it between threads behind an `Arc`; every method takes `&self`.
///
/// A method that changes something returns `Ok` only after the change is on the disk.
pub struct Store {
    core: Mutex<Core>,
}

impl Store {
    /// Opens the store in `dir`, making it if there is none. What had to be repaired and what is damaged is in the
    /// report; a damaged badge never hides the others.
    pub fn open(dir: &Path, key: &DataKey) -> Result<(Self, OpenReport), StoreError> {
        let keys = Arc::new(Keys::derive(key));
        let mut report = OpenReport::default();
        // What a newer program wrote is not touched, not even by a lock file.
        let said = format_file::read(dir, &keys)?;
        if let Said::Newer(found) = said {
            return Err(newer(dir, found));
        }
        disk::safe_folder(dir)?;
        let (lock, read_only) = match Lock::take(dir) {
            Ok(lock) => (Some(lock), None),
            Err(error) if cannot_write(&error) => (None, Some(StoreCode::ReadOnly)),
            Err(error) => return Err(error),
        };
        let mut core = Core {
            root: dir.to_owned(),
            files: Files::new(dir),
            index: Index::Memory(BTreeMap::new()),
            shelf: Shelf::default(),
            damaged: BTreeMap::new(),
            stale: true,
            listener: None,
            read_only,
            keys,
            _lock: lock,
        };
        core.settle_format(said, &mut report)?;
        core.load(&mut report)?;
        Ok((Self { core: Mutex::new(core) }, report))
    }

    /// What has been found damaged so far, by opening, by [`doctor`](Self::doctor), and by reading.
    pub fn damaged(&self) -> Vec<Damage> {
        self.core().damaged.values().cloned().collect()
    }

    /// Why nothing can be written at present. Everything can be read.
    pub fn read_only(&self) -> Option<StoreCode> {
        self.core().read_only
    }

    /// Tells `listener` whenever the index fails while the store is open: at once, before the call that met it returns.
    /// Nothing is lost by that, and the disk may be about to fail. The listener must not call the store.
    pub fn on_index_failure(&self, listener: impl Fn(&RebuildReason) + Send + 'static) {
        self.core().listener = Some(Box::new(listener));
    }

    /// A thread that panicked elsewhere leaves nothing half done here: a change is whole or is read again.
    fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn settled(&self) -> Result<MutexGuard<'_, Core>, StoreError> {
        let mut core = self.core();
        core.settle()?;
        Ok(core)
    }
}

impl Core {
    /// Makes `FORMAT` and the folders agree with this program, or says why not.
    fn settle_format(&mut self, said: Said, report: &mut OpenReport) -> Result<(), StoreError> {
        let keyed = self.opens_a_record()?;
        match (said, keyed) {
            (Said::Newer(found), _) => return Err(newer(&self.root, found)),
            (Said::Altered(Some(found)), None | Some(false)) if found > format_file::FORMAT => {
                return Err(newer(&self.root, found));
            }
            (Said::OtherKey, _) | (Said::Nothing | Said::Altered(_), Some(false)) => {
                return Err(StoreError::KeyMismatch { path: self.root.clone() });
            }
            (Said::Ours, _) => {}
            (Said::Nothing | Said::Altered(_), _) if self.read_only.is_some() => {}
            (Said::Nothing, keyed) => {
                report.created = keyed.is_none();
                format_file::write(&self.root, &self.keys, format_file::WITHOUT_RECORDS)?;
            }
            (Said::Altered(_), _) => {
                let path = format_file::path(&self.root);
                report.moved_aside.push(disk::move_aside(&path, &self.aside_folder())?);
                format_file::write(&self.root, &self.keys, format_file::WITHOUT_RECORDS)?;
            }
        }
        if self.read_only.is_some() { Ok(()) } else { self.files.make_folders() }
    }

    /// Whether this key opens any sealed file. `None`: there is none.
    fn opens_a_record(&self) -> Result<Option<bool>, StoreError> {
        let mut any = None;
        for folder in Folder::ALL {
            for (name, versions) in self.files.list(folder)?.records {
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

/// Whether there are files of a store in `dir`.
pub(crate) fn looks_like_store(dir: &Path) -> Result<bool, StoreError> {
    let files = Files::new(dir);
    for folder in Folder::ALL {
        if !files.list(folder)?.records.is_empty() {
            return Ok(true);
        }
    }
    Ok(format_file::path(dir).exists())
}

fn newer(dir: &Path, found: u32) -> StoreError {
    StoreError::Newer { path: format_file::path(dir), found, known: format_file::FORMAT }
}

fn cannot_write(error: &StoreError) -> bool {
    match error {
        StoreError::ReadOnly { .. } => true,
        StoreError::Io { source, .. } => source.kind() == io::ErrorKind::PermissionDenied,
        _ => false,
    }
}
