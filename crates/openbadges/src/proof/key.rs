//! Public keys, independent of their encoding, and signature verification.
//!
//! This file checks that keys are valid and strong enough. `multikey` and [`jwk`](super::jwk) parse the encodings (Multikey,
//! JWK, PEM). `verify` establishes the owner of a key and whether it may sign badges.

use std::fmt;

use ed25519_dalek::VerifyingKey;

use super::{algorithm::Algorithm, ecdsa::Curve, family::Family, rsa::RsaSignature};
use crate::{code::Code, limits};

/// A public key of a supported family.
#[derive(Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// Ed25519 (RFC 8032): 32 bytes that encode a point, which is not of small order.
    Ed25519([u8; 32]),
    /// ECDSA: a point of the curve, in the uncompressed form of SEC 1.
    Ec {
        /// The curve.
        curve: Curve,
        /// The point.
        point: Vec<u8>,
    },
    /// RSA: modulus and exponent, big-endian without leading zeros, within the limits of [`crate::limits`].
    Rsa {
        /// The modulus.
        modulus: Vec<u8>,
        /// The public exponent.
        exponent: Vec<u8>,
    },
}

impl PublicKey {
    /// Creates an Ed25519 key from its 32 bytes (RFC 8032, section 5.1.5).
    ///
    /// Stricter than the RFC: rejects points of small order and encodings that are not reduced, so that every key has one
    /// encoding and all verifiers agree.
    pub fn ed25519(bytes: &[u8]) -> Result<Self, KeyError> {
        verifying_key(bytes).map(|key| Self::Ed25519(key.to_bytes()))
    }

    /// Creates an ECDSA key from a point in any SEC 1 form.
    pub fn ec(curve: Curve, sec1: &[u8]) -> Result<Self, KeyError> {
        let invalid_point =
            || KeyError::new(Code::SigInvalid, format!("not a point of {}", curve.family().name()));
        Ok(Self::Ec { curve, point: curve.uncompressed(sec1).ok_or_else(invalid_point)? })
    }

    /// Creates an RSA key from its big-endian integers. Removes leading zeros.
    ///
    /// # Errors
    ///
    /// The modulus does not have 2,048 to 8,192 bits, or the exponent is not an odd number above 1 of at most 33 bits (see
    /// [`limits`]), or the key is known to be weak.
    pub fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<Self, KeyError> {
        let (modulus, exponent) = (without_leading_zeros(modulus), without_leading_zeros(exponent));
        let weak = |detail: String| KeyError::new(Code::KeyWeak, detail);
        let limit = |detail: String| KeyError::new(Code::KeyLimit, detail);
        let (n_bits, e_bits) = (bits(modulus), bits(exponent));
        if n_bits > limits::RSA_MAX_BITS {
            return Err(limit(format!("RSA modulus of {n_bits} bits")));
        }
        if e_bits > limits::RSA_EXPONENT_BITS {
            return Err(limit(format!("RSA exponent of {e_bits} bits")));
        }
        if n_bits < limits::RSA_MIN_BITS {
            return Err(weak(format!("RSA modulus of {n_bits} bits")));
        }
        let even = |integer: &[u8]| integer.last().is_none_or(|byte| byte % 2 == 0);
        if even(modulus) {
            return Err(weak("RSA modulus is even".into()));
        }
        if even(exponent) || exponent == [1] {
            return Err(weak("RSA exponent is 1 or even".into()));
        }
        if has_roca_fingerprint(modulus) {
            return Err(weak(
                "RSA modulus of a generator that makes factorable keys (CVE-2017-15361)".into(),
            ));
        }
        Ok(Self::Rsa { modulus: modulus.to_vec(), exponent: exponent.to_vec() })
    }

    /// Verifies `signature` over `message`.
    ///
    /// # Errors
    ///
    /// The signature is not valid, or `algorithm` is not of the key's family.
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<(), KeyError> {
        if algorithm.family() != self.family() {
            let detail = format!("{algorithm} with a key of {}", self.family().name());
            return Err(KeyError::new(Code::JwtAlgKeyMismatch, detail));
        }
        let valid = match self {
            Self::Ed25519(bytes) => {
                let key = verifying_key(bytes)?;
                // `verify_strict` also rejects an R of small order, on which RFC 8032 verifiers disagree.
                ed25519_dalek::Signature::from_slice(signature)
                    .and_then(|signature| key.verify_strict(message, &signature))
                    .is_ok()
            }
            Self::Ec { curve, point } => curve.verify(point, message, signature),
            Self::Rsa { modulus, exponent } => {
                Self::rsa(modulus, exponent)?;
                RsaSignature { algorithm, modulus, exponent, message, signature }.is_valid()
            }
        };
        if valid {
            Ok(())
        } else {
            Err(KeyError::new(Code::SigInvalid, "the signature does not match the key"))
        }
    }

    /// Returns the family.
    pub const fn family(&self) -> Family {
        match self {
            Self::Ed25519(_) => Family::Ed25519,
            Self::Ec { curve, .. } => curve.family(),
            Self::Rsa { .. } => Family::Rsa,
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = match self {
            Self::Ed25519(bytes) => &bytes[..],
            Self::Ec { point, .. } => point,
            Self::Rsa { modulus, .. } => modulus,
        };
        let prefix: Vec<u8> = bytes.iter().copied().take(4).collect();
        write!(f, "{}({}…)", self.family().name(), data_encoding::HEXLOWER.encode(&prefix))
    }
}

/// The reason why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct KeyError {
    /// `KEY_…`, `DID_INVALID`, `SIG_INVALID` or `JWT_ALG_KEY_MISMATCH`.
    pub code: Code,
    /// A description of the fault.
    pub detail: String,
    /// The name of the key's family, if the library does not support it.
    pub family: Option<String>,
}

impl KeyError {
    /// Creates an error.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), family: None }
    }

    /// Creates the error for a key of an unsupported family.
    pub(crate) fn unsupported_family(name: &str) -> Self {
        let detail = format!("keys of {name} are not supported");
        Self { family: Some(name.into()), ..Self::new(Code::KeyUnsupported, detail) }
    }
}

fn verifying_key(bytes: &[u8]) -> Result<VerifyingKey, KeyError> {
    let bytes: &[u8; 32] = bytes.try_into().map_err(|_| {
        KeyError::new(Code::KeyUnsupported, format!("Ed25519 key of {} bytes instead of 32", bytes.len()))
    })?;
    let invalid = |detail| KeyError::new(Code::SigInvalid, detail);
    let key = VerifyingKey::from_bytes(bytes).map_err(|_| invalid("not a point of Ed25519"))?;
    if key.is_weak() {
        return Err(invalid("Ed25519 key of small order"));
    }
    if key.to_edwards().compress().as_bytes() != bytes {
        return Err(invalid("Ed25519 key that is not reduced"));
    }
    Ok(key)
}

/// Returns whether a modulus has the fingerprint of CVE-2017-15361 ("ROCA"): it is a power of 65537 modulo each of these
/// primes. False positives: about one in a hundred million.
fn has_roca_fingerprint(modulus: &[u8]) -> bool {
    const PRIMES: &[u32] = &[11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];
    PRIMES.iter().all(|prime| {
        let residue = modulus.iter().fold(0, |residue, byte| (residue * 256 + u32::from(*byte)) % prime);
        let mut powers = std::iter::successors(Some(1), |power| Some(power * 65_537 % prime));
        powers.by_ref().take(*prime as usize).any(|power| power == residue)
    })
}

fn without_leading_zeros(integer: &[u8]) -> &[u8] {
    let first = integer.iter().position(|byte| *byte != 0).unwrap_or(integer.len());
    integer.get(first..).unwrap_or_default()
}

/// Returns the bit length of a big-endian integer without leading zeros.
fn bits(integer: &[u8]) -> usize {
    integer.first().map_or(0, |first| integer.len() * 8 - first.leading_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The eight points of small order, and encodings of y that are not below 2^255-19.
    #[test]
    fn rejects_invalid_ed25519_keys() {
        let hex = |text: &str| data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap();
        for (name, text) in [
            ("identity", "0100000000000000000000000000000000000000000000000000000000000000"),
            ("order 2", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            ("order 4", "0000000000000000000000000000000000000000000000000000000000000000"),
            ("order 4, other sign", "0000000000000000000000000000000000000000000000000000000000000080"),
            ("order 8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            ("order 8, other sign", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
            ("order 8, other y", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
            ("order 8, other y and sign", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
            ("identity, not reduced", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            ("y = 3 written as p + 3", "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            ("y = 4 written as p + 4", "f1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            ("no point", "0200000000000000000000000000000000000000000000000000000000000000"),
        ] {
            let error = PublicKey::ed25519(&hex(text)).expect_err(name);
            assert_eq!(error.code, Code::SigInvalid, "{name}: {error}");
        }
    }

    /// Rows E16 and E17.
    #[test]
    fn rejects_rsa_keys_outside_the_limits() {
        let modulus = |bits: usize| {
            let mut bytes = vec![0xff; bits / 8];
            bytes[0] = 0x80;
            bytes
        };
        let mut even = modulus(2_048);
        *even.last_mut().unwrap() &= 0xfe;
        let f4 = vec![1, 0, 1];
        for (name, n, e, code) in [
            ("512 bits", modulus(512), f4.clone(), Code::KeyWeak),
            ("1,024 bits", modulus(1_024), f4.clone(), Code::KeyWeak),
            ("2,040 bits behind zeros", [vec![0; 8], modulus(2_040)].concat(), f4.clone(), Code::KeyWeak),
            ("16,384 bits", modulus(16_384), f4.clone(), Code::KeyLimit),
            ("no modulus", vec![], f4.clone(), Code::KeyWeak),
            ("even modulus", even, f4.clone(), Code::KeyWeak),
            ("e = 0", modulus(2_048), vec![], Code::KeyWeak),
            ("e = 1", modulus(2_048), vec![1], Code::KeyWeak),
            ("e = 2", modulus(2_048), vec![2], Code::KeyWeak),
            ("e of 16,384 bits", modulus(2_048), modulus(16_384), Code::KeyLimit),
        ] {
            assert_eq!(PublicKey::rsa(&n, &e).expect_err(name).code, code, "{name}");
        }
        for bits in [2_048, 3_072, 4_096, 8_192] {
            assert!(PublicKey::rsa(&modulus(bits), &f4).is_ok(), "{bits}");
        }
        assert!(PublicKey::rsa(&modulus(2_048), &[3]).is_ok(), "e = 3 is allowed, its forgeries are not");
    }
}
