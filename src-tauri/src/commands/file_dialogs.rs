//! Desktop functions: file dialogs, files and deep links of the start, the browser, and cancelling tasks.

use backpack::view::ErrorDetail;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

use crate::{
    boundary::outside_link,
    deep_links::{DeepLinkTarget, DeepLinks},
    file_dialogs::{DialogTexts, choose_files, choose_folder},
    tasks::Tasks,
    tickets::{Ticket, Tickets},
};

/// The extensions of files that can contain badges or links to badges.
const BADGE_EXTENSIONS: &[&str] = &[
    "png", "svg", "pdf", "json", "jsonld", "jwt", "jws", "txt", "zip", "html", "url", "eml", "msg", "mbox",
    "jpg", "jpeg", "gif", "webp",
];

/// Asks the person for files with badges.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_badges(
    app: AppHandle,
    tickets: State<'_, Tickets>,
    texts: DialogTexts,
) -> Result<Vec<Ticket>, ErrorDetail> {
    Ok(tickets.issue(choose_files(app, texts, BADGE_EXTENSIONS).await?))
}

/// Asks the person for a folder with badges.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_folder(
    app: AppHandle,
    tickets: State<'_, Tickets>,
    title: String,
) -> Result<Vec<Ticket>, ErrorDetail> {
    Ok(tickets.issue(choose_folder(app, title).await?))
}

/// Asks the person for someone else's bundle.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_bundle(
    app: AppHandle,
    tickets: State<'_, Tickets>,
    texts: DialogTexts,
) -> Result<Vec<Ticket>, ErrorDetail> {
    Ok(tickets.issue(choose_files(app, texts, &["badgebundle", "zip"]).await?))
}

/// Returns tickets for the files that the program was started with.
#[tauri::command]
#[specta::specta]
pub(crate) fn startup_files(tickets: State<'_, Tickets>) -> Vec<Ticket> {
    tickets.at_start()
}

/// Returns the deep link that the program was started with, only once. Fails if the link is not accepted.
#[tauri::command]
#[specta::specta]
pub(crate) fn startup_deep_link(
    deep_links: State<'_, DeepLinks>,
) -> Result<Option<DeepLinkTarget>, ErrorDetail> {
    deep_links.at_start()
}

/// Opens an `https` link in the browser. The window shows the host and asks the person first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_link(app: AppHandle, link: String) -> Result<(), ErrorDetail> {
    let url = outside_link(&link)?;
    app.opener()
        .open_url(url, None::<&str>)
        .map_err(|error| ErrorDetail::new("LINK_NOT_OPENED").with_found(error.to_string()))
}

/// Cancels the task with this number.
#[tauri::command]
#[specta::specta]
pub(crate) fn cancel(tasks: State<'_, Tasks>, work: u32) {
    tasks.cancel(work);
}
