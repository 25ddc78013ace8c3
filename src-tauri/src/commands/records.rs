//! Unverified records: what is kept though it is no badge.

use backpack::view::{ErrorDetail, OtherFileSummary};
use tauri::{AppHandle, State};

use crate::{
    desk::{DialogWords, where_to_save},
    session::Session,
};

/// Keeps a sighting that is no badge as an unverified record.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_record(
    session: State<'_, Session>,
    key: String,
) -> Result<OtherFileSummary, ErrorDetail> {
    session.with(move |backpack| backpack.keep_record(&key, None)).await
}

/// The unverified records, last added first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_records(session: State<'_, Session>) -> Result<Vec<OtherFileSummary>, ErrorDetail> {
    session.with(|backpack| backpack.records()).await
}

/// Unverified records that were removed and can still be brought back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn removed_records(
    session: State<'_, Session>,
) -> Result<Vec<OtherFileSummary>, ErrorDetail> {
    session.with(|backpack| backpack.removed_records()).await
}

/// Changes what the learner says of one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_record(
    session: State<'_, Session>,
    id: String,
    name: String,
    note: String,
) -> Result<OtherFileSummary, ErrorDetail> {
    session.with(move |backpack| backpack.edit_record(&id, &name, &note)).await
}

/// Removes one; can be taken back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_record(
    session: State<'_, Session>,
    id: String,
) -> Result<OtherFileSummary, ErrorDetail> {
    session.with(move |backpack| backpack.remove_record(&id)).await
}

/// Takes a removal back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_remove_record(
    session: State<'_, Session>,
    id: String,
) -> Result<OtherFileSummary, ErrorDetail> {
    session.with(move |backpack| backpack.undo_remove_record(&id)).await
}

/// Asks where to save, and writes the file there as it was handed over. `None`: the person chose no place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_record(
    app: AppHandle,
    session: State<'_, Session>,
    id: String,
    words: DialogWords,
    suggested_name: String,
) -> Result<Option<OtherFileSummary>, ErrorDetail> {
    let Some(to) = where_to_save(app, words, suggested_name, &["*"]).await? else { return Ok(None) };
    session.with(move |backpack| backpack.export_record(&id, &to)).await.map(Some)
}
