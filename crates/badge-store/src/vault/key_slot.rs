//! Key slots: the data key, sealed with another key or with a key derived from a passphrase or recovery phrase.

use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::HEXLOWER;
use rand_core::{OsRng, RngCore};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    data_key::DataKey,
    seal::{seal, unseal},
};

/// Argon2id parameters of new slots: 64 MiB, three passes, one lane.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// Upper bounds for the parameters in a file, so that an altered file cannot exhaust memory or time.
const MEMORY_KIB_MAX: u32 = 1 << 20;
const PASSES_MAX: u32 = 16;
const LANES_MAX: u32 = 16;

/// Returns the context of a sealed secret: its vault and its purpose.
pub(super) fn context(vault: &str, purpose: &str) -> Vec<u8> {
    format!("badge-backpack vault|{vault}|{purpose}").into_bytes()
}

/// Seals with a key and encodes as hex.
pub(super) fn seal_hex(key: &[u8; 32], vault: &str, purpose: &str, plain: &[u8]) -> String {
    HEXLOWER.encode(&seal(key, &context(vault, purpose), plain))
}

/// Opens text from [`seal_hex`].
pub(super) fn unseal_hex(
    key: &[u8; 32],
    vault: &str,
    purpose: &str,
    sealed: &str,
) -> Option<Zeroizing<Vec<u8>>> {
    unseal(key, &context(vault, purpose), &HEXLOWER.decode(sealed.as_bytes()).ok()?)
}

/// Converts bytes to a data key. Returns `None` unless there are 32.
pub(super) fn data_key(bytes: &[u8]) -> Option<DataKey> {
    Some(DataKey::from(<[u8; 32]>::try_from(bytes).ok()?))
}

/// Returns `N` random bytes as hex.
pub(super) fn random_hex<const N: usize>() -> String {
    let mut bytes = Zeroizing::new([0; N]);
    OsRng.fill_bytes(&mut *bytes);
    HEXLOWER.encode(&*bytes)
}

/// A key slot for a passphrase or recovery phrase: the data key, sealed with a key that Argon2id (RFC 9106)
/// derives from the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Argon2Slot {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
    pub(super) salt: String,
    pub(super) sealed: String,
}

impl Argon2Slot {
    /// Seals the data key with the words.
    pub(super) fn seal(vault: &str, purpose: &str, words: &SecretString, data_key: &DataKey) -> Option<Self> {
        let mut slot = Self {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: random_hex::<16>(),
            sealed: String::new(),
        };
        slot.sealed = seal_hex(&*slot.derive_key(words)?, vault, purpose, data_key.expose());
        Some(slot)
    }

    /// Opens the data key with the words. Returns `None` if they are wrong.
    pub(super) fn open(&self, vault: &str, purpose: &str, words: &SecretString) -> Option<DataKey> {
        data_key(&unseal_hex(&*self.derive_key(words)?, vault, purpose, &self.sealed)?)
    }

    fn derive_key(&self, words: &SecretString) -> Option<Zeroizing<[u8; 32]>> {
        if self.memory_kib > MEMORY_KIB_MAX || self.passes > PASSES_MAX || self.lanes > LANES_MAX {
            return None;
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let salt = HEXLOWER.decode(self.salt.as_bytes()).ok()?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(words.expose_secret().as_bytes(), &salt, &mut *key)
            .ok()?;
        Some(key)
    }
}
