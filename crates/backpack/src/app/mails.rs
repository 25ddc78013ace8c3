//! Looking through mails: what is attached and what is linked is handed on to be looked at like anything else, and no host is
//! asked.
//!
//! A stranger can send a badge whose check asks the stranger's host. So the checks of badges in mails are made offline,
//! and the hosts that they would ask are named, whatever was said about other things that were handed over.

use std::{collections::BTreeMap, sync::Arc};

use openbadges::code::Details;

use super::{
    judging::note_hint,
    looking::Looked,
    origin::Origin,
    verifier::{Candidate, Inspector},
};
use crate::{
    error::AppCode,
    intake::Place,
    links::{Leads, Link},
    mail::{Envelope, Finding, Mails, Skipped, Trouble, Unopened},
    network::hosts_of,
    offers,
    tell::Teller,
    text::shown,
    view::*,
};

/// Mails of one file that are told to be damaged or too large, one by one.
const TROUBLES_TOLD: usize = 100;
/// Names of attachments that were not opened, as many as are told of each reason.
const SKIPPED_TOLD: usize = 5;
/// Characters of such a name.
const NAME_CHARS: usize = 40;
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
    /// By reason: the names of the first few, and how many there are.
    skipped: BTreeMap<Unopened, (Vec<String>, usize)>,
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
        for Skipped { name, why } in &finding.skipped {
            let (names, count) = self.skipped.entry(*why).or_default();
            *count += 1;
            if names.len() < SKIPPED_TOLD {
                names.push(format!("“{}”", shortened(name)));
            }
        }
        self.troubles += usize::from(finding.trouble.is_some());
        Finding { trouble: finding.trouble.filter(|_| self.troubles <= TROUBLES_TOLD), ..finding }
    }

    /// What is told at the end: what was left alone, reason by reason, and how many mails more than were named are not whole.
    pub(super) fn told(&self, teller: &Teller) -> Vec<ErrorDetail> {
        let words = teller.words();
        let skipped = self.skipped.iter().map(|(why, (names, count))| {
            let more = count - names.len();
            let more = (more > 0).then(|| words.count("mail-unopened-more", more, &Details::new()));
            let names = names.iter().cloned().chain(more).collect::<Vec<_>>().join(", ");
            let details = Details::from([("names".to_owned(), names)]);
            let found = words.say(&format!("mail-unopened-{}", why.as_str()), &details);
            teller.app_error(AppCode::AttachSkipped, [("found", found)])
        });
        let untold = self.troubles.saturating_sub(TROUBLES_TOLD);
        let troubles = (untold > 0).then(|| {
            let found = words.count("mail-troubles-more", untold, &Details::new());
            teller.app_error(AppCode::MailMalformed, [("found", found)])
        });
        skipped.chain(troubles).collect()
    }
}

/// A name as one of several in a sentence: its beginning and its end.
fn shortened(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    match (chars.get(..NAME_CHARS / 2), chars.get(chars.len().saturating_sub(NAME_CHARS / 2)..)) {
        (Some(begin), Some(end)) if chars.len() > NAME_CHARS => {
            begin.iter().chain(&['…']).chain(end).collect()
        }
        _ => name.to_owned(),
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
        let mut told = mails.tally.told(&self.teller);
        if told.is_empty() && mails.alone && !mails.told {
            told.push(self.teller.app_error(AppCode::MailNoBadge, []));
        }
        Looked {
            seen: told.into_iter().map(|error| mails.origin.nothing(error)).collect(),
            ..Looked::default()
        }
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
            looked.seen.push(Candidate { mail: Some(mail.clone()), ..origin.nothing(error) });
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
pub(super) fn told_link(link: &Link, teller: &Teller) -> Option<LinkDetail> {
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
        _ if matches!(offers::read(&link.url), Some(Ok(_))) => "offer-next".to_owned(),
        // The platform's own way to get the badge.
        Some(platform) => format!("platform-{}", platform.id),
        None => "link-next-offer".to_owned(),
    };
    Some(LinkDetail {
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
pub(super) fn note_recipients(seen: &mut Candidate, teller: &Teller) {
    let (Some(mail), Ok(badge)) = (&seen.mail, &mut seen.result) else { return };
    for address in &mail.recipients {
        if note_hint(badge, address, teller) {
            return;
        }
    }
}

fn told_mail(envelope: &Envelope, teller: &Teller) -> MailSummary {
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
    MailSummary {
        subject: envelope.subject.as_deref().map(shown),
        from: envelope.from.as_deref().map(shown),
        date,
        recipients: envelope.recipients.iter().map(|address| shown(address)).collect(),
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left alone is named with why, as far as there is room, and the rest is counted.
    #[test]
    fn what_was_not_looked_into_is_told_once() {
        let teller = Teller::default();
        let mut tally = Tally::default();
        assert!(tally.told(&teller).is_empty());
        let skipped = |why: &Unopened| Skipped { name: format!("{}.png", why.as_str()), why: *why };
        let finding = Finding { skipped: Unopened::ALL.iter().map(skipped).collect(), ..Finding::default() };
        tally.count(finding.clone());
        let told = tally.told(&teller);
        assert_eq!(told.len(), Unopened::ALL.len());
        for (why, told) in Unopened::ALL.iter().zip(&told) {
            assert_eq!(told.code, "ATTACH_SKIPPED");
            assert!(told.message.contains(&format!("“{}.png”", why.as_str())), "{}", told.message);
            assert!(!told.message.contains("mail-unopened") && !told.message.contains("more"), "{told:?}");
        }
        (0..9).for_each(|_| drop(tally.count(finding.clone())));
        assert!(tally.told(&teller).iter().all(|told| told.message.contains("5 more")));
    }

    #[test]
    fn a_long_name_keeps_its_beginning_and_its_end() {
        let long = format!("Welding{}.png", "g".repeat(100));
        let rows = [("badge.png", "badge.png"), (&long, "Weldingggggggggggggg…gggggggggggggggg.png")];
        for (name, told) in rows {
            assert_eq!(shortened(name), told);
        }
    }

    #[test]
    fn troubles_that_are_not_told_one_by_one_are_counted() {
        let (teller, mut tally) = (Teller::default(), Tally::default());
        let broken = || Finding { trouble: Some(Trouble::malformed("x")), ..Finding::default() };
        let told = (0..TROUBLES_TOLD + 3).filter(|_| tally.count(broken()).trouble.is_some()).count();
        assert_eq!(told, TROUBLES_TOLD);
        let [rest] = &tally.told(&teller)[..] else { panic!() };
        assert!(rest.code == "MAIL_MALFORMED" && rest.message.contains("3 more mails"), "{}", rest.message);
    }
}
