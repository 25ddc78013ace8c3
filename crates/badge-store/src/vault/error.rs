//! Errors of the vault.

use std::{collections::BTreeMap, error::Error, path::PathBuf};

use super::{problem::KeyProblem, status::VaultStatus};
use crate::{code::StoreCode, error::StoreError};

/// Why a vault could not be unlocked or changed.
///
/// User interfaces build their message from [`code`](Self::code) and [`details`](Self::details).
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A passphrase is needed: to create a vault without a keyring, or to unlock one without a keyring slot.
    #[error("a passphrase is needed ({problem})")]
    PassphraseNeeded {
        /// State of the vault. With `exists: false` the learner has to choose a passphrase.
        status: VaultStatus,
        /// Why the keyring cannot be used.
        problem: KeyProblem,
    },
    /// The key is unavailable by that method. The learner can try again, or use another key slot.
    #[error("the key is unavailable: {problem}")]
    KeyUnavailable {
        /// State of the vault.
        status: VaultStatus,
        /// The reason.
        problem: KeyProblem,
        /// The keyring's error.
        #[source]
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// The passphrase, phrase or keyring entry belongs to another vault.
    #[error("that is not the key of this backpack ({method})")]
    KeyMismatch {
        /// State of the vault.
        status: VaultStatus,
        /// The method that was tried.
        method: UnlockMethod,
    },
    /// Every copy of the vault's file is damaged.
    #[error("{path} is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// Reading or writing the backpack's folder failed.
    #[error(transparent)]
    Folder(#[from] StoreError),
}

/// Methods to unlock a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnlockMethod {
    /// The operating system's keyring.
    Keyring,
    /// The passphrase.
    Passphrase,
    /// The recovery phrase.
    RecoveryPhrase,
}

impl UnlockMethod {
    /// Returns the stable identifier.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keyring => "keyring",
            Self::Passphrase => "passphrase",
            Self::RecoveryPhrase => "recovery-phrase",
        }
    }
}

impl std::fmt::Display for UnlockMethod {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl VaultError {
    /// Returns the stable code.
    pub fn code(&self) -> StoreCode {
        match self {
            Self::PassphraseNeeded { .. } => StoreCode::PassphraseNeeded,
            Self::KeyUnavailable { .. } => StoreCode::KeyUnavailable,
            Self::KeyMismatch { .. } => StoreCode::KeyMismatch,
            Self::Damaged { .. } => StoreCode::Damaged,
            Self::Folder(error) => error.code(),
        }
    }

    /// Returns the facts for the message, by name.
    pub fn details(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::PassphraseNeeded { problem, .. } | Self::KeyUnavailable { problem, .. } => {
                BTreeMap::from([("reason", problem.as_str().to_owned())])
            }
            Self::KeyMismatch { method, .. } => BTreeMap::from([("way", method.as_str().to_owned())]),
            Self::Damaged { path } => {
                BTreeMap::from([("what", "vault".to_owned()), ("path", path.display().to_string())])
            }
            Self::Folder(error) => error.details(),
        }
    }

    /// Returns the state of the vault, if it could be read.
    pub fn status(&self) -> Option<VaultStatus> {
        match self {
            Self::PassphraseNeeded { status, .. }
            | Self::KeyUnavailable { status, .. }
            | Self::KeyMismatch { status, .. } => Some(*status),
            Self::Damaged { .. } | Self::Folder(_) => None,
        }
    }
}
