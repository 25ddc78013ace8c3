//! Hashed identities: `sha256$…` and `md5$…` (OB 2.0 and 3.0 IdentityHash), and `sha1$…` (OB 0.5 and 1.x).

use data_encoding::HEXLOWER_PERMISSIVE;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The prefixes of hashes in all versions.
const ALGORITHMS: &[&str] = &["sha256$", "md5$", "sha1$", "sha512$"];

/// A hash of an identity with its salt.
#[derive(Debug)]
pub(super) struct Hash {
    algorithm: Algorithm,
    digest: Vec<u8>,
    salt: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    Sha256,
    Sha1,
    Md5,
}

impl Hash {
    /// Returns whether `text` is a hash of any algorithm.
    pub(super) fn looks_like(text: &str) -> bool {
        ALGORITHMS.iter().any(|name| text.starts_with(name))
    }

    /// Parses an algorithm, `$`, and the hexadecimal digest in either case. SHA-1 is only allowed before OB 2.0.
    pub(super) fn parse(text: &str, salt: &str, before_ob2: bool) -> Option<Self> {
        let (algorithm, hex) = text.split_once('$')?;
        let digest = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok()?;
        let algorithm = match (algorithm, digest.len()) {
            ("sha256", 32) => Algorithm::Sha256,
            ("md5", 16) => Algorithm::Md5,
            ("sha1", 20) if before_ob2 => Algorithm::Sha1,
            _ => return None,
        };
        Some(Self { algorithm, digest, salt: salt.to_owned() })
    }

    /// Returns the algorithm if it is weak.
    pub(super) fn weak(&self) -> Option<&'static str> {
        match self.algorithm {
            Algorithm::Sha256 => None,
            Algorithm::Sha1 => Some("sha1"),
            Algorithm::Md5 => Some("md5"),
        }
    }

    /// Returns whether this is the hash of `identity` and the salt.
    pub(super) fn is_of(&self, identity: &str) -> bool {
        fn salted<D: Digest>(identity: &str, salt: &str) -> Vec<u8> {
            D::new().chain_update(identity).chain_update(salt).finalize().to_vec()
        }
        let own = match self.algorithm {
            Algorithm::Sha256 => salted::<Sha256>(identity, &self.salt),
            Algorithm::Sha1 => salted::<Sha1>(identity, &self.salt),
            Algorithm::Md5 => salted::<Md5>(identity, &self.salt),
        };
        bool::from(own.ct_eq(&self.digest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check value of OB 3.0 "Verify the Recipient Using an Identifier", and the forms of H14.
    #[test]
    fn parses_and_compares_hashes() {
        const KOSHER: &str = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";
        let upper = format!("sha256${}", KOSHER[7..].to_uppercase());
        for text in [KOSHER, &upper] {
            let hash = Hash::parse(text, "Kosher", false).unwrap();
            assert!(hash.is_of("a@example.com") && hash.weak().is_none(), "{text}");
            assert!(!hash.is_of("b@example.com") && !hash.is_of("a@example.comKosher"), "{text}");
        }
        // RFC 1321, A.5; RFC 3174, 7.3: the digests of `abc`.
        let md5 = Hash::parse("md5$900150983cd24fb0d6963f7d28e17f72", "", false).unwrap();
        assert!(md5.is_of("abc") && md5.weak() == Some("md5"));
        let sha1 = "sha1$a9993e364706816aba3e25717850c26c9cd0d89d";
        assert!(
            Hash::parse(sha1, "", true).is_some_and(|hash| hash.is_of("abc") && hash.weak() == Some("sha1"))
        );
        for text in [sha1, "a@example.com", "sha256$", &KOSHER[..70], "md5$zz", "SHA256$00", "$"] {
            assert!(Hash::parse(text, "", false).is_none(), "{text}");
        }
    }
}
