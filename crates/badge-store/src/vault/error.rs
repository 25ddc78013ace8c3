//! Why a vault could not be unlocked or changed.

use std::{collections::BTreeMap, error::Error, path::PathBuf};

use crate::{code::StoreCode, error::StoreError, vault::Outside};

/// Why a vault could not be unlocked or changed. [`code`](Self::code) and [`details`](Self::details) are what the words
/// for people are made of.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A passphrase is needed: to make a vault where there is no keyring, or to unlock one that has no keyring wrap.
    #[error("a passphrase is needed ({trouble})")]
    PassphraseNeeded {
        /// What is known of the vault. `exists: false`: the passphrase is to be chosen.
        outside: Outside,
        /// Why the keyring does not do.
        trouble: KeyTrouble,
    },
    /// The key is not to be had that way. Choices: try again, recovery phrase, passphrase where there is one.
    #[error("the key is not to be had: {trouble}")]
    KeyUnavailable {
        /// What is known of the vault.
        outside: Outside,
        /// Why.
        trouble: KeyTrouble,
        /// What the keyring said.
        #[source]
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// A key was had, and it is not the one of this vault.
    #[error("that is not the key of this backpack ({way})")]
    KeyMismatch {
        /// What is known of the vault.
        outside: Outside,
        /// Which way was tried.
        way: Way,
    },
    /// Every copy of the vault's file is damaged.
    #[error("{path} is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The folder could not be used.
    #[error(transparent)]
    Folder(#[from] StoreError),
}

/// Ways to unlock a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// The operating system's keyring.
    Keyring,
    /// The passphrase.
    Passphrase,
    /// The recovery phrase.
    RecoveryPhrase,
}

impl Way {
    /// The stable word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keyring => "keyring",
            Self::Passphrase => "passphrase",
            Self::RecoveryPhrase => "recovery-phrase",
        }
    }
}

impl std::fmt::Display for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a key is not to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyTrouble {
    /// There is no keyring on this machine or in this session.
    NoKeyring,
    /// The keyring is locked, or its question was declined.
    KeyringLocked,
    /// The keyring has no entry for this backpack (any more).
    KeyringEmptied,
    /// The keyring did not answer in time.
    KeyringSilent,
    /// The keyring failed in another way.
    KeyringFailed,
    /// This vault has no wrap of that kind.
    WayNotSet,
    /// The store's files are there and the vault's file is not.
    VaultFileMissing,
}

impl KeyTrouble {
    /// The stable word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoKeyring => "no-keyring",
            Self::KeyringLocked => "keyring-locked",
            Self::KeyringEmptied => "keyring-emptied",
            Self::KeyringSilent => "keyring-silent",
            Self::KeyringFailed => "keyring-failed",
            Self::WayNotSet => "way-not-set",
            Self::VaultFileMissing => "vault-file-missing",
        }
    }
}

impl std::fmt::Display for KeyTrouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl VaultError {
    /// The stable code.
    pub fn code(&self) -> StoreCode {
        match self {
            Self::PassphraseNeeded { .. } => StoreCode::PassphraseNeeded,
            Self::KeyUnavailable { .. } => StoreCode::KeyUnavailable,
            Self::KeyMismatch { .. } => StoreCode::KeyMismatch,
            Self::Damaged { .. } => StoreCode::Damaged,
            Self::Folder(error) => error.code(),
        }
    }

    /// The facts that a sentence about it is made of.
    pub fn details(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::PassphraseNeeded { trouble, .. } | Self::KeyUnavailable { trouble, .. } => {
                BTreeMap::from([("reason", trouble.as_str().to_owned())])
            }
            Self::KeyMismatch { way, .. } => BTreeMap::from([("way", way.as_str().to_owned())]),
            Self::Damaged { path } => {
                BTreeMap::from([("what", "vault".to_owned()), ("path", path.display().to_string())])
            }
            Self::Folder(error) => error.details(),
        }
    }

    /// What is known of the vault, where it was looked at.
    pub fn outside(&self) -> Option<Outside> {
        match self {
            Self::PassphraseNeeded { outside, .. }
            | Self::KeyUnavailable { outside, .. }
            | Self::KeyMismatch { outside, .. } => Some(*outside),
            Self::Damaged { .. } | Self::Folder(_) => None,
        }
    }
}
