//! The lock file `LOCK`, so that only one process opens a backpack.
//!
//! The operating system holds the lock and releases it when the process ends, however it ends. A leftover `LOCK` file
//! therefore does not block anything. The process id in it is used only for the error message.

use std::{
    fs::{File, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use crate::{disk, error::StoreError};

const FILE: &str = "LOCK";
/// How long to wait for a lock that this process holds itself. A child process inherits copies of all open files for
/// the moment between `fork` and `exec`, and the lock is released only when that copy is closed too.
const OWN_LOCK_WAIT: Duration = Duration::from_millis(500);
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// The lock of a backpack. Dropping it releases the lock.
pub(crate) struct Lock(
    #[cfg_attr(not(test), expect(dead_code, reason = "holds the lock while it is open"))] File,
);

impl Lock {
    /// Takes the lock of the backpack in `root`. Does not wait for another process.
    pub(crate) fn acquire(root: &Path) -> Result<Self, StoreError> {
        let path = root.join(FILE);
        let mut file = disk::private_options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(StoreError::io("writing", &path))?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => match holder(&mut file) {
                    Some(pid) if pid == std::process::id() && started.elapsed() < OWN_LOCK_WAIT => {
                        thread::sleep(POLL_INTERVAL);
                    }
                    pid => return Err(StoreError::LockedByOther { pid, path: root.into() }),
                },
                Err(TryLockError::Error(error)) => return Err(StoreError::io("locking", path)(error)),
            }
        }
        // On a full disk the id cannot be written; the lock is held nevertheless.
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(std::process::id().to_string().as_bytes()));
        match written {
            Err(error) if !crate::error::is_full(&error) => Err(StoreError::io("writing", path)(error)),
            _ => Ok(Self(file)),
        }
    }
}

/// Returns the process id in the file, if it can be read.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().and_then(|()| file.read_to_string(&mut text)).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_briefly_for_a_lock_of_its_own_process() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::acquire(root.path()).unwrap();
        let copy = lock.0.try_clone().unwrap();
        drop(lock);
        let closer = thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            drop(copy);
        });
        let lock = Lock::acquire(root.path()).unwrap();
        closer.join().unwrap();
        let own = Some(std::process::id());
        let refused = Lock::acquire(root.path()).err();
        assert!(matches!(refused, Some(StoreError::LockedByOther { pid, .. }) if pid == own), "{refused:?}");
        drop(lock);
    }
}
