//! The backpack as a whole: opening it, the learner's identities, the recovery phrase and the settings.

use backpack::{
    OpenOptions,
    view::{ErrorDetail, IdentityDependents, IdentitySummary, IdentityTrial, OpenState},
};
use serde::Serialize;
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::{
    environment,
    session::{Session, run_blocking},
    window::BackgroundError,
};

/// Opens the backpack with the passphrase or the recovery phrase, or with the keyring if both are missing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_backpack(
    app: AppHandle,
    session: State<'_, Session>,
    passphrase: Option<String>,
    recovery_phrase: Option<String>,
) -> Result<OpenState, ErrorDetail> {
    let options = OpenOptions { data_dir: environment::data_dir(), passphrase, recovery_phrase };
    let session = session.inner().clone();
    run_blocking(move || {
        let state = session.open(&options, environment::verifier_options());
        if let Ok(backpack) = session.backpack() {
            backpack.on_background_error(move |error| {
                if let Err(failure) = BackgroundError(error.clone()).emit(&app) {
                    eprintln!("the window could not be notified of {}: {failure}", error.code);
                }
            });
        }
        state
    })
    .await
}

/// Returns the learner's identities.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_identities(
    session: State<'_, Session>,
) -> Result<Vec<IdentitySummary>, ErrorDetail> {
    session.with(|backpack| backpack.identities()).await
}

/// Adds an identity. Its syntax determines its kind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_identity(
    session: State<'_, Session>,
    value: String,
) -> Result<IdentitySummary, ErrorDetail> {
    session.with(move |backpack| backpack.add_identity(&value)).await
}

/// Removes an identity.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_identity(session: State<'_, Session>, value: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.remove_identity(&value)).await
}

/// Checks whether a stored badge (`badge/ID`) or a candidate (`candidate/KEY`) was issued to an identity.
/// Stores nothing, and contacts no host.
#[tauri::command]
#[specta::specta]
pub(crate) async fn try_identity(
    session: State<'_, Session>,
    value: String,
    of: String,
) -> Result<IdentityTrial, ErrorDetail> {
    session.with(move |backpack| backpack.try_identity(&value, Some(&of))).await
}

/// Returns the badges that depend on an identity, and what to do before the learner loses it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn identity_dependents(
    session: State<'_, Session>,
    value: String,
) -> Result<IdentityDependents, ErrorDetail> {
    session.with(move |backpack| backpack.identity_dependents(&value)).await
}

/// Returns the recovery phrase. `None` if the learner has written it down, because it is then no longer
/// stored.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recovery_phrase(session: State<'_, Session>) -> Result<Option<String>, ErrorDetail> {
    session.with(|backpack| backpack.recovery_phrase()).await
}

/// Records that the learner has written the recovery phrase down.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_recovery_phrase(session: State<'_, Session>) -> Result<(), ErrorDetail> {
    session.with(|backpack| backpack.confirm_recovery_phrase()).await
}

/// The program version and the settings of the backpack.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub(crate) struct About {
    /// The version of the program.
    pub version: String,
    /// The learner's DID.
    pub did: String,
    /// Whether no host may be contacted.
    pub offline: bool,
}

/// Returns the program version and the settings of the backpack.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about(session: State<'_, Session>) -> Result<About, ErrorDetail> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    session.with(|backpack| Ok(About { version, did: backpack.did(), offline: backpack.offline() })).await
}

/// Sets and stores whether no host may be contacted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_offline(session: State<'_, Session>, offline: bool) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.set_offline(offline)).await
}
