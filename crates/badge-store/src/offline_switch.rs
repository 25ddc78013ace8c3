//! The offline switch: a plain file in the backpack's folder, so that whoever has the folder has the switch.
//!
//! It is no sealed setting, because the verbs that need no key obey it too; and it is looked at before each request, so
//! that it takes effect at once in every program that is open on the backpack.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{disk, error::StoreError};

/// The switch of one backpack.
#[derive(Clone, Debug)]
pub struct OfflineSwitch {
    folder: PathBuf,
}

impl OfflineSwitch {
    /// The name of the file that is there while the switch is on.
    pub const FILE: &'static str = "OFFLINE";

    /// The switch of the backpack in `folder`, which need not be there.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Whether it is on. Where that cannot be told, it is.
    pub fn is_on(&self) -> bool {
        match fs::symlink_metadata(self.file()) {
            Ok(_) => true,
            Err(error) => !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
        }
    }

    /// Switches it. When this returns `Ok`, a power cut does not switch it back.
    pub fn set(&self, on: bool) -> Result<(), StoreError> {
        const SAYS: &[u8] = b"While this file is here, no host is asked.\n";
        if on {
            disk::safe_folder(&self.folder)?;
            return disk::write_durably(&self.folder, Self::FILE, SAYS);
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
    fn it_stays_as_it_was_left_and_a_missing_folder_is_no_switch() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("backpack");
        let switch = OfflineSwitch::of(&folder);
        assert!(!switch.is_on());
        switch.set(false).unwrap();
        assert!(!folder.exists(), "nothing is made for a switch that is off");
        for on in [true, true, false, false, true] {
            switch.set(on).unwrap();
            assert_eq!(OfflineSwitch::of(&folder).is_on(), on);
        }
        assert!(!OfflineSwitch::of(&folder.join(OfflineSwitch::FILE)).is_on(), "a file is no backpack");
    }
}
