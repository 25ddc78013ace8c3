//! `LOCK`: one process at a time has a backpack open.
//!
//! The operating system holds the lock and lets go of it when the process ends, however it ends; a `LOCK` file that
//! was left behind means nothing. The process id in it is for the sentence only.

use std::{
    fs::{File, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
};

use crate::store::{StoreError, disk};

const FILE: &str = "LOCK";

/// The lock. Let go of when dropped.
pub(crate) struct Lock(#[expect(dead_code, reason = "holds the lock while it is open")] File);

impl Lock {
    /// Takes the lock of the backpack in `root`, without waiting.
    pub(crate) fn take(root: &Path) -> Result<Self, StoreError> {
        let path = root.join(FILE);
        let mut file = disk::private()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(StoreError::io("writing", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                let pid = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse().ok());
                return Err(StoreError::LockedByOther { pid, path: root.into() });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::io("locking", path)(error)),
        }
        // On a full disk the id cannot be written, and the lock holds all the same.
        let told = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(std::process::id().to_string().as_bytes()));
        match told {
            Err(error) if !super::error::is_full(&error) => Err(StoreError::io("writing", path)(error)),
            _ => Ok(Self(file)),
        }
    }
}
