//! Mailboxes on servers: searching them, and the saved mailboxes.

use backpack::view::{ErrorDetail, MailboxImport, MailboxLocation, MailboxSummary, Progress};
use secrecy::SecretString;
use tauri::{State, ipc::Channel};

use crate::{session::Session, tasks::Tasks};

/// Searches a mailbox for badges. Stores nothing. The password comes from the window, or otherwise from the
/// keyring, and is sent to the mail server only.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_from_mailbox(
    session: State<'_, Session>,
    tasks: State<'_, Tasks>,
    location: MailboxLocation,
    password: Option<String>,
    remember: bool,
    work: u32,
    progress: Channel<Progress>,
) -> Result<MailboxImport, ErrorDetail> {
    let password = password.map(SecretString::from);
    let backpack = session.backpack()?;
    tasks
        .run(work, progress, |cancel, report| async move {
            backpack.import_from_mailbox(&location, password, remember, &cancel, &report).await
        })
        .await?
}

/// Returns the saved mailboxes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn saved_mailboxes(session: State<'_, Session>) -> Result<Vec<MailboxSummary>, ErrorDetail> {
    session.with(|backpack| backpack.mailboxes()).await
}

/// Removes a saved mailbox, and its password from the keyring.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_mailbox(session: State<'_, Session>, name: String) -> Result<(), ErrorDetail> {
    session.with(move |backpack| backpack.remove_mailbox(&name)).await
}
