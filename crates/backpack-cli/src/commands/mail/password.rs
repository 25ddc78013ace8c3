//! The password of a mail server: from a file, the keyring, or the terminal.

use std::{io, path::Path};

use backpack::{
    Mailbox,
    vault::{mailbox_password, store_mailbox_password},
};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    open::first_line,
    output::Output,
    prompt::{ask_secret, is_interactive},
};

/// How many times to ask for a password.
const ATTEMPTS: usize = 3;

/// A password, and how often it was typed.
pub(super) struct Password {
    secret: SecretString,
    typed: usize,
}

impl Password {
    /// Returns the password of `mailbox`, or `None` after a message if there is none and no terminal to ask
    /// on.
    pub(super) fn of(mailbox: &Mailbox, file: Option<&Path>, output: &Output) -> io::Result<Option<Self>> {
        if let Some(file) = file {
            return Ok(Some(Self { secret: first_line(file)?.into(), typed: 0 }));
        }
        if let Some(secret) = mailbox_password(&mailbox.name()) {
            return Ok(Some(Self { secret, typed: 0 }));
        }
        let mut password = Self { secret: String::new().into(), typed: 0 };
        Ok(password.ask(mailbox, output)?.then_some(password))
    }

    pub(super) fn expose(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Returns whether to ask again. A password from a file or the keyring is tried once.
    pub(super) const fn can_retry(&self) -> bool {
        self.typed > 0 && self.typed < ATTEMPTS
    }

    /// Asks for the password. Returns `false` if there is no terminal to ask on.
    pub(super) fn ask(&mut self, mailbox: &Mailbox, output: &Output) -> io::Result<bool> {
        if !is_interactive() {
            output.say_on_stderr("terminal-mail-no-password", &[])?;
            return Ok(false);
        }
        output.say_on_stderr("terminal-mail-password", &[("mailbox", &mailbox.name())])?;
        self.secret = ask_secret("terminal-passphrase", output)?;
        self.typed += 1;
        Ok(true)
    }

    /// Stores a typed password in the keyring. Call it only after the server accepted the password.
    pub(super) fn store(&self, mailbox: &Mailbox, output: &Output) -> io::Result<()> {
        if self.typed == 0 {
            return Ok(());
        }
        match store_mailbox_password(&mailbox.name(), &self.secret) {
            Ok(()) => output.say_on_stderr("terminal-mail-password-stored", &[]),
            Err(_) => output.say_on_stderr("terminal-mail-password-not-stored", &[]),
        }
    }
}
