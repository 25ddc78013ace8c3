//! Hosts: which of them may always be asked, and what was asked of any.

use backpack::view::{ErrorDetail, HostSummary, RequestSummary};
use tauri::State;

use crate::session::Session;

/// The hosts that may always be asked, by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn agreed_hosts(session: State<'_, Session>) -> Result<Vec<HostSummary>, ErrorDetail> {
    session.with(|backpack| backpack.agreed_hosts()).await
}

/// Remembers that a host may always be asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn agree_to_host(
    session: State<'_, Session>,
    host: String,
) -> Result<HostSummary, ErrorDetail> {
    session.with(move |backpack| backpack.agree_to_host(&host)).await
}

/// Forgets that a host may always be asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_host(session: State<'_, Session>, host: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.forget_host(&host)).await
}

/// The newest requests that this program made or refused to make, at most `limit`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn requests(
    session: State<'_, Session>,
    limit: u32,
) -> Result<Vec<RequestSummary>, ErrorDetail> {
    session.with(move |backpack| backpack.log(limit as usize)).await
}
