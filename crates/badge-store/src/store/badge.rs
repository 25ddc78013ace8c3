//! What the store knows about a badge: its id, its record, where it came from.

use jiff::Timestamp;
use openbadges::{
    Badge, Container, Document, Format, Report, Verdict,
    assessment::AssessmentFact,
    report::{IssuerFinding, RecipientMatch},
};
use serde::{Deserialize, Serialize};

use crate::badge_id::BadgeId;

/// Where an original came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// How it came in.
    pub kind: SourceKind,
    /// The file's name or the name that it was handed over under, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address that it was fetched from, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// How a badge came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A file or a folder.
    File,
    /// Pasted or typed text.
    Pasted,
    /// A link that was fetched.
    Link,
    /// Bytes without a file: standard input, a dropped blob.
    Bytes,
}

/// A badge to be kept.
#[derive(Clone, Debug)]
pub struct NewBadge<'a> {
    /// The bytes that were handed over, untouched.
    pub original: &'a [u8],
    /// What they are.
    pub container: Container,
    /// Version and form.
    pub format: Format,
    /// The credential's own text, byte for byte.
    pub credential_text: &'a str,
    /// The view that screens and lists use. Inline pictures (`data:`) are left to the original.
    pub badge: &'a Badge,
    /// What verification found, if it was made.
    pub report: Option<&'a Report>,
    /// The documents that the report stood on.
    pub documents: &'a [Document],
    /// Where it came from.
    pub source: Source,
    /// When.
    pub added_at: Timestamp,
}

/// What became of a badge that was to be kept. Either way it is safely on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddOutcome {
    /// It is in the backpack now.
    Added {
        /// Its id.
        id: BadgeId,
        /// An older or newer badge of the same issuer with the same credential id (Open Badges 3.0, equality), held as
        /// a version of its own.
        other_version: Option<BadgeId>,
    },
    /// It was there already. The source is remembered, and so is the original where its bytes are others.
    AlreadyHeld {
        /// Its id.
        id: BadgeId,
        /// It had been removed, and is back.
        brought_back: bool,
    },
}

impl AddOutcome {
    /// The badge's id.
    pub fn id(&self) -> &BadgeId {
        match self {
            Self::Added { id, .. } | Self::AlreadyHeld { id, .. } => id,
        }
    }
}

/// What lists and screens need of a kept badge, without opening its original.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BadgeEntry {
    /// Its id.
    pub id: BadgeId,
    /// The order of keeping: a later badge has a greater number, whatever the clock said.
    pub sequence: u64,
    /// When it was added, by the clock.
    pub added_at: Timestamp,
    /// When it was removed. It can be brought back until it is purged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
    /// Version and form.
    pub format: Format,
    /// The badge as the latest report resolved it, or as it was read. Inline pictures are left to the original.
    pub badge: Badge,
    /// Every handing over, oldest first.
    pub sources: Vec<Provenance>,
    /// What the latest verification came to. `None`: it was never made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<Latest>,
    /// The version of the same credential that takes its place ([`Age`](super::Age)). Worked out on reading.
    #[serde(skip)]
    pub superseded_by: Option<BadgeId>,
}

/// When and whence an original came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// SHA-256 of the original's bytes, in hex.
    pub sha256: String,
    /// What it is.
    #[serde(with = "container_name")]
    pub container: Container,
    /// Where it came from.
    pub source: Source,
    /// When.
    pub at: Timestamp,
}

/// What the latest verification came to, as far as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latest {
    /// The verdict.
    pub verdict: Verdict,
    /// The time that the checks were made for.
    pub at: Timestamp,
    /// Who issued it.
    pub issuer: IssuerFinding,
    /// To whom.
    pub recipient: RecipientMatch,
    /// Facts of assurance.
    pub assurance: Vec<AssessmentFact>,
}

impl From<&Report> for Latest {
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

/// An original, exactly as it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What it is.
    pub container: Container,
    /// Where it came from first.
    pub source: Source,
    /// When.
    pub added_at: Timestamp,
}

/// `Container` as one word.
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
