//! Looking through mails: what is attached and what is linked is handed on to be looked at like anything else, and no host is
//! asked.
//!
//! A stranger can send a badge whose check asks the stranger's host. So the checks of badges in mails are made offline,
//! and the hosts that they would ask are named, whatever was said about other things that were handed over.

use std::sync::Arc;

use openbadges::check::Details;

use super::{
    checker::{Inspector, Seen},
    judging::note_hint,
    looking::Looked,
    origin::Origin,
};
use crate::{
    error::AppCode,
    intake::Place,
    links::{Leads, Link},
    mail::{Envelope, Finding, Mails, Trouble},
    network::hosts_of,
    tell::Teller,
    text::shown,
    view::*,
};

/// Mails of one file that are told to be damaged or too large, one by one.
const TROUBLES_TOLD: usize = 100;
/// Names of attachments that were not opened, as many as are told.
const SKIPPED_TOLD: usize = 10;
/// Of a mailbox, as much is gone through before it is looked whether to stop: 8 MiB.
const BYTES_AT_ONCE: u64 = 8 << 20;

/// A file of mails that is being gone through.
pub(super) struct GoingThrough {
    pub(super) origin: Origin,
    mails: Mails,
    /// Whether it is said where there is nothing in it.
    alone: bool,
    /// Whether anything was told of it.
    told: bool,
    tally: Tally,
}

/// What is counted over many mails.
#[derive(Default)]
pub(super) struct Tally {
    troubles: usize,
    skipped: Vec<String>,
}

impl GoingThrough {
    pub(super) fn new(origin: Origin, mails: Mails, alone: bool) -> Self {
        Self { origin, mails, alone, told: false, tally: Tally::default() }
    }

    /// How far we are, in KiB: mailboxes are larger than 32 bits count.
    pub(super) fn position(&self) -> (u32, u32) {
        let (behind, length) = self.mails.position();
        ((behind >> 10) as u32, (length >> 10) as u32)
    }
}

impl Tally {
    /// Counts what is not told mail by mail. What is left of the finding is.
    pub(super) fn count(&mut self, finding: Finding) -> Finding {
        self.skipped
            .extend(finding.skipped.iter().take(SKIPPED_TOLD.saturating_sub(self.skipped.len())).cloned());
        self.troubles += usize::from(finding.trouble.is_some());
        Finding { trouble: finding.trouble.filter(|_| self.troubles <= TROUBLES_TOLD), ..finding }
    }

    /// What is told at the end.
    pub(super) fn told(&self, teller: &Teller) -> Option<ToldError> {
        let found = (!self.skipped.is_empty()).then(|| self.skipped.join(", "))?;
        Some(teller.app_error(AppCode::AttachSkipped, [("found", found)]))
    }
}

impl Inspector {
    /// Goes on in a file of mails: to the next mail of which there is something to tell, but not far at once.
    pub(super) fn go_on(&self, mut mails: GoingThrough) -> Looked {
        let far = mails.mails.position().0.saturating_add(BYTES_AT_ONCE);
        while let Some(read) = mails.mails.next() {
            let looked = match read {
                Ok(finding) => self.carried(&mails.origin, mails.tally.count(finding)),
                Err(error) => return mails.origin.nothing(self.teller.read_error(&error)).into(),
            };
            let is_something = !(looked.seen.is_empty() && looked.further.is_empty());
            mails.told |= is_something;
            if is_something || mails.mails.position().0 >= far {
                return Looked { mails: Some(Box::new(mails)), ..looked };
            }
        }
        let nothing =
            || (mails.alone && !mails.told).then(|| self.teller.app_error(AppCode::MailNoBadge, []));
        let told = mails.tally.told(&self.teller).or_else(nothing);
        told.map(|error| mails.origin.nothing(error).into()).unwrap_or_default()
    }

    /// What one mail carries: why it was not read to its end, and its attachments and links, to be looked at.
    pub(super) fn carried(&self, origin: &Origin, finding: Finding) -> Looked {
        if finding.is_empty() && finding.trouble.is_none() {
            return Looked::default();
        }
        let mail = Arc::new(told_mail(&finding.envelope, &self.teller));
        let mut looked = Looked::default();
        if let Some(Trouble { code, found }) = finding.trouble {
            let error = self.teller.app_error(code, [("found", found)]);
            looked.seen.push(Seen { mail: Some(mail.clone()), ..origin.nothing(error) });
        }
        let attached = finding.attachments.into_iter().map(|one| (one.name, Place::Bytes(one.bytes)));
        let linked = finding.links.into_iter().map(|link| (link.url.clone(), Place::Link(link.url)));
        looked
            .further
            .extend(attached.chain(linked).map(|(name, place)| origin.in_mail(&name, place, mail.clone())));
        looked
    }
}

/// A link of a mail, told. Nothing was asked.
pub(super) fn told_link(link: &Link, teller: &Teller) -> Option<ToldLink> {
    let leads = match link.leads()? {
        Leads::Badge => "badge",
        Leads::Collection => "collection",
        Leads::Offer => "offer",
        Leads::Claim => "claim",
    };
    let (words, ask) = (teller.words(), link.is_worth_asking());
    let platform = link.known.as_ref().map(|known| known.platform);
    let mut details = Details::from([("url".to_owned(), link.url.clone())]);
    details.insert("hosts".to_owned(), hosts_of(&link.first_requests()).join(", "));
    details.extend(platform.map(|platform| ("platform".to_owned(), platform.name.clone())));
    let next = match platform {
        _ if ask => "link-next-ask".to_owned(),
        // The platform's own way to get the badge.
        Some(platform) => format!("platform-{}", platform.id),
        None => "link-next-offer".to_owned(),
    };
    Some(ToldLink {
        url: link.url.clone(),
        message: words.say(&format!("link-{leads}"), &details),
        next_step: Some(words.say(&next, &details)),
        platform: platform.map(|platform| platform.name.clone()),
        leads: leads.to_owned(),
        ask,
    })
}

/// A mail says to whom it was sent. Where a badge in it was issued to one of them, whom the learner has not added, that is
/// remarked, and nowhere remembered.
pub(super) fn note_recipients(seen: &mut Seen, teller: &Teller) {
    let (Some(mail), Ok(badge)) = (&seen.mail, &mut seen.result) else { return };
    for address in &mail.recipients {
        if note_hint(badge, address, teller) {
            return;
        }
    }
}

fn told_mail(envelope: &Envelope, teller: &Teller) -> ToldMail {
    let date = envelope.date.map(|date| date.to_string());
    let details = [("subject", &envelope.subject), ("from", &envelope.from), ("date", &date)];
    let details: Details = details
        .into_iter()
        .filter_map(|(name, value)| value.clone().map(|value| (name.to_owned(), value)))
        .collect();
    let words = teller.words();
    let message = match details.len() {
        3 => words.say("mail-found-in", &details),
        _ => ["subject", "from", "date"]
            .into_iter()
            .filter(|name| details.contains_key(*name))
            .map(|name| words.say(&format!("mail-found-{name}"), &details))
            .collect::<Vec<_>>()
            .join(" "),
    };
    ToldMail {
        subject: envelope.subject.as_deref().map(shown),
        from: envelope.from.as_deref().map(shown),
        date,
        recipients: envelope.recipients.iter().map(|address| shown(address)).collect(),
        message,
    }
}
