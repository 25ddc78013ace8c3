//! The parts of an issuer finding that come from trust lists and known issuers.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A trust list that names the issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// The name of the list.
    pub list: String,
    /// The issuer's name according to the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The result of comparing the issuer with the known issuer that has the same id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PinMatch {
    /// The signing key is a known key of the issuer, or only the issuer's web documents are known.
    PinnedSince {
        /// When the issuer was first seen.
        first_seen: Timestamp,
    },
    /// The signing key is not a known key of the issuer. The issuer has a new key, or the id has a new owner.
    ChangedSince {
        /// When the issuer was first seen.
        first_seen: Timestamp,
    },
}

/// A listed or known issuer that this issuer can be mistaken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfusableName {
    /// The name or host of this issuer.
    #[serde(rename = "seen")]
    pub shown: String,
    /// The similar name or host of the other issuer.
    pub known: String,
    /// The id of the other issuer.
    pub id: String,
}
