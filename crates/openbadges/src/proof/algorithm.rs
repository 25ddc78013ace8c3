//! The accepted signature algorithms, by their JOSE names (RFC 7518, section 3.1; RFC 8037, section 3.1).
//!
//! The list is closed: callers cannot add algorithms, and there is no HMAC.

use std::fmt;

use super::family::Family;

/// A signature algorithm. Each accepts keys of one family only (RFC 8725, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
    /// RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes.
    Ps256,
    /// ECDSA on P-256 with SHA-256, signature as r||s.
    Es256,
    /// ECDSA on P-384 with SHA-384, signature as r||s.
    Es384,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    /// All accepted algorithms.
    pub const ALL: &'static [Self] =
        &[Self::Rs256, Self::Rs384, Self::Rs512, Self::Ps256, Self::Es256, Self::Es384, Self::EdDsa];

    const fn row(self) -> (&'static str, Family) {
        match self {
            Self::Rs256 => ("RS256", Family::Rsa),
            Self::Rs384 => ("RS384", Family::Rsa),
            Self::Rs512 => ("RS512", Family::Rsa),
            Self::Ps256 => ("PS256", Family::Rsa),
            Self::Es256 => ("ES256", Family::P256),
            Self::Es384 => ("ES384", Family::P384),
            Self::EdDsa => ("EdDSA", Family::Ed25519),
        }
    }

    /// Returns the name in a JOSE header. Names are case-sensitive.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// Returns the family of the keys.
    pub const fn family(self) -> Family {
        self.row().1
    }

    /// Returns the algorithm with this name. Rejects `none` and every HMAC, in any spelling.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|algorithm| algorithm.name() == name)
    }

    /// Returns whether `name`, the `alg` of a key, names this algorithm. `Ed25519` is the newer name of `EdDSA` with that
    /// curve (RFC 9864).
    pub(crate) fn is_named(self, name: &str) -> bool {
        name == self.name() || self == Self::EdDsa && name == "Ed25519"
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
