//! Mailboxes, mails, and links to badges in mails.

use serde::{Deserialize, Serialize};

use super::{CandidateDetail, Message};
use crate::{
    links::{Link, LinkTarget},
    mail::Envelope,
    network::hosts_of,
    offers,
};

/// A link to a badge. It was not followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LinkDetail {
    /// The address.
    pub url: String,
    /// The name of its platform. `None` for an offer that any wallet may accept.
    pub platform: Option<String>,
    /// Where it leads: `badge`, `collection`, `offer` or `claim`.
    pub leads: String,
    /// Whether fetching it can return the badge. If not, the learner has to open it.
    pub ask: bool,
    /// The link, in words.
    pub message: Message,
    /// What to do next.
    pub next_step: Option<Message>,
}

/// A mail, as its own header describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MailSummary {
    /// The subject.
    pub subject: Option<String>,
    /// The sender: name and address, or either.
    pub from: Option<String>,
    /// When it was sent, RFC 3339.
    pub date: Option<String>,
    /// The addresses to which it was sent. They are hints at the recipients of its badges and are never
    /// stored.
    pub recipients: Vec<String>,
    /// The mail, in words.
    pub message: Message,
}

/// A mailbox on a server, and which messages to search. The password is not part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MailboxLocation {
    /// The user name.
    pub user: String,
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The folders; the inbox if empty.
    pub folders: Vec<String>,
    /// Only messages received on this day (`YYYY-MM-DD`) or later.
    pub since: Option<String>,
}

/// A mailbox that is stored, with its password in the keyring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MailboxSummary {
    /// Its name, which identifies it.
    pub name: String,
    /// The next search, which begins with the day of the last one.
    #[serde(rename = "asked")]
    pub location: MailboxLocation,
}

/// The result of searching a mailbox.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MailboxImport {
    /// Badges, links and errors.
    pub candidates: Vec<CandidateDetail>,
    /// The number of messages that were searched.
    pub messages: u32,
    /// Whether the mailbox is stored now.
    pub remembered: bool,
}

impl LinkDetail {
    /// Returns a link of a mail. `None` if it does not lead to a badge.
    pub(crate) fn new(link: &Link) -> Option<Self> {
        let leads = match link.leads()? {
            LinkTarget::Badge => "badge",
            LinkTarget::Collection => "collection",
            LinkTarget::Offer => "offer",
            LinkTarget::Claim => "claim",
        };
        let ask = link.may_return_badge();
        let platform = link.known.as_ref().map(|known| known.platform);
        let next_step = match platform {
            _ if ask => "link-next-ask".to_owned(),
            _ if matches!(offers::read(&link.url), Some(Ok(_))) => "offer-next".to_owned(),
            // The platform's own way to download the badge.
            Some(platform) => format!("platform-{}", platform.id),
            None => "link-next-offer".to_owned(),
        };
        let with_facts = |message: Message| {
            let hosts = hosts_of(&link.first_requests()).join(", ");
            let message = message.with("url", &link.url).with("hosts", hosts);
            match platform {
                Some(platform) => message.with("platform", &platform.name),
                None => message,
            }
        };
        Some(Self {
            url: link.url.clone(),
            message: with_facts(Message::new(format!("link-{leads}"))),
            next_step: Some(with_facts(Message::new(next_step))),
            platform: platform.map(|platform| platform.name.clone()),
            leads: leads.to_owned(),
            ask,
        })
    }
}

impl From<&Envelope> for MailSummary {
    fn from(envelope: &Envelope) -> Self {
        let date = envelope.date.map(|date| date.to_string());
        let fields = [("subject", &envelope.subject), ("from", &envelope.from), ("date", &date)];
        let known = fields.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        // The key names the fields that are known, e.g. `mail-found-subject-date`.
        let message = known.fold(Message::new("mail-found"), |message, (name, value)| {
            Message { id: format!("{}-{name}", message.id), ..message }.with(name, value)
        });
        Self {
            subject: envelope.subject.clone(),
            from: envelope.from.clone(),
            date,
            recipients: envelope.recipients.clone(),
            message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_message_names_the_known_fields() {
        let (subject, from) = (Some("Your badge".to_owned()), Some("badges@college.example".to_owned()));
        let message = |subject: &Option<String>, from: &Option<String>| {
            let envelope = Envelope { subject: subject.clone(), from: from.clone(), ..Envelope::default() };
            MailSummary::from(&envelope).message
        };
        assert_eq!(message(&None, &None), Message::new("mail-found"));
        assert_eq!(
            message(&subject, &None),
            Message::new("mail-found-subject").with("subject", "Your badge")
        );
        assert_eq!(message(&subject, &from).id, "mail-found-subject-from");
    }
}
