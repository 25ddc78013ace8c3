//! The application's verbs: look, keep, list, show, remove, recheck, collect, export, review.
//!
//! A face (window, command line) calls these and shows what they return. How badges are read and verified is in
//! `openbadges`, how they are kept in `store`, how documents are fetched in `network`. One group of verbs, one file.

mod asking;
mod candidates;
mod collections;
mod exporting;
mod identities;
mod judging;
mod keeping;
mod looking;
mod mailbox;
mod mailboxes;
mod mails;
mod notices;
mod offering;
mod opening;
mod origin;
mod pictures;
mod records;
mod reviewing;
mod trust;
mod unasked;
mod unlocking;
mod verifier;

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use openbadges::{Identity, trust::TrustList};

pub use badge_intake::ImportInput;

pub use self::{
    asking::HostsAsked,
    mailbox::Mailbox,
    reviewing::ReviewRequest,
    verifier::{Verifier, VerifierOptions},
};
use self::{
    asking::Log, candidates::Candidates, notices::Notices, pictures::ReviewedPictures, trust::Unsaid,
    verifier::Inspector,
};
use crate::{
    store::{OfflineSwitch, Store},
    vault::UnlockedVault,
    view::Progress,
};

/// Stops long work at the next point where nothing is half done.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the work was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Who is told how far long work is.
pub type ProgressCallback<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// How a backpack is opened.
#[derive(Clone, Default)]
pub struct OpenOptions {
    /// The folder; the platform's data folder where `None`.
    pub data_dir: Option<PathBuf>,
    /// The passphrase, where there is no keyring; on the first opening it is set.
    pub passphrase: Option<String>,
    /// The recovery phrase.
    pub recovery_phrase: Option<String>,
}

impl std::fmt::Debug for OpenOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let redacted = |secret: &Option<String>| secret.as_ref().map(|_| "<redacted>");
        f.debug_struct("OpenOptions")
            .field("data_dir", &self.data_dir)
            .field("passphrase", &redacted(&self.passphrase))
            .field("recovery_phrase", &redacted(&self.recovery_phrase))
            .finish()
    }
}

/// A learner's backpack, opened. Cheap to share between tasks.
#[derive(Clone)]
pub struct Backpack {
    inner: Arc<Inner>,
}

struct Inner {
    store: Arc<Store>,
    vault: Mutex<UnlockedVault>,
    did: String,
    inspector: Inspector,
    switch: OfflineSwitch,
    /// Shared with the inspector's door, which fills it.
    log: Arc<Log>,
    /// The learner's identities as the store has them.
    identities: RwLock<Vec<Identity>>,
    /// The trust lists that the store has, read once.
    trust_lists: RwLock<Vec<TrustList>>,
    sightings: Mutex<Candidates>,
    reviewed: Mutex<ReviewedPictures>,
    unsaid: Mutex<Unsaid>,
    /// Shared with the store, which fills it.
    notices: Arc<Mutex<Notices>>,
}

impl Backpack {
    fn store(&self) -> &Store {
        &self.inner.store
    }

    fn inspector(&self) -> &Inspector {
        &self.inner.inspector
    }
}

/// The data behind a lock. A thread that panicked while holding it left nothing half done: each use is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
