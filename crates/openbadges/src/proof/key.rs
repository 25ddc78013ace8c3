//! Public keys, in one type whatever form they were written in.

use std::fmt;

use crate::code::Code;

/// A public key of a family that this library checks signatures with.
#[derive(Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// Ed25519 (RFC 8032): 32 bytes, known to be a point that is not of small order.
    Ed25519([u8; 32]),
    /// ECDSA on P-256: the point in uncompressed SEC1 form.
    P256(Vec<u8>),
    /// RSA: modulus and exponent, big-endian without leading zeros, within the limits of [`crate::limits`].
    Rsa {
        /// The modulus.
        modulus: Vec<u8>,
        /// The public exponent.
        exponent: Vec<u8>,
    },
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (family, bytes) = match self {
            Self::Ed25519(bytes) => ("Ed25519", &bytes[..]),
            Self::P256(bytes) => ("P256", &bytes[..]),
            Self::Rsa { modulus, .. } => ("Rsa", &modulus[..]),
        };
        write!(f, "{family}({}…)", data_encoding::HEXLOWER.encode(&bytes[..bytes.len().min(4)]))
    }
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct KeyError {
    /// `KEY_…`, `DID_INVALID` or `SIG_INVALID`.
    pub code: Code,
    /// What was found.
    pub detail: String,
}

impl KeyError {
    /// An error with its code and what was found.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

impl PublicKey {
    /// From `publicKeyMultibase` or the identifier of a `did:key`: multicodec Ed25519 (0xed) or P-256 (0x1200), base58btc.
    pub fn from_multibase(text: &str) -> Result<Self, KeyError> {
        let _ = text;
        todo!("helper: proofs")
    }

    /// The multibase form (Multikey), where the family has one.
    pub fn to_multibase(&self) -> Option<String> {
        todo!("helper: proofs")
    }

    /// Checks the key's own soundness: on the curve, not of small order, RSA within its limits.
    pub fn checked(self) -> Result<Self, KeyError> {
        todo!("helper: proofs")
    }
}
