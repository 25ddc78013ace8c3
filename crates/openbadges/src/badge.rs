//! The normalised view of a badge, the same for every version of Open Badges.
//!
//! [`Badge`] contains what user interfaces and reports show. Everything else stays in the original, which is never
//! rewritten. Every text is untrusted input of the issuer; show it as plain text only.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A badge of any version: an assertion (OB 0.5 to 2.1) or a credential (OB 3.0, CLR 2.0).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Badge {
    /// The version of Open Badges.
    pub version: Option<BadgeVersion>,
    /// The id of the assertion or credential.
    pub id: Option<String>,
    /// The name of the achievement. `None` if the badge class is only referenced.
    pub name: Option<String>,
    /// The issuer.
    pub issuer: Profile,
    /// The achievement.
    pub achievement: Achievement,
    /// Achievements that a learner record lists in addition to its credentials (CLR 2.0 `ClrSubject`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub achievements: Vec<Achievement>,
    /// The recipient's identifiers. Empty if the badge names no recipient.
    pub recipients: Vec<Recipient>,
    /// When the badge was awarded, if the badge states this separately from its validity period.
    pub issued_on: Option<Timestamp>,
    /// Start of the validity period.
    pub valid_from: Option<Timestamp>,
    /// End of the validity period.
    pub valid_until: Option<Timestamp>,
    /// When the badge was signed, according to its newest proof (Data Integrity, `created`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_at: Option<Timestamp>,
    /// Evidence of what the recipient did.
    pub evidence: Vec<Evidence>,
    /// Results of assessments.
    pub results: Vec<AssessmentResult>,
    /// The issuer's text about this award.
    pub narrative: Option<String>,
    /// The picture of the badge: an address or a `data:` URL.
    pub image: Option<String>,
}

/// A version of Open Badges. OB 2.1 uses the badges of 2.0 and only adds an API to transfer them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BadgeVersion {
    /// Open Badges 0.5.
    #[serde(rename = "0.5")]
    V0_5,
    /// Open Badges 1.0.
    #[serde(rename = "1.0")]
    V1_0,
    /// Open Badges 1.1.
    #[serde(rename = "1.1")]
    V1_1,
    /// Open Badges 2.0.
    #[serde(rename = "2.0")]
    V2_0,
    /// Open Badges 3.0.
    #[serde(rename = "3.0")]
    V3_0,
}

impl BadgeVersion {
    /// Returns the version number as the standard writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V0_5 => "0.5",
            Self::V1_0 => "1.0",
            Self::V1_1 => "1.1",
            Self::V2_0 => "2.0",
            Self::V3_0 => "3.0",
        }
    }
}

/// The profile of an issuer or creator.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Profile {
    /// The id: an https address or a DID.
    pub id: Option<String>,
    /// The name, as the profile states it.
    pub name: Option<String>,
    /// The address of its web page.
    pub url: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The description, as the profile states it.
    pub description: Option<String>,
    /// The picture: an address or a `data:` URL.
    pub image: Option<String>,
}

/// An achievement (OB 3.0) or badge class (OB 2.0).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Achievement {
    /// The id.
    pub id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The criteria as text (Markdown).
    pub criteria_narrative: Option<String>,
    /// The address of a page with the criteria.
    pub criteria_url: Option<String>,
    /// The picture: an address or a `data:` URL.
    pub image: Option<String>,
    /// The type, e.g. `Certificate`, `Degree`, `Membership`.
    pub achievement_type: Option<String>,
    /// The profile that defined the achievement, if it is not the issuer.
    pub creator: Option<Profile>,
    /// Competencies that the achievement is aligned to.
    pub alignments: Vec<Alignment>,
    /// Keywords.
    pub tags: Vec<String>,
    /// Number of credits.
    pub credits_available: Option<f64>,
}

/// A competency of a framework.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Alignment {
    /// The name.
    pub name: Option<String>,
    /// The address of its web page.
    pub url: Option<String>,
    /// The name of the framework.
    pub framework: Option<String>,
    /// The competency's code in the framework.
    pub code: Option<String>,
}

/// An identity of the recipient, as written in the badge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    /// The kind of identity: `email`, `url`, `telephone`, `id`, or the type as the badge states it.
    pub kind: String,
    /// The identity itself, or its hash (`sha256$…`, `md5$…`).
    pub identity: String,
    /// Whether `identity` is a hash.
    pub hashed: bool,
    /// The salt that was appended to the identity before hashing.
    pub salt: Option<String>,
}

/// A piece of evidence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Evidence {
    /// The address.
    pub url: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// A text about the evidence.
    pub narrative: Option<String>,
    /// The kind of evidence, e.g. `ePortfolio`.
    pub genre: Option<String>,
}

/// A result of an assessment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AssessmentResult {
    /// The name of the result description.
    pub name: Option<String>,
    /// The result: a value, a level or a status.
    pub value: Option<String>,
}

/// The part of a badge that an endorsement endorses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum EndorsementTarget {
    /// The badge as awarded to its recipient.
    Badge,
    /// The achievement (OB 3.0) or badge class (OB 2.0), independent of any recipient.
    Achievement,
    /// The issuer.
    Issuer,
}
