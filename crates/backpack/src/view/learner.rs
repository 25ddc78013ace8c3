//! The learner's identities, trust lists and known issuers.

use openbadges::Outcome;
use serde::{Deserialize, Serialize};

use super::{BadgeSummary, LinkDetail, Message};

/// An identity of the learner, as the learner states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IdentitySummary {
    /// `email`, `url`, `telephone`, `did` or `id`.
    pub kind: String,
    /// As the learner wrote it.
    pub value: String,
    /// The number of badges that were issued to it.
    pub badges: u32,
}

/// Identities to try for a badge that does not match the learner. They are not stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UnclaimedRecipient {
    /// Identities to which the badge was issued, in plain text: stated in the badge, or named by its link or
    /// mail and matching the badge. None of them is among the learner's identities.
    pub stated: Vec<String>,
    /// What is known, in words.
    pub message: Message,
}

/// The result of trying an identity. Nothing is stored, and no server is contacted.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IdentityTrial {
    /// `email`, `url`, `telephone`, `did` or `id`.
    pub kind: String,
    /// As it was written.
    pub value: String,
    /// Whether the badge was issued to it; if all stored badges were tried, whether any was.
    pub outcome: Outcome,
    /// The result, in words.
    pub message: Message,
    /// The stored badges that were issued to it, of those that were tried.
    pub badges: Vec<BadgeSummary>,
    /// Whether it is among the learner's identities already.
    pub added: bool,
}

/// The badges that depend on an identity, and what to do before the learner loses it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IdentityDependents {
    /// `email`, `url`, `telephone`, `did` or `id`.
    pub kind: String,
    /// As it was written.
    pub value: String,
    /// The stored badges that were issued to it.
    pub badges: Vec<BadgeSummary>,
    /// The platforms that they came from.
    pub platforms: Vec<PlatformSummary>,
    /// Links to badges in mails to it that were not followed yet.
    pub links: Vec<LinkDetail>,
    /// What stays, what may stop, and what to do first, in words.
    pub advice: Vec<Message>,
}

/// A platform that badges came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PlatformSummary {
    /// Its name.
    pub name: String,
    /// How to download a badge from it.
    pub next_step: Message,
}

/// A trust list of the learner.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TrustListSummary {
    /// Its name.
    pub name: String,
    /// The number of issuers in it.
    pub issuers: u32,
    /// SHA-256 of the file that was added, hex.
    pub sha256: String,
    /// When it was added, RFC 3339.
    pub added_at: String,
    /// Whether it has just replaced a list of the same name.
    pub replaced: bool,
}

/// A known issuer: the issuer of a badge that was added.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KnownIssuerSummary {
    /// Its id.
    pub id: String,
    /// Its name, by its own claim.
    pub name: Option<String>,
    /// Its keys, each by its JWK thumbprint.
    pub keys: Vec<String>,
    /// When its first badge was added, RFC 3339.
    pub first_seen: String,
    /// The number of stored badges from it.
    pub badges: u32,
    /// Whether one of them is signed with a key other than the pinned keys.
    pub changed: bool,
}
