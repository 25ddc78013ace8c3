//! The backpack as a whole: opening it, whose it is, its recovery phrase, its settings.

use backpack::{
    OpenOptions,
    view::{ErrorDetail, IdentityDependents, IdentitySummary, IdentityTrial, OpenState},
};
use serde::Serialize;
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::{
    session::{Session, apart},
    surroundings,
    window::Noticed,
};

/// Opens the backpack: without arguments by the keyring, else by passphrase or recovery phrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_backpack(
    app: AppHandle,
    session: State<'_, Session>,
    passphrase: Option<String>,
    recovery_phrase: Option<String>,
) -> Result<OpenState, ErrorDetail> {
    let options = OpenOptions { data_dir: surroundings::data_dir(), passphrase, recovery_phrase };
    let session = session.inner().clone();
    apart(move || {
        let state = session.open(&options, surroundings::checker_options());
        if let Ok(backpack) = session.backpack() {
            backpack.on_notice(move |notice| {
                if let Err(error) = Noticed(notice.clone()).emit(&app) {
                    eprintln!("the window could not be notified of {}: {error}", notice.code);
                }
            });
        }
        state
    })
    .await
}

/// The learner's identities.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_identities(
    session: State<'_, Session>,
) -> Result<Vec<IdentitySummary>, ErrorDetail> {
    session.with(|backpack| backpack.identities()).await
}

/// Adds an identity; its kind is judged by its form.
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

/// Tries whether the badge that is kept (`badge/ID`) or was looked at (`sighting/KEY`) was issued to an identity. Nothing is
/// remembered, and nobody is asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn try_identity(
    session: State<'_, Session>,
    value: String,
    of: String,
) -> Result<IdentityTrial, ErrorDetail> {
    session.with(move |backpack| backpack.try_identity(&value, Some(&of))).await
}

/// The badges that depend on an identity, and what to do before it ends.
#[tauri::command]
#[specta::specta]
pub(crate) async fn badges_issued_to(
    session: State<'_, Session>,
    value: String,
) -> Result<IdentityDependents, ErrorDetail> {
    session.with(move |backpack| backpack.badges_issued_to(&value)).await
}

/// The recovery phrase, to be written down. `None`: it was, and is nowhere on this machine any more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recovery_phrase(session: State<'_, Session>) -> Result<Option<String>, ErrorDetail> {
    session.with(|backpack| backpack.recovery_phrase()).await
}

/// The learner has written the recovery phrase down.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recovery_phrase_noted(session: State<'_, Session>) -> Result<(), ErrorDetail> {
    session.with(|backpack| backpack.recovery_phrase_noted()).await
}

/// The program, and how the backpack is set.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub(crate) struct About {
    /// The program's version.
    pub version: String,
    /// The learner's DID.
    pub did: String,
    /// Whether no host is ever asked.
    pub offline: bool,
}

/// The program, and how the backpack is set.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about(session: State<'_, Session>) -> Result<About, ErrorDetail> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    session.with(|backpack| Ok(About { version, did: backpack.did(), offline: backpack.offline() })).await
}

/// Switches asking hosts on or off, and remembers it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_offline(session: State<'_, Session>, offline: bool) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.set_offline(offline)).await
}
