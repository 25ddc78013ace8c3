//! The learner's keys: the data key that seals the store, and the Ed25519 signing key (`did:key`).
//!
//! Both are in `vault.json` and its copy. The data key is sealed once per key slot: for the operating
//! system's keyring or a passphrase, and always for a recovery phrase. The signing key is sealed with the
//! data key.
//!
//! - A key slot that does not open is an error. A new key is created only if there is neither a vault nor a store.
//! - `vault.json` contains the recovery phrase, sealed, until the learner confirms that it is written down.
//!   After that the machine has no copy of it.

mod error;
mod file;
mod key_slot;
mod keyring;
mod mailbox_passwords;
mod problem;
mod status;

use std::path::{Path, PathBuf};

use bip39::{Language, Mnemonic};
use data_encoding::HEXLOWER;
use ed25519_dalek::SigningKey;
use openbadges::did::did_key_of;
use rand_core::{OsRng, RngCore};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use self::{
    file::VaultFile,
    key_slot::{Argon2Slot, random_hex, seal_hex, unseal_hex},
    keyring::{KeyringError, KeyringSlot},
};
use crate::{data_key::DataKey, disk, lock::Lock, seal::Keys, store::contains_store};

pub use self::{
    error::{UnlockMethod, VaultError},
    mailbox_passwords::{mailbox_password, remove_mailbox_password, store_mailbox_password},
    problem::KeyProblem,
    status::VaultStatus,
};

/// How to unlock a vault.
#[derive(Debug)]
pub enum UnlockWith {
    /// With the operating system's keyring.
    Automatic,
    /// With the passphrase. A new vault is created with it.
    Passphrase(SecretString),
    /// With the recovery phrase. Case and spacing do not matter.
    RecoveryPhrase(SecretString),
}

/// A vault: the file in the backpack's folder that contains the sealed keys.
pub struct Vault;

impl Vault {
    /// Returns the state of the vault in `dir`, without unlocking it.
    pub fn status(dir: &Path) -> Result<VaultStatus, VaultError> {
        Ok(VaultFile::read(dir)?.map(|file| file.status()).unwrap_or_default())
    }

    /// Unlocks the vault in `dir`, or creates one if there is no backpack yet.
    ///
    /// A new vault gets a keyring slot if a keyring works, otherwise a passphrase slot
    /// ([`VaultError::PassphraseNeeded`] if no passphrase was given).
    pub fn open(dir: &Path, unlock: &UnlockWith) -> Result<UnlockedVault, VaultError> {
        if let Some(file) = VaultFile::read(dir)? {
            disk::ensure_private_folder(dir)?;
            return open_existing(dir, file, unlock);
        }
        if contains_store(dir)? {
            let problem = KeyProblem::VaultFileMissing;
            return Err(VaultError::KeyUnavailable { status: VaultStatus::default(), problem, source: None });
        }
        disk::ensure_private_folder(dir)?;
        // Two simultaneous first runs must not create two keys.
        let _lock = Lock::acquire(dir)?;
        match VaultFile::read(dir)? {
            Some(file) => open_existing(dir, file, unlock),
            None => create(dir, unlock),
        }
    }
}

// Purposes of sealed secrets. They are part of the context, so that secrets cannot be swapped.
const PASSPHRASE: &str = "data key, passphrase";
const RECOVERY: &str = "data key, recovery phrase";
const SIGNING_KEY: &str = "signing key";
const PHRASE: &str = "recovery phrase";

fn open_existing(dir: &Path, file: VaultFile, unlock: &UnlockWith) -> Result<UnlockedVault, VaultError> {
    let status = file.status();
    let mismatch = |method| VaultError::KeyMismatch { status, method };
    let (method, data_key) = match unlock {
        UnlockWith::Automatic => (UnlockMethod::Keyring, open_keyring_slot(&file)?),
        UnlockWith::Passphrase(words) => {
            let Some(slot) = &file.passphrase else {
                let problem = KeyProblem::NoKeySlot;
                return Err(VaultError::KeyUnavailable { status, problem, source: None });
            };
            (UnlockMethod::Passphrase, slot.open(&file.id, PASSPHRASE, words))
        }
        UnlockWith::RecoveryPhrase(words) => {
            let opened = entropy(words).and_then(|words| file.recovery.open(&file.id, RECOVERY, &words));
            (UnlockMethod::RecoveryPhrase, opened)
        }
    };
    let data_key = data_key.filter(|key| key_check(key) == file.key_check).ok_or_else(|| mismatch(method))?;
    let signing_key = unseal_hex(data_key.expose(), &file.id, SIGNING_KEY, &file.signing_key)
        .and_then(|bytes| Some(Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).ok()?)))
        .ok_or_else(|| VaultError::Damaged { path: file::main_path(dir) })?;
    let signing_key = SigningKey::from_bytes(&signing_key);
    let keyring_works = method == UnlockMethod::Keyring;
    Ok(UnlockedVault { dir: dir.to_owned(), file, data_key, signing_key, created: false, keyring_works })
}

/// Opens the data key with the keyring. Returns `Ok(None)` if the keyring has a different key.
fn open_keyring_slot(file: &VaultFile) -> Result<Option<DataKey>, VaultError> {
    let status = file.status();
    let Some(slot) = &file.keyring else {
        let problem = KeyProblem::NoKeySlot;
        return Err(if status.passphrase {
            VaultError::PassphraseNeeded { status, problem }
        } else {
            VaultError::KeyUnavailable { status, problem, source: None }
        });
    };
    slot.open(&file.id).map_err(|KeyringError { problem, source }| VaultError::KeyUnavailable {
        status,
        problem,
        source,
    })
}

fn create(dir: &Path, unlock: &UnlockWith) -> Result<UnlockedVault, VaultError> {
    let status = VaultStatus::default();
    let missing = || VaultError::KeyUnavailable { status, problem: KeyProblem::NoKeySlot, source: None };
    let key = DataKey::random();
    let mut signing_bits = Zeroizing::new([0; 32]);
    OsRng.fill_bytes(&mut *signing_bits);
    let signing_key = SigningKey::from_bytes(&signing_bits);
    let phrase = new_phrase().ok_or_else(missing)?;
    let id = random_hex::<16>();
    let words = entropy(&phrase).ok_or_else(missing)?;
    let mut file = VaultFile {
        format: VaultFile::FORMAT,
        revision: 1,
        key_check: key_check(&key),
        keyring: None,
        passphrase: None,
        recovery: Argon2Slot::seal(&id, RECOVERY, &words, &key).ok_or_else(missing)?,
        signing_key: seal_hex(key.expose(), &id, SIGNING_KEY, signing_key.as_bytes()),
        recovery_phrase: Some(seal_hex(key.expose(), &id, PHRASE, phrase.expose_secret().as_bytes())),
        id,
    };
    match unlock {
        UnlockWith::Automatic => {
            let slot = KeyringSlot::create(&file.id, &key);
            file.keyring =
                Some(slot.map_err(|KeyringError { problem, .. }| VaultError::PassphraseNeeded {
                    status,
                    problem,
                })?);
        }
        UnlockWith::Passphrase(words) if words.expose_secret().is_empty() => {
            return Err(VaultError::PassphraseNeeded { status, problem: KeyProblem::NoKeySlot });
        }
        UnlockWith::Passphrase(words) => {
            file.passphrase = Some(Argon2Slot::seal(&file.id, PASSPHRASE, words, &key).ok_or_else(missing)?);
        }
        // A new vault has no recovery phrase yet.
        UnlockWith::RecoveryPhrase(_) => return Err(missing()),
    }
    file.write(dir)?;
    let keyring_works = file.keyring.is_some();
    Ok(UnlockedVault { dir: dir.to_owned(), file, data_key: key, signing_key, created: true, keyring_works })
}

fn key_check(key: &DataKey) -> String {
    HEXLOWER.encode(Keys::derive(key).check())
}

/// Generates a recovery phrase: twelve words for 128 random bits (BIP-39).
fn new_phrase() -> Option<SecretString> {
    let mut bits = Zeroizing::new([0_u8; 16]);
    OsRng.fill_bytes(&mut *bits);
    Some(SecretString::from(Mnemonic::from_entropy_in(Language::English, &*bits).ok()?.to_string()))
}

/// Decodes a recovery phrase to its random bits, in hex. Case and spacing do not matter.
fn entropy(phrase: &SecretString) -> Option<SecretString> {
    let words = Zeroizing::new(phrase.expose_secret().to_lowercase());
    let words = Zeroizing::new(words.split_whitespace().collect::<Vec<_>>().join(" "));
    let mnemonic = Mnemonic::parse_in_normalized(Language::English, &words).ok()?;
    let bits = Zeroizing::new(mnemonic.to_entropy());
    Some(SecretString::from(HEXLOWER.encode(&bits)))
}

/// An unlocked vault. Dropping it wipes the keys from memory.
pub struct UnlockedVault {
    dir: PathBuf,
    file: VaultFile,
    data_key: DataKey,
    signing_key: SigningKey,
    created: bool,
    keyring_works: bool,
}

impl UnlockedVault {
    /// Returns the key that seals the store.
    pub fn data_key(&self) -> &DataKey {
        &self.data_key
    }

    /// Returns the learner's signing key.
    pub fn signing_key(&self) -> &SigningKey {
        &self.signing_key
    }

    /// Returns the learner's `did:key`.
    pub fn did(&self) -> String {
        did_key_of(&self.signing_key.verifying_key())
    }

    /// Returns whether this opening created the vault.
    pub fn created(&self) -> bool {
        self.created
    }

    /// Returns the recovery phrase, until the learner has confirmed that it is written down.
    pub fn recovery_phrase(&self) -> Result<Option<SecretString>, VaultError> {
        let Some(sealed) = &self.file.recovery_phrase else { return Ok(None) };
        let opened = unseal_hex(self.data_key.expose(), &self.file.id, PHRASE, sealed);
        let text =
            opened.and_then(|bytes| Some(SecretString::from(std::str::from_utf8(&bytes).ok()?.to_owned())));
        text.map(Some).ok_or_else(|| VaultError::Damaged { path: file::main_path(&self.dir) })
    }

    /// Deletes the sealed recovery phrase, because the learner has written it down.
    pub fn confirm_recovery_phrase(&mut self) -> Result<(), VaultError> {
        self.change(|file| file.recovery_phrase = None)
    }

    /// Returns whether to offer [`add_keyring_slot`](Self::add_keyring_slot), because the keyring does not
    /// unlock this vault.
    pub fn should_offer_keyring(&self) -> bool {
        !self.keyring_works
    }

    /// Adds a keyring slot. Replaces an earlier one.
    pub fn add_keyring_slot(&mut self) -> Result<(), VaultError> {
        let status = self.file.status();
        let slot = KeyringSlot::create(&self.file.id, &self.data_key).map_err(
            |KeyringError { problem, source }| VaultError::KeyUnavailable { status, problem, source },
        )?;
        self.change(|file| file.keyring = Some(slot))?;
        self.keyring_works = true;
        Ok(())
    }

    /// Adds a passphrase slot. Replaces an earlier one.
    pub fn set_passphrase(&mut self, passphrase: &SecretString) -> Result<(), VaultError> {
        let status = self.file.status();
        let problem = KeyProblem::NoKeySlot;
        let slot = Some(passphrase)
            .filter(|words| !words.expose_secret().is_empty())
            .and_then(|words| Argon2Slot::seal(&self.file.id, PASSPHRASE, words, &self.data_key))
            .ok_or(VaultError::PassphraseNeeded { status, problem })?;
        self.change(|file| file.passphrase = Some(slot))
    }

    /// Applies a change to the vault's file and writes it.
    fn change(&mut self, change: impl FnOnce(&mut VaultFile)) -> Result<(), VaultError> {
        let mut file = self.file.clone();
        change(&mut file);
        file.revision += 1;
        file.write(&self.dir)?;
        self.file = file;
        Ok(())
    }
}
