//! Hosts that are always allowed, and the request log.

use backpack::view::{ErrorDetail, HostSummary, RequestSummary};
use tauri::State;

use crate::session::Session;

/// Returns the hosts that are always allowed, sorted by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn allowed_hosts(session: State<'_, Session>) -> Result<Vec<HostSummary>, ErrorDetail> {
    session.with(|backpack| backpack.allowed_hosts()).await
}

/// Adds a host to the hosts that are always allowed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn allow_host(
    session: State<'_, Session>,
    host: String,
) -> Result<HostSummary, ErrorDetail> {
    session.with(move |backpack| backpack.allow_host(&host)).await
}

/// Removes a host from the hosts that are always allowed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn disallow_host(session: State<'_, Session>, host: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.disallow_host(&host)).await
}

/// Returns the newest entries of the request log, at most `limit`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn requests(
    session: State<'_, Session>,
    limit: u32,
) -> Result<Vec<RequestSummary>, ErrorDetail> {
    session.with(move |backpack| backpack.log(limit as usize)).await
}
