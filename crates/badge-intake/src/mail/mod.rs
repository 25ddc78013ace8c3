//! Finds badges in mail: attached badges, links to badges, and the recipients.
//!
//! [`find`] scans one message and returns a [`Finding`]. It is pure, and [`limits`] bound its cost. It walks the MIME
//! parts itself, because mail parsers limit neither parts nor depth. No mail is rendered: HTML is only tokenized to
//! find links, and nothing is fetched. [`Mails`] reads mailbox files ([`mbox`]) and Outlook messages one by one.
//!
//! The result contains the links that belong to a known platform or have the form of an offer, and the attachments in
//! which [`classify`](crate::classify()) finds a credential. It lists each part that cannot be decoded or read
//! ([`UnexaminedReason`]). The application inspects the results like any other import, but contacts no host for them
//! without consent, because the sender of a mail chose the hosts.

mod content;
mod encoding;
mod headers;
mod html;
pub mod limits;
mod links;
pub mod mbox;
mod outlook;
mod relevance;
mod rtf;
mod source;
mod tnef;
mod walk;

use jiff::Timestamp;

pub use self::source::Mails;
pub use crate::mail_kind::{MailKind, kind_of_file};
use crate::{code::IntakeCode, links::Link};

/// The badges and links in one message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// The subject, sender, date and recipients of the message.
    pub envelope: Envelope,
    /// Attachments and inline pictures that contain a badge or another credential, in the order of the message.
    pub attachments: Vec<Attachment>,
    /// Links to badges and offers, the most promising first.
    pub links: Vec<Link>,
    /// The parts that could not be examined.
    pub skipped: Vec<SkippedPart>,
    /// Why the message was not read completely. The results up to that point are valid.
    pub problem: Option<ScanProblem>,
}

impl Finding {
    /// Returns whether there is neither an attachment nor a link.
    pub fn is_empty(&self) -> bool {
        self.attachments.is_empty() && self.links.is_empty()
    }

    /// Returns the finding for a message that exceeds the limit and was not read.
    pub fn too_large() -> Self {
        let problem = Some(ScanProblem::limit(format!("more than {} MiB", limits::MESSAGE_BYTES >> 20)));
        Self { problem, ..Self::default() }
    }
}

/// The header of a message. All of it is unverified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The subject.
    pub subject: Option<String>,
    /// The sender's name and address, or either.
    pub from: Option<String>,
    /// The stated date.
    pub date: Option<Timestamp>,
    /// The addresses of recipients: `To`, `Cc`, `Delivered-To`, those of forwarded messages, and those in
    /// badge links. Hints for the recipient match, stored only if the learner agrees.
    pub recipients: Vec<String>,
}

/// An attachment or inline picture with a badge, a backup of badges, or another credential.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The stated name, cleaned for display only. No file with this name is ever written.
    pub name: String,
    /// Its decoded bytes, otherwise unchanged.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attachment").field("name", &self.name).field("bytes", &self.bytes.len()).finish()
    }
}

/// A part of a message that could not be examined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedPart {
    /// The stated name, cleaned for display.
    pub name: String,
    /// The reason.
    pub why: UnexaminedReason,
}

/// Why a part was not examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnexaminedReason {
    /// The part is an archive, which is not opened.
    Archive,
    /// The part is encrypted or locked with a password.
    Encrypted,
    /// The part is not in the stated encoding, or the encoding is not supported.
    Undecodable,
    /// The part is damaged.
    Unreadable,
}

impl UnexaminedReason {
    /// Every reason.
    pub const ALL: &'static [Self] = &[Self::Archive, Self::Encrypted, Self::Undecodable, Self::Unreadable];

    /// Returns the stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Encrypted => "encrypted",
            Self::Undecodable => "undecodable",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Why a message was not read completely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanProblem {
    /// `MAIL_LIMIT` or `MAIL_MALFORMED`.
    pub code: IntakeCode,
    /// A short description of the problem.
    pub found: String,
}

impl ScanProblem {
    /// Returns the problem of a message that exceeds a limit.
    pub fn limit(found: impl Into<String>) -> Self {
        Self { code: IntakeCode::MailLimit, found: found.into() }
    }

    /// Returns the problem of a malformed message.
    pub fn malformed(found: impl Into<String>) -> Self {
        Self { code: IntakeCode::MailMalformed, found: found.into() }
    }
}

/// Finds the badges in a message (RFC 5322 and MIME, RFC 2045 to 2049).
pub fn find(message: &[u8]) -> Finding {
    if message.len() > limits::MESSAGE_BYTES {
        return Finding::too_large();
    }
    walk::Walk::of_message(message)
}

/// Finds the badges in an Outlook message (`.msg`). Returns `None` if the file is valid but not a message.
pub fn find_in_outlook(file: &[u8]) -> Option<Finding> {
    if file.len() > limits::MESSAGE_BYTES {
        return Some(Finding::too_large());
    }
    walk::Walk::of_outlook(file)
}
