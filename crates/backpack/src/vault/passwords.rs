//! Passwords of mailboxes, in the operating system's keyring and nowhere else.

use super::{KeyTrouble, Secret, keyring};

/// The password of the mailbox that is called `mailbox`, where the keyring has it.
pub fn mailbox_password(mailbox: &str) -> Option<Secret> {
    // Without a keyring, or with one that says nothing, the password is asked for.
    keyring::get(mailbox).ok().filter(|password| !password.expose().is_empty())
}

/// Keeps the password of a mailbox.
pub fn keep_mailbox_password(mailbox: &str, password: &Secret) -> Result<(), KeyTrouble> {
    keyring::put(mailbox, password).map_err(|error| error.trouble)
}

/// Takes the password of a mailbox out of the keyring. There may be none.
pub fn forget_mailbox_password(mailbox: &str) -> Result<(), KeyTrouble> {
    keyring::remove(mailbox).map_err(|error| error.trouble)
}
