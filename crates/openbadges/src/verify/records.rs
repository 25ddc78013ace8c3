//! Learner records (Comprehensive Learner Record 2.0): the credentials inside, and the associations between their
//! achievements.
//!
//! Each inner credential is verified like a badge of its own: proof, issuer, status, validity period, verdict. Its
//! verdict affects the record as follows:
//!
//! | inner credential | record |
//! |---|---|
//! | invalid or unreadable | invalid: it does not contain "one or more verifiable credentials" (`ClrSubject`) |
//! | unconfirmed, or over the limit | unconfirmed |
//! | revoked, expired or not yet valid | unaffected: the record lists past achievements. A note names the credential |
//! | verified | unaffected |

use super::rules::Version;
use crate::{
    check::{Check, CheckId, Verdict},
    code::{Code, Note},
    formats::{ParsedBadge, clr},
    json::Value,
    limits::{CLR_CREDENTIALS, CLR_DEPTH, EXHAUSTED_BUDGETS},
    read::{member_texts, read},
    report::Report,
};

/// The credentials inside a learner record.
///
/// The caller verifies each credential that [`next_credential`](Self::next_credential) returns and passes its report to
/// [`add`](Self::add).
pub(super) struct InnerCredentials {
    texts: std::vec::IntoIter<String>,
    /// The number of records around this one.
    level: usize,
    /// The number of credentials read so far.
    count: usize,
    /// The number of credentials whose canonical form exhausted its budget.
    exhausted: usize,
    documents: Vec<Value>,
    reports: Vec<Report>,
    tally: Tally,
}

/// The results for the inner credentials of a learner record.
pub(super) struct RecordFindings {
    /// `clr.credentials` and `clr.associations`.
    pub(super) checks: [Check; 2],
    /// `CLR_PARTIAL` and `CLR_INNER_ENDED`.
    pub(super) notes: Vec<Note>,
    /// The reports on the readable inner credentials.
    pub(super) reports: Vec<Report>,
}

impl InnerCredentials {
    /// Returns the credentials inside `record`, which is nested inside `level` other records.
    pub(super) fn new(record: &ParsedBadge, level: usize) -> Self {
        let texts = member_texts(&record.credential, "vc", &["credentialSubject", "verifiableCredential"]);
        Self {
            texts: texts.unwrap_or_default().into_iter(),
            level,
            count: 0,
            exhausted: 0,
            documents: Vec::new(),
            reports: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Returns the next readable credential, until a limit is reached.
    pub(super) fn next_credential(&mut self) -> Option<ParsedBadge> {
        loop {
            let text = self.texts.next()?;
            let is_over_limit = self.count == CLR_CREDENTIALS
                || self.level == CLR_DEPTH
                || self.exhausted == EXHAUSTED_BUDGETS;
            if is_over_limit {
                self.tally.stopped_at = Some(self.count);
                self.texts = Vec::new().into_iter();
                return None;
            }
            self.count += 1;
            match read(text.as_bytes()) {
                Ok(credential) => return Some(credential),
                Err(error) => self.tally.invalid.push(error.found),
            }
        }
    }

    /// Adds the report on an inner credential.
    pub(super) fn add(&mut self, credential: &ParsedBadge, report: Report) {
        let exhausted = report.checks.iter().any(|check| check.code == Some(Code::DiGraphBudget));
        self.exhausted += usize::from(exhausted);
        self.tally.count(&report);
        self.documents.extend(credential.document().cloned());
        self.reports.push(report);
    }

    /// Returns the results for `record`, the document of the record.
    pub(super) fn into_findings(self, record: &Value) -> RecordFindings {
        let mut notes = Vec::new();
        if clr::is_partial(record) {
            notes.push(Note::new(Code::ClrPartial));
        }
        if !self.tally.ended.is_empty() {
            notes.push(Note::new(Code::ClrInnerEnded).with("names", names(&self.tally.ended)));
        }
        let checks = [self.tally.check(), associations(record, &self.documents)];
        RecordFindings { checks, notes, reports: self.reports }
    }
}

/// The names of inner credentials, by verdict.
#[derive(Default)]
struct Tally {
    verified: usize,
    invalid: Vec<String>,
    unconfirmed: Vec<String>,
    ended: Vec<String>,
    /// The number of credentials read when a limit was reached.
    stopped_at: Option<usize>,
}

impl Tally {
    fn count(&mut self, report: &Report) {
        let badge = &report.badge;
        let name = || badge.name.clone().or_else(|| badge.id.clone()).unwrap_or_default();
        match report.verdict {
            Verdict::Verified => self.verified += 1,
            Verdict::Invalid => self.invalid.push(name()),
            Verdict::Unconfirmed => self.unconfirmed.push(name()),
            Verdict::Revoked | Verdict::Expired | Verdict::NotYetValid => self.ended.push(name()),
        }
    }

    /// Returns `clr.credentials`, by the table in the module documentation.
    fn check(&self) -> Check {
        let id = CheckId::InnerCredentials;
        let rule = Version::Clr2.rule(id);
        if !self.invalid.is_empty() {
            return Check::failed(id, rule, Code::ClrInnerInvalid).with("names", names(&self.invalid));
        }
        if let Some(count) = self.stopped_at {
            let detail = format!("{count} of its credentials were checked");
            return Check::unknown(id, rule, Code::ClrLimit).with("detail", detail);
        }
        if !self.unconfirmed.is_empty() {
            return Check::unknown(id, rule, Code::ClrInnerUnconfirmed)
                .with("names", names(&self.unconfirmed));
        }
        match self.verified + self.ended.len() {
            // The `format` check reports a record without credentials.
            0 => Check::absent(id, rule),
            count => Check::passed(id, rule).with("count", count.to_string()),
        }
    }
}

/// Checks `clr.associations`: both ends of each association are achievements of the record (CLR 2.0 "Association").
/// A record that is declared partial may omit an achievement.
fn associations(record: &Value, inner: &[Value]) -> Check {
    let id = CheckId::Associations;
    let rule = Version::Clr2.rule(id);
    let subject = record.get("credentialSubject");
    if subject.and_then(|subject| subject.get("association")).is_none() {
        return Check::absent(id, rule);
    }
    let loose = clr::dangling_associations(record, inner.iter());
    let Some((pointer, end)) = loose.first() else { return Check::passed(id, rule) };
    let check = match clr::is_partial(record) {
        true => Check::unknown(id, rule, Code::ClrAssociation),
        false => Check::failed(id, rule, Code::ClrAssociation),
    };
    check.with("pointer", pointer).with("id", *end).with("count", loose.len().to_string())
}

/// Joins the first few of `names` for a message.
fn names(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN { format!("{shown}, …") } else { shown }
}
