//! Mailboxes that are looked through, and what was found in a mail: links to badges, and the mail itself.

use serde::{Deserialize, Serialize};

use super::CandidateDetail;

/// A link to a badge, told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LinkDetail {
    /// The address.
    pub url: String,
    /// What the platform is called that it is of; `None` for an offer that any wallet may take up.
    pub platform: Option<String>,
    /// What it leads to: `badge`, `collection`, `offer` or `claim`.
    pub leads: String,
    /// Whether asking it can yield the badge. Otherwise it is for the learner to open.
    pub ask: bool,
    /// In words.
    pub message: String,
    /// What to do next.
    pub next_step: Option<String>,
}

/// A mail by its own word, told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MailSummary {
    /// The subject.
    pub subject: Option<String>,
    /// The sender: name and address, or either.
    pub from: Option<String>,
    /// RFC 3339: when it was sent.
    pub date: Option<String>,
    /// To whom it was sent: hints for whom its badges were issued to, kept nowhere.
    pub recipients: Vec<String>,
    /// In words.
    pub message: String,
}

/// A mailbox on a server, and what to look through in it. Its password is no part of this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MailboxLocation {
    /// Who logs in.
    pub user: String,
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The folders; none: the one where mails arrive.
    pub folders: Vec<String>,
    /// Only messages that came on this day (`YYYY-MM-DD`) or later.
    pub since: Option<String>,
}

/// A mailbox that is remembered with its password in the keyring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MailboxSummary {
    /// What it is called; names it where it is to be forgotten.
    pub name: String,
    /// What to ask of it the next time: from the day of the last look on.
    pub asked: MailboxLocation,
}

/// What was found in a mailbox.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MailboxImport {
    /// The badges and links that were found, and what went wrong.
    pub sightings: Vec<CandidateDetail>,
    /// How many messages were looked at.
    pub messages: u32,
    /// Whether it is remembered now.
    pub remembered: bool,
}
