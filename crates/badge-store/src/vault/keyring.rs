//! The operating system's keyring: Secret Service, Keychain, Credential Manager.
//!
//! It is asked from one thread of its own and waited for only so long: its D-Bus client must not run inside an async
//! runtime, and a keyring may ask its owner a question that nobody answers.

use std::{
    error::Error,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        OnceLock,
        mpsc::{self, Sender},
    },
    thread,
    time::Duration,
};

use keyring::Entry;
use secrecy::{ExposeSecret, SecretString};

use super::KeyTrouble;

const SERVICE: &str = "badge-backpack";
/// Time for the owner to answer the keyring's question.
const LIMIT: Duration = Duration::from_secs(30);

/// Why the keyring did not do what was asked.
pub(super) struct KeyringError {
    pub(super) trouble: KeyTrouble,
    pub(super) source: Option<Box<dyn Error + Send + Sync>>,
}

impl From<KeyTrouble> for KeyringError {
    fn from(trouble: KeyTrouble) -> Self {
        Self { trouble, source: None }
    }
}

impl From<keyring::Error> for KeyringError {
    fn from(error: keyring::Error) -> Self {
        let trouble = match &error {
            keyring::Error::NoDefaultStore => KeyTrouble::NoKeyring,
            keyring::Error::NoStorageAccess(_) => KeyTrouble::KeyringLocked,
            // A keyring that was never set up answers the same, so this says nothing about whether there was a key.
            keyring::Error::NoEntry => KeyTrouble::KeyringEmptied,
            _ => KeyTrouble::KeyringFailed,
        };
        Self { trouble, source: Some(Box::new(error)) }
    }
}

/// Reads an entry.
pub(super) fn get(account: &str) -> Result<SecretString, KeyringError> {
    let account = account.to_owned();
    ask(move || match Entry::new(SERVICE, &account)?.get_password() {
        // Not text: an entry that something else has written.
        Err(keyring::Error::BadEncoding(_)) => Ok(SecretString::from(String::new())),
        found => Ok(SecretString::from(found?)),
    })
}

/// Writes an entry, and reads it back.
pub(super) fn put(account: &str, secret: &SecretString) -> Result<(), KeyringError> {
    let (account, secret) = (account.to_owned(), secret.clone());
    ask(move || {
        let entry = Entry::new(SERVICE, &account)?;
        entry.set_password(secret.expose_secret())?;
        let read_back = SecretString::from(entry.get_password()?);
        if read_back.expose_secret() == secret.expose_secret() {
            Ok(())
        } else {
            Err(KeyTrouble::KeyringFailed.into())
        }
    })
}

/// Removes an entry. One that is not there is gone.
pub(super) fn remove(account: &str) -> Result<(), KeyringError> {
    let account = account.to_owned();
    ask(move || match Entry::new(SERVICE, &account)?.delete_credential() {
        Err(keyring::Error::NoEntry) => Ok(()),
        removed => Ok(removed?),
    })
}

type Question = Box<dyn FnOnce() + Send>;

/// Runs `work` on the keyring's thread.
fn ask<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeyringError> + Send + 'static,
) -> Result<T, KeyringError> {
    static THREAD: OnceLock<Option<Sender<Question>>> = OnceLock::new();
    let sender = THREAD.get_or_init(|| {
        let (sender, questions) = mpsc::channel::<Question>();
        let run = move || questions.iter().for_each(|question| question());
        thread::Builder::new().name("backpack-keyring".into()).spawn(run).ok().map(|_| sender)
    });
    let (answer, answered) = mpsc::sync_channel(1);
    let question: Question = Box::new(move || {
        let outcome = catch_unwind(AssertUnwindSafe(work));
        // Nobody listens any more when the limit has passed.
        drop(answer.send(outcome));
    });
    let failed = || KeyringError::from(KeyTrouble::KeyringFailed);
    sender.as_ref().ok_or_else(failed)?.send(question).map_err(|_| failed())?;
    match answered.recv_timeout(LIMIT) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_panicked)) => Err(failed()),
        Err(_) => Err(KeyTrouble::KeyringSilent.into()),
    }
}
