//! Who the learner is, and whom they rely on.

use serde::{Deserialize, Serialize};

/// An identity that the learner says is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IdentityLine {
    /// `email`, `url`, `telephone`, `did` or `id`.
    pub kind: String,
    /// As the learner wrote it.
    pub value: String,
    /// How many badges were issued to it.
    pub badges: u32,
}

/// A trust list that is kept.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TrustListLine {
    /// What it is called.
    pub name: String,
    /// How many issuers it names.
    pub issuers: u32,
    /// SHA-256 of the file that was added, hex.
    pub sha256: String,
    /// RFC 3339: when it was added.
    pub added_at: String,
    /// Whether it took the place of a list of the same name just now.
    pub replaced: bool,
}

/// An issuer that is remembered from a badge that was kept.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KnownIssuerLine {
    /// Its id.
    pub id: String,
    /// The name that it gave itself.
    pub name: Option<String>,
    /// Its keys, each by its JWK thumbprint.
    pub keys: Vec<String>,
    /// RFC 3339: when it was first seen.
    pub first_seen: String,
    /// How many badges of it are kept.
    pub badges: u32,
    /// Whether one of them is signed with a key that it did not have when it was first seen.
    pub changed: bool,
}
