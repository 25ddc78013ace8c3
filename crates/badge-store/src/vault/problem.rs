//! Reasons why a key is unavailable.

/// Why a key is unavailable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyProblem {
    /// This machine or session has no keyring.
    NoKeyring,
    /// The keyring is locked, or the user declined its prompt.
    KeyringLocked,
    /// The keyring has no entry for this backpack.
    KeyringEmptied,
    /// The keyring did not answer in time.
    KeyringTimeout,
    /// The keyring failed in another way.
    KeyringFailed,
    /// The vault has no key slot of that kind.
    NoKeySlot,
    /// The store's files exist, but the vault's file is missing.
    VaultFileMissing,
}

impl KeyProblem {
    /// Returns the stable identifier.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoKeyring => "no-keyring",
            Self::KeyringLocked => "keyring-locked",
            Self::KeyringEmptied => "keyring-emptied",
            Self::KeyringTimeout => "keyring-silent",
            Self::KeyringFailed => "keyring-failed",
            Self::NoKeySlot => "way-not-set",
            Self::VaultFileMissing => "vault-file-missing",
        }
    }
}

impl std::fmt::Display for KeyProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
