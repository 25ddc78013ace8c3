//! ECDSA on the two curves in use (FIPS 186-5): points in their SEC 1 forms, and whether a signature fits one.

use p256::ecdsa::signature::Verifier;

use super::family::Family;

/// A curve of NIST's (FIPS 186-5), each with the hash of its own strength: P-256 with SHA-256, P-384 with SHA-384.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Curve {
    /// P-256.
    P256,
    /// P-384.
    P384,
}

impl Curve {
    /// The family of its keys.
    pub const fn family(self) -> Family {
        match self {
            Self::P256 => Family::P256,
            Self::P384 => Family::P384,
        }
    }

    /// Bytes of one coordinate.
    pub const fn coordinate_bytes(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    /// A point of the curve in uncompressed form, from any of the forms of SEC 1, section 2.3.3.
    pub(super) fn uncompressed(self, sec1: &[u8]) -> Option<Vec<u8>> {
        self.encoded(sec1, false)
    }

    /// A point of the curve in compressed form.
    pub(super) fn compressed(self, sec1: &[u8]) -> Option<Vec<u8>> {
        self.encoded(sec1, true)
    }

    fn encoded(self, sec1: &[u8], compress: bool) -> Option<Vec<u8>> {
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

    /// Whether `signature`, as r||s, over `message` fits the key that is the point `sec1`.
    ///
    /// r||s has the full length of both, each in 1..n. An s above n/2 is valid ECDSA (RFC 7518, section 3.4, and the
    /// Data Integrity suites do not ask for the lower one, and JWS libraries do not make it).
    pub(super) fn fits(self, sec1: &[u8], message: &[u8], signature: &[u8]) -> bool {
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
