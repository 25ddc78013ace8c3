//! What was found in a mail: links to badges, and the mail itself.

use serde::Serialize;

/// A link to a badge, told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldLink {
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
pub struct ToldMail {
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
