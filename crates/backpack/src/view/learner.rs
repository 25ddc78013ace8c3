//! Who the learner is, and whom they rely on.

use openbadges::Outcome;
use serde::{Deserialize, Serialize};

use super::{BadgeSummary, LinkDetail};

/// An identity that the learner says is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IdentitySummary {
    /// `email`, `url`, `telephone`, `did` or `id`.
    pub kind: String,
    /// As the learner wrote it.
    pub value: String,
    /// How many badges were issued to it.
    pub badges: u32,
}

/// What can be tried where it is not shown that a badge is the learner's. Nothing of it is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UnclaimedRecipient {
    /// Identities to whom it was issued, in plain text: those that the badge states, or that its link or mail named and that
    /// it bears out. The learner has added none of them.
    pub stated: Vec<String>,
    /// In words.
    pub message: String,
}

/// What trying an identity came to. Nothing of it is remembered, and nobody was asked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IdentityTrial {
    /// `email`, `url`, `telephone`, `did` or `id`.
    pub kind: String,
    /// As it was written.
    pub value: String,
    /// Whether the badge that it was tried with was issued to it; of all kept badges, whether any was.
    pub outcome: Outcome,
    /// In words.
    pub message: String,
    /// The kept badges that were issued to it, of those that it was tried with.
    pub badges: Vec<BadgeSummary>,
    /// Whether it is among the learner's identities already.
    pub added: bool,
}

/// The badges that depend on an identity, and what to do before it ends.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IdentityDependents {
    /// `email`, `url`, `telephone`, `did` or `id`.
    pub kind: String,
    /// As it was written.
    pub value: String,
    /// The kept badges that were issued to it.
    pub badges: Vec<BadgeSummary>,
    /// The platforms that they came from.
    pub platforms: Vec<PlatformSummary>,
    /// Links to badges that were found in mails to it, and are not followed or kept yet.
    pub links: Vec<LinkDetail>,
    /// What stays, what may stop, and what to do before, in words.
    pub advice: Vec<String>,
}

/// A platform that badges came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PlatformSummary {
    /// What it is called.
    pub name: String,
    /// How to get a badge from there, in words.
    pub next_step: String,
}

/// A trust list that is kept.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TrustListSummary {
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
pub struct KnownIssuerSummary {
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
