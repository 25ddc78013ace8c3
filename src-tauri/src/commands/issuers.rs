//! What the learner knows of issuers: lists that they added, issuers that they met.

use backpack::{
    store::StoreCode,
    view::{ErrorDetail, KnownIssuerSummary, TrustListSummary},
};
use tauri::{AppHandle, State};

use crate::{
    desk::{DialogWords, which_files},
    handed::{HandedOver, Ticket, Tickets},
    session::Session,
};

/// Asks for files with lists of issuers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_trust_lists(
    app: AppHandle,
    tickets: State<'_, Tickets>,
    words: DialogWords,
) -> Result<Vec<Ticket>, ErrorDetail> {
    Ok(tickets.issue(which_files(app, words, &["json", "txt"]).await?))
}

/// The lists, by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_trust_lists(
    session: State<'_, Session>,
) -> Result<Vec<TrustListSummary>, ErrorDetail> {
    session.with(|backpack| backpack.trust_lists()).await
}

/// Adds the list in a file, in place of one of the same name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_trust_list(
    session: State<'_, Session>,
    tickets: State<'_, Tickets>,
    ticket: String,
) -> Result<TrustListSummary, ErrorDetail> {
    let list = tickets
        .redeem(vec![HandedOver::File { ticket }])?
        .pop()
        .ok_or_else(|| ErrorDetail::new(StoreCode::NotFound))?;
    session.with(move |backpack| backpack.add_trust_list(list, None)).await
}

/// Fetches the list at an address and adds it. The window names the host and asks before it calls this.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fetch_trust_list(
    session: State<'_, Session>,
    link: String,
) -> Result<TrustListSummary, ErrorDetail> {
    session.backpack()?.fetch_trust_list(&link).await
}

/// Removes a list; can be taken back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_trust_list(session: State<'_, Session>, name: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.remove_trust_list(&name)).await
}

/// Puts the list back that was removed last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn put_trust_list_back(
    session: State<'_, Session>,
    name: String,
) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.put_trust_list_back(&name)).await
}

/// The issuers that are remembered, by id.
#[tauri::command]
#[specta::specta]
pub(crate) async fn known_issuers(
    session: State<'_, Session>,
) -> Result<Vec<KnownIssuerSummary>, ErrorDetail> {
    session.with(|backpack| backpack.known_issuers()).await
}

/// Forgets an issuer; can be taken back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_issuer(session: State<'_, Session>, id: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.forget_issuer(&id)).await
}

/// Remembers the issuer again that was forgotten last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remember_issuer_again(
    session: State<'_, Session>,
    id: String,
) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.remember_issuer_again(&id)).await
}
