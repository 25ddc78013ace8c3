//! The id of a badge, and the SHA-256 digests that identifiers consist of.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Identifies a badge in this backpack: SHA-256 of the credential's own text, in hex.
///
/// It is not the digest of the file: the same credential as PNG, SVG and JSON is one badge with three originals.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BadgeId(String);

impl BadgeId {
    /// Returns the id of the badge with this credential text.
    pub fn of(credential_text: &str) -> Self {
        Self(sha256_hex(credential_text.as_bytes()))
    }

    /// Returns the 64 hex digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BadgeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The error for a text that does not consist of 64 lower-case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a badge id has 64 lower-case hex digits")]
pub struct InvalidBadgeId;

impl FromStr for BadgeId {
    type Err = InvalidBadgeId;

    fn from_str(text: &str) -> Result<Self, InvalidBadgeId> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for BadgeId {
    type Error = InvalidBadgeId;

    fn try_from(text: String) -> Result<Self, InvalidBadgeId> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(hex) { Ok(Self(text)) } else { Err(InvalidBadgeId) }
    }
}

impl From<BadgeId> for String {
    fn from(id: BadgeId) -> Self {
        id.0
    }
}

/// Returns the SHA-256 digest in hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}
