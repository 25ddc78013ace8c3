//! Files outside the backpack, and random ids.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use data_encoding::HEXLOWER;
use rand_core::{OsRng, RngCore};
use tokio_util::sync::CancellationToken;

/// Returns a random id: 128 bits in hex.
pub(crate) fn random_id() -> String {
    let mut bytes = [0; 16];
    OsRng.fill_bytes(&mut bytes);
    HEXLOWER.encode(&bytes)
}

/// Writes a file atomically: to a temporary file in the same folder, which then replaces it. Returns `false`
/// after a cancellation, which leaves no temporary file.
pub(crate) fn write_whole(to: &Path, bytes: &[u8], cancel: &CancellationToken) -> io::Result<bool> {
    const STEP_BYTES: usize = 1 << 20;

    let name = to.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
    let folder = match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let temporary = folder.join(format!(".{}.{}.part", name.to_string_lossy(), random_id()));
    let written = (|| {
        let mut file = File::options().write(true).create_new(true).open(&temporary)?;
        for step in bytes.chunks(STEP_BYTES) {
            if cancel.is_cancelled() {
                return Ok(false);
            }
            file.write_all(step)?;
        }
        file.sync_all()?;
        drop(file);
        if cancel.is_cancelled() {
            return Ok(false);
        }
        fs::rename(&temporary, to)?;
        Ok(true)
    })();
    if !matches!(written, Ok(true)) && temporary.exists() {
        fs::remove_file(&temporary)?;
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_complete_files() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("my.badgebundle");
        let running = CancellationToken::new();
        assert!(write_whole(&to, b"first", &running).unwrap());
        assert!(write_whole(&to, b"second", &running).unwrap());
        assert_eq!(fs::read(&to).unwrap(), b"second");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_whole(&folder.path().join("missing/my.badgebundle"), b"x", &running).is_err());
    }

    #[test]
    fn cancellation_keeps_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let cancelled = CancellationToken::new();
        cancelled.cancel();
        let to = folder.path().join("my.badgebundle");
        assert!(!write_whole(&to, b"first", &cancelled).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::write(&to, b"earlier").unwrap();
        assert!(!write_whole(&to, b"second", &cancelled).unwrap());
        assert_eq!(fs::read(&to).unwrap(), b"earlier");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
