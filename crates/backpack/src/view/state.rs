//! Views of the backpack itself: its state, its damage, and the progress of long operations.

use serde::Serialize;

use super::{ErrorDetail, Message};
use crate::store::{Advice, Damage};

/// Whether the backpack is open, and if not, what is needed to open it.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum OpenState {
    /// The backpack is open.
    Open {
        /// The learner's DID.
        did: String,
        /// The number of badges in it.
        badges: u32,
        /// Whether the recovery phrase still has to be written down.
        phrase_to_note: bool,
        /// Messages about the opening: a rebuilt index, damage.
        messages: Vec<Message>,
    },
    /// There is no keyring and no passphrase yet: the person has to choose one.
    PassphraseToChoose {
        /// The reason, and what to do next.
        error: ErrorDetail,
    },
    /// The key is available only with the passphrase or the recovery phrase.
    Locked {
        /// The reason, and what to do next.
        error: ErrorDetail,
        /// Whether a passphrase was set.
        has_passphrase: bool,
    },
    /// The backpack cannot be opened now.
    Unavailable {
        /// The reason, and what to do next.
        error: ErrorDetail,
    },
}

/// The progress of a long operation.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Progress {
    /// Items done.
    pub done: u32,
    /// Items in total.
    pub total: u32,
    /// The current item.
    pub current: String,
    /// A message to show instead of `current`.
    pub message: Option<Message>,
}

/// The result of an examination of the whole backpack.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DoctorSummary {
    /// The number of badges that were examined.
    pub badges: u32,
    /// Whether the index was lost or damaged, and was rebuilt from the originals.
    pub rebuilt: bool,
    /// Entries that were restored from another copy.
    pub restored: u32,
    /// Files that were moved aside, never deleted.
    pub moved_aside: Vec<String>,
    /// Entries that cannot be read.
    pub damaged: Vec<DamageSummary>,
}

/// An entry that cannot be read back as it was written.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DamageSummary {
    /// `original`, `badge`, `report`, `document`, `collection`, `identity`, `record`, `unverified-record` or
    /// `unknown`.
    pub kind: String,
    /// The badge's name, or the document's address.
    pub what: String,
    /// Its path.
    pub file: String,
    /// What to do next.
    pub advice: Message,
}

impl Progress {
    /// Returns the progress of an operation that works on `current`.
    pub(crate) fn new(done: u32, total: u32, current: impl Into<String>) -> Self {
        Self { done, total, current: current.into(), message: None }
    }

    /// Returns the progress of a finished operation.
    pub(crate) fn finished(total: u32) -> Self {
        Self::new(total, total, "")
    }
}

impl From<&Damage> for DamageSummary {
    fn from(damage: &Damage) -> Self {
        Self {
            kind: damage.kind.as_str().to_owned(),
            what: damage.what.clone(),
            file: damage.file.display().to_string(),
            advice: Message::new(match damage.advice {
                Advice::ImportAgain => "advice-import-again",
                Advice::Reverify => "advice-check-again",
                Advice::CreateAgain => "advice-make-again",
                Advice::AddAgain => "advice-add-again",
                Advice::RestoreFile => "advice-restore-file",
            }),
        }
    }
}
