//! The version and form of a badge.

use crate::baking::Standard;

/// The version and form of a badge. Reports and `--json` use the serialised name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Format {
    /// An OB 0.5 assertion, which its issuer hosts.
    #[serde(rename = "ob-0.5/hosted")]
    Ob05Hosted,
    /// An OB 1.0 or 1.1 assertion that its issuer hosts.
    #[serde(rename = "ob-1.x/hosted")]
    Ob1Hosted,
    /// An OB 1.0 or 1.1 assertion as a compact JWS.
    #[serde(rename = "ob-1.x/signed")]
    Ob1Signed,
    /// An OB 2.0 assertion that its issuer hosts.
    #[serde(rename = "ob-2.0/hosted")]
    Ob2Hosted,
    /// An OB 2.0 assertion as a compact JWS.
    #[serde(rename = "ob-2.0/signed")]
    Ob2Signed,
    /// An OB 3.0 credential with Data Integrity proofs, or without proof (its checks report that).
    #[serde(rename = "ob-3.0/data-integrity")]
    Ob3DataIntegrity,
    /// An OB 3.0 credential as a VC-JWT.
    #[serde(rename = "ob-3.0/vc-jwt")]
    Ob3Jwt,
    /// Only the address of a hosted assertion (OB 1.x and 2.0 baking with a URL).
    #[serde(rename = "ob-2.0/reference")]
    Reference,
    /// A CLR 2.0 `ClrCredential` with Data Integrity proofs.
    #[serde(rename = "clr-2.0/data-integrity")]
    ClrDataIntegrity,
    /// A CLR 2.0 `ClrCredential` as a VC-JWT.
    #[serde(rename = "clr-2.0/vc-jwt")]
    ClrJwt,
    /// An OB 3.0 `EndorsementCredential` with Data Integrity proofs.
    #[serde(rename = "endorsement/data-integrity")]
    EndorsementDataIntegrity,
    /// An OB 3.0 `EndorsementCredential` as a VC-JWT.
    #[serde(rename = "endorsement/vc-jwt")]
    EndorsementJwt,
    /// An OB 2.0 `Endorsement` that its issuer hosts.
    #[serde(rename = "endorsement/hosted")]
    EndorsementHosted,
    /// An OB 2.0 `Endorsement` as a compact JWS.
    #[serde(rename = "endorsement/signed")]
    EndorsementSigned,
    /// Another verifiable credential, not an Open Badge, with Data Integrity proofs.
    #[serde(rename = "vc/data-integrity")]
    VcDataIntegrity,
    /// Another verifiable credential, not an Open Badge, as a VC-JWT.
    #[serde(rename = "vc/vc-jwt")]
    VcJwt,
}

impl Format {
    /// Returns the stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ob05Hosted => "ob-0.5/hosted",
            Self::Ob1Hosted => "ob-1.x/hosted",
            Self::Ob1Signed => "ob-1.x/signed",
            Self::Ob2Hosted => "ob-2.0/hosted",
            Self::Ob2Signed => "ob-2.0/signed",
            Self::Ob3DataIntegrity => "ob-3.0/data-integrity",
            Self::Ob3Jwt => "ob-3.0/vc-jwt",
            Self::Reference => "ob-2.0/reference",
            Self::ClrDataIntegrity => "clr-2.0/data-integrity",
            Self::ClrJwt => "clr-2.0/vc-jwt",
            Self::EndorsementDataIntegrity => "endorsement/data-integrity",
            Self::EndorsementJwt => "endorsement/vc-jwt",
            Self::EndorsementHosted => "endorsement/hosted",
            Self::EndorsementSigned => "endorsement/signed",
            Self::VcDataIntegrity => "vc/data-integrity",
            Self::VcJwt => "vc/vc-jwt",
        }
    }

    /// Returns whether badges of this form contain a proof. The proof covers the credential and not the container.
    pub const fn is_signed(self) -> bool {
        !matches!(
            self,
            Self::Ob05Hosted | Self::Ob1Hosted | Self::Ob2Hosted | Self::Reference | Self::EndorsementHosted
        )
    }

    /// Returns the baking rules for badges of this form.
    pub const fn baking(self) -> Standard {
        match self {
            Self::Ob05Hosted
            | Self::Ob1Hosted
            | Self::Ob1Signed
            | Self::Ob2Hosted
            | Self::Ob2Signed
            | Self::Reference
            | Self::EndorsementHosted
            | Self::EndorsementSigned => Standard::Ob2,
            Self::ClrDataIntegrity | Self::ClrJwt => Standard::Clr,
            Self::Ob3DataIntegrity
            | Self::Ob3Jwt
            | Self::EndorsementDataIntegrity
            | Self::EndorsementJwt
            | Self::VcDataIntegrity
            | Self::VcJwt => Standard::Ob3,
        }
    }
}
