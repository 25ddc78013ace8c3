//! The report on a badge: its checks, verdict, issuer, recipient, assessment facts, inner credentials and
//! endorsements.

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

/// The result of a verification. The same inputs always give the same report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The verdict.
    pub verdict: Verdict,
    /// The time for which the badge was verified.
    pub at: Timestamp,
    /// The badge, completed by the checks. For a hosted badge, this is the issuer's copy.
    pub badge: Badge,
    /// The issuer.
    pub issuer: IssuerFinding,
    /// The recipient match.
    pub recipient: RecipientMatch,
    /// The checks, in the order of [`CheckId::ALL`](crate::CheckId::ALL).
    pub checks: Vec<Check>,
    /// The assessment facts of the badge.
    #[serde(rename = "assurance")]
    pub assessment: Vec<AssessmentFact>,
    /// Notes that do not affect the verdict.
    pub notes: Vec<Note>,
    /// The format. `None` in reports of an earlier version of this library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// SHA-256 of the credential's text, in hexadecimal. `None` as for [`format`](Self::format).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The reports on the credentials in a learner record (CLR 2.0).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inner: Vec<Report>,
    /// Endorsements of the badge, its achievement or its issuer. They do not affect the verdict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub endorsements: Vec<Endorsement>,
    /// The status lists that the checks used, without those of inner reports. See
    /// [`observed_lists`](Self::observed_lists).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status_lists: Vec<ObservedList>,
    /// The report on a newer edition of the badge that the issuer published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<Box<Self>>,
}

impl Report {
    /// Returns the status lists of this report, its inner reports, its endorsements and its newer edition.
    pub fn observed_lists(&self) -> Vec<&ObservedList> {
        let inside = self.inner.iter().chain(self.endorsements.iter().map(|endorsement| &endorsement.report));
        let others = inside.chain(self.newer.as_deref()).flat_map(Self::observed_lists);
        self.status_lists.iter().chain(others).collect()
    }
}

/// How strongly the issuer's identity is established. It does not affect the verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum IssuerIdentity {
    /// The badge's key or page belongs to the domain of the issuer.
    ProvenDomain {
        /// The registrable domain, for example `harvard.edu`.
        domain: String,
    },
    /// The issuer is a key. Nothing confirms its name.
    UnknownKey,
    /// The issuer is the recipient.
    SelfIssued,
    /// The identity of the issuer is not established.
    #[default]
    Unproven,
}

/// The issuer of a badge, and what is known about it. It does not affect the verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuerFinding {
    /// The issuer's id, from the signed body or the hosted copy.
    pub id: Option<String>,
    /// The issuer's name as the badge states it.
    pub name: Option<String>,
    /// How strongly the identity is established.
    #[serde(rename = "standing")]
    pub identity: IssuerIdentity,
    /// The keys that belong to the issuer, as JWK thumbprints (RFC 7638). The key that signed the badge is first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The trust lists that contain the issuer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<Listing>,
    /// How the issuer's keys compare with those of the known issuer with the same id.
    #[serde(default, rename = "remembered", skip_serializing_if = "Option::is_none")]
    pub pin_match: Option<PinMatch>,
    /// Listed or known issuers with a confusable name or host.
    #[serde(default, rename = "resembles", skip_serializing_if = "Vec::is_empty")]
    pub confusable_names: Vec<ConfusableName>,
}

/// The comparison of the badge's recipient with the given identities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientMatch {
    /// Whether one of the given identities is the recipient.
    pub outcome: Outcome,
    /// The identity that matched, in the form that matched.
    pub identity: Option<String>,
}

/// An endorsement, verified like any credential.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Endorsement {
    /// The part of the badge that is endorsed.
    pub of: EndorsementTarget,
    /// The endorser's comment (`endorsementComment`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The report on the endorsement. Its issuer is the endorser.
    pub report: Report,
}
