//! Checks, their four outcomes, the verdict that follows from them, and the [`Report`] that holds both.
//!
//! What a check *does* is in `verify`; the words for it are in the application. Here is only what can be said,
//! and the one rule that turns outcomes into a verdict.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    code::{Code, Details},
    documents::DocumentRef,
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
    /// The presentation that the badge came in has the parts that its data model requires.
    #[serde(rename = "presentation.format")]
    PresentationFormat,
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
        Self::PresentationFormat,
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
            Self::PresentationFormat => "presentation.format",
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
            | Self::PresentationFormat
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
