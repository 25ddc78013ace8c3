//! Passwords of mailboxes, in the operating system's keyring and nowhere else.

use secrecy::{ExposeSecret, SecretString};

use super::{KeyTrouble, keyring};

/// The password of the mailbox that is called `mailbox`, where the keyring has it.
pub fn mailbox_password(mailbox: &str) -> Option<SecretString> {
    // Without a keyring, or with one that says nothing, the password is asked for.
    keyring::get(mailbox).ok().filter(|password| !password.expose_secret().is_empty())
}

/// Keeps the password of a mailbox.
pub fn keep_mailbox_password(mailbox: &str, password: &SecretString) -> Result<(), KeyTrouble> {
    keyring::put(mailbox, password).map_err(|error| error.trouble)
}

/// Takes the password of a mailbox out of the keyring. There may be none.
pub fn forget_mailbox_password(mailbox: &str) -> Result<(), KeyTrouble> {
    keyring::remove(mailbox).map_err(|error| error.trouble)
}
