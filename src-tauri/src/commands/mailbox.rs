//! A mailbox on a server: looking through it, those that are remembered.

use backpack::view::{ErrorDetail, MailboxImport, MailboxLocation, MailboxSummary, Progress};
use secrecy::SecretString;
use tauri::{State, ipc::Channel};

use crate::{session::Session, work::Works};

/// Looks through a mailbox; nothing is kept. The password comes from the window or, without one, from the keyring, and goes
/// to the mail server alone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_in_mailbox(
    session: State<'_, Session>,
    works: State<'_, Works>,
    asked: MailboxLocation,
    password: Option<String>,
    remember: bool,
    work: u32,
    progress: Channel<Progress>,
) -> Result<MailboxImport, ErrorDetail> {
    let password = password.map(SecretString::from);
    let backpack = session.backpack()?;
    works
        .run(work, progress, |cancel, told| async move {
            backpack.look_through_mailbox(&asked, password, remember, &cancel, &told).await
        })
        .await?
}

/// The mailboxes that are remembered.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remembered_mailboxes(
    session: State<'_, Session>,
) -> Result<Vec<MailboxSummary>, ErrorDetail> {
    session.with(|backpack| backpack.mailboxes()).await
}

/// Forgets a mailbox, and takes its password out of the keyring.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_mailbox(session: State<'_, Session>, name: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.forget_mailbox(&name)).await
}
