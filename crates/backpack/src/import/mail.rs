//! Mails: attachments and links become items like any others. No host is contacted for them.
//!
//! Anybody can send a badge, and its checks contact hosts that the sender chose. So badges in mails are
//! verified offline, whatever the network policy of the import is. The candidates name the hosts that the
//! checks need.

use std::{collections::BTreeMap, sync::Arc};

use badge_intake::IntakeCode;

use super::{candidate::Candidate, item::Item, origin::Origin};
use crate::{
    error::AppCode,
    intake::ItemLocation,
    mail::{Finding, Mails, ScanProblem, SkippedPart, UnexaminedReason},
    view::*,
};

/// The most damaged or too large mails of one file that are reported individually.
const REPORTED_PROBLEMS: usize = 100;
/// The most names of skipped attachments that are reported for each reason.
const REPORTED_NAMES: usize = 5;
/// The most characters of such a name.
const NAME_CHARS: usize = 40;
/// Bytes of a file of mails to read between two checks for cancellation: 8 MiB.
const BYTES_PER_STEP: u64 = 8 << 20;

/// A file of mails that is being read.
pub(crate) struct MailFile {
    pub(crate) origin: Origin,
    mails: Mails,
    /// Whether to report a file in which nothing was found.
    selected: bool,
    /// Whether anything was found in it.
    has_findings: bool,
    tally: Tally,
}

/// The findings of one mail, or of one step in a file of mails.
#[derive(Default)]
pub(crate) struct MailContents {
    /// The errors, as candidates.
    pub(crate) errors: Vec<Candidate>,
    /// The attachments and links.
    pub(crate) items: Vec<Item>,
}

impl MailFile {
    pub(crate) fn new(origin: Origin, mails: Mails, selected: bool) -> Self {
        Self { origin, mails, selected, has_findings: false, tally: Tally::default() }
    }

    /// Returns the position and the length in KiB, because a mailbox can exceed 4 GiB.
    pub(crate) fn position(&self) -> (u32, u32) {
        let (position, length) = self.mails.position();
        ((position >> 10) as u32, (length >> 10) as u32)
    }

    /// Reads up to the next mail with findings, but at most [`BYTES_PER_STEP`]. Also returns the rest of the
    /// file.
    pub(crate) fn read_on(mut self) -> (MailContents, Option<Self>) {
        let end = self.mails.position().0.saturating_add(BYTES_PER_STEP);
        while let Some(read) = self.mails.next() {
            let contents = match read {
                Ok(finding) => MailContents::new(&self.origin, self.tally.count(finding)),
                Err(error) => {
                    let errors = vec![Candidate::failed(&self.origin, error)];
                    return (MailContents { errors, ..MailContents::default() }, None);
                }
            };
            let is_finding = !(contents.errors.is_empty() && contents.items.is_empty());
            self.has_findings |= is_finding;
            if is_finding || self.mails.position().0 >= end {
                return (contents, Some(self));
            }
        }
        let mut errors = self.tally.errors();
        if errors.is_empty() && self.selected && !self.has_findings {
            errors.push(ErrorDetail::new(AppCode::MailNoBadge));
        }
        let errors = errors.into_iter().map(|error| Candidate::failed(&self.origin, error)).collect();
        (MailContents { errors, ..MailContents::default() }, None)
    }
}

impl MailContents {
    /// Returns the attachments and links of one mail, and the error if it could not be read completely.
    pub(crate) fn new(origin: &Origin, finding: Finding) -> Self {
        let mut contents = Self::default();
        if finding.is_empty() && finding.problem.is_none() {
            return contents;
        }
        let mail = Arc::new(MailSummary::from(&finding.envelope));
        if let Some(ScanProblem { code, found }) = finding.problem {
            let error = ErrorDetail::new(code).with("found", found);
            let candidate = Candidate::failed(origin, error);
            contents.errors.push(Candidate { mail: Some(mail.clone()), ..candidate });
        }
        let attachments =
            finding.attachments.into_iter().map(|file| (file.name, ItemLocation::Bytes(file.bytes)));
        let links = finding.links.into_iter().map(|link| (link.url.clone(), ItemLocation::Link(link.url)));
        let items =
            attachments.chain(links).map(|(name, location)| origin.in_mail(&name, location, mail.clone()));
        contents.items.extend(items);
        contents
    }
}

/// Counts over all mails of a file or mailbox.
#[derive(Default)]
pub(crate) struct Tally {
    problems: usize,
    /// For each reason, the first names and the number of attachments.
    skipped: BTreeMap<UnexaminedReason, (Vec<String>, usize)>,
}

impl Tally {
    /// Counts the problems that are reported for the whole file, and returns the rest of the finding.
    pub(crate) fn count(&mut self, finding: Finding) -> Finding {
        for SkippedPart { name, why } in &finding.skipped {
            let (names, count) = self.skipped.entry(*why).or_default();
            *count += 1;
            if names.len() < REPORTED_NAMES {
                names.push(format!("“{}”", shortened(name)));
            }
        }
        self.problems += usize::from(finding.problem.is_some());
        Finding { problem: finding.problem.filter(|_| self.problems <= REPORTED_PROBLEMS), ..finding }
    }

    /// Returns the errors to report at the end: skipped attachments by reason, and the number of further
    /// damaged mails.
    pub(crate) fn errors(&self) -> Vec<ErrorDetail> {
        let skipped = self.skipped.iter().map(|(why, (names, count))| {
            let names = Message::new("mail-unopened-names")
                .with("names", names.join(", "))
                .with("count", count - names.len());
            let found = Message::new(format!("mail-unopened-{}", why.as_str())).with("names", names);
            ErrorDetail::new(AppCode::AttachSkipped).with("found", found)
        });
        let more = self.problems.saturating_sub(REPORTED_PROBLEMS);
        let problems = (more > 0).then(|| {
            let found = Message::new("mail-problems-more").with("count", more);
            ErrorDetail::new(IntakeCode::MailMalformed).with("found", found)
        });
        skipped.chain(problems).collect()
    }
}

/// Shortens a name for a list in a sentence to its beginning and its end.
fn shortened(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    match (chars.get(..NAME_CHARS / 2), chars.get(chars.len().saturating_sub(NAME_CHARS / 2)..)) {
        (Some(begin), Some(end)) if chars.len() > NAME_CHARS => {
            begin.iter().chain(&['…']).chain(end).collect()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skipped(names: &str, more: u32, why: UnexaminedReason) -> ErrorDetail {
        let names = Message::new("mail-unopened-names").with("names", names).with("count", more);
        let found = Message::new(format!("mail-unopened-{}", why.as_str())).with("names", names);
        ErrorDetail::new(AppCode::AttachSkipped).with("found", found)
    }

    #[test]
    fn skipped_attachments_are_named_then_counted() {
        let mut tally = Tally::default();
        assert!(tally.errors().is_empty());
        let attachment =
            |why: &UnexaminedReason| SkippedPart { name: format!("{}.png", why.as_str()), why: *why };
        let finding =
            Finding { skipped: UnexaminedReason::ALL.iter().map(attachment).collect(), ..Finding::default() };
        tally.count(finding.clone());
        let name = |why: UnexaminedReason| format!("“{}.png”", why.as_str());
        let once: Vec<ErrorDetail> =
            UnexaminedReason::ALL.iter().map(|why| skipped(&name(*why), 0, *why)).collect();
        assert_eq!(tally.errors(), once);
        (0..9).for_each(|_| drop(tally.count(finding.clone())));
        let names = |why: UnexaminedReason| vec![name(why); REPORTED_NAMES].join(", ");
        let ten_times: Vec<ErrorDetail> =
            UnexaminedReason::ALL.iter().map(|why| skipped(&names(*why), 5, *why)).collect();
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
        let broken = || Finding { problem: Some(ScanProblem::malformed("x")), ..Finding::default() };
        let reported = (0..REPORTED_PROBLEMS + 3).filter(|_| tally.count(broken()).problem.is_some()).count();
        assert_eq!(reported, REPORTED_PROBLEMS);
        let found = Message::new("mail-problems-more").with("count", 3_u32);
        assert_eq!(tally.errors(), [ErrorDetail::new(IntakeCode::MailMalformed).with("found", found)]);
    }
}
