//! The single view of a badge that screens, lists and reports use, whatever its version.
//!
//! It holds what people look at. What an original says beyond that stays in the original, which is never rewritten.
//! Every text here is an issuer's claim and hostile until shown as plain text.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A badge, whatever its version: OB 2.0 assertion or OB 3.0 credential.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Badge {
    /// The version of Open Badges that it is written in.
    pub version: Option<BadgeVersion>,
    /// The id of the assertion or credential.
    pub id: Option<String>,
    /// The name of what was achieved. `None` while the badge class is not at hand.
    pub name: Option<String>,
    /// Who issued it.
    pub issuer: Profile,
    /// What was achieved.
    pub achievement: Achievement,
    /// Achievements that a learner record lists beside its credentials (CLR 2.0 `ClrSubject`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub achievements: Vec<Achievement>,
    /// To whom. Empty: the badge does not say.
    pub recipients: Vec<Recipient>,
    /// When it was awarded, if that is stated apart from its validity.
    pub issued_on: Option<Timestamp>,
    /// The beginning of its time.
    pub valid_from: Option<Timestamp>,
    /// The end of its time.
    pub valid_until: Option<Timestamp>,
    /// When it was signed, by its newest proof's own account (Data Integrity, `created`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_at: Option<Timestamp>,
    /// What the recipient did, as far as it is attached.
    pub evidence: Vec<Evidence>,
    /// What an assessment came to.
    pub results: Vec<AssessmentResult>,
    /// What the issuer says about this award in particular.
    pub narrative: Option<String>,
    /// The badge's own picture: an address or a `data:` URL.
    pub image: Option<String>,
}

/// A version of Open Badges. The badges of OB 2.1 are those of 2.0: what it adds is a way to move them.
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
    /// The number, as the standard writes it.
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

/// A profile of an issuer or a creator.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Profile {
    /// Its id: an https address or a DID.
    pub id: Option<String>,
    /// Its name, by its own claim.
    pub name: Option<String>,
    /// Its page.
    pub url: Option<String>,
    /// Its mail address.
    pub email: Option<String>,
    /// What it says of itself.
    pub description: Option<String>,
    /// Its picture: an address or a `data:` URL.
    pub image: Option<String>,
}

/// An achievement (OB 3.0) or badge class (OB 2.0).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Achievement {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What had to be done: in words (Markdown).
    pub criteria_narrative: Option<String>,
    /// What had to be done: the address of a page.
    pub criteria_url: Option<String>,
    /// Its picture: an address or a `data:` URL.
    pub image: Option<String>,
    /// Its kind, e.g. `Certificate`, `Degree`, `Membership`.
    pub achievement_type: Option<String>,
    /// Who defined it, where that is somebody else than the issuer.
    pub creator: Option<Profile>,
    /// Competencies of frameworks that it is aligned to.
    pub alignments: Vec<Alignment>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Credits that it is worth.
    pub credits_available: Option<f64>,
}

/// A competency of a framework.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Alignment {
    /// Its name.
    pub name: Option<String>,
    /// Its page.
    pub url: Option<String>,
    /// The framework.
    pub framework: Option<String>,
    /// Its code in the framework.
    pub code: Option<String>,
}

/// To whom a badge was issued, as the badge states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    /// The kind of identity: `email`, `url`, `telephone`, `id` or what the badge says.
    pub kind: String,
    /// The identity itself, or its hash (`sha256$…`, `md5$…`).
    pub identity: String,
    /// Whether `identity` is a hash.
    pub hashed: bool,
    /// What was appended to the identity before hashing.
    pub salt: Option<String>,
}

/// A piece of evidence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Evidence {
    /// Its address.
    pub url: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What it shows.
    pub narrative: Option<String>,
    /// What kind of thing it is.
    pub genre: Option<String>,
}

/// A result of an assessment, with the description it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AssessmentResult {
    /// What was assessed.
    pub name: Option<String>,
    /// What was reached: a value, a level or a status.
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
