//! State of a vault that is visible without unlocking it.

/// What is known about a vault without unlocking it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VaultStatus {
    /// The vault exists.
    pub exists: bool,
    /// It has a keyring slot.
    pub keyring: bool,
    /// It has a passphrase slot.
    pub passphrase: bool,
}
