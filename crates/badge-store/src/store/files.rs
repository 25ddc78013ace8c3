//! The sealed files in `originals/`, `documents/` and `records/`: one per entry.
//!
//! Each change of an entry writes a new file with the next version. The old file is deleted after the index
//! has the change. The newest intact file of a name is therefore always the entry, and a list of file names
//! is a list of entries.

use std::{
    collections::BTreeMap,
    fs,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};

use crate::{
    disk,
    error::StoreError,
    store::{
        entry::{EntryName, SealedEntry},
        tree::{Folder, Tree},
    },
};

/// The sealed files of a store.
pub(super) struct Files {
    root: PathBuf,
}

/// The files in a folder.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The versions of each entry, oldest first.
    pub(super) entries: BTreeMap<EntryName, Vec<u64>>,
    /// Temporary files of interrupted changes.
    pub(super) unfinished: Vec<PathBuf>,
    /// Files with names that this program does not use.
    pub(super) unknown: Vec<PathBuf>,
}

impl Files {
    /// Returns the sealed files below `root`.
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Creates missing folders.
    pub(super) fn create_folders(&self) -> Result<(), StoreError> {
        Folder::ALL.iter().try_for_each(|folder| disk::ensure_private_folder(&self.folder(*folder)))
    }

    pub(super) fn folder(&self, folder: Folder) -> PathBuf {
        self.root.join(folder.name())
    }

    pub(super) fn path(&self, folder: Folder, name: &EntryName, version: u64) -> PathBuf {
        self.folder(folder).join(name.file_name(version))
    }

    /// Lists a folder. Reads file names only.
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
                Some(text) if text.starts_with(disk::TEMPORARY_PREFIX) => {
                    listing.unfinished.push(entry.path())
                }
                text => match text.and_then(EntryName::from_file_name) {
                    Some((name, version)) => listing.entries.entry(name).or_default().push(version),
                    None => listing.unknown.push(entry.path()),
                },
            }
        }
        listing.entries.values_mut().for_each(|versions| versions.sort_unstable());
        Ok(listing)
    }

    /// Reads a whole entry. Returns `None` if the file is missing, or unreadable for a reason that concerns
    /// only this file.
    pub(super) fn read(
        &self,
        folder: Folder,
        name: &EntryName,
        version: u64,
    ) -> Result<Option<SealedEntry>, StoreError> {
        match disk::read_file(&self.path(folder, name, version)) {
            Err(StoreError::Io { source, .. }) if disk::is_limited_to_file(&source) => Ok(None),
            read => Ok(read?.map(SealedEntry::unchecked)),
        }
    }

    /// Reads the head of an entry and the length of its file. Returns `None` as [`read`](Self::read) does.
    pub(super) fn read_head(
        &self,
        folder: Folder,
        name: &EntryName,
        version: u64,
    ) -> Result<Option<(SealedEntry, u64)>, StoreError> {
        let path = self.path(folder, name, version);
        let read = disk::private_options().read(true).open(&path).and_then(|file| {
            let len = file.metadata()?.len();
            let mut bytes = Vec::new();
            file.take(SealedEntry::HEAD_BYTES).read_to_end(&mut bytes)?;
            Ok((SealedEntry::head_of(&bytes), len))
        });
        match read {
            Ok(read) => Ok(Some(read)),
            Err(error) if error.kind() == ErrorKind::NotFound || disk::is_limited_to_file(&error) => Ok(None),
            Err(error) => Err(StoreError::io("reading", path)(error)),
        }
    }

    /// Returns the length of a file, or `None` if it is missing.
    pub(super) fn len(&self, folder: Folder, name: &EntryName, version: u64) -> Option<u64> {
        fs::symlink_metadata(self.path(folder, name, version)).ok().map(|metadata| metadata.len())
    }

    /// Writes and syncs entries, stage by stage ([`Tree::stage`]). After an error it deletes what it wrote, as far as
    /// the disk allows.
    pub(super) fn write(&self, entries: &[(Tree, EntryName, u64, SealedEntry)]) -> Result<(), StoreError> {
        let mut written = Vec::new();
        let outcome = self.write_in_stages(entries, &mut written);
        if outcome.is_err() {
            written.iter().rev().for_each(|path| disk::discard(path));
        }
        outcome
    }

    fn write_in_stages(
        &self,
        entries: &[(Tree, EntryName, u64, SealedEntry)],
        written: &mut Vec<PathBuf>,
    ) -> Result<(), StoreError> {
        for stage in 0..=2 {
            let current = entries.iter().filter(|(tree, ..)| tree.stage() == stage);
            let mut temporaries = Vec::new();
            let mut folders = Vec::new();
            for (tree, name, version, sealed) in current {
                let folder = self.folder(tree.folder());
                let temporary = disk::write_temporary(&folder, sealed.as_bytes())?;
                written.push(temporary.clone());
                temporaries.push((temporary, self.path(tree.folder(), name, *version)));
                if !folders.contains(&folder) {
                    folders.push(folder);
                }
            }
            for (temporary, path) in temporaries {
                disk::publish(&temporary, &path)?;
                written.push(path);
            }
            folders.iter().try_for_each(|folder| disk::sync_folder(folder))?;
        }
        Ok(())
    }
}
