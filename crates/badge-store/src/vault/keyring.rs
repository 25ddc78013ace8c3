//! The operating system's keyring: Secret Service, Keychain, Credential Manager.
//!
//! All calls run on one dedicated thread with a time limit of 30 seconds: the D-Bus client must not run
//! inside an async runtime, and the keyring may show a prompt that the user ignores.
//!
//! `NoEntry` does not mean that there was never an entry: a new keyring and an emptied one return the same error. A
//! missing entry is therefore never a reason to create a key.

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

use data_encoding::HEXLOWER;
use keyring::Entry;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{
    key_slot::{data_key, random_hex, seal_hex, unseal_hex},
    problem::KeyProblem,
};
use crate::data_key::DataKey;

const SERVICE: &str = "badge-backpack";
/// Time for the user to answer the keyring's prompt.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// Context of the sealed data key in a [`KeyringSlot`].
const CONTEXT: &str = "data key, keyring";

/// Why a keyring operation failed.
pub(super) struct KeyringError {
    pub(super) problem: KeyProblem,
    pub(super) source: Option<Box<dyn Error + Send + Sync>>,
}

impl From<KeyProblem> for KeyringError {
    fn from(problem: KeyProblem) -> Self {
        Self { problem, source: None }
    }
}

impl From<keyring::Error> for KeyringError {
    fn from(error: keyring::Error) -> Self {
        let problem = match &error {
            keyring::Error::NoDefaultStore => KeyProblem::NoKeyring,
            keyring::Error::NoStorageAccess(_) => KeyProblem::KeyringLocked,
            keyring::Error::NoEntry => KeyProblem::KeyringEmptied,
            _ => KeyProblem::KeyringFailed,
        };
        Self { problem, source: Some(Box::new(error)) }
    }
}

/// The key slot of the keyring: the data key, sealed with a random key that is in the keyring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeyringSlot {
    /// Random name of the keyring entry, so that two backpacks do not collide and a moved one still finds its own.
    pub(super) account: String,
    pub(super) sealed: String,
}

impl KeyringSlot {
    /// Stores a new random key in the keyring and seals the data key with it. The keyring entry is a new one, so that
    /// an earlier slot stays valid until the vault file contains this one.
    pub(super) fn create(vault: &str, key: &DataKey) -> Result<Self, KeyringError> {
        let (account, secret) = (random_hex::<16>(), SecretString::from(random_hex::<32>()));
        put(&account, &secret)?;
        let slot_key = slot_key(&secret).ok_or(KeyProblem::KeyringFailed)?;
        Ok(Self { sealed: seal_hex(&slot_key, vault, CONTEXT, key.expose()), account })
    }

    /// Opens the data key. Returns `Ok(None)` if the keyring has a different key.
    pub(super) fn open(&self, vault: &str) -> Result<Option<DataKey>, KeyringError> {
        let secret = get(&self.account)?;
        Ok(slot_key(&secret).and_then(|key| data_key(&unseal_hex(&key, vault, CONTEXT, &self.sealed)?)))
    }
}

/// Decodes the key in a keyring entry.
fn slot_key(secret: &SecretString) -> Option<Zeroizing<[u8; 32]>> {
    let bytes = Zeroizing::new(HEXLOWER.decode(secret.expose_secret().as_bytes()).ok()?);
    Some(Zeroizing::new(bytes.as_slice().try_into().ok()?))
}

/// Reads an entry.
pub(super) fn get(account: &str) -> Result<SecretString, KeyringError> {
    let account = account.to_owned();
    run(move || match Entry::new(SERVICE, &account)?.get_password() {
        // The entry is not text, so another program wrote it.
        Err(keyring::Error::BadEncoding(_)) => Ok(SecretString::from(String::new())),
        password => Ok(SecretString::from(password?)),
    })
}

/// Writes an entry and reads it back.
pub(super) fn put(account: &str, secret: &SecretString) -> Result<(), KeyringError> {
    let (account, secret) = (account.to_owned(), secret.clone());
    run(move || {
        let entry = Entry::new(SERVICE, &account)?;
        entry.set_password(secret.expose_secret())?;
        let read_back = SecretString::from(entry.get_password()?);
        if read_back.expose_secret() == secret.expose_secret() {
            Ok(())
        } else {
            Err(KeyProblem::KeyringFailed.into())
        }
    })
}

/// Removes an entry. A missing entry is not an error.
pub(super) fn remove(account: &str) -> Result<(), KeyringError> {
    let account = account.to_owned();
    run(move || match Entry::new(SERVICE, &account)?.delete_credential() {
        Err(keyring::Error::NoEntry) => Ok(()),
        removed => Ok(removed?),
    })
}

type Job = Box<dyn FnOnce() + Send>;

/// Runs `work` on the keyring's thread and waits for [`TIME_LIMIT`] at most.
fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeyringError> + Send + 'static,
) -> Result<T, KeyringError> {
    static THREAD: OnceLock<Option<Sender<Job>>> = OnceLock::new();
    let sender = THREAD.get_or_init(|| {
        let (sender, jobs) = mpsc::channel::<Job>();
        let run = move || jobs.iter().for_each(|job| job());
        thread::Builder::new().name("backpack-keyring".into()).spawn(run).ok().map(|_| sender)
    });
    let (reply, replies) = mpsc::sync_channel(1);
    let job: Job = Box::new(move || {
        let outcome = catch_unwind(AssertUnwindSafe(work));
        // After the time limit the receiver no longer exists.
        drop(reply.send(outcome));
    });
    let failed = || KeyringError::from(KeyProblem::KeyringFailed);
    sender.as_ref().ok_or_else(failed)?.send(job).map_err(|_| failed())?;
    match replies.recv_timeout(TIME_LIMIT) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_panic)) => Err(failed()),
        Err(_) => Err(KeyProblem::KeyringTimeout.into()),
    }
}
