//! The section of the specification for each check, by version.

use crate::{
    badge::BadgeVersion,
    check::{CheckId, Rule},
    formats::{self, Format, Kind, ob1},
    json::Value,
};

/// The specifications for a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// Open Badges 0.5.
    Ob05,
    /// Open Badges 1.0.
    Ob10,
    /// Open Badges 1.1.
    Ob11,
    /// Open Badges 2.0.
    Ob2,
    /// Open Badges 3.0, over the W3C data model 1.1 or 2.0.
    Ob3,
    /// Comprehensive Learner Record 2.0.
    Clr2,
    /// Endorsements of Open Badges 3.0.
    Endorsement3,
    /// Other credentials of the W3C data model 1.1 or 2.0.
    Vc,
}

/// Comprehensive Learner Record Standard 2.0.
const CLR: &str = "Comprehensive Learner Record 2.0";
/// Verifiable Credentials Data Model 2.0.
const VCDM: &str = "VC Data Model 2.0";

impl Version {
    /// Returns the rule for `check` in this version.
    pub(crate) fn rule(self, check: CheckId) -> Rule {
        let (specification, section) = match (self, check) {
            (_, CheckId::InnerCredentials) => (CLR, "ClrSubject: verifiableCredential"),
            (_, CheckId::Associations) => (CLR, "Association"),
            (Self::Ob2, CheckId::EndorsedSubject) => ("Open Badges 2.0", "Endorsement: claim"),
            (_, CheckId::EndorsedSubject) => ("Open Badges 3.0", "EndorsementSubject: id"),
            (_, CheckId::PresentationFormat) => (VCDM, "4.13 Verifiable Presentations"),
            (_, CheckId::Presentation) => (VCDM, "4.13 Verifiable Presentations: holder"),
            (_, CheckId::Resources) => ("VC Data Model 2.0", "5.3 Integrity of Related Resources"),
            (Self::Endorsement3, CheckId::SchemaConformance) => {
                ("Open Badges 3.0", "EndorsementCredential Verification: credentialSchema")
            }
            (Self::Clr2, CheckId::SchemaConformance) => (CLR, "ClrCredential Verification: credentialSchema"),
            (_, CheckId::SchemaConformance) => {
                ("Open Badges 3.0", "OpenBadgeCredential Verification: credentialSchema")
            }
            (_, CheckId::SchemaStructure) => (VCDM, "4.11 Data Schemas"),
            (_, CheckId::Refresh) => ("Open Badges 3.0", "Verification: refreshService"),
            (Self::Ob05, check) => ("Open Badges 0.5", section_of_ob05(check)),
            (Self::Ob10, check) => ("Open Badges 1.0", section_of_ob1(check)),
            (Self::Ob11, check) => ("Open Badges 1.1", section_of_ob1(check)),
            (Self::Clr2, CheckId::Format) => (CLR, "ClrCredential data model"),
            (Self::Endorsement3, CheckId::Format) => ("Open Badges 3.0", "EndorsementCredential data model"),
            (Self::Vc, CheckId::Format) => (VCDM, "4 Basic Concepts"),
            (Self::Vc, CheckId::Revocation) => (VCDM, "4.10 Status"),
            (Self::Vc, CheckId::Validity) => (VCDM, "4.9 Validity Period"),
            (Self::Vc, CheckId::Recipient) => (VCDM, "4.8 Credential Subject"),
            (Self::Ob2, CheckId::Format) => ("Open Badges 2.0", "Data classes"),
            (Self::Ob2, CheckId::Signature) => ("Open Badges 2.0", "Signed verification"),
            (Self::Ob2, CheckId::Claims) => ("RFC 7515", "5.2 Message Signature or MAC Validation"),
            (Self::Ob2, CheckId::IssuerKey) => ("Open Badges 2.0", "CryptographicKey; Signed verification"),
            (Self::Ob2, CheckId::HostedCopy) => ("Open Badges 2.0", "Hosted verification"),
            (Self::Ob2, CheckId::HostedScope) => ("Open Badges 2.0", "VerificationObject (Issuer)"),
            (Self::Ob2, CheckId::BadgeClassIssuer) => ("Open Badges 2.0", "BadgeClass: issuer"),
            (Self::Ob2, CheckId::Revocation) => ("Open Badges 2.0", "RevocationList; Hosted verification"),
            (Self::Ob2, CheckId::Validity) => ("Open Badges 2.0", "Assertion: issuedOn, expires"),
            (Self::Ob2, CheckId::Recipient) => ("Open Badges 2.0", "IdentityObject"),
            (_, CheckId::Format) => ("Open Badges 3.0", "OpenBadgeCredential data model"),
            (_, CheckId::Signature) => ("VC Data Integrity 1.0", "4.4 Verify Proof"),
            (_, CheckId::Claims) => ("Open Badges 3.0", "JSON Web Token Proof Format: Verify"),
            (_, CheckId::IssuerKey) => {
                ("VC Data Integrity 1.0", "4.4 Verify Proof; Controlled Identifiers 1.0")
            }
            (_, CheckId::HostedCopy | CheckId::HostedScope | CheckId::BadgeClassIssuer) => {
                ("Open Badges 3.0", "Verification and Validation")
            }
            (_, CheckId::Revocation) => ("Open Badges 3.0", "Verification: credentialStatus"),
            (_, CheckId::Validity) => ("Open Badges 3.0", "Verification: validFrom, validUntil"),
            (_, CheckId::Recipient) => ("Open Badges 3.0", "Verify the Recipient Using an Identifier"),
        };
        Rule::new(specification, section)
    }
}

/// Returns the section of OB 0.5, which has no signed form.
fn section_of_ob05(check: CheckId) -> &'static str {
    match check {
        CheckId::HostedScope | CheckId::BadgeClassIssuer | CheckId::IssuerKey => "Issuer: origin",
        CheckId::Validity => "Assertion: issued_on, expires",
        CheckId::Recipient => "Assertion: recipient, salt",
        CheckId::Revocation => "Assertion",
        _ => "Hosted Assertion",
    }
}

/// Returns the section of OB 1.0 and 1.1.
fn section_of_ob1(check: CheckId) -> &'static str {
    match check {
        CheckId::Format => "Structural Validity",
        CheckId::Signature | CheckId::Claims => "Badge Verification: Signed Assertion",
        CheckId::IssuerKey => "VerificationObject: url of a signed badge",
        CheckId::HostedScope => "VerificationObject: url of a hosted badge",
        CheckId::BadgeClassIssuer => "BadgeClass: issuer",
        CheckId::Revocation => "Revoking",
        CheckId::Validity => "Assertion: issuedOn, expires",
        CheckId::Recipient => "IdentityObject",
        _ => "Badge Verification: Hosted Assertion",
    }
}

impl Version {
    /// Returns the version of an assertion of OB 2.0 or earlier. An unrecognised document counts as OB 2.0.
    pub(crate) fn of_assertion(document: &Value) -> Self {
        match formats::recognise(document) {
            Kind::Ob05 => Self::Ob05,
            Kind::Ob1 if ob1::version(document) == BadgeVersion::V1_1 => Self::Ob11,
            Kind::Ob1 => Self::Ob10,
            _ => Self::Ob2,
        }
    }

    /// Returns the rules for a verifiable credential of this format, or `None` if the format is not one.
    pub(crate) const fn of_credential(format: Format) -> Option<Self> {
        match format {
            Format::Ob3DataIntegrity | Format::Ob3Jwt => Some(Self::Ob3),
            Format::ClrDataIntegrity | Format::ClrJwt => Some(Self::Clr2),
            Format::EndorsementDataIntegrity | Format::EndorsementJwt => Some(Self::Endorsement3),
            Format::VcDataIntegrity | Format::VcJwt => Some(Self::Vc),
            Format::Ob05Hosted
            | Format::Ob1Hosted
            | Format::Ob1Signed
            | Format::Ob2Hosted
            | Format::Ob2Signed
            | Format::Reference
            | Format::EndorsementHosted
            | Format::EndorsementSigned => None,
        }
    }

    /// Returns whether this is OB 0.5, 1.0 or 1.1, in which documents may omit their ids.
    pub(crate) const fn is_before_2(self) -> bool {
        matches!(self, Self::Ob05 | Self::Ob10 | Self::Ob11)
    }
}
