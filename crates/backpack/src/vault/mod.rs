//! The learner's keys: where they are kept, and how they are had.
//!
//! A backpack has one random data key, which seals everything in the store, and one Ed25519 signing key, whose
//! `did:key` is the learner's. Both are in `vault.json`, wrapped. The data key is wrapped by the operating system's
//! keyring or a passphrase, and always by a recovery phrase. A wrap that is not to be had is told as such: it is never
//! a reason to make a new key.

mod error;
mod secret;

use std::path::Path;

use ed25519_dalek::SigningKey;

pub use self::{
    error::{KeyTrouble, VaultError, Way},
    secret::{DataKey, Secret},
};

/// How to unlock a vault.
#[derive(Debug)]
pub enum Unlock {
    /// By the operating system's keyring.
    Automatic,
    /// By the passphrase. On the first opening it is set.
    Passphrase(Secret),
    /// By the recovery phrase, whatever its case and spacing.
    RecoveryPhrase(Secret),
}

/// What can be known of a vault without unlocking it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// There is one.
    pub exists: bool,
    /// It can be unlocked by the keyring.
    pub keyring: bool,
    /// It can be unlocked by a passphrase.
    pub passphrase: bool,
}

/// A vault: the file in the backpack's folder that holds the wrapped keys.
pub struct Vault;

#[allow(clippy::todo, unused_variables)]
impl Vault {
    /// What can be known without unlocking. Nothing is written.
    pub fn outside(dir: &Path) -> Result<Outside, VaultError> {
        todo!()
    }

    /// Unlocks the vault in `dir`. Where there is no backpack yet, makes one: wrapped by the keyring where one works,
    /// else by the passphrase ([`VaultError::PassphraseNeeded`] where none was given).
    pub fn open(dir: &Path, unlock: &Unlock) -> Result<Unlocked, VaultError> {
        todo!()
    }
}

/// A vault, unlocked. Dropping it wipes the keys from memory.
pub struct Unlocked {
    data_key: DataKey,
    signing_key: SigningKey,
}

#[allow(clippy::todo, unused_variables)]
impl Unlocked {
    /// The key that seals the store.
    pub fn data_key(&self) -> &DataKey {
        &self.data_key
    }

    /// The learner's signing key.
    pub fn signing_key(&self) -> &SigningKey {
        &self.signing_key
    }

    /// The learner's `did:key`.
    pub fn did(&self) -> String {
        todo!()
    }

    /// Whether this opening made the vault.
    pub fn created(&self) -> bool {
        todo!()
    }

    /// The recovery phrase, until the learner has said that it is written down.
    pub fn recovery_phrase(&self) -> Result<Option<Secret>, VaultError> {
        todo!()
    }

    /// The learner has written the recovery phrase down: from now on it is nowhere on this machine.
    pub fn recovery_phrase_noted(&mut self) -> Result<(), VaultError> {
        todo!()
    }

    /// Whether the keyring does not unlock this vault now, so that [`put_into_keyring`](Self::put_into_keyring) should
    /// be offered.
    pub fn keyring_offered(&self) -> bool {
        todo!()
    }

    /// Wraps the data key by the keyring, in place of an earlier such wrap.
    pub fn put_into_keyring(&mut self) -> Result<(), VaultError> {
        todo!()
    }

    /// Wraps the data key by a passphrase, in place of an earlier one.
    pub fn set_passphrase(&mut self, passphrase: &Secret) -> Result<(), VaultError> {
        todo!()
    }
}
