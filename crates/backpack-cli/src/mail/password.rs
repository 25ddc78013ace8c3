//! The password of a mail server: from a file, the keyring, or the terminal.

use std::{
    io::{self, IsTerminal},
    path::Path,
};

use backpack::{
    Mailbox,
    vault::{mailbox_password, store_mailbox_password},
};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    opening::{first_line, prompt},
    output::Output,
};

/// How often it is asked for.
const ATTEMPTS: usize = 3;

/// A password, and where it is from.
pub(super) struct Password {
    secret: SecretString,
    /// How often it was typed.
    typed: usize,
}

/// The password of `mailbox`. `None`: there is none, and nobody to ask, which has been said.
pub(super) fn of(mailbox: &Mailbox, file: Option<&Path>, output: &Output) -> io::Result<Option<Password>> {
    if let Some(file) = file {
        return Ok(Some(Password { secret: first_line(file)?.into(), typed: 0 }));
    }
    if let Some(secret) = mailbox_password(&mailbox.name()) {
        return Ok(Some(Password { secret, typed: 0 }));
    }
    let mut password = Password { secret: String::new().into(), typed: 0 };
    Ok(password.again(mailbox, output)?.then_some(password))
}

impl Password {
    pub(super) fn expose(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Whether another one may be typed. What a file or the keyring says is tried once.
    pub(super) const fn may_be_asked_again(&self) -> bool {
        self.typed > 0 && self.typed < ATTEMPTS
    }

    /// Asks for it. `false`: there is no terminal to ask on.
    pub(super) fn again(&mut self, mailbox: &Mailbox, output: &Output) -> io::Result<bool> {
        if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
            output.say_aside("terminal-mail-no-password", &[])?;
            return Ok(false);
        }
        output.say_aside("terminal-mail-password", &[("mailbox", &mailbox.name())])?;
        self.secret = rpassword::prompt_password(prompt(output, "terminal-passphrase"))?.into();
        self.typed += 1;
        Ok(true)
    }

    /// Puts what was typed, and let us in, into the keyring.
    pub(super) fn keep(&self, mailbox: &Mailbox, output: &Output) -> io::Result<()> {
        if self.typed == 0 {
            return Ok(());
        }
        match store_mailbox_password(&mailbox.name(), &self.secret) {
            Ok(()) => output.say_aside("terminal-mail-password-kept", &[]),
            Err(_) => output.say_aside("terminal-mail-password-not-kept", &[]),
        }
    }
}
