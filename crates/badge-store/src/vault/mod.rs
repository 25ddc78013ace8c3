//! The learner's keys: where they are kept, and how they are had.
//!
//! A backpack has one random data key, which seals everything in the store, and one Ed25519 signing key, whose
//! `did:key` is the learner's. Both are in `vault.json`, wrapped. The data key is wrapped by the operating system's
//! keyring or a passphrase, and always by a recovery phrase. A wrap that is not to be had is told as such: it is never
//! a reason to make a new key.

mod error;
mod file;
mod key_slot;
mod keyring;
mod mailbox_passwords;

use std::path::{Path, PathBuf};

use bip39::{Language, Mnemonic};
use data_encoding::HEXLOWER;
use ed25519_dalek::SigningKey;
use openbadges::did::did_key_of;
use rand_core::{OsRng, RngCore};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use self::{
    file::{InKeyring, Stretched, VaultFile},
    key_slot::{data_key, random_hex, seal_hex, unseal_hex},
    keyring::KeyringError,
};
use crate::{data_key::DataKey, disk, lock::Lock, seal::Keys, store::looks_like_store};

pub use self::{
    error::{KeyTrouble, VaultError, Way},
    mailbox_passwords::{forget_mailbox_password, keep_mailbox_password, mailbox_password},
};

/// How to unlock a vault.
#[derive(Debug)]
pub enum Unlock {
    /// By the operating system's keyring.
    Automatic,
    /// By the passphrase. On the first opening it is set.
    Passphrase(SecretString),
    /// By the recovery phrase, whatever its case and spacing.
    RecoveryPhrase(SecretString),
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

impl Vault {
    /// What can be known without unlocking.
    pub fn outside(dir: &Path) -> Result<Outside, VaultError> {
        Ok(VaultFile::read(dir)?.map(|file| file.outside()).unwrap_or_default())
    }

    /// Unlocks the vault in `dir`. Where there is no backpack yet, makes one: wrapped by the keyring where one works,
    /// else by the passphrase ([`VaultError::PassphraseNeeded`] where none was given).
    pub fn open(dir: &Path, unlock: &Unlock) -> Result<Unlocked, VaultError> {
        if let Some(file) = VaultFile::read(dir)? {
            disk::safe_folder(dir)?;
            return open_existing(dir, file, unlock);
        }
        if looks_like_store(dir)? {
            let trouble = KeyTrouble::VaultFileMissing;
            return Err(VaultError::KeyUnavailable { outside: Outside::default(), trouble, source: None });
        }
        disk::safe_folder(dir)?;
        // Two first runs at once must not make two keys.
        let _lock = Lock::take(dir)?;
        match VaultFile::read(dir)? {
            Some(file) => open_existing(dir, file, unlock),
            None => create(dir, unlock),
        }
    }
}

// What a sealed thing in the vault is, so that none can take another's place.
const KEYRING: &str = "data key, keyring";
const PASSPHRASE: &str = "data key, passphrase";
const RECOVERY: &str = "data key, recovery phrase";
const SIGNING_KEY: &str = "signing key";
const PHRASE: &str = "recovery phrase";

fn open_existing(dir: &Path, file: VaultFile, unlock: &Unlock) -> Result<Unlocked, VaultError> {
    let outside = file.outside();
    let mismatch = |way| VaultError::KeyMismatch { outside, way };
    let (way, data_key) = match unlock {
        Unlock::Automatic => (Way::Keyring, by_keyring(&file)?),
        Unlock::Passphrase(words) => {
            let Some(wrap) = &file.passphrase else {
                let trouble = KeyTrouble::WayNotSet;
                return Err(VaultError::KeyUnavailable { outside, trouble, source: None });
            };
            (Way::Passphrase, wrap.open(&file.id, PASSPHRASE, words))
        }
        Unlock::RecoveryPhrase(words) => {
            let opened = entropy(words).and_then(|words| file.recovery.open(&file.id, RECOVERY, &words));
            (Way::RecoveryPhrase, opened)
        }
    };
    let data_key = data_key.filter(|key| key_check(key) == file.key_check).ok_or_else(|| mismatch(way))?;
    let signing_key = unseal_hex(data_key.expose(), &file.id, SIGNING_KEY, &file.signing_key)
        .and_then(|bytes| Some(Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).ok()?)))
        .ok_or_else(|| VaultError::Damaged { path: file::first(dir) })?;
    let signing_key = SigningKey::from_bytes(&signing_key);
    let keyring_works = way == Way::Keyring;
    Ok(Unlocked { dir: dir.to_owned(), file, data_key, signing_key, created: false, keyring_works })
}

/// The data key by the keyring. `Ok(None)`: the keyring's key is another one.
fn by_keyring(file: &VaultFile) -> Result<Option<DataKey>, VaultError> {
    let outside = file.outside();
    let Some(wrap) = &file.keyring else {
        let trouble = KeyTrouble::WayNotSet;
        return Err(if outside.passphrase {
            VaultError::PassphraseNeeded { outside, trouble }
        } else {
            VaultError::KeyUnavailable { outside, trouble, source: None }
        });
    };
    let secret = keyring::get(&wrap.account).map_err(|KeyringError { trouble, source }| {
        VaultError::KeyUnavailable { outside, trouble, source }
    })?;
    Ok(keyring_key(&secret).and_then(|key| data_key(&unseal_hex(&key, &file.id, KEYRING, &wrap.sealed)?)))
}

/// The key that a keyring entry holds.
fn keyring_key(secret: &SecretString) -> Option<Zeroizing<[u8; 32]>> {
    let bytes = Zeroizing::new(HEXLOWER.decode(secret.expose_secret().as_bytes()).ok()?);
    Some(Zeroizing::new(bytes.as_slice().try_into().ok()?))
}

fn create(dir: &Path, unlock: &Unlock) -> Result<Unlocked, VaultError> {
    let outside = Outside::default();
    let missing = || VaultError::KeyUnavailable { outside, trouble: KeyTrouble::WayNotSet, source: None };
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
        recovery: Stretched::seal(&id, RECOVERY, &words, &key).ok_or_else(missing)?,
        signing_key: seal_hex(key.expose(), &id, SIGNING_KEY, signing_key.as_bytes()),
        recovery_phrase: Some(seal_hex(key.expose(), &id, PHRASE, phrase.expose_secret().as_bytes())),
        id,
    };
    match unlock {
        Unlock::Automatic => {
            file.keyring =
                Some(wrap_by_keyring(&file.id, &key).map_err(|KeyringError { trouble, .. }| {
                    VaultError::PassphraseNeeded { outside, trouble }
                })?);
        }
        Unlock::Passphrase(words) if words.expose_secret().is_empty() => {
            return Err(VaultError::PassphraseNeeded { outside, trouble: KeyTrouble::WayNotSet });
        }
        Unlock::Passphrase(words) => {
            file.passphrase = Some(Stretched::seal(&file.id, PASSPHRASE, words, &key).ok_or_else(missing)?);
        }
        // There is nothing yet that a recovery phrase could recover.
        Unlock::RecoveryPhrase(_) => return Err(missing()),
    }
    file.write(dir)?;
    let keyring_works = file.keyring.is_some();
    Ok(Unlocked { dir: dir.to_owned(), file, data_key: key, signing_key, created: true, keyring_works })
}

/// Puts a new random key into the keyring and wraps the data key with it. The entry is a new one, so that an earlier
/// wrap holds until the file has this one.
fn wrap_by_keyring(id: &str, key: &DataKey) -> Result<InKeyring, KeyringError> {
    let (account, secret) = (random_hex::<16>(), SecretString::from(random_hex::<32>()));
    keyring::put(&account, &secret)?;
    let wrapping = keyring_key(&secret).ok_or(KeyTrouble::KeyringFailed)?;
    Ok(InKeyring { sealed: seal_hex(&wrapping, id, KEYRING, key.expose()), account })
}

fn key_check(key: &DataKey) -> String {
    HEXLOWER.encode(Keys::derive(key).check())
}

/// A new recovery phrase: twelve words for 128 random bits (BIP-39).
fn new_phrase() -> Option<SecretString> {
    let mut bits = Zeroizing::new([0_u8; 16]);
    OsRng.fill_bytes(&mut *bits);
    Some(SecretString::from(Mnemonic::from_entropy_in(Language::English, &*bits).ok()?.to_string()))
}

/// The random bits behind a recovery phrase, whatever its case and spacing. `None`: it is none.
fn entropy(phrase: &SecretString) -> Option<SecretString> {
    let words = Zeroizing::new(phrase.expose_secret().to_lowercase());
    let words = Zeroizing::new(words.split_whitespace().collect::<Vec<_>>().join(" "));
    let mnemonic = Mnemonic::parse_in_normalized(Language::English, &words).ok()?;
    let bits = Zeroizing::new(mnemonic.to_entropy());
    Some(SecretString::from(HEXLOWER.encode(&bits)))
}

/// A vault, unlocked. Dropping it wipes the keys from memory.
pub struct Unlocked {
    dir: PathBuf,
    file: VaultFile,
    data_key: DataKey,
    signing_key: SigningKey,
    created: bool,
    keyring_works: bool,
}

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
        did_key_of(&self.signing_key.verifying_key())
    }

    /// Whether this opening made the vault.
    pub fn created(&self) -> bool {
        self.created
    }

    /// The recovery phrase, until the learner has said that it is written down.
    pub fn recovery_phrase(&self) -> Result<Option<SecretString>, VaultError> {
        let Some(sealed) = &self.file.recovery_phrase else { return Ok(None) };
        let opened = unseal_hex(self.data_key.expose(), &self.file.id, PHRASE, sealed);
        let text =
            opened.and_then(|bytes| Some(SecretString::from(std::str::from_utf8(&bytes).ok()?.to_owned())));
        text.map(Some).ok_or_else(|| VaultError::Damaged { path: file::first(&self.dir) })
    }

    /// The learner has written the recovery phrase down: from now on it is nowhere on this machine.
    pub fn recovery_phrase_noted(&mut self) -> Result<(), VaultError> {
        self.change(|file| file.recovery_phrase = None)
    }

    /// Whether the keyring does not unlock this vault now, so that [`put_into_keyring`](Self::put_into_keyring) should
    /// be offered.
    pub fn keyring_offered(&self) -> bool {
        !self.keyring_works
    }

    /// Wraps the data key by the keyring, in place of an earlier such wrap.
    pub fn put_into_keyring(&mut self) -> Result<(), VaultError> {
        let outside = self.file.outside();
        let wrap =
            wrap_by_keyring(&self.file.id, &self.data_key).map_err(|KeyringError { trouble, source }| {
                VaultError::KeyUnavailable { outside, trouble, source }
            })?;
        self.change(|file| file.keyring = Some(wrap))?;
        self.keyring_works = true;
        Ok(())
    }

    /// Wraps the data key by a passphrase, in place of an earlier one.
    pub fn set_passphrase(&mut self, passphrase: &SecretString) -> Result<(), VaultError> {
        let outside = self.file.outside();
        let trouble = KeyTrouble::WayNotSet;
        let wrap = Some(passphrase)
            .filter(|words| !words.expose_secret().is_empty())
            .and_then(|words| Stretched::seal(&self.file.id, PASSPHRASE, words, &self.data_key))
            .ok_or(VaultError::PassphraseNeeded { outside, trouble })?;
        self.change(|file| file.passphrase = Some(wrap))
    }

    /// Writes the file with one change.
    fn change(&mut self, change: impl FnOnce(&mut VaultFile)) -> Result<(), VaultError> {
        let mut file = self.file.clone();
        change(&mut file);
        file.revision += 1;
        file.write(&self.dir)?;
        self.file = file;
        Ok(())
    }
}
