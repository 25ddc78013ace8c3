//! Views of candidates, and the results of adding them.

use serde::Serialize;

use super::{
    BadgeReport, ErrorDetail, LinkDetail, MailSummary, OfferDetail, OtherVersion, UnclaimedRecipient,
};

/// A candidate: a badge with its checks, or the reason why there is none. It is not stored yet.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CandidateDetail {
    /// Identifies this candidate until it is added or dismissed. Opaque.
    pub key: String,
    /// The source: a path, an address, or `pasted`. For an error of the backpack itself, `request-log` or
    /// `known-issuers`.
    pub source: String,
    /// The badge, if there is one.
    pub badge: Option<BadgeReport>,
    /// The reason why there is no badge.
    pub error: Option<ErrorDetail>,
    /// The id of the badge in the backpack, if the backpack already contains it.
    pub held_as: Option<String>,
    /// Another version of the badge in the backpack, if the backpack does not contain this one.
    pub other_version: Option<OtherVersion>,
    /// Identities to try if the badge does not match the learner.
    pub unclaimed: Option<UnclaimedRecipient>,
    /// Hosts that the checks need and that were not contacted. Each would learn that somebody at the
    /// learner's IP address verifies a badge.
    pub hosts_to_ask: Vec<String>,
    /// Those of `hosts_to_ask` that would also learn which badge it is, because the address to fetch belongs
    /// to this badge alone.
    #[serde(rename = "hosts_told_which")]
    pub identifying_hosts: Vec<String>,
    /// The link to a badge, if the candidate is a link in a mail. It was not followed.
    pub link: Option<LinkDetail>,
    /// The offer of a badge, if the candidate is one. `error` then reports that it is not a badge yet, or why
    /// accepting it failed.
    pub offer: Option<OfferDetail>,
    /// The mail that contains the candidate.
    pub mail: Option<MailSummary>,
    /// The kind of other file as which it can be added, if it is not a badge.
    pub record: Option<String>,
}

/// The result of adding one candidate.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AddResult {
    /// The source of the candidate.
    pub source: String,
    /// Name of the achievement, if it is a badge.
    pub name: Option<String>,
    /// Whether it was added.
    pub outcome: AddStatus,
    /// The id in the backpack.
    pub badge_id: Option<String>,
    /// The reason why it was not added.
    pub error: Option<ErrorDetail>,
}

/// Whether a badge was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AddStatus {
    /// The badge is in the backpack now.
    Added,
    /// The badge was in the backpack already; the new source was stored with it.
    AlreadyHeld,
    /// The badge was not added. The error is the reason.
    Failed,
}
