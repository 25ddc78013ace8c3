//! ECDSA on P-256 and P-384 (FIPS 186-5): SEC 1 point encoding and signature verification.

use p256::ecdsa::signature::Verifier;

use super::family::Family;

/// A NIST curve (FIPS 186-5) with the matching hash: P-256 with SHA-256, P-384 with SHA-384.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Curve {
    /// P-256.
    P256,
    /// P-384.
    P384,
}

impl Curve {
    /// Returns the family of its keys.
    pub const fn family(self) -> Family {
        match self {
            Self::P256 => Family::P256,
            Self::P384 => Family::P384,
        }
    }

    /// Returns the length of a coordinate in bytes.
    pub const fn coordinate_bytes(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    /// Converts a point from any SEC 1 form (section 2.3.3) to the uncompressed form. Returns `None` if it is not on the curve.
    pub(super) fn uncompressed(self, sec1: &[u8]) -> Option<Vec<u8>> {
        self.encode(sec1, false)
    }

    /// Converts a point from any SEC 1 form to the compressed form. Returns `None` if it is not on the curve.
    pub(super) fn compressed(self, sec1: &[u8]) -> Option<Vec<u8>> {
        self.encode(sec1, true)
    }

    fn encode(self, sec1: &[u8], compress: bool) -> Option<Vec<u8>> {
        match self {
            Self::P256 => {
                let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(sec1).ok()?;
                Some(key.to_encoded_point(compress).as_bytes().to_vec())
            }
            Self::P384 => {
                let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(sec1).ok()?;
                Some(key.to_encoded_point(compress).as_bytes().to_vec())
            }
        }
    }

    /// Returns whether `signature`, as r||s, is valid for `message` and the public key `sec1`.
    ///
    /// r and s must have their full length and be in 1..n. An s above n/2 is accepted: neither RFC 7518, section 3.4, nor
    /// the Data Integrity suites require the lower one, and JWS libraries do not produce it.
    pub(super) fn verify(self, sec1: &[u8], message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(sec1)
                .and_then(|key| key.verify(message, &p256::ecdsa::Signature::from_slice(signature)?))
                .is_ok(),
            Self::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(sec1)
                .and_then(|key| key.verify(message, &p384::ecdsa::Signature::from_slice(signature)?))
                .is_ok(),
        }
    }
}
