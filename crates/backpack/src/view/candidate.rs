//! What was handed over: before it is kept, and what became of it.

use serde::Serialize;

use super::{
    BadgeReport, ErrorDetail, LinkDetail, MailSummary, OfferDetail, OtherVersion, UnclaimedRecipient,
};

/// What became of one input before anything is kept: a badge with its checks, or why there is none.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CandidateDetail {
    /// Names this sighting until it is kept or dropped. Opaque.
    pub key: String,
    /// Where it came from.
    pub source: String,
    /// The badge, where there is one.
    pub badge: Option<BadgeReport>,
    /// The error, where there is none.
    pub error: Option<ErrorDetail>,
    /// The id of the badge in the backpack, where it is held already.
    pub held_as: Option<String>,
    /// Another version of the badge that is in the backpack, where this one is not.
    pub other_version: Option<OtherVersion>,
    /// What can be tried where it is not shown that the badge is the learner's.
    pub unclaimed: Option<UnclaimedRecipient>,
    /// Hosts that the checks would ask and have not yet; asking tells them that somebody at this address looks.
    pub hosts_to_ask: Vec<String>,
    /// Those of `hosts_to_ask` that would also learn which badge it is: the address to ask there is of this badge alone.
    pub hosts_told_which: Vec<String>,
    /// The link to a badge that was found, where it is one. Nothing was asked.
    pub link: Option<LinkDetail>,
    /// What is offered, where it is an offer of a badge. The error says that it is no badge yet, or why nothing came of it.
    pub offer: Option<OfferDetail>,
    /// The mail that it was found in, where it was in one.
    pub mail: Option<MailSummary>,
    /// The word of what it may be kept as, as an unverified record, where it is no badge.
    pub record: Option<String>,
}

/// What became of one sighting after "keep".
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AddResult {
    /// Where it came from.
    pub source: String,
    /// Its name, if it is a badge.
    pub name: Option<String>,
    /// What became of it.
    pub outcome: AddStatus,
    /// The id in the backpack.
    pub badge_id: Option<String>,
    /// Why it was not kept.
    pub error: Option<ErrorDetail>,
}

/// What became of a badge that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AddStatus {
    /// It is in the backpack now.
    Added,
    /// It was there already; the new source is remembered.
    AlreadyHeld,
    /// It is not; the error says why.
    Failed,
}
