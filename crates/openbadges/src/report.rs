//! The report: every check that was made of one badge, the verdict that follows, and what stands beside it.
//!
//! What a check is, and how a verdict follows from several, is in [`check`](crate::check).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    assessment::AssessmentFact,
    badge::{Badge, EndorsementTarget},
    check::{Check, Outcome, Verdict},
    code::Note,
    formats::Format,
    status_list::ObservedList,
    trust::{ConfusableName, Listing, PinMatch},
};

/// What verification found: every check, and what follows from them. Same inputs, same report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What the checks come to.
    pub verdict: Verdict,
    /// The time that the checks were made for.
    pub at: Timestamp,
    /// The badge as the checks resolved it: for a hosted badge, the issuer's copy.
    pub badge: Badge,
    /// Who issued it.
    pub issuer: IssuerFinding,
    /// To whom.
    pub recipient: RecipientMatch,
    /// Every check, in the order of [`CheckId::ALL`](crate::CheckId::ALL).
    pub checks: Vec<Check>,
    /// What tells a rigorous badge from a participation badge.
    #[serde(rename = "assurance")]
    pub assessment: Vec<AssessmentFact>,
    /// Remarks that no verdict depends on.
    pub notes: Vec<Note>,
    /// Version and form of what was verified. `None` in reports that an earlier version of this library made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// SHA-256 of the credential's own text, in hex. `None` as for [`format`](Self::format).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The credentials inside a learner record (CLR 2.0), each with its own verdict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inner: Vec<Report>,
    /// Who endorses the badge, its achievement or its issuer. No endorsement changes the badge's verdict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub endorsements: Vec<Endorsement>,
    /// The status lists that the checks stood on; [`observed_lists`](Self::observed_lists) has those of what stands inside too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status_lists: Vec<ObservedList>,
    /// The report on a newer edition of the badge that the issuer hands out. Beside this report, never in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<Box<Self>>,
}

impl Report {
    /// The status lists that the checks stood on, also those of what stands inside the badge and of its newer edition.
    pub fn observed_lists(&self) -> Vec<&ObservedList> {
        let inside = self.inner.iter().chain(self.endorsements.iter().map(|endorsement| &endorsement.report));
        let others = inside.chain(self.newer.as_deref()).flat_map(Self::observed_lists);
        self.status_lists.iter().chain(others).collect()
    }
}

/// Who the issuer is, as far as that is shown. Beside the verdict, never part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum IssuerIdentity {
    /// The badge's key or page is the issuer's domain's own. The domain is the registrable one.
    ProvenDomain {
        /// E.g. `harvard.edu`.
        domain: String,
    },
    /// The issuer is a key that nobody vouches for; its name is its own claim.
    UnknownKey,
    /// Issuer and recipient are the same.
    SelfIssued,
    /// It was not shown who the issuer is.
    #[default]
    Unproven,
}

/// The issuer in a report. Whatever stands here, the verdict is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuerFinding {
    /// The issuer's id, from the signed body or the hosted copy.
    pub id: Option<String>,
    /// The issuer's name, by its own claim.
    pub name: Option<String>,
    /// Who it is shown to be.
    #[serde(rename = "standing")]
    pub identity: IssuerIdentity,
    /// The keys that were shown to be its own, each by its JWK thumbprint (RFC 7638); the one that signed comes first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The trust lists that name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<Listing>,
    /// How it compares with what the caller remembers of it.
    #[serde(default, rename = "remembered", skip_serializing_if = "Option::is_none")]
    pub pin_match: Option<PinMatch>,
    /// Other issuers, listed or remembered, that it can be mistaken for.
    #[serde(default, rename = "resembles", skip_serializing_if = "Vec::is_empty")]
    pub confusable_names: Vec<ConfusableName>,
}

/// The recipient in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientMatch {
    /// Whether one of the identities asked about is the recipient.
    pub outcome: Outcome,
    /// The identity that matched, in the form that matched.
    pub identity: Option<String>,
}

/// Somebody's endorsement of a badge, its achievement or its issuer, verified like any credential.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Endorsement {
    /// What is endorsed.
    pub of: EndorsementTarget,
    /// What the endorser says (`endorsementComment`), by the endorser's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The endorsement's own checks and verdict. Who endorses is its issuer.
    pub report: Report,
}
