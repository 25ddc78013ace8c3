//! Digests of resources: `digestSRI` (W3C Subresource Integrity, section 3.3) and `digestMultibase` (VC Data
//! Integrity 1.0, section 2.6: a multihash in multibase).

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::limits::DIGEST_CHARS;

/// The digest of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// One of these digests of the same algorithm.
    OneOf(Algorithm, Vec<Vec<u8>>),
    /// No supported digest.
    Unusable,
}

/// The supported hash functions, from weakest to strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Algorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    const fn bytes(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

impl Expected {
    /// Parses `digestSRI`. The strongest algorithm counts, and any of its digests may match. Unknown algorithms and
    /// options are ignored (Subresource Integrity). VC Data Model 2.0 shows digests without padding, and issuers
    /// use base64url; both are accepted.
    pub(super) fn sri(text: &str) -> Self {
        let mut digests: Vec<(Algorithm, Vec<u8>)> = Vec::new();
        for item in text.get(..DIGEST_CHARS).unwrap_or(text).split_ascii_whitespace() {
            let digest = item.split('?').next().unwrap_or_default();
            let Some((name, value)) = digest.split_once('-') else { continue };
            let algorithm = match name.to_ascii_lowercase().as_str() {
                "sha256" => Algorithm::Sha256,
                "sha384" => Algorithm::Sha384,
                "sha512" => Algorithm::Sha512,
                _ => continue,
            };
            let value = value.trim_end_matches('=').replace('-', "+").replace('_', "/");
            match BASE64_NOPAD.decode(value.as_bytes()) {
                Ok(bytes) if bytes.len() == algorithm.bytes() => digests.push((algorithm, bytes)),
                _ => {}
            }
        }
        match digests.iter().map(|(algorithm, _)| *algorithm).max() {
            Some(strongest) => {
                digests.retain(|(algorithm, _)| *algorithm == strongest);
                Self::OneOf(strongest, digests.into_iter().map(|(_, bytes)| bytes).collect())
            }
            None => Self::Unusable,
        }
    }

    /// Parses `digestMultibase`.
    pub(super) fn multibase(text: &str) -> Self {
        let decoded = match text.split_at_checked(1) {
            _ if text.len() > DIGEST_CHARS => None,
            Some(("u", rest)) => BASE64URL_NOPAD.decode(rest.as_bytes()).ok(),
            Some(("z", rest)) => bs58::decode(rest).into_vec().ok(),
            _ => None,
        };
        // A multihash is the function's code, the digest's length and the digest. Both numbers are single bytes
        // here.
        match decoded.as_deref() {
            Some([0x12, 32, digest @ ..]) => Self::of(Algorithm::Sha256, digest),
            Some([0x20, 48, digest @ ..]) => Self::of(Algorithm::Sha384, digest),
            Some([0x13, 64, digest @ ..]) => Self::of(Algorithm::Sha512, digest),
            _ => Self::Unusable,
        }
    }

    fn of(algorithm: Algorithm, digest: &[u8]) -> Self {
        match digest.len() == algorithm.bytes() {
            true => Self::OneOf(algorithm, vec![digest.to_vec()]),
            false => Self::Unusable,
        }
    }

    /// Returns whether `bytes` match. `None` if there is no supported digest.
    pub(super) fn matches(&self, bytes: &[u8]) -> Option<bool> {
        match self {
            Self::OneOf(algorithm, digests) => Some(digests.contains(&algorithm.digest(bytes))),
            Self::Unusable => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64;

    use super::*;

    const BYTES: &[u8] = b"a certificate";

    fn sri(name: &str, algorithm: Algorithm, of: &[u8]) -> String {
        format!("{name}-{}", BASE64.encode(&algorithm.digest(of)))
    }

    #[test]
    fn matches_subresource_integrity() {
        use Algorithm::*;
        let (good, strong) = (sri("sha256", Sha256, BYTES), sri("sha512", Sha512, BYTES));
        let cases = [
            ("sha256", good.clone(), Some(true)),
            ("sha384", sri("sha384", Sha384, BYTES), Some(true)),
            ("sha512", strong.clone(), Some(true)),
            ("another text", sri("sha256", Sha256, b"another"), Some(false)),
            ("without padding", good.trim_end_matches('=').to_owned(), Some(true)),
            (
                "base64url",
                good.replace('+', "-").replace('/', "_").replacen("sha256_", "sha256-", 1),
                Some(true),
            ),
            ("with an option", format!("{good}?ct=image/png"), Some(true)),
            ("one of two matches", format!("{} {good}", sri("sha256", Sha256, b"another")), Some(true)),
            ("the strongest decides", format!("{good} {}", sri("sha512", Sha512, b"another")), Some(false)),
            ("an unknown algorithm is ignored", format!("md5-AAAA {strong}"), Some(true)),
            ("nothing known", "md5-AAAA".into(), None),
            ("another length", "sha256-AAAA".into(), None),
            ("no digest", "sha256".into(), None),
            ("nothing", String::new(), None),
            ("not base64", "sha256-!!!!".into(), None),
        ];
        for (name, text, expected) in cases {
            assert_eq!(Expected::sri(&text).matches(BYTES), expected, "{name}: {text}");
        }
    }

    #[test]
    fn matches_multihash_in_multibase() {
        use Algorithm::*;
        let hash = |code: u8, algorithm: Algorithm, of: &[u8]| {
            let digest = algorithm.digest(of);
            [&[code, digest.len() as u8], digest.as_slice()].concat()
        };
        let base64 = |bytes: &[u8]| format!("u{}", BASE64URL_NOPAD.encode(bytes));
        let cases = [
            ("sha2-256", base64(&hash(0x12, Sha256, BYTES)), Some(true)),
            ("sha2-384", base64(&hash(0x20, Sha384, BYTES)), Some(true)),
            ("sha2-512", base64(&hash(0x13, Sha512, BYTES)), Some(true)),
            ("base58", format!("z{}", bs58::encode(hash(0x12, Sha256, BYTES)).into_string()), Some(true)),
            ("another text", base64(&hash(0x12, Sha256, b"another")), Some(false)),
            ("another function", base64(&hash(0x16, Sha256, BYTES)), None),
            ("a longer digest", base64(&[hash(0x12, Sha256, BYTES), vec![0]].concat()), None),
            ("a shorter digest", base64(&hash(0x12, Sha256, BYTES)[..33]), None),
            ("another base", "fdeadbeef".into(), None),
            ("nothing", String::new(), None),
            ("no multihash", "u".into(), None),
        ];
        for (name, text, expected) in cases {
            assert_eq!(Expected::multibase(&text).matches(BYTES), expected, "{name}: {text}");
        }
    }
}
