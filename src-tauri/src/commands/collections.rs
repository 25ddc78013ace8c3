//! Collections, and their export as signed bundles.

use backpack::view::{
    CollectionDetail, CollectionSummary, ErrorDetail, ExportOptions, ExportSummary, Progress,
};
use tauri::{AppHandle, State, ipc::Channel};

use crate::{
    file_dialogs::{DialogTexts, choose_save_path},
    session::{Session, run_blocking},
    tasks::{ProgressCallback, Tasks},
};

/// Returns the collections, last changed first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_collections(
    session: State<'_, Session>,
) -> Result<Vec<CollectionSummary>, ErrorDetail> {
    session.with(|backpack| backpack.collections()).await
}

/// Returns one collection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_collection(
    session: State<'_, Session>,
    id: String,
) -> Result<CollectionDetail, ErrorDetail> {
    session.with(move |backpack| backpack.collection(&id)).await
}

/// Creates a collection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_collection(
    session: State<'_, Session>,
    title: String,
    introduction: String,
) -> Result<CollectionDetail, ErrorDetail> {
    session.with(move |backpack| backpack.create_collection(&title, &introduction)).await
}

/// Changes the title or the introduction of a collection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_collection(
    session: State<'_, Session>,
    id: String,
    title: Option<String>,
    introduction: Option<String>,
) -> Result<CollectionDetail, ErrorDetail> {
    session
        .with(move |backpack| backpack.edit_collection(&id, title.as_deref(), introduction.as_deref()))
        .await
}

/// Removes a collection. Its badges stay in the backpack.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_collection(session: State<'_, Session>, id: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.remove_collection(&id)).await
}

/// Adds badges at the end of a collection, or changes the note of a badge in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_to_collection(
    session: State<'_, Session>,
    id: String,
    badges: Vec<String>,
    note: Option<String>,
) -> Result<CollectionDetail, ErrorDetail> {
    session.with(move |backpack| backpack.add_to_collection(&id, &badges, note.as_deref())).await
}

/// Removes a badge from a collection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_from_collection(
    session: State<'_, Session>,
    id: String,
    badge: String,
) -> Result<CollectionDetail, ErrorDetail> {
    session.with(move |backpack| backpack.remove_from_collection(&id, &badge)).await
}

/// Moves a badge to a position in a collection. 0 is the first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn move_in_collection(
    session: State<'_, Session>,
    id: String,
    badge: String,
    to: u32,
) -> Result<CollectionDetail, ErrorDetail> {
    session.with(move |backpack| backpack.move_in_collection(&id, &badge, to)).await
}

/// Asks where to save, and writes the collection there as a signed bundle. Returns `None` if the person
/// cancels.
#[tauri::command]
#[specta::specta]
#[expect(clippy::too_many_arguments, reason = "the window passes arguments by name")]
pub(crate) async fn export_collection(
    app: AppHandle,
    session: State<'_, Session>,
    tasks: State<'_, Tasks>,
    id: String,
    options: ExportOptions,
    texts: DialogTexts,
    suggested_name: String,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Option<ExportSummary>, ErrorDetail> {
    let Some(to) = choose_save_path(app, texts, suggested_name, &["badgebundle"]).await? else {
        return Ok(None);
    };
    let backpack = session.backpack()?;
    let export = |cancel, report: Box<ProgressCallback>| {
        run_blocking(move || backpack.export_bundle(&id, &to, &options, &cancel, &*report))
    };
    tasks.run(work, progress, export).await??.map(Some)
}
