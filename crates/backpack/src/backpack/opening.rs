//! Opening a backpack: its folder, its key, its store, and what the user interface must ask for.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use badge_store::StoreCode;
use jiff::Timestamp;
use parking_lot::{Mutex, RwLock};
use secrecy::{ExposeSecret, SecretString};

use super::{Backpack, Inner, LastRemoved, ReviewedOriginals};
use crate::{
    import::{
        candidate::Candidates,
        inspector::{Inspector, VerifierOptions},
    },
    notifications::{Notifications, index_failed},
    request_log::StoredRequestLog,
    store::{OfflineSwitch, OpenReport, PermissionProblem, RebuildReason, Store, UNDO_REMOVAL},
    vault::{UnlockWith, UnlockedVault, Vault, VaultError},
    view::*,
};

/// How to open a backpack.
#[derive(Clone, Default)]
pub struct OpenOptions {
    /// The folder; the platform's data folder if `None`.
    pub data_dir: Option<PathBuf>,
    /// The passphrase, if there is no keyring. The first opening sets it.
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

impl Backpack {
    /// Opens the backpack, and creates it on the first run. On failure, the state contains the reason and
    /// what is needed.
    pub fn open(options: &OpenOptions, verifier: VerifierOptions) -> (OpenState, Option<Self>) {
        match Self::try_open(options, verifier) {
            Ok((backpack, state)) => (state, Some(backpack)),
            Err(state) => (state, None),
        }
    }

    fn try_open(options: &OpenOptions, verifier: VerifierOptions) -> Result<(Self, OpenState), OpenState> {
        let unavailable = |error: ErrorDetail| OpenState::Unavailable { error };
        let dir = data_dir(options.data_dir.as_deref()).map_err(unavailable)?;
        let vault = unlock(&dir, options).map_err(locked)?;
        let (store, report) =
            Store::open(&dir, vault.data_key()).map_err(|error| unavailable(error.into()))?;
        let store = Arc::new(store);
        let notifications = Arc::new(Mutex::new(Notifications::default()));
        store.on_index_failure({
            let notifications = Arc::clone(&notifications);
            move |reason| notifications.lock().report(index_failed(reason))
        });
        let identities = store
            .identities()
            .map_err(|error| unavailable(error.into()))?
            .into_iter()
            .map(|own| own.identity)
            .collect();
        let switch = OfflineSwitch::of(&dir);
        let log = Arc::new(StoredRequestLog::new(Arc::clone(&store)));
        let inspector = Inspector::new(&verifier, Some(switch.clone()), log.clone()).map_err(unavailable)?;
        let phrase_to_note = matches!(vault.recovery_phrase(), Ok(Some(_)));
        let backpack = Self {
            inner: Arc::new(Inner {
                store,
                did: vault.did(),
                vault: Mutex::new(vault),
                inspector,
                switch,
                log,
                identities: RwLock::new(identities),
                trust_lists: RwLock::new(Vec::new()),
                candidates: Mutex::new(Candidates::default()),
                reviewed: Mutex::new(ReviewedOriginals::default()),
                removed: Mutex::new(LastRemoved::default()),
                notifications,
            }),
        };
        let mut messages = opening_messages(&report);
        messages.extend(backpack.purge_old_removals(&report));
        messages.extend(backpack.reload_trust_lists().err().map(|error| error.message));
        let state =
            OpenState::Open { did: backpack.did(), badges: report.badges as u32, phrase_to_note, messages };
        Ok((backpack, state))
    }

    /// Checks everything in the store, and rebuilds what can be rebuilt.
    pub fn doctor(options: &OpenOptions) -> Result<DoctorSummary, ErrorDetail> {
        let dir = data_dir(options.data_dir.as_deref())?;
        let vault = unlock(&dir, options)?;
        let (store, opened) = Store::open(&dir, vault.data_key())?;
        let report = store.doctor()?;
        Ok(DoctorSummary {
            badges: report.badges as u32,
            rebuilt: opened.rebuilt.is_some() || report.rebuilt.is_some(),
            restored: report.restored as u32,
            moved_aside: opened
                .moved_aside
                .iter()
                .chain(&report.moved_aside)
                .map(|path| path.display().to_string())
                .collect(),
            damaged: report.damaged.iter().map(DamageSummary::from).collect(),
        })
    }

    /// Returns the recovery phrase. Returns `None` after the learner confirmed that it is written down,
    /// because it is then no longer stored.
    pub fn recovery_phrase(&self) -> Result<Option<String>, ErrorDetail> {
        let phrase = self.inner.vault.lock().recovery_phrase()?;
        Ok(phrase.map(|phrase| phrase.expose_secret().to_owned()))
    }

    /// Deletes the recovery phrase, because the learner has written it down.
    pub fn confirm_recovery_phrase(&self) -> Result<(), ErrorDetail> {
        Ok(self.inner.vault.lock().confirm_recovery_phrase()?)
    }

    /// Deletes items that were removed more than 30 days ago. Returns the error, if any; the next opening
    /// tries again.
    fn purge_old_removals(&self, report: &OpenReport) -> Option<Message> {
        if report.read_only.is_some() {
            return None;
        }
        let undo = jiff::SignedDuration::try_from(UNDO_REMOVAL).ok()?;
        let before = Timestamp::now().checked_sub(undo).ok()?;
        self.store().purge(before).err().map(|error| ErrorDetail::from(error).message)
    }
}

/// Returns the messages about the opening: a read-only store, a rebuilt index, damage.
fn opening_messages(report: &OpenReport) -> Vec<Message> {
    let mut messages: Vec<Message> = report.read_only.into_iter().map(Message::code).collect();
    match &report.rebuilt {
        Some(reason @ RebuildReason::Unwritable { .. }) => {
            let ErrorDetail { message, next_step, .. } = index_failed(reason);
            messages.push(message);
            messages.extend(next_step.map(|step| *step));
        }
        Some(_) => messages.push(Message::new("opened-index-rebuilt")),
        None => {}
    }
    messages.extend(report.damaged.iter().map(|damage| {
        let DamageSummary { what, advice, .. } = DamageSummary::from(damage);
        Message::new("opened-damage").with("what", what).with("advice", advice)
    }));
    messages
}

/// Returns the backpack's folder: `named`, or the default in the platform's data folder.
pub(crate) fn data_dir(named: Option<&Path>) -> Result<PathBuf, ErrorDetail> {
    match named {
        Some(dir) => Ok(dir.to_owned()),
        None => dirs::data_dir().map(|dir| dir.join("badge-backpack")).ok_or_else(|| {
            ErrorDetail::new(StoreCode::Permission).with("problem", PermissionProblem::NoHome.as_str())
        }),
    }
}

fn unlock(dir: &Path, options: &OpenOptions) -> Result<UnlockedVault, VaultError> {
    let unlock = match (&options.recovery_phrase, &options.passphrase) {
        (Some(phrase), _) => UnlockWith::RecoveryPhrase(SecretString::from(phrase.clone())),
        (None, Some(passphrase)) => UnlockWith::Passphrase(SecretString::from(passphrase.clone())),
        (None, None) => UnlockWith::Automatic,
    };
    Vault::open(dir, &unlock)
}

/// Returns the state for a vault that did not open.
fn locked(error: VaultError) -> OpenState {
    let status = error.status();
    let needs_passphrase = matches!(error, VaultError::PassphraseNeeded { .. });
    let error = ErrorDetail::from(error);
    match status {
        Some(status) if needs_passphrase && !status.exists => OpenState::PassphraseToChoose { error },
        Some(status) => OpenState::Locked { error, has_passphrase: status.passphrase },
        None => OpenState::Unavailable { error },
    }
}
