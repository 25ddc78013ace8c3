//! Checks, their four outcomes, the verdict that follows from them, and the report that holds both.
//!
//! What a check *does* is in `verify`; the words for it are in the application. Here is only what can be said,
//! and the one rule that turns outcomes into a verdict.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    assurance::Fact,
    badge::Badge,
    code::Code,
    documents::DocumentRef,
    read::Format,
    status_list::SeenList,
    trust::{Listing, Remembered, Resemblance},
};

/// What a check came to. Never a positive line for a check that was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Outcome {
    /// The check was made, and holds.
    Passed,
    /// The check was made, and does not hold.
    Failed,
    /// The check could not be made; the code says why.
    Unknown,
    /// There is nothing to check, e.g. the badge names no status list.
    Absent,
}

/// The checks, by their stable ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum CheckId {
    /// The badge has the parts that its version requires.
    #[serde(rename = "format")]
    Format,
    /// The signature fits the badge.
    #[serde(rename = "proof.signature")]
    Signature,
    /// The claims of a VC-JWT agree with the credential inside.
    #[serde(rename = "proof.claims")]
    Claims,
    /// The issuer owns the key that signed.
    #[serde(rename = "issuer.key")]
    IssuerKey,
    /// The issuer's own copy says the same.
    #[serde(rename = "hosted.copy")]
    HostedCopy,
    /// The issuer issues badges from that address.
    #[serde(rename = "hosted.scope")]
    HostedScope,
    /// The badge class belongs to the issuer.
    #[serde(rename = "badge-class.issuer")]
    BadgeClassIssuer,
    /// What the badge names with a digest is what is there.
    #[serde(rename = "integrity.resources")]
    Resources,
    /// The badge has the form of the schema by which Open Badges asks for conformity.
    #[serde(rename = "schema.conformance")]
    SchemaConformance,
    /// The badge has the form of the other schemas that it names.
    #[serde(rename = "schema.structure")]
    SchemaStructure,
    /// The issuer has not taken the badge back.
    #[serde(rename = "status.revocation")]
    Revocation,
    /// The time is within the badge's time.
    #[serde(rename = "time.validity")]
    Validity,
    /// There is no newer edition of the badge.
    #[serde(rename = "refresh.newest")]
    Refresh,
    /// The badge was issued to one of the identities asked about.
    #[serde(rename = "recipient.match")]
    Recipient,
    /// The credentials inside a learner record hold, each by itself.
    #[serde(rename = "clr.credentials")]
    InnerCredentials,
    /// The associations of a learner record are between achievements that it has.
    #[serde(rename = "clr.associations")]
    Associations,
    /// The endorsement is about the thing that it stands beside.
    #[serde(rename = "endorsement.subject")]
    EndorsedSubject,
    /// The presentation that the badge came in is signed by its holder.
    #[serde(rename = "presentation.holder")]
    Presentation,
}

/// Which part of the verdict a check bears on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// Failing makes the badge invalid.
    Integrity,
    /// Failing makes the badge invalid; a check that could not be made costs nothing. What a badge only refers to may be
    /// gone without a word about the badge.
    Content,
    /// Failing means revoked or suspended.
    Status,
    /// Failing means expired or not yet valid.
    Time,
    /// Shown beside the verdict, never part of it.
    Beside,
}

impl CheckId {
    /// Every check, in the order in which a report shows them.
    pub const ALL: &'static [Self] = &[
        Self::Format,
        Self::Signature,
        Self::Claims,
        Self::HostedCopy,
        Self::HostedScope,
        Self::IssuerKey,
        Self::BadgeClassIssuer,
        Self::InnerCredentials,
        Self::EndorsedSubject,
        Self::Resources,
        Self::SchemaConformance,
        Self::SchemaStructure,
        Self::Revocation,
        Self::Validity,
        Self::Refresh,
        Self::Recipient,
        Self::Associations,
        Self::Presentation,
    ];

    /// The stable id.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Signature => "proof.signature",
            Self::Claims => "proof.claims",
            Self::IssuerKey => "issuer.key",
            Self::HostedCopy => "hosted.copy",
            Self::HostedScope => "hosted.scope",
            Self::BadgeClassIssuer => "badge-class.issuer",
            Self::Resources => "integrity.resources",
            Self::SchemaConformance => "schema.conformance",
            Self::SchemaStructure => "schema.structure",
            Self::Revocation => "status.revocation",
            Self::Validity => "time.validity",
            Self::Refresh => "refresh.newest",
            Self::Recipient => "recipient.match",
            Self::InnerCredentials => "clr.credentials",
            Self::Associations => "clr.associations",
            Self::EndorsedSubject => "endorsement.subject",
            Self::Presentation => "presentation.holder",
        }
    }

    /// Which part of the verdict the check bears on.
    pub const fn bearing(self) -> Bearing {
        match self {
            Self::Format
            | Self::Signature
            | Self::Claims
            | Self::IssuerKey
            | Self::HostedCopy
            | Self::HostedScope
            | Self::BadgeClassIssuer
            | Self::InnerCredentials
            | Self::EndorsedSubject => Bearing::Integrity,
            Self::Resources | Self::SchemaConformance => Bearing::Content,
            Self::Revocation => Bearing::Status,
            Self::Validity => Bearing::Time,
            Self::SchemaStructure
            | Self::Refresh
            | Self::Recipient
            | Self::Associations
            | Self::Presentation => Bearing::Beside,
        }
    }
}

/// Where a rule is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Rule {
    /// The specification, e.g. `Open Badges 3.0`.
    pub specification: String,
    /// Its section, e.g. `8.2.4 JWT verification`.
    pub section: String,
}

impl Rule {
    /// A rule of `specification`, in `section`.
    pub fn new(specification: &str, section: &str) -> Self {
        Self { specification: specification.into(), section: section.into() }
    }
}

/// Facts that a sentence about a check or a note needs, by name (`claim`, `host`, `pointer`, `date` …).
pub type Details = BTreeMap<String, String>;

/// One check as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Which check.
    pub id: CheckId,
    /// What it came to.
    pub outcome: Outcome,
    /// Why it failed or could not be made. `None` where it passed or there was nothing to check.
    pub code: Option<Code>,
    /// The rule that it follows.
    pub rule: Rule,
    /// Facts for the sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: Details,
    /// The documents that it stood on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentRef>,
}

impl Check {
    /// The check was made, and holds.
    pub fn passed(id: CheckId, rule: Rule) -> Self {
        Self {
            id,
            outcome: Outcome::Passed,
            code: None,
            rule,
            details: Details::new(),
            documents: Vec::new(),
        }
    }

    /// The check was made, and does not hold.
    pub fn failed(id: CheckId, rule: Rule, code: Code) -> Self {
        Self { outcome: Outcome::Failed, code: Some(code), ..Self::passed(id, rule) }
    }

    /// The check could not be made.
    pub fn unknown(id: CheckId, rule: Rule, code: Code) -> Self {
        Self { outcome: Outcome::Unknown, code: Some(code), ..Self::passed(id, rule) }
    }

    /// There is nothing to check.
    pub fn absent(id: CheckId, rule: Rule) -> Self {
        Self { outcome: Outcome::Absent, ..Self::passed(id, rule) }
    }

    /// With a fact for the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }

    /// With a document that the check stood on.
    #[must_use]
    pub fn on(mut self, document: DocumentRef) -> Self {
        self.documents.push(document);
        self
    }
}

/// A remark that no verdict depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What is remarked.
    pub code: Code,
    /// Facts for the sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: Details,
}

impl Note {
    /// A remark without facts.
    pub fn new(code: Code) -> Self {
        Self { code, details: Details::new() }
    }

    /// With a fact for the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }
}

/// The one word that sums up a badge's checks. The first that applies wins, in the order of the variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Verdict {
    /// Some integrity check failed.
    Invalid,
    /// The issuer says revoked or suspended.
    Revoked,
    /// The time is past the end.
    Expired,
    /// The time is before the beginning.
    NotYetValid,
    /// Nothing failed, but a check that the verdict needs is unknown.
    Unconfirmed,
    /// Every needed check passed or is absent.
    Verified,
}

impl Verdict {
    /// The verdict that follows from `checks`: a pure function of their outcomes.
    ///
    /// A badge without a single passed integrity check is never `verified`: with nothing checked there is nothing
    /// to confirm it.
    pub fn of(checks: &[Check]) -> Self {
        let of = |bearing: Bearing| checks.iter().filter(move |check| check.id.bearing() == bearing);
        let failed = |check: &&Check| check.outcome == Outcome::Failed;
        if of(Bearing::Integrity).chain(of(Bearing::Content)).any(|check| check.outcome == Outcome::Failed) {
            return Self::Invalid;
        }
        if of(Bearing::Status).any(|check| check.outcome == Outcome::Failed) {
            return Self::Revoked;
        }
        if let Some(check) = of(Bearing::Time).find(failed) {
            return match check.code {
                Some(Code::NotYetValid) => Self::NotYetValid,
                Some(Code::Expired) => Self::Expired,
                // A time that is no time, or an end before the beginning, is a fault of the badge itself.
                _ => Self::Invalid,
            };
        }
        let costs_nothing = |check: &Check| matches!(check.id.bearing(), Bearing::Content | Bearing::Beside);
        let needed = checks.iter().filter(|check| !costs_nothing(check));
        let authenticated = checks.iter().any(|check| {
            matches!(check.id, CheckId::Signature | CheckId::HostedCopy) && check.outcome == Outcome::Passed
        });
        if !authenticated || needed.clone().any(|check| check.outcome == Outcome::Unknown) {
            return Self::Unconfirmed;
        }
        Self::Verified
    }

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::Unconfirmed => "unconfirmed",
            Self::Verified => "verified",
        }
    }
}

/// Who the issuer is, as far as that is shown. Beside the verdict, never part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Standing {
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
    pub standing: Standing,
    /// The keys that were shown to be its own, each by its JWK thumbprint (RFC 7638); the one that signed comes first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The trust lists that name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<Listing>,
    /// How it compares with what the caller remembers of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remembered: Option<Remembered>,
    /// Other issuers, listed or remembered, that it can be mistaken for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resembles: Vec<Resemblance>,
}

/// The recipient in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientFinding {
    /// Whether one of the identities asked about is the recipient.
    pub outcome: Outcome,
    /// The identity that matched, in the form that matched.
    pub identity: Option<String>,
}

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
    pub recipient: RecipientFinding,
    /// Every check, in the order of [`CheckId::ALL`].
    pub checks: Vec<Check>,
    /// What tells a rigorous badge from a participation badge.
    pub assurance: Vec<Fact>,
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
    /// The status lists that the checks stood on; [`seen_lists`](Self::seen_lists) has those of what stands inside too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status_lists: Vec<SeenList>,
    /// The report on a newer edition of the badge that the issuer hands out. Beside this report, never in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<Box<Self>>,
}

impl Report {
    /// The status lists that the checks stood on, also those of what stands inside the badge and of its newer edition.
    pub fn seen_lists(&self) -> Vec<&SeenList> {
        let inside = self.inner.iter().chain(self.endorsements.iter().map(|endorsement| &endorsement.report));
        let others = inside.chain(self.newer.as_deref()).flat_map(Self::seen_lists);
        self.status_lists.iter().chain(others).collect()
    }
}

/// What an endorsement that stands in a badge endorses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Endorsed {
    /// The badge, as it was awarded.
    Badge,
    /// The achievement (OB 3.0) or badge class (OB 2.0), whoever it is awarded to.
    Achievement,
    /// The issuer.
    Issuer,
}

/// Somebody's endorsement of a badge, its achievement or its issuer, verified like any credential.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Endorsement {
    /// What is endorsed.
    pub of: Endorsed,
    /// What the endorser says (`endorsementComment`), by the endorser's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The endorsement's own checks and verdict. Who endorses is its issuer.
    pub report: Report,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the design, row by row: outcomes in, verdict out.
    #[test]
    fn the_first_verdict_that_applies_wins() {
        use CheckId::*;
        use Outcome::*;
        let check = |id, outcome, code| Check { outcome, code, ..Check::passed(id, Rule::new("test", "0")) };
        let sound = || vec![check(Format, Passed, None), check(Signature, Passed, None)];
        let cases: Vec<(&str, Vec<Check>, Verdict)> = vec![
            ("sound, nothing else to check", vec![], Verdict::Verified),
            ("no status list", vec![check(Revocation, Absent, None)], Verdict::Verified),
            (
                "recipient is somebody else",
                vec![check(Recipient, Failed, Some(Code::RecipientMismatch))],
                Verdict::Verified,
            ),
            (
                "recipient not asked",
                vec![check(Recipient, Unknown, Some(Code::RecipientNotAsked))],
                Verdict::Verified,
            ),
            (
                "status list not to be had",
                vec![check(Revocation, Unknown, Some(Code::StatusUnknown))],
                Verdict::Unconfirmed,
            ),
            (
                "issuer not to be had",
                vec![check(IssuerKey, Unknown, Some(Code::IssuerUnavailable))],
                Verdict::Unconfirmed,
            ),
            (
                "a picture is another",
                vec![check(Resources, Failed, Some(Code::RelatedMismatch))],
                Verdict::Invalid,
            ),
            (
                "a picture is not to be had",
                vec![check(Resources, Unknown, Some(Code::RelatedUnknown))],
                Verdict::Verified,
            ),
            (
                "not of the form that its standard's schema asks for",
                vec![check(SchemaConformance, Failed, Some(Code::SchemaMismatch))],
                Verdict::Invalid,
            ),
            (
                "that schema is not to be had",
                vec![check(SchemaConformance, Unknown, Some(Code::SchemaUnknown))],
                Verdict::Verified,
            ),
            (
                "not of the form of a schema of the issuer's own",
                vec![check(SchemaStructure, Failed, Some(Code::SchemaMismatch))],
                Verdict::Verified,
            ),
            ("a newer edition", vec![check(Refresh, Failed, Some(Code::Superseded))], Verdict::Verified),
            ("before its time", vec![check(Validity, Failed, Some(Code::NotYetValid))], Verdict::NotYetValid),
            ("after its time", vec![check(Validity, Failed, Some(Code::Expired))], Verdict::Expired),
            ("ends before it begins", vec![check(Validity, Failed, Some(Code::TimeOrder))], Verdict::Invalid),
            (
                "revoked and expired",
                vec![
                    check(Validity, Failed, Some(Code::Expired)),
                    check(Revocation, Failed, Some(Code::Revoked)),
                ],
                Verdict::Revoked,
            ),
            (
                "revoked, issuer unknown",
                vec![
                    check(IssuerKey, Unknown, Some(Code::IssuerUnavailable)),
                    check(Revocation, Failed, Some(Code::Suspended)),
                ],
                Verdict::Revoked,
            ),
            (
                "foreign key and revoked",
                vec![
                    check(IssuerKey, Failed, Some(Code::IssuerKeyUnbound)),
                    check(Revocation, Failed, Some(Code::Revoked)),
                ],
                Verdict::Invalid,
            ),
        ];
        for (name, more, expected) in cases {
            let checks: Vec<Check> = sound().into_iter().chain(more).collect();
            assert_eq!(Verdict::of(&checks), expected, "{name}");
        }
        assert_eq!(Verdict::of(&[]), Verdict::Unconfirmed, "nothing checked is not verified");
        assert_eq!(
            Verdict::of(&[check(Format, Passed, None)]),
            Verdict::Unconfirmed,
            "format alone proves nothing"
        );
    }
}
