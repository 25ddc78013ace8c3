//! Reads files that contain mail, message by message in bounded memory.

use std::{
    fmt,
    io::{Cursor, Read},
};

use openbadges::ReadError;

use super::{Finding, MailKind, find, find_in_outlook, kind_of_file, limits, mbox};
use crate::read_error::unreadable;

/// The findings of the mails in one file, one by one.
pub struct Mails {
    inner: Inner,
    length: u64,
}

enum Inner {
    Single(Option<Finding>),
    Mailbox(mbox::Messages<Box<dyn Read + Send>>),
}

impl Mails {
    /// Returns the mails in a mailbox of `length` bytes (`.mbox`). The iterator reads the mailbox.
    pub fn of_mailbox(mailbox: impl Read + Send + 'static, length: u64) -> Self {
        Self { inner: Inner::Mailbox(mbox::Messages::new(Box::new(mailbox))), length }
    }

    /// Returns the mails in `bytes`, or `None` if there are none.
    pub fn of_bytes(bytes: Vec<u8>) -> Option<Self> {
        let length = bytes.len() as u64;
        let finding = match kind_of_file(bytes.get(..limits::SNIFFED_BYTES).unwrap_or(&bytes))? {
            MailKind::Mbox => return Some(Self::of_mailbox(Cursor::new(bytes), length)),
            MailKind::Message => find(&bytes),
            MailKind::Outlook => find_in_outlook(&bytes)?,
        };
        Some(Self { inner: Inner::Single(Some(finding)), length })
    }

    /// Returns the position and the length in bytes.
    pub fn position(&self) -> (u64, u64) {
        match &self.inner {
            Inner::Single(None) => (self.length, self.length),
            Inner::Single(Some(_)) => (0, self.length),
            Inner::Mailbox(messages) => (messages.position(), self.length),
        }
    }
}

impl Iterator for Mails {
    type Item = Result<Finding, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.inner {
            Inner::Single(finding) => finding.take().map(Ok),
            Inner::Mailbox(messages) => Some(match messages.next()? {
                Ok(mbox::Message::Whole(message)) => Ok(find(&message)),
                Ok(mbox::Message::TooLarge) => Ok(Finding::too_large()),
                Err(error) => Err(unreadable(error)),
            }),
        }
    }
}

impl fmt::Debug for Mails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mails").field("position", &self.position()).finish()
    }
}
