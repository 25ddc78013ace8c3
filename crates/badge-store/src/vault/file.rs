//! `vault.json` and its copy: the key slots and the sealed signing key. No secret is in clear.
//!
//! If this file is lost, every key is lost. Therefore there are two copies, each with a checksum over its
//! contents. The vault reads the newer intact copy and rewrites the other from it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{error::VaultError, key_slot::Argon2Slot, keyring::KeyringSlot, status::VaultStatus};
use crate::{badge_id::sha256_hex, disk, error::StoreError};

/// The newest format of the file that this program supports.
const FORMAT: u32 = 1;
const FILES: [&str; 2] = ["vault.json", "vault.copy.json"];

/// The contents of the file. The field names are its JSON format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct VaultFile {
    pub(super) format: u32,
    /// Number of changes so far.
    pub(super) revision: u64,
    /// Random id. Everything sealed in this file is bound to it.
    pub(super) id: String,
    /// A value derived from the data key, to recognise it.
    pub(super) key_check: String,
    /// The data key, sealed with a random key that is in the keyring.
    pub(super) keyring: Option<KeyringSlot>,
    /// The data key, sealed with the passphrase.
    pub(super) passphrase: Option<Argon2Slot>,
    /// The data key, sealed with the recovery phrase.
    pub(super) recovery: Argon2Slot,
    /// The signing key, sealed with the data key.
    pub(super) signing_key: String,
    /// The recovery phrase, sealed with the data key, until the learner has written it down.
    pub(super) recovery_phrase: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct ChecksummedFile {
    vault: serde_json::Value,
    sha256: String,
}

enum FileState {
    Absent,
    Altered,
    Intact(Box<VaultFile>),
}

impl VaultFile {
    pub(super) const FORMAT: u32 = FORMAT;

    /// Reads the newer intact copy and rewrites the other one if it differs. Returns `None` if there is no vault.
    pub(super) fn read(root: &Path) -> Result<Option<Self>, VaultError> {
        let mut copies = Vec::new();
        for name in FILES {
            copies.push(read_copy(&root.join(name))?);
        }
        let absent = copies.iter().all(|copy| matches!(copy, FileState::Absent));
        let intact = |copy: &FileState| match copy {
            FileState::Intact(file) => Some((**file).clone()),
            FileState::Absent | FileState::Altered => None,
        };
        let Some(newest) = copies.iter().filter_map(intact).max_by_key(|file| file.revision) else {
            return if absent { Ok(None) } else { Err(VaultError::Damaged { path: main_path(root) }) };
        };
        for (name, copy) in FILES.iter().zip(&copies) {
            if intact(copy).as_ref() != Some(&newest) {
                // One copy is enough to continue, so an error here is ignored.
                drop(disk::write_durably(root, name, &newest.to_bytes()));
            }
        }
        Ok(Some(newest))
    }

    /// Writes both copies.
    pub(super) fn write(&self, root: &Path) -> Result<(), VaultError> {
        let bytes = self.to_bytes();
        for name in FILES {
            disk::write_durably(root, name, &bytes)?;
        }
        Ok(())
    }

    pub(super) fn status(&self) -> VaultStatus {
        VaultStatus { exists: true, keyring: self.keyring.is_some(), passphrase: self.passphrase.is_some() }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let vault = serde_json::to_value(self).unwrap_or_default();
        let sha256 = sha256_hex(vault.to_string().as_bytes());
        serde_json::to_vec_pretty(&ChecksummedFile { vault, sha256 }).unwrap_or_default()
    }
}

/// Returns the path of `vault.json`.
pub(super) fn main_path(root: &Path) -> PathBuf {
    root.join(FILES[0])
}

fn read_copy(path: &Path) -> Result<FileState, StoreError> {
    let Some(bytes) = disk::read_file(path)? else { return Ok(FileState::Absent) };
    let Ok(checked) = serde_json::from_slice::<ChecksummedFile>(&bytes) else {
        return Ok(FileState::Altered);
    };
    if sha256_hex(checked.vault.to_string().as_bytes()) != checked.sha256 {
        return Ok(FileState::Altered);
    }
    let format = checked.vault.get("format").and_then(serde_json::Value::as_u64).unwrap_or_default();
    match u32::try_from(format) {
        Ok(found) if found > FORMAT => Err(StoreError::Newer { path: path.into(), found, known: FORMAT }),
        _ => Ok(serde_json::from_value(checked.vault)
            .map_or(FileState::Altered, |file| FileState::Intact(Box::new(file)))),
    }
}
