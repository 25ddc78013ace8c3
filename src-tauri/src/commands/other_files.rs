//! Other files: files in the backpack that are not badges.

use backpack::view::{ErrorDetail, OtherFileSummary};
use tauri::{AppHandle, State};

use crate::{
    file_dialogs::{DialogTexts, choose_save_path},
    session::Session,
};

/// Adds a candidate that is not a badge as an other file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_other_file(
    session: State<'_, Session>,
    key: String,
) -> Result<OtherFileSummary, ErrorDetail> {
    session.with(move |backpack| backpack.add_other_file(&key, None)).await
}

/// Returns the other files, last added first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_other_files(
    session: State<'_, Session>,
) -> Result<Vec<OtherFileSummary>, ErrorDetail> {
    session.with(|backpack| backpack.other_files()).await
}

/// Returns the removed other files that can still be restored.
#[tauri::command]
#[specta::specta]
pub(crate) async fn removed_other_files(
    session: State<'_, Session>,
) -> Result<Vec<OtherFileSummary>, ErrorDetail> {
    session.with(|backpack| backpack.removed_other_files()).await
}

/// Changes the learner's name and note of an other file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_other_file(
    session: State<'_, Session>,
    id: String,
    name: String,
    note: String,
) -> Result<OtherFileSummary, ErrorDetail> {
    session.with(move |backpack| backpack.edit_other_file(&id, &name, &note)).await
}

/// Removes an other file. This can be undone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_other_file(
    session: State<'_, Session>,
    id: String,
) -> Result<OtherFileSummary, ErrorDetail> {
    session.with(move |backpack| backpack.remove_other_file(&id)).await
}

/// Restores a removed other file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_other_file(
    session: State<'_, Session>,
    id: String,
) -> Result<OtherFileSummary, ErrorDetail> {
    session.with(move |backpack| backpack.restore_other_file(&id)).await
}

/// Asks where to save, and writes the original bytes of the file there. Returns `None` if the person cancels.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_other_file(
    app: AppHandle,
    session: State<'_, Session>,
    id: String,
    texts: DialogTexts,
    suggested_name: String,
) -> Result<Option<OtherFileSummary>, ErrorDetail> {
    let Some(to) = choose_save_path(app, texts, suggested_name, &["*"]).await? else { return Ok(None) };
    session.with(move |backpack| backpack.export_other_file(&id, &to)).await.map(Some)
}
