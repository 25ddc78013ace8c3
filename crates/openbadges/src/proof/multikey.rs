//! Multikey (Controlled Identifiers 1.0, section 2.2.2): a multicodec code and the key, in multibase. Also the format of
//! `did:key` identifiers.

use data_encoding::BASE64URL_NOPAD;

use super::{
    ecdsa::Curve,
    family::{Family, unsupported_multicodec},
    key::{KeyError, PublicKey},
};
use crate::{code::Code, limits};

impl PublicKey {
    /// Parses a `publicKeyMultibase`, in base58btc (`z`) or base64url (`u`).
    pub fn from_multibase(text: &str) -> Result<Self, KeyError> {
        // Decoding base58 takes quadratic time. Keys of all known families are much shorter than this limit.
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
        Self::from_multikey(&bytes)
    }

    /// Parses the bytes of a Multikey.
    pub(super) fn from_multikey(bytes: &[u8]) -> Result<Self, KeyError> {
        let (codec, key) = split_multicodec(bytes)
            .ok_or_else(|| unsupported("the multicodec prefix is malformed".into()))?;
        let family = Family::ALL.into_iter().find(|family| family.multicodec() == Some(codec));
        match family {
            Some(Family::Ed25519) => Self::ed25519(key),
            Some(Family::P256) => compressed(Curve::P256, key),
            Some(Family::P384) => compressed(Curve::P384, key),
            Some(Family::Rsa) | None => Err(match unsupported_multicodec(codec) {
                Some(name) => KeyError::unsupported_family(name),
                None => unsupported(format!("multicodec 0x{codec:x} is not known")),
            }),
        }
    }

    /// Returns the multibase form, or `None` for families without a supported one.
    pub fn to_multibase(&self) -> Option<String> {
        let key = match self {
            Self::Ed25519(bytes) => bytes.to_vec(),
            Self::Ec { curve, point } => curve.compressed(point)?,
            Self::Rsa { .. } => return None,
        };
        let mut bytes = varint(self.family().multicodec()?);
        bytes.extend_from_slice(&key);
        Some(format!("z{}", bs58::encode(bytes).into_string()))
    }
}

/// Parses a key on `curve`. The multicodec codes denote the compressed form only.
fn compressed(curve: Curve, key: &[u8]) -> Result<PublicKey, KeyError> {
    match key {
        [2 | 3, x @ ..] if x.len() == curve.coordinate_bytes() => PublicKey::ec(curve, key),
        _ => {
            let name = curve.family().name();
            Err(unsupported(format!("{name} key of {} bytes that is no compressed point", key.len())))
        }
    }
}

fn unsupported(detail: String) -> KeyError {
    KeyError::new(Code::KeyUnsupported, detail)
}

/// Splits off the multicodec code, an unsigned varint of the multiformats project in its shortest form.
fn split_multicodec(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let length = bytes.iter().take(4).position(|byte| byte & 0x80 == 0)? + 1;
    let (varint, rest) = bytes.split_at_checked(length)?;
    if length > 1 && varint.last() == Some(&0) {
        return None;
    }
    let code = varint.iter().rev().fold(0, |code, byte| code << 7 | u64::from(byte & 0x7f));
    Some((code, rest))
}

/// Encodes `code` as an unsigned varint.
fn varint(mut code: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while code > 0x7f {
        bytes.push(code.to_le_bytes()[0] | 0x80);
        code >>= 7;
    }
    bytes.push(code.to_le_bytes()[0]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

    #[test]
    fn multibase_round_trips() {
        let p256 = p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
        let p256 =
            PublicKey::ec(Curve::P256, p256.verifying_key().to_encoded_point(false).as_bytes()).unwrap();
        let p384 = p384::ecdsa::SigningKey::from_slice(&[7; 48]).unwrap();
        let p384 =
            PublicKey::ec(Curve::P384, p384.verifying_key().to_encoded_point(true).as_bytes()).unwrap();
        for key in [PublicKey::from_multibase(ED25519).unwrap(), p256, p384] {
            let text = key.to_multibase().unwrap();
            assert_eq!(PublicKey::from_multibase(&text).unwrap(), key, "{text}");
            let raw = bs58::decode(&text[1..]).into_vec().unwrap();
            let base64url = format!("u{}", BASE64URL_NOPAD.encode(&raw));
            assert_eq!(PublicKey::from_multibase(&base64url).unwrap(), key, "{base64url}");
        }
    }

    #[test]
    fn rejects_malformed_and_unsupported_multibase() {
        let of = |bytes: &[u8]| format!("z{}", bs58::encode(bytes).into_string());
        let key = |codec: &[u8], length: usize| of(&[codec, &vec![9; length]].concat());
        let cases: Vec<(&str, String, Code, &str)> = vec![
            ("empty", String::new(), Code::KeyUnsupported, "empty"),
            ("unknown prefix", format!("m{}", &ED25519[1..]), Code::KeyUnsupported, "prefix `m`"),
            ("not ASCII", "é6Mk".into(), Code::KeyUnsupported, "prefix"),
            ("a character outside base58", "z6Mk0OIl".into(), Code::KeyUnsupported, "0"),
            ("padded base64url", "u7QE=".into(), Code::KeyUnsupported, "symbol"),
            ("nothing after the prefix", "z".into(), Code::KeyUnsupported, "multicodec prefix"),
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
            ("P-384, a byte short", key(&[0x81, 0x24, 0x02], 47), Code::KeyUnsupported, "48 bytes"),
            ("P-521", key(&[0x82, 0x24], 67), Code::KeyUnsupported, "P-521"),
            ("BLS", key(&[0xeb, 0x01], 96), Code::KeyUnsupported, "BLS12-381 G2"),
            ("RSA", key(&[0x85, 0x24], 270), Code::KeyUnsupported, "RSA"),
            ("X25519", key(&[0xec, 0x01], 32), Code::KeyUnsupported, "X25519"),
            ("unassigned codec", key(&[0x7f], 32), Code::KeyUnsupported, "0x7f"),
            ("very long", format!("z{}", "1".repeat(1_000_000)), Code::KeyLimit, "longer than any key"),
        ];
        for (name, text, code, detail) in cases {
            let error = PublicKey::from_multibase(&text).expect_err(name);
            assert_eq!(error.code, code, "{name}: {error}");
            assert!(error.detail.contains(detail), "{name}: {error}");
        }
    }
}
