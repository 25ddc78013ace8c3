//! `LOCK`: one process at a time has a backpack open.
//!
//! The operating system holds the lock and lets go of it when the process ends, however it ends; a `LOCK` file that
//! was left behind means nothing. The process id in it is for the sentence only.

use std::{
    fs::{File, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use crate::{disk, error::StoreError};

const FILE: &str = "LOCK";
/// How long a lock of our own is waited for. A program that this one starts has copies of all its files for the moment
/// before it begins, and the lock is let go of only when that copy is gone too.
const STARTING: Duration = Duration::from_millis(500);
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// The lock. Let go of when dropped.
pub(crate) struct Lock(
    #[cfg_attr(not(test), expect(dead_code, reason = "holds the lock while it is open"))] File,
);

impl Lock {
    /// Takes the lock of the backpack in `root`, without waiting for another process.
    pub(crate) fn take(root: &Path) -> Result<Self, StoreError> {
        let path = root.join(FILE);
        let mut file = disk::private()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(StoreError::io("writing", &path))?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => match holder(&mut file) {
                    Some(pid) if pid == std::process::id() && began.elapsed() < STARTING => {
                        thread::sleep(LOOK_EVERY);
                    }
                    pid => return Err(StoreError::LockedByOther { pid, path: root.into() }),
                },
                Err(TryLockError::Error(error)) => return Err(StoreError::io("locking", path)(error)),
            }
        }
        // On a full disk the id cannot be written, and the lock holds all the same.
        let told = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(std::process::id().to_string().as_bytes()));
        match told {
            Err(error) if !crate::error::is_full(&error) => Err(StoreError::io("writing", path)(error)),
            _ => Ok(Self(file)),
        }
    }
}

/// The process that wrote its id last; `None` where nobody did, or it cannot be read, which only the sentence misses.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().and_then(|()| file.read_to_string(&mut text)).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_our_own_lock_that_goes_in_a_moment_is_waited_for_and_one_that_stays_is_not() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        let copy = lock.0.try_clone().unwrap();
        drop(lock);
        let goes = thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            drop(copy);
        });
        let lock = Lock::take(root.path()).unwrap();
        goes.join().unwrap();
        let own = Some(std::process::id());
        let refused = Lock::take(root.path()).err();
        assert!(matches!(refused, Some(StoreError::LockedByOther { pid, .. }) if pid == own), "{refused:?}");
        drop(lock);
    }
}
