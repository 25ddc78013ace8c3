//! Which rule each check follows: one table, by version.

use crate::check::{CheckId, Rule};

/// The versions whose rules are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// Open Badges 2.0.
    Ob2,
    /// Open Badges 3.0, over the W3C data model 1.1 or 2.0.
    Ob3,
}

impl Version {
    /// The rule that `check` follows in this version.
    pub(crate) fn rule(self, check: CheckId) -> Rule {
        let (specification, section) = match (self, check) {
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
            (Self::Ob3, CheckId::Format) => ("Open Badges 3.0", "OpenBadgeCredential data model"),
            (Self::Ob3, CheckId::Signature) => ("VC Data Integrity 1.0", "4.4 Verify Proof"),
            (Self::Ob3, CheckId::Claims) => ("Open Badges 3.0", "JSON Web Token Proof Format: Verify"),
            (Self::Ob3, CheckId::IssuerKey) => {
                ("VC Data Integrity 1.0", "4.4 Verify Proof; Controlled Identifiers 1.0")
            }
            (Self::Ob3, CheckId::HostedCopy | CheckId::HostedScope | CheckId::BadgeClassIssuer) => {
                ("Open Badges 3.0", "Verification and Validation")
            }
            (Self::Ob3, CheckId::Revocation) => ("Open Badges 3.0", "Verification: credentialStatus"),
            (Self::Ob3, CheckId::Validity) => ("Open Badges 3.0", "Verification: validFrom, validUntil"),
            (Self::Ob3, CheckId::Recipient) => {
                ("Open Badges 3.0", "Verify the Recipient Using an Identifier")
            }
        };
        Rule::new(specification, section)
    }
}
