//! Opening a backpack: folder, key, store; and what a face has to ask for where that does not go by itself.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, RwLock},
};

use badge_store::StoreCode;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::{
    Backpack, Inner, OpenOptions, VerifierOptions,
    asking::Log,
    candidates::Candidates,
    lock,
    notices::{Notices, index_failed},
    pictures::ReviewedPictures,
    verifier::Inspector,
};
use crate::{
    store::{OfflineSwitch, OpenReport, PermissionProblem, RebuildReason, Store, UNDO_REMOVAL},
    vault::{Unlock, UnlockedVault, Vault, VaultError},
    view::*,
};

impl Backpack {
    /// Opens the backpack, making it on the first run. What is needed otherwise is in the state.
    pub fn open(options: &OpenOptions, checker: VerifierOptions) -> (OpenState, Option<Self>) {
        match Self::opened(options, checker) {
            Ok((backpack, state)) => (state, Some(backpack)),
            Err(state) => (state, None),
        }
    }

    fn opened(options: &OpenOptions, checker: VerifierOptions) -> Result<(Self, OpenState), OpenState> {
        let unavailable = |error: ErrorDetail| OpenState::Unavailable { error };
        let dir = data_dir(options.data_dir.as_deref()).map_err(unavailable)?;
        let vault = unlock(&dir, options).map_err(locked)?;
        let (store, report) =
            Store::open(&dir, vault.data_key()).map_err(|error| unavailable(error.into()))?;
        let store = Arc::new(store);
        let notices = Arc::new(Mutex::new(Notices::default()));
        store.on_index_failure({
            let notices = Arc::clone(&notices);
            move |reason| lock(&notices).report(index_failed(reason))
        });
        let identities = store
            .identities()
            .map_err(|error| unavailable(error.into()))?
            .into_iter()
            .map(|own| own.identity)
            .collect();
        let switch = OfflineSwitch::of(&dir);
        let log = Arc::new(Log::of(Arc::clone(&store)));
        let inspector = Inspector::new(&checker, Some(switch.clone()), log.clone()).map_err(unavailable)?;
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
                sightings: Mutex::new(Candidates::default()),
                reviewed: Mutex::new(ReviewedPictures::default()),
                unsaid: Mutex::default(),
                notices,
            }),
        };
        let mut messages = opening_messages(&report);
        messages.extend(backpack.purge_old_removals(&report));
        messages.extend(backpack.remember_trust_lists().err().map(|error| error.message));
        let state =
            OpenState::Open { did: backpack.did(), badges: report.badges as u32, phrase_to_note, messages };
        Ok((backpack, state))
    }

    /// Examines everything that is kept, and rebuilds what can be rebuilt.
    pub fn doctor(options: &OpenOptions) -> Result<DoctorSummary, ErrorDetail> {
        let dir = data_dir(options.data_dir.as_deref())?;
        let vault = unlock(&dir, options)?;
        let (store, opened) = Store::open(&dir, vault.data_key())?;
        let found = store.doctor()?;
        Ok(DoctorSummary {
            badges: found.badges as u32,
            rebuilt: opened.rebuilt.is_some() || found.rebuilt.is_some(),
            restored: found.restored as u32,
            moved_aside: opened
                .moved_aside
                .iter()
                .chain(&found.moved_aside)
                .map(|path| path.display().to_string())
                .collect(),
            damaged: found.damaged.iter().map(DamageSummary::from).collect(),
        })
    }

    /// The learner's DID.
    pub fn did(&self) -> String {
        self.inner.did.clone()
    }

    /// The recovery phrase, to be written down. `None`: it was, and is nowhere on this machine any more.
    pub fn recovery_phrase(&self) -> Result<Option<String>, ErrorDetail> {
        let phrase = lock(&self.inner.vault).recovery_phrase()?;
        Ok(phrase.map(|phrase| phrase.expose_secret().to_owned()))
    }

    /// The learner has written the recovery phrase down.
    pub fn recovery_phrase_noted(&self) -> Result<(), ErrorDetail> {
        Ok(lock(&self.inner.vault).confirm_recovery_phrase()?)
    }

    /// Removals are undoable for 30 days, then they are for good. What cannot be purged today is told, and purged at the
    /// next opening.
    fn purge_old_removals(&self, report: &OpenReport) -> Option<Message> {
        if report.read_only.is_some() {
            return None;
        }
        let undo = jiff::SignedDuration::try_from(UNDO_REMOVAL).ok()?;
        let before = Timestamp::now().checked_sub(undo).ok()?;
        self.store().purge(before).err().map(|error| ErrorDetail::from(error).message)
    }
}

/// Returns what happened while opening: a read-only store, a rebuilt index, damage.
fn opening_messages(report: &OpenReport) -> Vec<Message> {
    let mut messages: Vec<Message> = report.read_only.into_iter().map(Message::code).collect();
    match &report.rebuilt {
        Some(reason @ RebuildReason::Unwritable { .. }) => {
            let ErrorDetail { message, next_step, .. } = index_failed(reason);
            messages.push(message);
            messages.extend(next_step);
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

/// The backpack's folder: the one that was named, or the platform's place for a program's data.
pub(super) fn data_dir(named: Option<&Path>) -> Result<PathBuf, ErrorDetail> {
    match named {
        Some(dir) => Ok(dir.to_owned()),
        None => dirs::data_dir().map(|dir| dir.join("badge-backpack")).ok_or_else(|| {
            ErrorDetail::new(StoreCode::Permission).with("problem", PermissionProblem::NoHome.as_str())
        }),
    }
}

fn unlock(dir: &Path, options: &OpenOptions) -> Result<UnlockedVault, VaultError> {
    let way = match (&options.recovery_phrase, &options.passphrase) {
        (Some(phrase), _) => Unlock::RecoveryPhrase(SecretString::from(phrase.clone())),
        (None, Some(passphrase)) => Unlock::Passphrase(SecretString::from(passphrase.clone())),
        (None, None) => Unlock::Automatic,
    };
    Vault::open(dir, &way)
}

/// Returns what is needed to open the vault, by why it stayed closed.
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
