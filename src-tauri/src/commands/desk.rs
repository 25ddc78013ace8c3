//! The desk around the window: file dialogs, the browser, and stopping work.

use backpack::view::ErrorDetail;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

use crate::{
    boundary::outside_link,
    called::{Called, Calls},
    desk::{DialogWords, which_files, which_folder},
    handed::{Ticket, Tickets},
    work::Works,
};

/// What the names of files end with in which people have badges, or the way to them.
const BADGES_COME_IN: &[&str] = &[
    "png", "svg", "pdf", "json", "jsonld", "jwt", "jws", "txt", "zip", "html", "url", "eml", "msg", "mbox",
    "jpg", "jpeg", "gif", "webp",
];

/// Asks for files with badges in them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_badges(
    app: AppHandle,
    tickets: State<'_, Tickets>,
    words: DialogWords,
) -> Result<Vec<Ticket>, ErrorDetail> {
    Ok(tickets.issue(which_files(app, words, BADGES_COME_IN).await?))
}

/// Asks for a folder with badges in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_folder(
    app: AppHandle,
    tickets: State<'_, Tickets>,
    title: String,
) -> Result<Vec<Ticket>, ErrorDetail> {
    Ok(tickets.issue(which_folder(app, title).await?))
}

/// Asks for someone else's bundle.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_bundle(
    app: AppHandle,
    tickets: State<'_, Tickets>,
    words: DialogWords,
) -> Result<Vec<Ticket>, ErrorDetail> {
    Ok(tickets.issue(which_files(app, words, &["badgebundle", "zip"]).await?))
}

/// The files that the program was started with.
#[tauri::command]
#[specta::specta]
pub(crate) fn handed_at_start(tickets: State<'_, Tickets>) -> Vec<Ticket> {
    tickets.at_start()
}

/// The call that the program was started with, once; an error where it is refused.
#[tauri::command]
#[specta::specta]
pub(crate) fn called_at_start(calls: State<'_, Calls>) -> Result<Option<Called>, ErrorDetail> {
    calls.at_start()
}

/// Opens an `https` link in the browser. The window shows the host and asks before it calls this.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_link(app: AppHandle, link: String) -> Result<(), ErrorDetail> {
    let url = outside_link(&link)?;
    app.opener()
        .open_url(url, None::<&str>)
        .map_err(|error| ErrorDetail::new("LINK_NOT_OPENED").with_found(error.to_string()))
}

/// Asks the work of this number to stop.
#[tauri::command]
#[specta::specta]
pub(crate) fn cancel(works: State<'_, Works>, work: u32) {
    works.cancel(work);
}
