//! Badges: inspecting, adding, listing, showing, removing and re-verifying them.

use backpack::{
    NetworkPolicy,
    view::{
        AddResult, BadgeDetail, BadgeSummary, CandidateDetail, ErrorDetail, Progress, Query, ReverifiedBadge,
    },
};
use secrecy::SecretString;
use tauri::{State, ipc::Channel};

use crate::{
    session::{Session, run_blocking},
    tasks::{ProgressCallback, Tasks},
    tickets::{Tickets, WindowInput},
};

/// Reads and verifies inputs. Stores nothing, and contacts only hosts that are always allowed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn inspect(
    session: State<'_, Session>,
    tickets: State<'_, Tickets>,
    tasks: State<'_, Tasks>,
    inputs: Vec<WindowInput>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<CandidateDetail>, ErrorDetail> {
    let (backpack, inputs) = (session.backpack()?, tickets.redeem(inputs)?);
    tasks
        .run(work, progress, |cancel, report| async move {
            backpack.inspect(inputs, &NetworkPolicy::allow([]), &cancel, &report).await
        })
        .await
}

/// Verifies candidates again. Contacts these hosts, too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reinspect(
    session: State<'_, Session>,
    tasks: State<'_, Tasks>,
    keys: Vec<String>,
    hosts: Vec<String>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<CandidateDetail>, ErrorDetail> {
    let backpack = session.backpack()?;
    tasks
        .run(work, progress, |cancel, report| async move {
            backpack.reinspect(keys, &NetworkPolicy::allow(&hosts), &cancel, &report).await
        })
        .await
}

/// Compares the recipients of candidates with the learner's current identities. Contacts no host.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_recipients(
    session: State<'_, Session>,
    keys: Vec<String>,
) -> Result<Vec<CandidateDetail>, ErrorDetail> {
    session.with(move |backpack| Ok(backpack.compare_recipients(&keys))).await
}

/// Accepts a candidate's credential offer with the learner's key, and verifies the badge. `hosts` are the
/// hosts that the person saw and agreed to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accept_offer(
    session: State<'_, Session>,
    tasks: State<'_, Tasks>,
    key: String,
    hosts: Vec<String>,
    code: Option<String>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<CandidateDetail>, ErrorDetail> {
    let backpack = session.backpack()?;
    tasks
        .run(work, progress, |cancel, report| async move {
            backpack.accept_offer(key, &NetworkPolicy::allow(&hosts), code.as_deref(), &cancel, &report).await
        })
        .await
}

/// Opens a candidate that is a locked backup, and verifies its contents. Stores nothing, and contacts only
/// hosts that are always allowed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock_backup(
    session: State<'_, Session>,
    tasks: State<'_, Tasks>,
    key: String,
    password: String,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<CandidateDetail>, ErrorDetail> {
    let password = SecretString::from(password);
    let backpack = session.backpack()?;
    tasks
        .run(work, progress, |cancel, report| async move {
            backpack.unlock_backup(key, password, &NetworkPolicy::allow([]), &cancel, &report).await
        })
        .await
}

/// Adds candidates to the backpack.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_candidates(
    session: State<'_, Session>,
    tasks: State<'_, Tasks>,
    keys: Vec<String>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<AddResult>, ErrorDetail> {
    let backpack = session.backpack()?;
    let add = |cancel, report: Box<ProgressCallback>| {
        run_blocking(move || backpack.add_candidates(&keys, &cancel, &*report))
    };
    tasks.run(work, progress, add).await?
}

/// Dismisses candidates.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dismiss_candidates(
    session: State<'_, Session>,
    keys: Vec<String>,
) -> Result<(), ErrorDetail> {
    session
        .with(move |backpack| {
            backpack.dismiss_candidates(&keys);
            Ok(())
        })
        .await
}

/// Returns the badges that match, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn list_badges(
    session: State<'_, Session>,
    query: Query,
) -> Result<Vec<BadgeSummary>, ErrorDetail> {
    session.with(move |backpack| backpack.list_badges(&query)).await
}

/// Returns all details of one badge.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_badge(session: State<'_, Session>, id: String) -> Result<BadgeDetail, ErrorDetail> {
    session.backpack()?.show_badge(&id).await
}

/// Removes a badge. This can be undone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_badge(
    session: State<'_, Session>,
    id: String,
) -> Result<BadgeSummary, ErrorDetail> {
    session.with(move |backpack| backpack.remove_badge(&id)).await
}

/// Restores a removed badge.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_badge(
    session: State<'_, Session>,
    id: String,
) -> Result<BadgeSummary, ErrorDetail> {
    session.with(move |backpack| backpack.restore_badge(&id)).await
}

/// Returns the removed badges that can still be restored.
#[tauri::command]
#[specta::specta]
pub(crate) async fn removed_badges(session: State<'_, Session>) -> Result<Vec<BadgeSummary>, ErrorDetail> {
    session.with(|backpack| backpack.removed_badges()).await
}

/// Re-verifies badges, or all badges if `ids` is empty. `hosts` may be contacted this time only.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reverify(
    session: State<'_, Session>,
    tasks: State<'_, Tasks>,
    ids: Vec<String>,
    hosts: Vec<String>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<Vec<ReverifiedBadge>, ErrorDetail> {
    let backpack = session.backpack()?;
    tasks
        .run(work, progress, |cancel, report| async move {
            backpack.reverify(ids, &NetworkPolicy::allow(&hosts), &cancel, &report).await
        })
        .await?
}
