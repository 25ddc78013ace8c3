//! Folders and files that survive a crash, and nobody else's eyes.
//!
//! A file is written under a temporary name that must not exist yet, synced, renamed, and its folder synced. An error
//! while syncing is final for that file: a second sync of the same descriptor may report success for data that is
//! gone, so it is never tried.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{ErrorKind, Read, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use crate::error::{PermissionProblem, StoreError};

/// What the names of unfinished files begin with.
pub(crate) const TEMPORARY: &str = "unfinished-";

/// Makes the folder (and those above it) if it is not there, for this user alone, and refuses one that is not safe.
pub(crate) fn safe_folder(path: &Path) -> Result<(), StoreError> {
    match fs::symlink_metadata(path) {
        Ok(found) => check_owner(path, &found),
        Err(error) if error.kind() == ErrorKind::NotFound => make_folder(path),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            Err(StoreError::Permission { path: path.into(), problem: PermissionProblem::Unreadable })
        }
        Err(error) => Err(StoreError::io("reading", path)(error)),
    }
}

/// Makes a folder for this user alone, those above it as the system likes, and syncs the folders that hold them.
fn make_folder(path: &Path) -> Result<(), StoreError> {
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    if let Some(above) = above
        && !above.exists()
    {
        make_folder(above)?;
    }
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(StoreError::io("making", path)(error)),
    }
    sync_folder(above.unwrap_or(Path::new(".")))
}

#[cfg(unix)]
fn check_owner(path: &Path, found: &fs::Metadata) -> Result<(), StoreError> {
    use std::os::unix::fs::MetadataExt;

    let problem = if found.file_type().is_symlink() {
        PermissionProblem::SymbolicLink
    } else if !found.is_dir() {
        PermissionProblem::NotAFolder
    } else if found.uid() != rustix::process::geteuid().as_raw() {
        PermissionProblem::OtherOwner
    } else if found.mode() & 0o022 != 0 {
        PermissionProblem::OthersMayWrite
    } else {
        return Ok(());
    };
    Err(StoreError::Permission { path: path.into(), problem })
}

#[cfg(not(unix))]
fn check_owner(path: &Path, found: &fs::Metadata) -> Result<(), StoreError> {
    let problem = if found.file_type().is_symlink() {
        PermissionProblem::SymbolicLink
    } else if !found.is_dir() {
        PermissionProblem::NotAFolder
    } else {
        return Ok(());
    };
    Err(StoreError::Permission { path: path.into(), problem })
}

/// Makes what was created, renamed or removed in a folder survive a power cut.
pub(crate) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    // Windows has no such call; NTFS journals names by itself.
    if cfg!(windows) {
        return Ok(());
    }
    File::open(path).and_then(|folder| folder.sync_all()).map_err(StoreError::io("syncing", path))
}

/// Options that open for this user alone, and never through a symbolic link.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options
}

/// Writes bytes to a new temporary file in `folder` and syncs it. It has its name only after [`finish`].
pub(crate) fn write_unfinished(folder: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let path = folder.join(format!("{TEMPORARY}{}-{number}", std::process::id()));
    let written = private().write(true).create_new(true).open(&path).and_then(|mut file| {
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

/// Gives a temporary file its name. The folder is still to be synced.
pub(crate) fn finish(unfinished: &Path, path: &Path) -> Result<(), StoreError> {
    fs::rename(unfinished, path).map_err(|error| {
        discard(unfinished);
        StoreError::io("renaming", path)(error)
    })
}

/// Writes a whole file so that it is there, complete, after a power cut; or the old one still is.
pub(crate) fn write_durably(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let unfinished = write_unfinished(folder, bytes)?;
    finish(&unfinished, &folder.join(name))?;
    sync_folder(folder)
}

/// Removes a file that nothing depends on any more. What is left over is cleared away at the next opening.
pub(crate) fn discard(path: &Path) {
    drop(fs::remove_file(path));
}

/// Reads a whole file, not through a symbolic link. `None`: there is none.
pub(crate) fn read_file(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let mut file = match private().read(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io("reading", path)(error)),
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(StoreError::io("reading", path))?;
    Ok(Some(bytes))
}

/// Whether a failure to read says something about that one file (a link or a folder in its place, a bad sector, taken
/// away rights), and nothing about the others.
pub(crate) fn is_about_this_file(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        if [Errno::LOOP, Errno::IO].contains(&Errno::from_io_error(error).unwrap_or(Errno::INTR)) {
            return true;
        }
    }
    matches!(error.kind(), ErrorKind::IsADirectory | ErrorKind::PermissionDenied)
}

/// Bytes that this user may still write where `path` is.
pub(crate) fn free_bytes(path: &Path) -> Result<u64, StoreError> {
    #[cfg(unix)]
    {
        let stat = rustix::fs::statvfs(path)
            .map_err(|error| StoreError::io("reading", path)(std::io::Error::from(error)))?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }
    // Elsewhere the system's own answer to the write has to do.
    #[cfg(not(unix))]
    Ok(u64::MAX)
}

/// Moves a file or folder into `aside` under a name that is free there, and says where it is now.
pub(crate) fn move_aside(path: &Path, aside: &Path) -> Result<PathBuf, StoreError> {
    safe_folder(aside)?;
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
