//! What a caller knows about issuers before a badge is looked at: trust lists that somebody keeps, and issuers that
//! the caller remembers from earlier badges.
//!
//! Both are handed in with the [`Question`](crate::Question). They decide what is said beside the verdict
//! ([`Standing`](crate::Standing)), never the verdict. No list is fetched from here.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A list of issuers that somebody vouches for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustList {
    /// What the list is called, by whoever handed it in.
    pub name: String,
    /// The issuers on it.
    pub issuers: Vec<ListedIssuer>,
}

/// An issuer on a trust list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListedIssuer {
    /// Its id: a DID or an https address. An entry is for exactly this id and none below it.
    pub id: String,
    /// Its name, by the list.
    pub name: Option<String>,
    /// Where it is, by the list.
    pub location: Option<String>,
    /// Its page, by the list.
    pub url: Option<String>,
}

/// An issuer that the caller remembers from a badge that was shown to be its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownIssuer {
    /// Its id.
    pub id: String,
    /// The name that it gave itself.
    pub name: Option<String>,
    /// Its keys, each by its JWK thumbprint (RFC 7638, SHA-256, base64url). Empty where only its pages were seen.
    pub keys: Vec<String>,
    /// When it was first seen.
    pub first_seen: Timestamp,
}
