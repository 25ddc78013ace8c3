//! What opening and examining a store found to tell.

use std::path::PathBuf;

use crate::{badge_id::BadgeId, code::StoreCode, store::index::IndexTrouble};

/// What opening a store came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// The store was made just now.
    pub created: bool,
    /// Badges that are in it, without removed ones.
    pub badges: usize,
    /// Why nothing can be written at present (`STORE_FULL`, `STORE_READONLY`). Everything can be read.
    pub read_only: Option<StoreCode>,
    /// Why the index was made anew from the sealed files. Nothing is lost by it.
    pub rebuilt: Option<RebuildReason>,
    /// Records that were damaged or missing in one place and were restored from another.
    pub healed: usize,
    /// Files that were put aside (never deleted) because they could not be used.
    pub moved_aside: Vec<PathBuf>,
    /// Changes that were cut off before they were acknowledged, and were cleared away.
    pub unfinished: usize,
    /// What cannot be read back.
    pub damaged: Vec<Damage>,
}

/// Why the index was made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RebuildReason {
    /// There was none, though there are sealed files.
    Missing,
    /// It could not be opened.
    Unreadable {
        /// What it said.
        detail: String,
    },
    /// It opened, and its record of its own contents does not agree with them.
    ManifestDisagrees,
    /// It could not be asked in time.
    Unresponsive,
    /// The disk did not take what was to be written into it. It is in memory until the next opening.
    Unwritable {
        /// What the disk said.
        detail: String,
    },
}

impl RebuildReason {
    /// Why an index is made anew that failed while it was written.
    pub(super) fn of_writing(trouble: &IndexTrouble) -> Self {
        match trouble {
            IndexTrouble::Failed(detail) => Self::Unwritable { detail: detail.clone() },
            other => Self::of_reading(other),
        }
    }

    /// Why an index is made anew that failed while it was read.
    pub(super) fn of_reading(trouble: &IndexTrouble) -> Self {
        match trouble {
            IndexTrouble::Failed(detail) => Self::Unreadable { detail: detail.clone() },
            IndexTrouble::Unresponsive => Self::Unresponsive,
            IndexTrouble::ManifestDisagrees => Self::ManifestDisagrees,
        }
    }
}

/// Something that cannot be read back as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What kind of thing.
    pub kind: DamagedKind,
    /// What it is, as far as that is still known: a badge's name, a document's address.
    pub what: String,
    /// The badge that it belongs to.
    pub badge: Option<BadgeId>,
    /// Where it is, or was, on the disk.
    pub file: PathBuf,
    /// What to do.
    pub advice: Advice,
}

/// Kinds of things that can be damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DamagedKind {
    /// The original of a badge.
    Original,
    /// The record of a badge, with no original to restore it from.
    Badge,
    /// A past verification.
    Report,
    /// An archived issuer document.
    Document,
    /// A collection.
    Collection,
    /// An identity.
    Identity,
    /// Any other small record.
    Record,
    /// An unverified record.
    OtherFile,
    /// A sealed file whose kind cannot be told any more.
    Unknown,
}

impl DamagedKind {
    /// The stable word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Badge => "badge",
            Self::Report => "report",
            Self::Document => "document",
            Self::Collection => "collection",
            Self::Identity => "identity",
            Self::Record => "record",
            Self::OtherFile => "unverified-record",
            Self::Unknown => "unknown",
        }
    }
}

/// What to do about a damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Import the badge again, from another copy or from its issuer.
    ImportAgain,
    /// Check the badge again; the past report or document is gone, the badge is not.
    CheckAgain,
    /// Write it again.
    MakeAgain,
    /// Hand the file over again and keep it as an unverified record again.
    AddAgain,
    /// Restore the file from a backup of the disk.
    RestoreFile,
}

impl Advice {
    /// The stable word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ImportAgain => "import-again",
            Self::CheckAgain => "check-again",
            Self::MakeAgain => "make-again",
            Self::AddAgain => "add-again",
            Self::RestoreFile => "restore-file",
        }
    }
}

/// What examining every file of a store came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoctorReport {
    /// Badges that were examined, removed ones included.
    pub badges: usize,
    /// Sealed files that were read to the end and found whole.
    pub whole: usize,
    /// What opening had to rebuild.
    pub rebuilt: Option<RebuildReason>,
    /// Records that were restored from another place.
    pub healed: usize,
    /// Files that were put aside.
    pub moved_aside: Vec<PathBuf>,
    /// What cannot be read back.
    pub damaged: Vec<Damage>,
}
