//! The state of a vault that is known without unlocking it.

/// The state of a vault that is known without unlocking it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VaultStatus {
    /// The vault exists.
    pub exists: bool,
    /// It has a keyring slot.
    pub keyring: bool,
    /// It has a passphrase slot.
    pub passphrase: bool,
}
