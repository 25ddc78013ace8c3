//! Writes files and folders that survive a power cut and that only their owner can read.
//!
//! A file is written under a temporary name that must not exist yet, synced and renamed; then its folder is synced.
//!
//! A failed sync is final for that file and never repeated: a second sync of the same descriptor may report success
//! for data that is lost.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{ErrorKind, Read, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use crate::error::{PermissionProblem, StoreError};

/// Prefix of the names of temporary files.
pub(crate) const TEMPORARY_PREFIX: &str = "unfinished-";

/// Creates the folder and its parents if missing, for this user only. Rejects an existing folder that is not safe.
pub(crate) fn ensure_private_folder(path: &Path) -> Result<(), StoreError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => check_owner(path, &metadata),
        Err(error) if error.kind() == ErrorKind::NotFound => create_folder(path),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            Err(StoreError::Permission { path: path.into(), problem: PermissionProblem::Unreadable })
        }
        Err(error) => Err(StoreError::io("reading", path)(error)),
    }
}

/// Creates a folder for this user only (parents with default rights) and syncs the folder that contains it.
fn create_folder(path: &Path) -> Result<(), StoreError> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent
        && !parent.exists()
    {
        create_folder(parent)?;
    }
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(StoreError::io("making", path)(error)),
    }
    sync_folder(parent.unwrap_or(Path::new(".")))
}

#[cfg(unix)]
fn check_owner(path: &Path, metadata: &fs::Metadata) -> Result<(), StoreError> {
    use std::os::unix::fs::MetadataExt;

    let problem = if metadata.file_type().is_symlink() {
        PermissionProblem::SymbolicLink
    } else if !metadata.is_dir() {
        PermissionProblem::NotAFolder
    } else if metadata.uid() != rustix::process::geteuid().as_raw() {
        PermissionProblem::OtherOwner
    } else if metadata.mode() & 0o022 != 0 {
        PermissionProblem::OthersMayWrite
    } else {
        return Ok(());
    };
    Err(StoreError::Permission { path: path.into(), problem })
}

#[cfg(not(unix))]
fn check_owner(path: &Path, metadata: &fs::Metadata) -> Result<(), StoreError> {
    let problem = if metadata.file_type().is_symlink() {
        PermissionProblem::SymbolicLink
    } else if !metadata.is_dir() {
        PermissionProblem::NotAFolder
    } else {
        return Ok(());
    };
    Err(StoreError::Permission { path: path.into(), problem })
}

/// Syncs a folder, so that creations, renames and removals in it survive a power cut.
pub(crate) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    // Windows has no such call, and NTFS journals file names.
    if cfg!(windows) {
        return Ok(());
    }
    File::open(path).and_then(|folder| folder.sync_all()).map_err(StoreError::io("syncing", path))
}

/// Returns options that create files for this user only and never follow a symbolic link.
pub(crate) fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options
}

/// Writes bytes to a new temporary file in `folder` and syncs it. [`publish`] gives the file its final name.
pub(crate) fn write_temporary(folder: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let path = folder.join(format!("{TEMPORARY_PREFIX}{}-{number}", std::process::id()));
    let written = private_options().write(true).create_new(true).open(&path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    match written {
        Ok(()) => Ok(path),
        Err(error) => {
            discard(&path);
            Err(StoreError::io("writing", path)(error))
        }
    }
}

/// Renames a temporary file to its final name. The caller must sync the folder afterwards.
pub(crate) fn publish(temporary: &Path, path: &Path) -> Result<(), StoreError> {
    fs::rename(temporary, path).map_err(|error| {
        discard(temporary);
        StoreError::io("renaming", path)(error)
    })
}

/// Writes a whole file and syncs it. After a power cut the file has either all of the new or all of the old contents.
pub(crate) fn write_durably(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let temporary = write_temporary(folder, bytes)?;
    publish(&temporary, &folder.join(name))?;
    sync_folder(folder)
}

/// Removes a file that nothing depends on any more. Errors are ignored: the next opening cleans up.
pub(crate) fn discard(path: &Path) {
    drop(fs::remove_file(path));
}

/// Reads a whole file without following symbolic links. Returns `None` if it does not exist.
pub(crate) fn read_file(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let mut file = match private_options().read(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io("reading", path)(error)),
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(StoreError::io("reading", path))?;
    Ok(Some(bytes))
}

/// Returns whether a read error concerns only that file (a link or folder in its place, a bad sector, missing
/// rights).
pub(crate) fn is_limited_to_file(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        if [Errno::LOOP, Errno::IO].contains(&Errno::from_io_error(error).unwrap_or(Errno::INTR)) {
            return true;
        }
    }
    matches!(error.kind(), ErrorKind::IsADirectory | ErrorKind::PermissionDenied)
}

/// Returns how many bytes this user may still write on the file system of `path`.
pub(crate) fn free_bytes(path: &Path) -> Result<u64, StoreError> {
    #[cfg(unix)]
    {
        let stat = rustix::fs::statvfs(path)
            .map_err(|error| StoreError::io("reading", path)(std::io::Error::from(error)))?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }
    // On other systems a full disk is detected only when a write fails.
    #[cfg(not(unix))]
    Ok(u64::MAX)
}

/// Moves a file or folder into the folder `aside` under an unused name, and returns its new path.
pub(crate) fn move_aside(path: &Path, aside: &Path) -> Result<PathBuf, StoreError> {
    ensure_private_folder(aside)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let target = (1_u32..)
        .map(|number| aside.join(format!("{number}-{name}")))
        .find(|target| fs::symlink_metadata(target).is_err())
        .unwrap_or_else(|| aside.join(name));
    fs::rename(path, &target).map_err(StoreError::io("moving aside", path))?;
    sync_folder(aside)?;
    if let Some(folder) = path.parent() {
        sync_folder(folder)?;
    }
    Ok(target)
}
