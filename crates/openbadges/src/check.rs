//! Checks, their outcomes, and the verdict that follows from them.
//!
//! `verify` makes the checks; the messages about them are in the application.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    code::{Code, Details},
    documents::DocumentRef,
};

/// The outcome of a check. A check that was not made is never reported as passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Outcome {
    /// The check passed.
    Passed,
    /// The check failed.
    Failed,
    /// The check could not be made.
    Unknown,
    /// There is nothing to check, for example because the badge has no status.
    Absent,
}

/// A check, by its stable id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum CheckId {
    /// The badge has the fields that its version requires.
    #[serde(rename = "format")]
    Format,
    /// The signature is valid.
    #[serde(rename = "proof.signature")]
    Signature,
    /// The claims of a VC-JWT agree with its credential.
    #[serde(rename = "proof.claims")]
    Claims,
    /// The key that signed the badge belongs to the issuer.
    #[serde(rename = "issuer.key")]
    IssuerKey,
    /// The issuer's copy agrees with the badge.
    #[serde(rename = "hosted.copy")]
    HostedCopy,
    /// The issuer issues badges from the address of the copy.
    #[serde(rename = "hosted.scope")]
    HostedScope,
    /// The badge class belongs to the issuer.
    #[serde(rename = "badge-class.issuer")]
    BadgeClassIssuer,
    /// Resources match the digests that the badge states.
    #[serde(rename = "integrity.resources")]
    Resources,
    /// The badge conforms to the schema that Open Badges requires.
    #[serde(rename = "schema.conformance")]
    SchemaConformance,
    /// The badge conforms to the other schemas that it names.
    #[serde(rename = "schema.structure")]
    SchemaStructure,
    /// The issuer has not revoked or suspended the badge.
    #[serde(rename = "status.revocation")]
    Revocation,
    /// The time of the verification is within the validity period.
    #[serde(rename = "time.validity")]
    Validity,
    /// There is no newer edition of the badge.
    #[serde(rename = "refresh.newest")]
    Refresh,
    /// The badge was issued to one of the given identities.
    #[serde(rename = "recipient.match")]
    Recipient,
    /// Each credential in a learner record is valid.
    #[serde(rename = "clr.credentials")]
    InnerCredentials,
    /// The associations of a learner record refer to achievements in the record.
    #[serde(rename = "clr.associations")]
    Associations,
    /// The endorsement is about the badge that contains it, its achievement or its issuer.
    #[serde(rename = "endorsement.subject")]
    EndorsedSubject,
    /// The presentation around the badge has the fields that its data model requires.
    #[serde(rename = "presentation.format")]
    PresentationFormat,
    /// The holder signed the presentation around the badge.
    #[serde(rename = "presentation.holder")]
    Presentation,
}

/// How a check affects the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// Failed: invalid. Unknown: unconfirmed.
    Integrity,
    /// Failed: invalid. Unknown: no effect, because a resource that a badge refers to can disappear without making
    /// the badge less genuine.
    Content,
    /// Failed: revoked. Unknown: unconfirmed.
    Status,
    /// Failed: expired, not yet valid or invalid. Unknown: unconfirmed.
    Time,
    /// No effect.
    NoEffect,
}

impl CheckId {
    /// All checks, in the order of reports.
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

    /// Returns the stable id.
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

    /// Returns how the check affects the verdict.
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
            | Self::Presentation => Bearing::NoEffect,
        }
    }
}

/// A section of a specification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Rule {
    /// The specification, for example `Open Badges 3.0`.
    pub specification: String,
    /// The section, for example `8.2.4 JWT verification`.
    pub section: String,
}

impl Rule {
    /// Returns the rule in `section` of `specification`.
    pub fn new(specification: &str, section: &str) -> Self {
        Self { specification: specification.into(), section: section.into() }
    }
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The check.
    pub id: CheckId,
    /// The outcome.
    pub outcome: Outcome,
    /// The reason why the check failed or could not be made. `None` if it passed or is absent.
    pub code: Option<Code>,
    /// The rule that the check implements.
    pub rule: Rule,
    /// Facts for the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: Details,
    /// The documents that the check used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentRef>,
}

impl Check {
    /// Returns a passed check.
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

    /// Returns a failed check.
    pub fn failed(id: CheckId, rule: Rule, code: Code) -> Self {
        Self { outcome: Outcome::Failed, code: Some(code), ..Self::passed(id, rule) }
    }

    /// Returns a check that could not be made.
    pub fn unknown(id: CheckId, rule: Rule, code: Code) -> Self {
        Self { outcome: Outcome::Unknown, code: Some(code), ..Self::passed(id, rule) }
    }

    /// Returns a check with nothing to check.
    pub fn absent(id: CheckId, rule: Rule) -> Self {
        Self { outcome: Outcome::Absent, ..Self::passed(id, rule) }
    }

    /// Adds a fact for the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }

    /// Adds a document that the check used.
    #[must_use]
    pub fn with_document(mut self, document: DocumentRef) -> Self {
        self.documents.push(document);
        self
    }
}

/// The verdict on a badge. The first variant that applies is the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Verdict {
    /// A check of integrity or content failed.
    Invalid,
    /// The issuer revoked or suspended the badge.
    Revoked,
    /// The validity period is over.
    Expired,
    /// The validity period has not begun.
    NotYetValid,
    /// No check failed, but a required check is unknown.
    Unconfirmed,
    /// Every required check passed or is absent.
    Verified,
}

impl Verdict {
    /// Returns the verdict on a badge with these checks.
    ///
    /// The verdict depends only on outcomes and codes. A badge is never verified unless its signature or its hosted
    /// copy was checked and passed.
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
                // An invalid time or an end before the beginning is a fault of the badge itself.
                _ => Self::Invalid,
            };
        }
        let has_no_effect =
            |check: &Check| matches!(check.id.bearing(), Bearing::Content | Bearing::NoEffect);
        let required = checks.iter().filter(|check| !has_no_effect(check));
        let authenticated = checks.iter().any(|check| {
            matches!(check.id, CheckId::Signature | CheckId::HostedCopy) && check.outcome == Outcome::Passed
        });
        if !authenticated || required.clone().any(|check| check.outcome == Outcome::Unknown) {
            return Self::Unconfirmed;
        }
        Self::Verified
    }

    /// Returns the stable name.
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

    /// Each row has the outcomes of checks and the expected verdict.
    #[test]
    fn first_applicable_verdict_wins() {
        use CheckId::*;
        use Outcome::*;
        let check = |id, outcome, code| Check { outcome, code, ..Check::passed(id, Rule::new("test", "0")) };
        let sound = || vec![check(Format, Passed, None), check(Signature, Passed, None)];
        let cases: Vec<(&str, Vec<Check>, Verdict)> = vec![
            ("sound, nothing else to check", vec![], Verdict::Verified),
            ("no status list", vec![check(Revocation, Absent, None)], Verdict::Verified),
            (
                "recipient differs",
                vec![check(Recipient, Failed, Some(Code::RecipientMismatch))],
                Verdict::Verified,
            ),
            (
                "recipient not compared",
                vec![check(Recipient, Unknown, Some(Code::RecipientNotCompared))],
                Verdict::Verified,
            ),
            (
                "status list unavailable",
                vec![check(Revocation, Unknown, Some(Code::StatusUnknown))],
                Verdict::Unconfirmed,
            ),
            (
                "issuer unavailable",
                vec![check(IssuerKey, Unknown, Some(Code::IssuerUnavailable))],
                Verdict::Unconfirmed,
            ),
            (
                "a picture differs",
                vec![check(Resources, Failed, Some(Code::RelatedMismatch))],
                Verdict::Invalid,
            ),
            (
                "a picture is unavailable",
                vec![check(Resources, Unknown, Some(Code::RelatedUnknown))],
                Verdict::Verified,
            ),
            (
                "mismatch with the schema of its standard",
                vec![check(SchemaConformance, Failed, Some(Code::SchemaMismatch))],
                Verdict::Invalid,
            ),
            (
                "that schema is unavailable",
                vec![check(SchemaConformance, Unknown, Some(Code::SchemaUnknown))],
                Verdict::Verified,
            ),
            (
                "mismatch with a schema of the issuer",
                vec![check(SchemaStructure, Failed, Some(Code::SchemaMismatch))],
                Verdict::Verified,
            ),
            ("a newer edition", vec![check(Refresh, Failed, Some(Code::Superseded))], Verdict::Verified),
            (
                "before validity period",
                vec![check(Validity, Failed, Some(Code::NotYetValid))],
                Verdict::NotYetValid,
            ),
            ("after validity period", vec![check(Validity, Failed, Some(Code::Expired))], Verdict::Expired),
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
                "key of somebody else and revoked",
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
