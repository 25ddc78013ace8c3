//! What a learner record is asked about beside its own proof (CLR 2.0): the credentials inside it, and its associations.
//!
//! Each credential inside is verified as if it came by itself, with its own proof, issuer, status and time, and has its
//! own verdict. What those mean for the record:
//!
//! | a credential inside is | the record |
//! |---|---|
//! | invalid, or cannot be read | is invalid: "one or more verifiable credentials" (`ClrSubject`) is not what it holds |
//! | unconfirmed, or one too many to look at | is unconfirmed: nobody could say that it is not forged |
//! | revoked, expired, not yet valid | is untouched: it records what was true of the learner; a remark says so |
//! | verified | is untouched |

use super::{VerifyOptions, rules::Version, whole};
use crate::{
    check::{Check, CheckId, Note, Report, Verdict},
    code::Code,
    documents::Documents,
    formats::clr,
    json::Value,
    limits::{CLR_CREDENTIALS, CLR_DEPTH, EXHAUSTED_BUDGETS},
    read::{ParsedBadge, member_texts, read},
};

/// What was found inside a learner record.
pub(super) struct Inner {
    /// `clr.credentials` and `clr.associations`.
    pub(super) checks: [Check; 2],
    /// `CLR_PARTIAL`, `CLR_INNER_ENDED`.
    pub(super) notes: Vec<Note>,
    /// A report for each credential inside that could be read.
    pub(super) reports: Vec<Report>,
}

/// Verifies what is inside `record`, which stands in `level` other records. `credential` is its document.
pub(super) async fn verify<D: Documents + Sync>(
    record: &ParsedBadge,
    credential: &Value,
    documents: &D,
    question: &VerifyOptions,
    level: usize,
) -> Inner {
    let mut tally = Tally::default();
    let mut reports = Vec::new();
    let mut inner_documents = Vec::new();
    let texts = member_texts(&record.credential, "vc", &["credentialSubject", "verifiableCredential"]);
    let mut exhausted = 0;
    for (tried, text) in texts.unwrap_or_default().into_iter().enumerate() {
        if tried == CLR_CREDENTIALS || level == CLR_DEPTH || exhausted == EXHAUSTED_BUDGETS {
            tally.untried = Some(tried);
            break;
        }
        let found = match read(text.as_bytes()) {
            Ok(found) => found,
            Err(error) => {
                tally.broken.push(error.found);
                continue;
            }
        };
        let report = whole(&found, documents, question, level + 1).await;
        exhausted += usize::from(report.checks.iter().any(|check| check.code == Some(Code::DiGraphBudget)));
        tally.count(&report);
        inner_documents.extend(found.document().cloned());
        reports.push(report);
    }
    let mut notes = Vec::new();
    if clr::is_partial(credential) {
        notes.push(Note::new(Code::ClrPartial));
    }
    if !tally.ended.is_empty() {
        notes.push(Note::new(Code::ClrInnerEnded).with("names", names(&tally.ended)));
    }
    let checks = [tally.check(), associations(credential, &inner_documents)];
    Inner { checks, notes, reports }
}

/// The names of credentials inside, by what they came to.
#[derive(Default)]
struct Tally {
    verified: usize,
    broken: Vec<String>,
    unconfirmed: Vec<String>,
    ended: Vec<String>,
    /// How many were looked at before the rest was not.
    untried: Option<usize>,
}

impl Tally {
    fn count(&mut self, report: &Report) {
        let badge = &report.badge;
        let name = || badge.name.clone().or_else(|| badge.id.clone()).unwrap_or_default();
        match report.verdict {
            Verdict::Verified => self.verified += 1,
            Verdict::Invalid => self.broken.push(name()),
            Verdict::Unconfirmed => self.unconfirmed.push(name()),
            Verdict::Revoked | Verdict::Expired | Verdict::NotYetValid => self.ended.push(name()),
        }
    }

    /// `clr.credentials`, by the table of this module's page.
    fn check(&self) -> Check {
        let id = CheckId::InnerCredentials;
        let rule = Version::Clr2.rule(id);
        if !self.broken.is_empty() {
            return Check::failed(id, rule, Code::ClrInnerInvalid).with("names", names(&self.broken));
        }
        if let Some(looked_at) = self.untried {
            let detail = format!("{looked_at} of its credentials were looked at");
            return Check::unknown(id, rule, Code::ClrLimit).with("detail", detail);
        }
        if !self.unconfirmed.is_empty() {
            return Check::unknown(id, rule, Code::ClrInnerUnconfirmed)
                .with("names", names(&self.unconfirmed));
        }
        match self.verified + self.ended.len() {
            // That there must be one is the `format` check's concern.
            0 => Check::absent(id, rule),
            count => Check::passed(id, rule).with("count", count.to_string()),
        }
    }
}

/// `clr.associations`: both ends of each are achievements of the record (CLR 2.0 "Association"). A record that says that
/// it is partial may leave one out.
fn associations(credential: &Value, inner: &[Value]) -> Check {
    let id = CheckId::Associations;
    let rule = Version::Clr2.rule(id);
    let subject = credential.get("credentialSubject");
    if subject.and_then(|subject| subject.get("association")).is_none() {
        return Check::absent(id, rule);
    }
    let loose = clr::dangling_associations(credential, inner.iter());
    let Some((pointer, end)) = loose.first() else { return Check::passed(id, rule) };
    let check = match clr::is_partial(credential) {
        true => Check::unknown(id, rule, Code::ClrAssociation),
        false => Check::failed(id, rule, Code::ClrAssociation),
    };
    check.with("pointer", pointer).with("id", *end).with("count", loose.len().to_string())
}

/// The first few of `names`, for a sentence.
fn names(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN { format!("{shown}, …") } else { shown }
}
