//! Looking through mails: what is attached and what is linked is handed on to be looked at like anything else, and no host is
//! asked.
//!
//! A stranger can send a badge whose check asks the stranger's host. So the checks of badges in mails are made offline,
//! and the hosts that they would ask are named, whatever was said about other things that were handed over.

use badge_intake::IntakeCode;
use std::{collections::BTreeMap, sync::Arc};

use super::{
    judging::note_hint,
    looking::Looked,
    origin::Origin,
    verifier::{Candidate, Inspector},
};
use crate::{
    error::AppCode,
    intake::Place,
    mail::{Finding, Mails, Skipped, Trouble, Unopened},
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

    /// Returns the errors at the end: skipped attachments by reason, and how many more mails are damaged.
    pub(super) fn errors(&self) -> Vec<ErrorDetail> {
        let skipped = self.skipped.iter().map(|(why, (names, count))| {
            let names = Message::new("mail-unopened-names")
                .with("names", names.join(", "))
                .with("count", count - names.len());
            let found = Message::new(format!("mail-unopened-{}", why.as_str())).with("names", names);
            ErrorDetail::new(AppCode::AttachSkipped).with("found", found)
        });
        let more = self.troubles.saturating_sub(TROUBLES_TOLD);
        let troubles = (more > 0).then(|| {
            let found = Message::new("mail-troubles-more").with("count", more);
            ErrorDetail::new(IntakeCode::MailMalformed).with("found", found)
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
                Err(error) => return mails.origin.nothing(error).into(),
            };
            let is_something = !(looked.seen.is_empty() && looked.further.is_empty());
            mails.told |= is_something;
            if is_something || mails.mails.position().0 >= far {
                return Looked { mails: Some(Box::new(mails)), ..looked };
            }
        }
        let mut errors = mails.tally.errors();
        if errors.is_empty() && mails.alone && !mails.told {
            errors.push(ErrorDetail::new(AppCode::MailNoBadge));
        }
        Looked {
            seen: errors.into_iter().map(|error| mails.origin.nothing(error)).collect(),
            ..Looked::default()
        }
    }

    /// What one mail carries: why it was not read to its end, and its attachments and links, to be looked at.
    pub(super) fn carried(&self, origin: &Origin, finding: Finding) -> Looked {
        if finding.is_empty() && finding.trouble.is_none() {
            return Looked::default();
        }
        let mail = Arc::new(MailSummary::from(&finding.envelope));
        let mut looked = Looked::default();
        if let Some(Trouble { code, found }) = finding.trouble {
            let error = ErrorDetail::new(code).with("found", found);
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

/// A mail says to whom it was sent. Where a badge in it was issued to one of them, whom the learner has not added, that is
/// remarked, and nowhere remembered.
pub(super) fn note_recipients(seen: &mut Candidate) {
    let (Some(mail), Ok(badge)) = (&seen.mail, &mut seen.result) else { return };
    for address in &mail.recipients {
        if note_hint(badge, address) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skipped(names: &str, more: u32, why: Unopened) -> ErrorDetail {
        let names = Message::new("mail-unopened-names").with("names", names).with("count", more);
        let found = Message::new(format!("mail-unopened-{}", why.as_str())).with("names", names);
        ErrorDetail::new(AppCode::AttachSkipped).with("found", found)
    }

    #[test]
    fn skipped_attachments_are_named_then_counted() {
        let mut tally = Tally::default();
        assert!(tally.errors().is_empty());
        let attachment = |why: &Unopened| Skipped { name: format!("{}.png", why.as_str()), why: *why };
        let finding =
            Finding { skipped: Unopened::ALL.iter().map(attachment).collect(), ..Finding::default() };
        tally.count(finding.clone());
        let name = |why: Unopened| format!("“{}.png”", why.as_str());
        let once: Vec<ErrorDetail> = Unopened::ALL.iter().map(|why| skipped(&name(*why), 0, *why)).collect();
        assert_eq!(tally.errors(), once);
        (0..9).for_each(|_| drop(tally.count(finding.clone())));
        let names = |why: Unopened| vec![name(why); SKIPPED_TOLD].join(", ");
        let ten_times: Vec<ErrorDetail> =
            Unopened::ALL.iter().map(|why| skipped(&names(*why), 5, *why)).collect();
        assert_eq!(tally.errors(), ten_times);
    }

    #[test]
    fn shortens_long_names_in_the_middle() {
        let long = format!("Welding{}.png", "g".repeat(100));
        let rows = [("badge.png", "badge.png"), (&long, "Weldingggggggggggggg…gggggggggggggggg.png")];
        for (name, expected) in rows {
            assert_eq!(shortened(name), expected);
        }
    }

    #[test]
    fn damaged_mails_beyond_the_limit_are_counted() {
        let mut tally = Tally::default();
        let broken = || Finding { trouble: Some(Trouble::malformed("x")), ..Finding::default() };
        let reported = (0..TROUBLES_TOLD + 3).filter(|_| tally.count(broken()).trouble.is_some()).count();
        assert_eq!(reported, TROUBLES_TOLD);
        let found = Message::new("mail-troubles-more").with("count", 3_u32);
        assert_eq!(tally.errors(), [ErrorDetail::new(IntakeCode::MailMalformed).with("found", found)]);
    }
}
