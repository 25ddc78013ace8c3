//! The backpack itself: whether it opens, what is damaged, how far long work is.

use serde::Serialize;

use super::ErrorDetail;

/// Whether the backpack can be used, and if not, what is needed.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum OpenState {
    /// It is open.
    Open {
        /// The learner's DID.
        did: String,
        /// How many badges it holds.
        badges: u32,
        /// The recovery phrase has not been written down yet.
        phrase_to_note: bool,
        /// What opening found to tell (rebuilt index, damage), in words.
        messages: Vec<String>,
    },
    /// There is no keyring, and no passphrase was set yet: one must be chosen.
    PassphraseToChoose {
        /// Why, and what to do.
        error: ErrorDetail,
    },
    /// It exists, and its key is not to be had without passphrase or recovery phrase.
    Locked {
        /// Why, and what to do.
        error: ErrorDetail,
        /// Whether a passphrase was set.
        has_passphrase: bool,
    },
    /// It cannot be opened now.
    Unavailable {
        /// Why, and what to do.
        error: ErrorDetail,
    },
}

/// What long work tells while it runs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Progress {
    /// How many are done.
    pub done: u32,
    /// Of how many.
    pub total: u32,
    /// What is being worked on.
    pub current: String,
}

/// What examining everything that is kept came to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DoctorSummary {
    /// How many badges were examined.
    pub badges: u32,
    /// The index was lost or damaged, and was made anew from the originals.
    pub rebuilt: bool,
    /// Records that were restored from another place.
    pub restored: u32,
    /// Files that were put aside, never deleted.
    pub moved_aside: Vec<String>,
    /// What cannot be read back.
    pub damaged: Vec<DamageSummary>,
}

/// Something that cannot be read back as it was written.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DamageSummary {
    /// `original`, `badge`, `report`, `document`, `collection`, `identity`, `record`, `unverified-record` or `unknown`.
    pub kind: String,
    /// What it is: a badge's name, a document's address.
    pub what: String,
    /// Where it is on the disk.
    pub file: String,
    /// What to do, in words.
    pub advice: String,
}
