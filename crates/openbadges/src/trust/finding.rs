//! What trust lists and memory say of one issuer, as a report holds it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A trust list that names the issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// What the list is called.
    pub list: String,
    /// The issuer's name, by the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How the issuer compares with what is remembered under its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PinMatch {
    /// The key that signed was the issuer's when it was first seen, or it has only its pages to be known by.
    PinnedSince {
        /// When it was first seen.
        first_seen: Timestamp,
    },
    /// The issuer signs with a key that it did not have when it was first seen: a new key, or a new owner.
    ChangedSince {
        /// When it was first seen.
        first_seen: Timestamp,
    },
}

/// Another issuer, listed or remembered, that this one can be mistaken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfusableName {
    /// This issuer's name or host, as it shows it.
    pub seen: String,
    /// The name or host that it looks like.
    pub known: String,
    /// The id of the issuer that has it.
    pub id: String,
}
