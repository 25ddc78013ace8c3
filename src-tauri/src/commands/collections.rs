//! Collections, and writing one as a signed bundle.

use backpack::view::{
    CollectionDetail, CollectionSummary, ErrorDetail, ExportOptions, ExportSummary, Progress,
};
use tauri::{AppHandle, State, ipc::Channel};

use crate::{
    desk::{DialogWords, where_to_save},
    session::{Session, apart},
    work::{Report, Works},
};

/// The collections, last changed first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_collections(
    session: State<'_, Session>,
) -> Result<Vec<CollectionSummary>, ErrorDetail> {
    session.with(|backpack| backpack.collections()).await
}

/// One collection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_collection(
    session: State<'_, Session>,
    id: String,
) -> Result<CollectionDetail, ErrorDetail> {
    session.with(move |backpack| backpack.collection(&id)).await
}

/// Makes a collection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn new_collection(
    session: State<'_, Session>,
    title: String,
    introduction: String,
) -> Result<CollectionDetail, ErrorDetail> {
    session.with(move |backpack| backpack.new_collection(&title, &introduction)).await
}

/// Changes title or introduction.
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

/// Removes a collection; its badges stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_collection(session: State<'_, Session>, id: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.remove_collection(&id)).await
}

/// Adds badges at the end, or changes the note of one that is there.
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

/// Takes a badge out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn take_from_collection(
    session: State<'_, Session>,
    id: String,
    badge: String,
) -> Result<CollectionDetail, ErrorDetail> {
    session.with(move |backpack| backpack.take_from_collection(&id, &badge)).await
}

/// Moves a badge to a place; 0 is first.
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

/// Asks where to save, and writes the collection there as a signed bundle. `None`: the person chose no place.
#[tauri::command]
#[specta::specta]
#[expect(clippy::too_many_arguments, reason = "the window hands each over by its name")]
pub(crate) async fn export_collection(
    app: AppHandle,
    session: State<'_, Session>,
    works: State<'_, Works>,
    id: String,
    options: ExportOptions,
    words: DialogWords,
    suggested_name: String,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Option<ExportSummary>, ErrorDetail> {
    let Some(to) = where_to_save(app, words, suggested_name, &["badgebundle"]).await? else {
        return Ok(None);
    };
    let backpack = session.backpack()?;
    let export = |cancel, told: Box<Report>| {
        apart(move || backpack.export_bundle(&id, &to, &options, &cancel, &*told))
    };
    works.run(work, progress, export).await??.map(Some)
}
