//! Data types of the learner's own entries: identities, trust lists, allowed hosts, shares.

use jiff::Timestamp;
use openbadges::Identity;
use serde::{Deserialize, Serialize};

use crate::badge_id::BadgeId;

/// An identity that the learner claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnIdentity {
    /// The identity.
    pub identity: Identity,
    /// Time of adding.
    pub added_at: Timestamp,
}

/// A list of issuers that the learner added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedTrustList {
    /// Its name.
    pub name: String,
    /// Its text, unchanged.
    pub text: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Time of adding.
    pub added_at: Timestamp,
}

/// A host that the learner allows the program to contact at any time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowedHost {
    /// The host, with its port unless that is the scheme's default.
    pub host: String,
    /// Time of the learner's consent.
    #[serde(rename = "agreed_at")]
    pub allowed_at: Timestamp,
}

/// One export of a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Opaque id, unique in this backpack.
    pub id: String,
    /// The collection's id.
    pub collection: String,
    /// The collection's title at that time.
    pub title: String,
    /// The badges in the export.
    pub badges: Vec<BadgeId>,
    /// The file format, e.g. `bundle`.
    pub format: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// The audience that the learner entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// End of the export's validity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Time of the export.
    pub at: Timestamp,
}
