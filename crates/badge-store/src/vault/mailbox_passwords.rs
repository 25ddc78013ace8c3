//! Passwords of mailboxes. They are stored only in the operating system's keyring.

use secrecy::{ExposeSecret, SecretString};

use super::{keyring, problem::KeyProblem};

/// Returns the password of the mailbox named `mailbox`, if the keyring has it.
pub fn mailbox_password(mailbox: &str) -> Option<SecretString> {
    // Without a usable keyring the caller asks for the password.
    keyring::get(mailbox).ok().filter(|password| !password.expose_secret().is_empty())
}

/// Stores the password of a mailbox in the keyring.
pub fn store_mailbox_password(mailbox: &str, password: &SecretString) -> Result<(), KeyProblem> {
    keyring::put(mailbox, password).map_err(|error| error.problem)
}

/// Removes the password of a mailbox from the keyring. A missing password is not an error.
pub fn remove_mailbox_password(mailbox: &str) -> Result<(), KeyProblem> {
    keyring::remove(mailbox).map_err(|error| error.problem)
}
