//! Wrapping: a key sealed with another key, or with one that is made from words.

use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::HEXLOWER;
use rand_core::{OsRng, RngCore};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::file::Stretched;
use crate::{
    data_key::DataKey,
    seal::{seal, unseal},
};

/// Argon2id: 64 MiB, three passes, one lane.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// What a file may ask for at most, so that an altered one cannot take all memory or time.
const MEMORY_KIB_MAX: u32 = 1 << 20;
const PASSES_MAX: u32 = 16;
const LANES_MAX: u32 = 16;

/// What a seal is bound to: this vault, and what the sealed thing is.
pub(super) fn binding(vault: &str, what: &str) -> Vec<u8> {
    format!("badge-backpack vault|{vault}|{what}").into_bytes()
}

/// Seals with a key, as hex.
pub(super) fn seal_hex(key: &[u8; 32], vault: &str, what: &str, plain: &[u8]) -> String {
    HEXLOWER.encode(&seal(key, &binding(vault, what), plain))
}

/// Opens what [`seal_hex`] made.
pub(super) fn unseal_hex(
    key: &[u8; 32],
    vault: &str,
    what: &str,
    sealed: &str,
) -> Option<Zeroizing<Vec<u8>>> {
    unseal(key, &binding(vault, what), &HEXLOWER.decode(sealed.as_bytes()).ok()?)
}

/// A data key out of its bytes.
pub(super) fn data_key(bytes: &[u8]) -> Option<DataKey> {
    Some(DataKey::from(<[u8; 32]>::try_from(bytes).ok()?))
}

/// Random bytes, as hex.
pub(super) fn random_hex<const N: usize>() -> String {
    let mut bytes = Zeroizing::new([0; N]);
    OsRng.fill_bytes(&mut *bytes);
    HEXLOWER.encode(&*bytes)
}

impl Stretched {
    /// Seals the data key with a key made from words.
    pub(super) fn seal(vault: &str, what: &str, words: &SecretString, data_key: &DataKey) -> Option<Self> {
        let mut wrap = Self {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: random_hex::<16>(),
            sealed: String::new(),
        };
        wrap.sealed = seal_hex(&*wrap.key(words)?, vault, what, data_key.expose());
        Some(wrap)
    }

    /// Opens the data key with words. `None`: they are not the ones.
    pub(super) fn open(&self, vault: &str, what: &str, words: &SecretString) -> Option<DataKey> {
        data_key(&unseal_hex(&*self.key(words)?, vault, what, &self.sealed)?)
    }

    fn key(&self, words: &SecretString) -> Option<Zeroizing<[u8; 32]>> {
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
