//! `vault.json` and its copy: the wrapped keys on the disk. Nothing in them is a secret in clear.
//!
//! The file is small and everything hangs on it, so there are two, each with a checksum over its contents; the newer
//! whole one counts, and the other is written again from it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Outside, VaultError};
use crate::{badge_id::sha256_hex, disk, error::StoreError};

/// The newest form of the file that this program knows.
const FORMAT: u32 = 1;
const FILES: [&str; 2] = ["vault.json", "vault.copy.json"];

/// What the file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct VaultFile {
    pub(super) format: u32,
    /// Counts changes.
    pub(super) revision: u64,
    /// Random; what is sealed in this file is bound to it.
    pub(super) id: String,
    /// Tells the right data key from another one.
    pub(super) key_check: String,
    /// The data key, wrapped by a random key that is in the keyring.
    pub(super) keyring: Option<InKeyring>,
    /// The data key, wrapped by the passphrase.
    pub(super) passphrase: Option<Stretched>,
    /// The data key, wrapped by the recovery phrase.
    pub(super) recovery: Stretched,
    /// The signing key, sealed with the data key.
    pub(super) signing_key: String,
    /// The recovery phrase, sealed with the data key, until it is written down.
    pub(super) recovery_phrase: Option<String>,
}

/// Something sealed with a key that is in the keyring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct InKeyring {
    /// Random; names the entry, so that two backpacks do not collide and one that was moved still finds its own.
    pub(super) account: String,
    pub(super) sealed: String,
}

/// Something sealed with a key that Argon2id (RFC 9106) made from words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stretched {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
    pub(super) salt: String,
    pub(super) sealed: String,
}

#[derive(Serialize, Deserialize)]
struct Checked {
    vault: serde_json::Value,
    sha256: String,
}

enum Read {
    Absent,
    Altered,
    Whole(Box<VaultFile>),
}

impl VaultFile {
    pub(super) const FORMAT: u32 = FORMAT;

    /// Reads the newer whole file, and writes the other one again if it is not the same. `None`: there is none.
    pub(super) fn read(root: &Path) -> Result<Option<Self>, VaultError> {
        let mut found = Vec::new();
        for name in FILES {
            found.push(read_one(&root.join(name))?);
        }
        let absent = found.iter().all(|read| matches!(read, Read::Absent));
        let whole = |read: &Read| match read {
            Read::Whole(file) => Some((**file).clone()),
            Read::Absent | Read::Altered => None,
        };
        let Some(newest) = found.iter().filter_map(whole).max_by_key(|file| file.revision) else {
            return if absent { Ok(None) } else { Err(VaultError::Damaged { path: first(root) }) };
        };
        for (name, read) in FILES.iter().zip(&found) {
            if whole(read).as_ref() != Some(&newest) {
                // Two are safer than one, and one is enough to go on with.
                drop(disk::write_durably(root, name, &newest.to_bytes()));
            }
        }
        Ok(Some(newest))
    }

    /// Writes both files.
    pub(super) fn write(&self, root: &Path) -> Result<(), VaultError> {
        let bytes = self.to_bytes();
        for name in FILES {
            disk::write_durably(root, name, &bytes)?;
        }
        Ok(())
    }

    pub(super) fn outside(&self) -> Outside {
        Outside { exists: true, keyring: self.keyring.is_some(), passphrase: self.passphrase.is_some() }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let vault = serde_json::to_value(self).unwrap_or_default();
        let sha256 = sha256_hex(vault.to_string().as_bytes());
        serde_json::to_vec_pretty(&Checked { vault, sha256 }).unwrap_or_default()
    }
}

/// Where the vault is.
pub(super) fn first(root: &Path) -> PathBuf {
    root.join(FILES[0])
}

fn read_one(path: &Path) -> Result<Read, StoreError> {
    let Some(bytes) = disk::read_file(path)? else { return Ok(Read::Absent) };
    let Ok(checked) = serde_json::from_slice::<Checked>(&bytes) else { return Ok(Read::Altered) };
    if sha256_hex(checked.vault.to_string().as_bytes()) != checked.sha256 {
        return Ok(Read::Altered);
    }
    let format = checked.vault.get("format").and_then(serde_json::Value::as_u64).unwrap_or_default();
    match u32::try_from(format) {
        Ok(found) if found > FORMAT => Err(StoreError::Newer { path: path.into(), found, known: FORMAT }),
        _ => {
            Ok(serde_json::from_value(checked.vault)
                .map_or(Read::Altered, |file| Read::Whole(Box::new(file))))
        }
    }
}
