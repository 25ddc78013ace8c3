//! Public keys, in one type whatever form they were written in, and whether a signature fits one.
//!
//! Here is the soundness of each family. The written forms are Multikey, [JWK](super::jwk) and PEM, one file each.
//! Whose key it is, and whether it may sign badges, is `verify`'s question.

use std::fmt;

use ed25519_dalek::VerifyingKey;

use super::{algorithm::Algorithm, ecdsa::Curve, family::Family, rsa::RsaSignature};
use crate::{code::Code, limits};

/// A public key of a family that this library checks signatures with.
#[derive(Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// Ed25519 (RFC 8032): 32 bytes, known to be a point that is not of small order.
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
    /// An Ed25519 key from its 32 bytes (RFC 8032, section 5.1.5).
    ///
    /// Stricter than the RFC's decoding, so that a key has one form and a signature one meaning: points of small order
    /// and encodings that are not reduced are refused.
    pub fn ed25519(bytes: &[u8]) -> Result<Self, KeyError> {
        verifying_key(bytes).map(|key| Self::Ed25519(key.to_bytes()))
    }

    /// An ECDSA key from a point in any of the forms of SEC 1.
    pub fn ec(curve: Curve, sec1: &[u8]) -> Result<Self, KeyError> {
        let no_point =
            || KeyError::new(Code::SigInvalid, format!("not a point of {}", curve.family().name()));
        Ok(Self::Ec { curve, point: curve.uncompressed(sec1).ok_or_else(no_point)? })
    }

    /// An RSA key from its big-endian integers. Leading zeros are dropped.
    ///
    /// The limits are those of [`limits`]: 2,048 to 8,192 bits, and an odd exponent above 1 of at most 33 bits.
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
                "RSA modulus made by a generator whose keys can be factored (CVE-2017-15361)".into(),
            ));
        }
        Ok(Self::Rsa { modulus: modulus.to_vec(), exponent: exponent.to_vec() })
    }

    /// Whether `signature` over `message` fits this key under `algorithm`, which must be one of its family.
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<(), KeyError> {
        if algorithm.family() != self.family() {
            let detail = format!("{algorithm} with a key of {}", self.family().name());
            return Err(KeyError::new(Code::JwtAlgKeyMismatch, detail));
        }
        let fits = match self {
            Self::Ed25519(bytes) => {
                let key = verifying_key(bytes)?;
                // `verify_strict` also refuses an R of small order, where plain RFC 8032 verifiers disagree.
                ed25519_dalek::Signature::from_slice(signature)
                    .and_then(|signature| key.verify_strict(message, &signature))
                    .is_ok()
            }
            Self::Ec { curve, point } => curve.fits(point, message, signature),
            Self::Rsa { modulus, exponent } => {
                Self::rsa(modulus, exponent)?;
                RsaSignature { algorithm, modulus, exponent, message, signature }.fits()
            }
        };
        if fits { Ok(()) } else { Err(KeyError::new(Code::SigInvalid, "the signature does not fit the key")) }
    }

    /// Its family.
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
        let beginning: Vec<u8> = bytes.iter().copied().take(4).collect();
        write!(f, "{}({}…)", self.family().name(), data_encoding::HEXLOWER.encode(&beginning))
    }
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct KeyError {
    /// `KEY_…`, `DID_INVALID`, `SIG_INVALID` or `JWT_ALG_KEY_MISMATCH`.
    pub code: Code,
    /// What was found.
    pub detail: String,
    /// The family that the key says it is of, where that is one that this library does not use.
    pub family: Option<String>,
}

impl KeyError {
    /// An error with its code and what was found.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), family: None }
    }

    /// A key of another family than this library checks signatures with.
    pub(crate) fn unsupported_family(name: &str) -> Self {
        let detail = format!("keys of {name} are not supported");
        Self { family: Some(name.into()), ..Self::new(Code::KeyUnsupported, detail) }
    }
}

fn verifying_key(bytes: &[u8]) -> Result<VerifyingKey, KeyError> {
    let bytes: &[u8; 32] = bytes.try_into().map_err(|_| {
        KeyError::new(Code::KeyUnsupported, format!("Ed25519 key of {} bytes instead of 32", bytes.len()))
    })?;
    let unsound = |detail| KeyError::new(Code::SigInvalid, detail);
    let key = VerifyingKey::from_bytes(bytes).map_err(|_| unsound("not a point of Ed25519"))?;
    if key.is_weak() {
        return Err(unsound("Ed25519 key of small order"));
    }
    if key.to_edwards().compress().as_bytes() != bytes {
        return Err(unsound("Ed25519 key that is not reduced"));
    }
    Ok(key)
}

/// Whether a modulus bears the mark of the generator of CVE-2017-15361 ("ROCA"): modulo every one of these primes it is a
/// power of 65537, which is so for one in some hundred million other moduli.
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

/// The bit length of a big-endian integer without leading zeros.
fn bits(integer: &[u8]) -> usize {
    integer.first().map_or(0, |first| integer.len() * 8 - first.leading_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The eight points of small order, and encodings of y that are not below 2^255-19.
    #[test]
    fn unsound_ed25519_keys_are_refused() {
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
    fn rsa_keys_outside_the_limits_are_refused() {
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
