//! The small records that the learner or the program makes beside badges.

use jiff::Timestamp;
use openbadges::{
    Identity,
    report::{IssuerFinding, IssuerIdentity},
};
use serde::{Deserialize, Serialize};

use crate::badge_id::BadgeId;

/// An identity that the learner says is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnIdentity {
    /// The identity.
    pub identity: Identity,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Keys of an issuer as they were first seen, so that a change is noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuerPin {
    /// The issuer's id.
    pub issuer: String,
    /// Its name at that time, by its own claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its keys, each by its JWK thumbprint (RFC 7638). Empty where only its pages were seen.
    pub keys: Vec<String>,
    /// When they were first seen.
    pub first_seen: Timestamp,
    /// When they were last seen.
    pub last_seen: Timestamp,
}

impl IssuerPin {
    /// What is to be remembered of the issuer in a report: one whose key or page was shown to be its own. Whoever issued
    /// to themselves is nobody to be met again.
    pub(super) fn of(issuer: &IssuerFinding, at: Timestamp) -> Option<Self> {
        match issuer.identity {
            IssuerIdentity::ProvenDomain { .. } | IssuerIdentity::UnknownKey => {}
            IssuerIdentity::SelfIssued | IssuerIdentity::Unproven => return None,
        }
        Some(Self {
            issuer: issuer.id.clone()?,
            name: issuer.name.clone(),
            keys: issuer.keys.clone(),
            first_seen: at,
            last_seen: at,
        })
    }
}

/// A list of issuers that the learner added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedTrustList {
    /// What it is called.
    pub name: String,
    /// The text that was added, untouched.
    pub text: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// When it was added.
    pub added_at: Timestamp,
}

/// A host that the learner said may always be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedHost {
    /// The host, with its port where that is not the scheme's own.
    pub host: String,
    /// When they said so.
    pub agreed_at: Timestamp,
}

/// One export: what was given out, for whom, until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Its id: opaque, unique in this backpack.
    pub id: String,
    /// The collection's id.
    pub collection: String,
    /// The collection's title at that time.
    pub title: String,
    /// The badges that were in it.
    pub badges: Vec<BadgeId>,
    /// The kind of file, e.g. `bundle`.
    pub format: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// For whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// When.
    pub at: Timestamp,
}
