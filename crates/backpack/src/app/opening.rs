//! Opening a backpack: folder, key, store; and what a face has to ask for where that does not go by itself.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, RwLock},
};

use badge_store::StoreCode;
use jiff::Timestamp;
use openbadges::check::Details;
use secrecy::{ExposeSecret, SecretString};

use super::{
    Backpack, Inner, OpenOptions, VerifierOptions,
    asking::Log,
    candidates::{Candidates, store_error},
    lock,
    notices::{Notices, index_failed},
    pictures::ReviewedPictures,
    verifier::Inspector,
};
use crate::{
    store::{
        Advice, Damage, OfflineSwitch, OpenReport, PermissionProblem, RebuildReason, Store, StoreError,
        UNDO_REMOVAL,
    },
    tell::Teller,
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
        let teller = Teller::default();
        let unavailable = |error: ErrorDetail| OpenState::Unavailable { error };
        let dir = data_dir(options.data_dir.as_deref(), &teller).map_err(unavailable)?;
        let vault = unlock(&dir, options).map_err(|error| locked(&teller, &error))?;
        let (store, report) =
            Store::open(&dir, vault.data_key()).map_err(|error| unavailable(store_error(&teller, &error)))?;
        let store = Arc::new(store);
        let notices = Arc::new(Mutex::new(Notices::default()));
        store.on_index_failure({
            let (notices, teller) = (Arc::clone(&notices), Teller::default());
            move |reason| lock(&notices).tell(index_failed(&teller, reason))
        });
        let identities = store
            .identities()
            .map_err(|error| unavailable(store_error(&teller, &error)))?
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
                teller,
            }),
        };
        let mut messages = backpack.opening_messages(&report);
        messages.extend(backpack.purge_old_removals(&report));
        messages.extend(backpack.remember_trust_lists().err().map(|error| error.message));
        let state =
            OpenState::Open { did: backpack.did(), badges: report.badges as u32, phrase_to_note, messages };
        Ok((backpack, state))
    }

    /// Examines everything that is kept, and rebuilds what can be rebuilt.
    pub fn doctor(options: &OpenOptions) -> Result<DoctorSummary, ErrorDetail> {
        let teller = Teller::default();
        let dir = data_dir(options.data_dir.as_deref(), &teller)?;
        let vault = unlock(&dir, options).map_err(|error| vault_error(&teller, &error))?;
        let told = |error: StoreError| store_error(&teller, &error);
        let (store, opened) = Store::open(&dir, vault.data_key()).map_err(told)?;
        let found = store.doctor().map_err(told)?;
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
            damaged: found.damaged.iter().map(|damage| told_damage(&teller, damage)).collect(),
        })
    }

    /// The learner's DID.
    pub fn did(&self) -> String {
        self.inner.did.clone()
    }

    /// The recovery phrase, to be written down. `None`: it was, and is nowhere on this machine any more.
    pub fn recovery_phrase(&self) -> Result<Option<String>, ErrorDetail> {
        let phrase = lock(&self.inner.vault).recovery_phrase();
        phrase
            .map(|phrase| phrase.map(|phrase| phrase.expose_secret().to_owned()))
            .map_err(|error| vault_error(self.teller(), &error))
    }

    /// The learner has written the recovery phrase down.
    pub fn recovery_phrase_noted(&self) -> Result<(), ErrorDetail> {
        lock(&self.inner.vault).confirm_recovery_phrase().map_err(|error| vault_error(self.teller(), &error))
    }

    /// Removals are undoable for 30 days, then they are for good. What cannot be purged today is told, and purged at the
    /// next opening.
    fn purge_old_removals(&self, report: &OpenReport) -> Option<String> {
        if report.read_only.is_some() {
            return None;
        }
        let undo = jiff::SignedDuration::try_from(UNDO_REMOVAL).ok()?;
        let before = Timestamp::now().checked_sub(undo).ok()?;
        self.store().purge(before).err().map(|error| self.failed(&error).message)
    }

    fn opening_messages(&self, report: &OpenReport) -> Vec<String> {
        let words = self.teller().words();
        let mut messages = Vec::new();
        if let Some(code) = report.read_only {
            messages.push(words.code(code.as_str(), &Details::new()));
        }
        match &report.rebuilt {
            Some(reason @ RebuildReason::Unwritable { .. }) => {
                let ErrorDetail { message, next_step, .. } = index_failed(self.teller(), reason);
                messages.push([Some(message), next_step].into_iter().flatten().collect::<Vec<_>>().join(" "));
            }
            Some(_) => messages.push(words.say("opened-index-rebuilt", &Details::new())),
            None => {}
        }
        for damage in &report.damaged {
            let told = told_damage(self.teller(), damage);
            let details = [("what".to_owned(), told.what), ("advice".to_owned(), told.advice)].into();
            messages.push(words.say("opened-damage", &details));
        }
        messages
    }
}

/// The backpack's folder: the one that was named, or the platform's place for a program's data.
pub(super) fn data_dir(named: Option<&Path>, teller: &Teller) -> Result<PathBuf, ErrorDetail> {
    match named {
        Some(dir) => Ok(dir.to_owned()),
        None => dirs::data_dir().map(|dir| dir.join("badge-backpack")).ok_or_else(|| {
            teller.app_error(
                StoreCode::Permission,
                [("problem", PermissionProblem::NoHome.as_str().to_owned())],
            )
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

/// What a face has to ask for, by why the vault stayed closed.
fn locked(teller: &Teller, error: &VaultError) -> OpenState {
    let told = vault_error(teller, error);
    match error {
        VaultError::PassphraseNeeded { status, .. } if !status.exists => {
            OpenState::PassphraseToChoose { error: told }
        }
        VaultError::PassphraseNeeded { status, .. }
        | VaultError::KeyUnavailable { status, .. }
        | VaultError::KeyMismatch { status, .. } => {
            OpenState::Locked { error: told, has_passphrase: status.passphrase }
        }
        VaultError::Damaged { .. } | VaultError::Folder(_) => OpenState::Unavailable { error: told },
    }
}

fn vault_error(teller: &Teller, error: &VaultError) -> ErrorDetail {
    let mut details = error.details();
    details.entry("detail").or_insert_with(|| error.to_string());
    teller.app_error(error.code(), details)
}

fn told_damage(teller: &Teller, damage: &Damage) -> DamageSummary {
    let advice = match damage.advice {
        Advice::ImportAgain => "advice-import-again",
        Advice::Reverify => "advice-check-again",
        Advice::CreateAgain => "advice-make-again",
        Advice::AddAgain => "advice-add-again",
        Advice::RestoreFile => "advice-restore-file",
    };
    DamageSummary {
        kind: damage.kind.as_str().to_owned(),
        what: crate::text::shown(&damage.what),
        file: damage.file.display().to_string(),
        advice: teller.words().say(advice, &Details::new()),
    }
}
