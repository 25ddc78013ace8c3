//! Public keys, in one type whatever form they were written in, and whether a signature fits one.
//!
//! Here are the Multikey form and the soundness of each family. JWK and PEM are in [`jwk`](super::jwk). Whose key it
//! is, and whether it may sign badges, is `verify`'s question.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::VerifyingKey;
use p256::ecdsa::signature::Verifier;

use super::rsa;
use crate::{code::Code, limits};

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

impl PublicKey {
    /// From a Multikey's `publicKeyMultibase` (Controlled Identifiers 1.0, section 2.2.2) or the identifier of a
    /// `did:key`: the multicodec of Ed25519 or P-256, in base58btc (`z`) or base64url (`u`).
    pub fn from_multibase(text: &str) -> Result<Self, KeyError> {
        let unsupported = |detail: String| KeyError::new(Code::KeyUnsupported, detail);
        // Base58 takes quadratic time; no key of any known family is nearly as long.
        if text.len() > limits::MULTIBASE_KEY_CHARS {
            return Err(KeyError::new(
                Code::KeyLimit,
                format!("{} characters of multibase, longer than any key", text.len()),
            ));
        }
        let bytes = match text.split_at_checked(1) {
            Some(("z", base58)) => bs58::decode(base58).into_vec().map_err(|e| unsupported(e.to_string()))?,
            Some(("u", base64url)) => {
                BASE64URL_NOPAD.decode(base64url.as_bytes()).map_err(|e| unsupported(e.to_string()))?
            }
            Some((other, _)) => return Err(unsupported(format!("multibase prefix `{other}`"))),
            None => return Err(unsupported("empty, or no multibase prefix".into())),
        };
        let (codec, key) = split_multicodec(&bytes)
            .ok_or_else(|| unsupported("the multicodec prefix is malformed".into()))?;
        match codec {
            ED25519_PUB => Self::ed25519(key),
            P256_PUB => match key {
                // The registry lists this codec as the compressed form only.
                [2 | 3, x @ ..] if x.len() == 32 => Self::p256(key),
                _ => {
                    Err(unsupported(format!("P-256 key of {} bytes that is no compressed point", key.len())))
                }
            },
            other => Err(match UNSUPPORTED_CODECS.iter().find(|(code, _)| *code == other) {
                Some((_, name)) => KeyError::of_family(name),
                None => unsupported(format!("multicodec 0x{other:x} is not known")),
            }),
        }
    }

    /// The multibase form (Multikey), where the family has one that this library reads back.
    pub fn to_multibase(&self) -> Option<String> {
        let (codec, key) = match self {
            Self::Ed25519(bytes) => (ED25519_VARINT, bytes.to_vec()),
            Self::P256(point) => (P256_VARINT, compressed(point)?),
            Self::Rsa { .. } => return None,
        };
        let mut bytes = codec.to_vec();
        bytes.extend_from_slice(&key);
        Some(format!("z{}", bs58::encode(bytes).into_string()))
    }

    /// An Ed25519 key from its 32 bytes (RFC 8032, section 5.1.5).
    ///
    /// Stricter than the RFC's decoding, so that a key has one form and a signature one meaning: points of small order
    /// and encodings that are not reduced are refused.
    pub fn ed25519(bytes: &[u8]) -> Result<Self, KeyError> {
        verifying_key(bytes).map(|key| Self::Ed25519(key.to_bytes()))
    }

    /// A P-256 key from a SEC1 point, compressed or not.
    pub fn p256(point: &[u8]) -> Result<Self, KeyError> {
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .map_err(|_| KeyError::new(Code::SigInvalid, "not a point of P-256"))?;
        Ok(Self::P256(key.to_encoded_point(false).as_bytes().to_vec()))
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

    /// Whether `signature` over `message` fits this key, with the one signature scheme that this library uses each
    /// family for: Ed25519, ECDSA with SHA-256 as r||s, RSASSA-PKCS1-v1_5 with SHA-256.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), KeyError> {
        let misfit = || KeyError::new(Code::SigInvalid, "the signature does not fit the key");
        match self {
            Self::Ed25519(bytes) => {
                let key = verifying_key(bytes)?;
                let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| misfit())?;
                // `verify_strict` also refuses an R of small order, where plain RFC 8032 verifiers disagree.
                key.verify_strict(message, &signature).map_err(|_| misfit())
            }
            Self::P256(point) => {
                let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point)
                    .map_err(|_| KeyError::new(Code::SigInvalid, "not a point of P-256"))?;
                // `from_slice` takes r||s of 64 bytes with both in 1..n. An s above n/2 is valid ECDSA (RFC 7518,
                // section 3.4, does not ask for the lower one, and JWS libraries do not make it).
                let signature = p256::ecdsa::Signature::from_slice(signature).map_err(|_| misfit())?;
                key.verify(message, &signature).map_err(|_| misfit())
            }
            Self::Rsa { modulus, exponent } => {
                Self::rsa(modulus, exponent)?;
                if rsa::rs256_fits(modulus, exponent, message, signature) { Ok(()) } else { Err(misfit()) }
            }
        }
    }

    /// The family, as specifications name it.
    pub const fn family(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "Ed25519",
            Self::P256(_) => "P-256",
            Self::Rsa { .. } => "RSA",
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = match self {
            Self::Ed25519(bytes) => &bytes[..],
            Self::P256(bytes) => bytes,
            Self::Rsa { modulus, .. } => modulus,
        };
        let beginning: Vec<u8> = bytes.iter().copied().take(4).collect();
        write!(f, "{}({}…)", self.family(), data_encoding::HEXLOWER.encode(&beginning))
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
    /// The family that the key says it is of, where that is one that this library does not use.
    pub family: Option<String>,
}

impl KeyError {
    /// An error with its code and what was found.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), family: None }
    }

    /// A key of another family than this library checks signatures with.
    pub(crate) fn of_family(name: &str) -> Self {
        let detail = format!("keys of {name} are not supported");
        Self { family: Some(name.into()), ..Self::new(Code::KeyUnsupported, detail) }
    }
}

/// `ed25519-pub` of the multicodec table.
const ED25519_PUB: u64 = 0xed;
/// `p256-pub` of the multicodec table.
const P256_PUB: u64 = 0x1200;
/// [`ED25519_PUB`] as an unsigned varint.
const ED25519_VARINT: [u8; 2] = [0xed, 0x01];
/// [`P256_PUB`] as an unsigned varint.
const P256_VARINT: [u8; 2] = [0x80, 0x24];
/// Keys that the multicodec table knows and this library does not check signatures with.
const UNSUPPORTED_CODECS: &[(u64, &str)] = &[
    (0xe7, "secp256k1"),
    (0xea, "BLS12-381 G1"),
    (0xeb, "BLS12-381 G2"),
    (0xec, "X25519"),
    (0xee, "BLS12-381 G1 and G2"),
    (0x1201, "P-384"),
    (0x1202, "P-521"),
    (0x1203, "Ed448"),
    (0x1204, "X448"),
    (0x1205, "RSA in multibase"),
    (0xeb51, "JWK in multibase"),
    (0x1300, "Ed25519, the private part"),
    (0x1306, "P-256, the private part"),
];

/// An unsigned varint of the multiformats project, in its shortest form, and what follows it.
fn split_multicodec(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let length = bytes.iter().take(4).position(|byte| byte & 0x80 == 0)? + 1;
    let (varint, rest) = bytes.split_at_checked(length)?;
    if length > 1 && varint.last() == Some(&0) {
        return None;
    }
    let code = varint.iter().rev().fold(0, |code, byte| code << 7 | u64::from(byte & 0x7f));
    Some((code, rest))
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

fn compressed(point: &[u8]) -> Option<Vec<u8>> {
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
    Some(key.to_encoded_point(true).as_bytes().to_vec())
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

    const ED25519: &str = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

    #[test]
    fn multibase_reads_back_as_itself() {
        let p256 = PublicKey::P256(
            p256::ecdsa::SigningKey::from_slice(&[7; 32])
                .unwrap()
                .verifying_key()
                .to_encoded_point(false)
                .as_bytes()
                .to_vec(),
        );
        for key in [PublicKey::from_multibase(ED25519).unwrap(), p256] {
            let text = key.to_multibase().unwrap();
            assert_eq!(PublicKey::from_multibase(&text).unwrap(), key, "{text}");
            let raw = bs58::decode(&text[1..]).into_vec().unwrap();
            let base64url = format!("u{}", BASE64URL_NOPAD.encode(&raw));
            assert_eq!(PublicKey::from_multibase(&base64url).unwrap(), key, "{base64url}");
        }
    }

    #[test]
    fn malformed_and_unsupported_multibase_is_refused_by_name() {
        let of = |bytes: &[u8]| format!("z{}", bs58::encode(bytes).into_string());
        let key = |codec: &[u8], length: usize| of(&[codec, &vec![9; length]].concat());
        let cases: Vec<(&str, String, Code, &str)> = vec![
            ("empty", String::new(), Code::KeyUnsupported, "empty"),
            ("no prefix known", format!("m{}", &ED25519[1..]), Code::KeyUnsupported, "prefix `m`"),
            ("not ASCII", "é6Mk".into(), Code::KeyUnsupported, "prefix"),
            ("a character outside base58", "z6Mk0OIl".into(), Code::KeyUnsupported, "0"),
            ("padded base64url", "u7QE=".into(), Code::KeyUnsupported, "symbol"),
            ("nothing behind the prefix", "z".into(), Code::KeyUnsupported, "multicodec prefix"),
            (
                "a varint without an end",
                of(&[0xed, 0x81, 0x80, 0x80, 0x80]),
                Code::KeyUnsupported,
                "malformed",
            ),
            ("a varint longer than needed", key(&[0xed, 0x81, 0x00], 32), Code::KeyUnsupported, "malformed"),
            ("Ed25519, a byte short", key(&[0xed, 0x01], 31), Code::KeyUnsupported, "31 bytes"),
            ("Ed25519, a byte too many", key(&[0xed, 0x01], 33), Code::KeyUnsupported, "33 bytes"),
            (
                "P-256, uncompressed",
                key(&[0x80, 0x24, 0x04], 64),
                Code::KeyUnsupported,
                "no compressed point",
            ),
            (
                "P-256, not on the curve",
                of(&[&[0x80, 0x24, 0x02], &[7; 32][..]].concat()),
                Code::SigInvalid,
                "not a point",
            ),
            ("secp256k1", key(&[0xe7, 0x01], 33), Code::KeyUnsupported, "secp256k1"),
            ("P-384", key(&[0x81, 0x24], 49), Code::KeyUnsupported, "P-384"),
            ("X25519", key(&[0xec, 0x01], 32), Code::KeyUnsupported, "X25519"),
            ("a codec of nobody", key(&[0x7f], 32), Code::KeyUnsupported, "0x7f"),
            ("very long", format!("z{}", "1".repeat(1_000_000)), Code::KeyLimit, "longer than any key"),
        ];
        for (name, text, code, detail) in cases {
            let error = PublicKey::from_multibase(&text).expect_err(name);
            assert_eq!(error.code, code, "{name}: {error}");
            assert!(error.detail.contains(detail), "{name}: {error}");
        }
    }

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
