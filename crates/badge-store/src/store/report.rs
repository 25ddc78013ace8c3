//! Reports about opening and examining a store, and descriptions of damage.

use std::path::PathBuf;

use crate::{badge_id::BadgeId, code::StoreCode, store::index::IndexError};

/// The result of opening a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// The store is new.
    pub created: bool,
    /// Number of badges, without removed ones.
    pub badges: usize,
    /// Why the store is read-only at present (`STORE_FULL`, `STORE_READONLY`).
    pub read_only: Option<StoreCode>,
    /// Why the index was rebuilt from the sealed files. Rebuilding loses nothing.
    pub rebuilt: Option<RebuildReason>,
    /// Number of damaged or missing entries that were restored, from the index to the file or from other entries.
    pub restored: usize,
    /// Unusable files that were moved aside. They are never deleted.
    pub moved_aside: Vec<PathBuf>,
    /// Number of deleted temporary files of interrupted changes. No change among them had been acknowledged.
    pub unfinished: usize,
    /// Damaged items.
    pub damaged: Vec<Damage>,
}

/// Why the index was rebuilt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RebuildReason {
    /// It was missing although there are sealed files.
    Missing,
    /// It could not be opened.
    Unreadable {
        /// The engine's error.
        detail: String,
    },
    /// It opened, but its contents do not match its manifest.
    ManifestDisagrees,
    /// It did not respond in time.
    Unresponsive,
    /// It could not be written. The index is in memory until the next opening.
    Unwritable {
        /// The error.
        detail: String,
    },
}

impl RebuildReason {
    /// Returns the reason for an error while writing the index.
    pub(super) fn of_writing(error: &IndexError) -> Self {
        match error {
            IndexError::Failed(detail) => Self::Unwritable { detail: detail.clone() },
            other => Self::of_reading(other),
        }
    }

    /// Returns the reason for an error while reading the index.
    pub(super) fn of_reading(error: &IndexError) -> Self {
        match error {
            IndexError::Failed(detail) => Self::Unreadable { detail: detail.clone() },
            IndexError::Unresponsive => Self::Unresponsive,
            IndexError::ManifestDisagrees => Self::ManifestDisagrees,
        }
    }
}

/// An item that is lost, or is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The kind of item.
    pub kind: DamageKind,
    /// Its name, as far as known: a badge's name, a document's digest.
    pub what: String,
    /// The badge that it belongs to, if known.
    pub badge: Option<BadgeId>,
    /// Its file, which may be missing.
    pub file: PathBuf,
    /// What the learner can do.
    pub advice: Advice,
}

/// Kinds of items that can be damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DamageKind {
    /// The original of a badge.
    Original,
    /// The entry of a badge, with no original to restore it from.
    Badge,
    /// A past verification report.
    Report,
    /// An archived issuer document.
    Document,
    /// A collection.
    Collection,
    /// An identity.
    Identity,
    /// An entry of another kind, e.g. a setting.
    Other,
    /// A file that is not a badge.
    OtherFile,
    /// A sealed file of unknown kind.
    Unknown,
}

impl DamageKind {
    /// Returns the stable identifier.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Badge => "badge",
            Self::Report => "report",
            Self::Document => "document",
            Self::Collection => "collection",
            Self::Identity => "identity",
            Self::Other => "record",
            Self::OtherFile => "unverified-record",
            Self::Unknown => "unknown",
        }
    }
}

/// What the learner can do about damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Import the badge again, from another copy or from its issuer.
    ImportAgain,
    /// Re-verify the badge. The past report or document is lost, the badge is not.
    Reverify,
    /// Create the item again.
    CreateAgain,
    /// Add the file again.
    AddAgain,
    /// Restore the file from a backup.
    RestoreFile,
}

impl Advice {
    /// Returns the stable identifier.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ImportAgain => "import-again",
            Self::Reverify => "check-again",
            Self::CreateAgain => "make-again",
            Self::AddAgain => "add-again",
            Self::RestoreFile => "restore-file",
        }
    }
}

/// The result of examining every file of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoctorReport {
    /// Number of badges, including removed ones.
    pub badges: usize,
    /// Number of intact sealed files.
    pub intact: usize,
    /// Why the index was rebuilt, if it was.
    pub rebuilt: Option<RebuildReason>,
    /// Number of damaged or missing entries that were restored.
    pub restored: usize,
    /// Unusable files that were moved aside.
    pub moved_aside: Vec<PathBuf>,
    /// Damaged items.
    pub damaged: Vec<Damage>,
}
