//! What a mail carries: the badges attached to it, the links to badges in it, and to whom it was sent.
//!
//! [`find`] takes one message and answers with a [`Finding`]; it is pure, and what a hostile message can make it do is
//! bounded by [`limits`]. No mail is ever rendered: HTML is taken apart into tokens for the addresses of its links, and
//! nothing is fetched. Files of mails are read by [`Mails`], which knows mailboxes ([`mbox`]) and Outlook's own form. What a link leads to is the table of
//! [`links`](crate::links), what an attachment is is [`classify`](crate::classify())'s to say, and what the badges are
//! worth is not asked here.

mod content;
mod encoding;
mod headers;
mod html;
pub mod limits;
mod links;
pub mod mbox;
mod outlook;
mod rtf;
mod source;
mod tnef;
mod walk;
mod worth;

use jiff::Timestamp;

pub use self::{
    content::{MailKind, kind_of_file},
    source::Mails,
};
use crate::{code::IntakeCode, links::Link};

/// What one message carries, ranked: attachments before links, sure links before likely ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// The message's own subject, sender, date and recipients.
    pub envelope: Envelope,
    /// Attachments and inline pictures that hold a badge or something like one, in the order in which they stand in the message.
    pub attachments: Vec<Attachment>,
    /// Links to badges and offers of them, the surest first.
    pub links: Vec<Link>,
    /// Parts that were not looked into, by name, and why.
    pub skipped: Vec<Skipped>,
    /// Why the message was not read to its end. What was found before is told all the same.
    pub trouble: Option<Trouble>,
}

impl Finding {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.attachments.is_empty() && self.links.is_empty()
    }

    /// A message that is larger than any mail, and was not read.
    pub fn too_large() -> Self {
        let trouble = Some(Trouble::limit(format!("more than {} MiB", limits::MESSAGE_BYTES >> 20)));
        Self { trouble, ..Self::default() }
    }
}

/// How a message introduces itself. All of it is claims: nothing here is proof of anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The subject.
    pub subject: Option<String>,
    /// The sender: name and address, or either.
    pub from: Option<String>,
    /// When it was sent, by its own word.
    pub date: Option<Timestamp>,
    /// The addresses that it was sent to (`To`, `Cc`, `Delivered-To`), those of forwarded messages inside it, and those
    /// that a badge link names: hints for whom its badges were issued to, never kept unasked.
    pub recipients: Vec<String>,
}

/// An attachment or inline picture that holds a badge, a backup of badges, or another credential.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name by the message's word, cleaned: to be shown, never to be written under.
    pub name: String,
    /// Its bytes, decoded and otherwise untouched.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attachment").field("name", &self.name).field("bytes", &self.bytes.len()).finish()
    }
}

/// A part of a message that was not looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name by the message's word, cleaned.
    pub name: String,
    /// Why.
    pub why: Unopened,
}

/// Why a part was not looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unopened {
    /// An archive.
    Archive,
    /// It is encrypted, or locked with a password.
    Encrypted,
    /// It is not in the encoding that the message says, or in one that nobody uses any more.
    Undecodable,
    /// It is damaged.
    Unreadable,
}

impl Unopened {
    /// Each of them.
    pub const ALL: &'static [Self] = &[Self::Archive, Self::Encrypted, Self::Undecodable, Self::Unreadable];

    /// A name for tables and the catalogue of words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Encrypted => "encrypted",
            Self::Undecodable => "undecodable",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Why a message was not read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// `MAIL_LIMIT` or `MAIL_MALFORMED`.
    pub code: IntakeCode,
    /// What was found, in a few words.
    pub found: String,
}

impl Trouble {
    /// A message that is larger, or made of more parts, than mail is.
    pub fn limit(found: impl Into<String>) -> Self {
        Self { code: IntakeCode::MailLimit, found: found.into() }
    }

    /// A message that cannot be taken apart.
    pub fn malformed(found: impl Into<String>) -> Self {
        Self { code: IntakeCode::MailMalformed, found: found.into() }
    }
}

/// What a message carries (RFC 5322 and MIME, RFC 2045 to 2049).
pub fn find(message: &[u8]) -> Finding {
    if message.len() > limits::MESSAGE_BYTES {
        return Finding::too_large();
    }
    walk::Walk::of_message(message)
}

/// What an Outlook message (`.msg`) carries. `None`: the file is sound and no message.
pub fn find_in_outlook(file: &[u8]) -> Option<Finding> {
    if file.len() > limits::MESSAGE_BYTES {
        return Some(Finding::too_large());
    }
    walk::Walk::of_outlook(file)
}
