//! Badges: looking before keeping, keeping, listing, showing, removing, checking again.

use backpack::view::{
    AddResult, BadgeDetail, BadgeSummary, CandidateDetail, ErrorDetail, Progress, Query, ReverifiedBadge,
};
use secrecy::SecretString;
use tauri::{State, ipc::Channel};

use crate::{
    handed::{HandedOver, Tickets},
    session::{Session, apart},
    work::{Report, Works},
};

/// Reads and verifies what was handed over; nothing is kept. Only hosts that may always be asked are asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look(
    session: State<'_, Session>,
    tickets: State<'_, Tickets>,
    works: State<'_, Works>,
    handed: Vec<HandedOver>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<CandidateDetail>, ErrorDetail> {
    let (backpack, handed) = (session.backpack()?, tickets.redeem(handed)?);
    works
        .run(work, progress, |cancel, told| async move { backpack.look(handed, false, &cancel, &told).await })
        .await
}

/// Verifies sightings again, this time asking these hosts too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_again(
    session: State<'_, Session>,
    works: State<'_, Works>,
    keys: Vec<String>,
    hosts: Vec<String>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<CandidateDetail>, ErrorDetail> {
    let backpack = session.backpack()?;
    works
        .run(
            work,
            progress,
            |cancel, told| async move { backpack.look_again(keys, &hosts, &cancel, &told).await },
        )
        .await
}

/// Tells sightings anew, their recipients compared with the identities of now. Nobody is asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_again(
    session: State<'_, Session>,
    keys: Vec<String>,
) -> Result<Vec<CandidateDetail>, ErrorDetail> {
    session.with(move |backpack| Ok(backpack.compare_again(&keys))).await
}

/// Gets what a sighting offers with the learner's key, and verifies it; nothing is kept. `hosts` are those that were shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accept_offer(
    session: State<'_, Session>,
    works: State<'_, Works>,
    key: String,
    hosts: Vec<String>,
    code: Option<String>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<CandidateDetail>, ErrorDetail> {
    let backpack = session.backpack()?;
    works
        .run(work, progress, |cancel, told| async move {
            backpack.accept_offer(key, &hosts, code.as_deref(), &cancel, &told).await
        })
        .await
}

/// Opens a sighting that is a locked backup, and verifies what is in it; nothing is kept. Only hosts that may always be asked
/// are asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock_backup(
    session: State<'_, Session>,
    works: State<'_, Works>,
    key: String,
    password: String,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<CandidateDetail>, ErrorDetail> {
    let password = SecretString::from(password);
    let backpack = session.backpack()?;
    works
        .run(work, progress, |cancel, told| async move {
            backpack.unlock_backup(key, password, false, &cancel, &told).await
        })
        .await
}

/// Keeps sightings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep(
    session: State<'_, Session>,
    works: State<'_, Works>,
    keys: Vec<String>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<AddResult>, ErrorDetail> {
    let backpack = session.backpack()?;
    let keep = |cancel, told: Box<Report>| apart(move || backpack.keep(&keys, &cancel, &*told));
    works.run(work, progress, keep).await?
}

/// Forgets sightings that are not to be kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget(session: State<'_, Session>, keys: Vec<String>) -> Result<(), ErrorDetail> {
    session
        .with(move |backpack| {
            backpack.forget(&keys);
            Ok(())
        })
        .await
}

/// The badges that match, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_badges(
    session: State<'_, Session>,
    query: Query,
) -> Result<Vec<BadgeSummary>, ErrorDetail> {
    session.with(move |backpack| backpack.list(&query)).await
}

/// Everything about one badge.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_badge(session: State<'_, Session>, id: String) -> Result<BadgeDetail, ErrorDetail> {
    session.backpack()?.show(&id).await
}

/// Removes a badge; can be taken back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_badge(
    session: State<'_, Session>,
    id: String,
) -> Result<BadgeSummary, ErrorDetail> {
    session.with(move |backpack| backpack.remove(&id)).await
}

/// Takes a removal back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_remove(
    session: State<'_, Session>,
    id: String,
) -> Result<BadgeSummary, ErrorDetail> {
    session.with(move |backpack| backpack.undo_remove(&id)).await
}

/// Badges that were removed and can still be brought back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn removed_badges(session: State<'_, Session>) -> Result<Vec<BadgeSummary>, ErrorDetail> {
    session.with(|backpack| backpack.removed()).await
}

/// Verifies badges again, all where none is named. `hosts` may be asked this once, beside those that always may.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recheck(
    session: State<'_, Session>,
    works: State<'_, Works>,
    ids: Vec<String>,
    hosts: Vec<String>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<ReverifiedBadge>, ErrorDetail> {
    let backpack = session.backpack()?;
    works
        .run(work, progress, |cancel, told| async move {
            backpack.recheck_asking(ids, &hosts, &cancel, &told).await
        })
        .await?
}
