//! The offline switch: a plain file `OFFLINE` in the backpack's folder.
//!
//! It is not a sealed setting, because commands that need no key (`verify`, `review`) obey it too. Programs read it
//! before each request, so it takes effect at once in every program that uses the folder.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{disk, error::StoreError};

/// The offline switch of one backpack.
#[derive(Clone, Debug)]
pub struct OfflineSwitch {
    folder: PathBuf,
}

impl OfflineSwitch {
    /// Name of the file that exists while the switch is on.
    pub const FILE: &'static str = "OFFLINE";

    /// Returns the switch of the backpack in `folder`. The folder need not exist.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Returns whether the switch is on. It counts as on if the file system returns an error.
    pub fn is_on(&self) -> bool {
        match fs::symlink_metadata(self.file()) {
            Ok(_) => true,
            Err(error) => !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
        }
    }

    /// Turns the switch on or off. After `Ok` the new state survives a power cut.
    pub fn set(&self, on: bool) -> Result<(), StoreError> {
        const CONTENTS: &[u8] = b"While this file is here, no host is contacted.\n";
        if on {
            disk::ensure_private_folder(&self.folder)?;
            return disk::write_durably(&self.folder, Self::FILE, CONTENTS);
        }
        let file = self.file();
        match fs::remove_file(&file) {
            Ok(()) => disk::sync_folder(&self.folder),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(StoreError::io("removing", file)(error)),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.join(Self::FILE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn state_persists_and_off_creates_no_folder() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("backpack");
        let switch = OfflineSwitch::of(&folder);
        assert!(!switch.is_on());
        switch.set(false).unwrap();
        assert!(!folder.exists(), "turning the switch off creates nothing");
        for on in [true, true, false, false, true] {
            switch.set(on).unwrap();
            assert_eq!(OfflineSwitch::of(&folder).is_on(), on);
        }
        assert!(!OfflineSwitch::of(&folder.join(OfflineSwitch::FILE)).is_on(), "a file is not a backpack");
    }
}
