//! Data types of badges: new badges, badge entries, originals and their sources.

use jiff::Timestamp;
use openbadges::{
    Badge, Container, Document, Format, Report, Verdict,
    assessment::AssessmentFact,
    report::{IssuerFinding, RecipientMatch},
};
use serde::{Deserialize, Serialize};

use crate::{badge_id::BadgeId, store::entry::json};

/// Where an original came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// How the program received it.
    pub kind: SourceKind,
    /// The file's name, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address that it was fetched from, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// How the program received a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A file or a folder.
    File,
    /// Pasted or typed text.
    Pasted,
    /// A link that was fetched.
    Link,
    /// Bytes without a file, e.g. from standard input or a drop.
    Bytes,
}

/// A badge to add.
#[derive(Clone, Debug)]
pub struct NewBadge<'a> {
    /// The imported bytes, unchanged.
    pub original: &'a [u8],
    /// Their container format.
    pub container: Container,
    /// Version of Open Badges and kind of proof.
    pub format: Format,
    /// The credential's own text, byte for byte.
    pub credential_text: &'a str,
    /// The badge as screens and lists show it. Inline pictures (`data:`) are stored only in the original.
    pub badge: &'a Badge,
    /// The verification report, if there is one.
    pub report: Option<&'a Report>,
    /// The documents that the report is based on.
    pub documents: &'a [Document],
    /// Where it came from.
    pub source: Source,
    /// Time of the import.
    pub added_at: Timestamp,
}

/// The result of adding a badge. In both cases the badge is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddOutcome {
    /// The badge is new.
    Added {
        /// Its id.
        id: BadgeId,
        /// An older or newer version of the same credential (Open Badges 3.0, "Credential equality"), stored as a
        /// separate badge.
        other_version: Option<BadgeId>,
    },
    /// The backpack already had the badge. The source is added, and the original too if its bytes differ.
    AlreadyHeld {
        /// Its id.
        id: BadgeId,
        /// The badge had been removed, and its removal is undone.
        restored: bool,
    },
}

impl AddOutcome {
    /// Returns the badge's id.
    pub fn id(&self) -> &BadgeId {
        match self {
            Self::Added { id, .. } | Self::AlreadyHeld { id, .. } => id,
        }
    }
}

/// A stored badge as lists and screens show it, without its original.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BadgeEntry {
    /// Its id.
    pub id: BadgeId,
    /// Position in the order of adding: a later badge has a greater number, even if the clock was set back.
    pub sequence: u64,
    /// Time of adding, by the clock.
    pub added_at: Timestamp,
    /// Time of removal. The removal can be undone until the badge is purged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
    /// Version of Open Badges and kind of proof.
    pub format: Format,
    /// The badge as in the latest report, or as it was parsed. Inline pictures are stored only in the original.
    pub badge: Badge,
    /// Every import of this badge, oldest first.
    pub sources: Vec<Provenance>,
    /// Result of the latest verification, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<LatestVerification>,
    /// The newer version of the same credential, if the backpack has one. Computed on reading.
    #[serde(skip)]
    pub superseded_by: Option<BadgeId>,
}

/// Source and time of one import of an original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// SHA-256 of the original's bytes, in hex.
    pub sha256: String,
    /// Its container format.
    #[serde(with = "container_name")]
    pub container: Container,
    /// Where it came from.
    pub source: Source,
    /// Time of the import.
    pub at: Timestamp,
}

/// The part of the latest verification's result that lists show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LatestVerification {
    /// The verdict.
    pub verdict: Verdict,
    /// The time at which the badge was judged.
    pub at: Timestamp,
    /// The issuer.
    pub issuer: IssuerFinding,
    /// The recipient.
    pub recipient: RecipientMatch,
    /// Assessment facts.
    pub assurance: Vec<AssessmentFact>,
}

impl From<&Report> for LatestVerification {
    fn from(report: &Report) -> Self {
        Self {
            verdict: report.verdict,
            at: report.at,
            issuer: report.issuer.clone(),
            recipient: report.recipient.clone(),
            assurance: report.assessment.clone(),
        }
    }
}

/// An original, exactly as imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Its container format.
    pub container: Container,
    /// Source of its first import.
    pub source: Source,
    /// Time of the import.
    pub added_at: Timestamp,
}

/// The value of a badge's entry.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredBadge {
    #[serde(flatten)]
    pub(super) badge: BadgeEntry,
    /// The badge is being purged. Opening the store finishes an interrupted purge.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) purging: bool,
}

impl StoredBadge {
    pub(super) fn new(badge: BadgeEntry) -> Self {
        Self { badge, purging: false }
    }

    pub(super) fn to_value(&self) -> Vec<u8> {
        json(self)
    }
}

/// Serialises [`Container`] as one word.
pub(crate) mod container_name {
    use openbadges::Container;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(crate) fn serialize<S: Serializer>(container: &Container, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match container {
            Container::Bare => "bare",
            Container::Png => "png",
            Container::Svg => "svg",
            Container::Pdf => "pdf",
        })
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Container, D::Error> {
        match String::deserialize(from)?.as_str() {
            "bare" => Ok(Container::Bare),
            "png" => Ok(Container::Png),
            "svg" => Ok(Container::Svg),
            "pdf" => Ok(Container::Pdf),
            other => Err(de::Error::unknown_variant(other, &["bare", "png", "svg", "pdf"])),
        }
    }
}
