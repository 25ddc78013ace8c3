//! The sealed files: one a record, in `originals/`, `documents/` and `records/`.
//!
//! A change of a record is a new file with the next version; the old one goes when the index has the change too. So
//! at every moment the newest whole file of a name is the record, and a list of names tells what there is.

use std::{
    collections::BTreeMap,
    fs,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};

use crate::{
    disk,
    error::StoreError,
    store::entry::{Folder, Name, Sealed, Tree},
};

/// Where the sealed files are.
pub(super) struct Files {
    root: PathBuf,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The versions of each record, oldest first.
    pub(super) records: BTreeMap<Name, Vec<u64>>,
    /// Files that were never finished.
    pub(super) unfinished: Vec<PathBuf>,
    /// Files with names that this program does not give.
    pub(super) strange: Vec<PathBuf>,
}

impl Files {
    /// The folders below `root`.
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Makes the folders that are not there.
    pub(super) fn make_folders(&self) -> Result<(), StoreError> {
        Folder::ALL.iter().try_for_each(|folder| disk::safe_folder(&self.folder(*folder)))
    }

    pub(super) fn folder(&self, folder: Folder) -> PathBuf {
        self.root.join(folder.name())
    }

    pub(super) fn path(&self, folder: Folder, name: &Name, version: u64) -> PathBuf {
        self.folder(folder).join(name.file_name(version))
    }

    /// Lists a folder by names alone.
    pub(super) fn list(&self, folder: Folder) -> Result<Listing, StoreError> {
        let path = self.folder(folder);
        let mut listing = Listing::default();
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(listing),
            Err(error) => return Err(StoreError::io("reading", path)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(StoreError::io("reading", &path))?;
            let file_name = entry.file_name();
            match file_name.to_str() {
                Some(text) if text.starts_with(disk::TEMPORARY) => listing.unfinished.push(entry.path()),
                text => match text.and_then(Name::from_file_name) {
                    Some((name, version)) => listing.records.entry(name).or_default().push(version),
                    None => listing.strange.push(entry.path()),
                },
            }
        }
        listing.records.values_mut().for_each(|versions| versions.sort_unstable());
        Ok(listing)
    }

    /// Reads a whole record. `None`: the file is not there, or it alone cannot be read.
    pub(super) fn read(
        &self,
        folder: Folder,
        name: &Name,
        version: u64,
    ) -> Result<Option<Sealed>, StoreError> {
        match disk::read_file(&self.path(folder, name, version)) {
            Err(StoreError::Io { source, .. }) if disk::is_about_this_file(&source) => Ok(None),
            read => Ok(read?.map(Sealed::claimed)),
        }
    }

    /// Reads the head of a record and how long its file is. `None`: as for [`read`](Self::read).
    pub(super) fn read_head(
        &self,
        folder: Folder,
        name: &Name,
        version: u64,
    ) -> Result<Option<(Sealed, u64)>, StoreError> {
        let path = self.path(folder, name, version);
        let read = disk::private().read(true).open(&path).and_then(|file| {
            let len = file.metadata()?.len();
            let mut bytes = Vec::new();
            file.take(Sealed::HEAD_BYTES).read_to_end(&mut bytes)?;
            Ok((Sealed::head_of(&bytes), len))
        });
        match read {
            Ok(read) => Ok(Some(read)),
            Err(error) if error.kind() == ErrorKind::NotFound || disk::is_about_this_file(&error) => Ok(None),
            Err(error) => Err(StoreError::io("reading", path)(error)),
        }
    }

    /// Length of a file. `None`: it is not there.
    pub(super) fn len(&self, folder: Folder, name: &Name, version: u64) -> Option<u64> {
        fs::symlink_metadata(self.path(folder, name, version)).ok().map(|found| found.len())
    }

    /// Writes records so that they are on the disk when it returns: those of an earlier stage before those of a later
    /// one. On an error nothing of them is left, as far as the disk allows.
    pub(super) fn write(&self, records: &[(Tree, Name, u64, Sealed)]) -> Result<(), StoreError> {
        let mut written = Vec::new();
        let outcome = self.write_in_stages(records, &mut written);
        if outcome.is_err() {
            written.iter().rev().for_each(|path| disk::discard(path));
        }
        outcome
    }

    fn write_in_stages(
        &self,
        records: &[(Tree, Name, u64, Sealed)],
        written: &mut Vec<PathBuf>,
    ) -> Result<(), StoreError> {
        for stage in 0..=2 {
            let now = records.iter().filter(|(tree, ..)| tree.stage() == stage);
            let mut unfinished = Vec::new();
            let mut folders = Vec::new();
            for (tree, name, version, sealed) in now {
                let folder = self.folder(tree.folder());
                let temporary = disk::write_unfinished(&folder, sealed.as_bytes())?;
                written.push(temporary.clone());
                unfinished.push((temporary, self.path(tree.folder(), name, *version)));
                if !folders.contains(&folder) {
                    folders.push(folder);
                }
            }
            for (temporary, path) in unfinished {
                disk::finish(&temporary, &path)?;
                written.push(path);
            }
            folders.iter().try_for_each(|folder| disk::sync_folder(folder))?;
        }
        Ok(())
    }
}
