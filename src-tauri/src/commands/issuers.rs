//! Issuers: the learner's trust lists, and known issuers.

use backpack::{
    store::StoreCode,
    view::{ErrorDetail, KnownIssuerSummary, TrustListSummary},
};
use tauri::{AppHandle, State};

use crate::{
    file_dialogs::{DialogTexts, choose_files},
    session::Session,
    tickets::{Ticket, Tickets, WindowInput},
};

/// Asks the person for files with trust lists.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_trust_lists(
    app: AppHandle,
    tickets: State<'_, Tickets>,
    texts: DialogTexts,
) -> Result<Vec<Ticket>, ErrorDetail> {
    Ok(tickets.issue(choose_files(app, texts, &["json", "txt"]).await?))
}

/// Returns the trust lists, sorted by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_trust_lists(
    session: State<'_, Session>,
) -> Result<Vec<TrustListSummary>, ErrorDetail> {
    session.with(|backpack| backpack.trust_lists()).await
}

/// Adds the trust list in a file, and replaces a list of the same name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_trust_list(
    session: State<'_, Session>,
    tickets: State<'_, Tickets>,
    ticket: String,
) -> Result<TrustListSummary, ErrorDetail> {
    let list = tickets
        .redeem(vec![WindowInput::File { ticket }])?
        .pop()
        .ok_or_else(|| ErrorDetail::new(StoreCode::NotFound))?;
    session.with(move |backpack| backpack.add_trust_list(list, None)).await
}

/// Fetches the trust list at a URL and adds it. The window names the host and asks the person first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fetch_trust_list(
    session: State<'_, Session>,
    link: String,
) -> Result<TrustListSummary, ErrorDetail> {
    session.backpack()?.fetch_trust_list(&link).await
}

/// Removes a trust list. This can be undone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_trust_list(session: State<'_, Session>, name: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.remove_trust_list(&name)).await
}

/// Restores the trust list that was removed last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_trust_list(session: State<'_, Session>, name: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.restore_trust_list(&name)).await
}

/// Returns the known issuers, sorted by id.
#[tauri::command]
#[specta::specta]
pub(crate) async fn known_issuers(
    session: State<'_, Session>,
) -> Result<Vec<KnownIssuerSummary>, ErrorDetail> {
    session.with(|backpack| backpack.known_issuers()).await
}

/// Removes a known issuer. This can be undone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_issuer(session: State<'_, Session>, id: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.remove_issuer(&id)).await
}

/// Restores the issuer that was removed last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_issuer(session: State<'_, Session>, id: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.restore_issuer(&id)).await
}
