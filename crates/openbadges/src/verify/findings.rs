//! The results of one badge's checks, before they become a report.

use super::{issuer::identity, options::VerifyOptions, recipient, rules::Version, time};
use crate::{
    assessment::{AssessmentFact, facts, facts_with_references},
    badge::Badge,
    check::{Check, CheckId, Outcome, Verdict},
    code::{Code, Note},
    documents::sha256_hex,
    formats::{Format, ParsedBadge},
    json::Value,
    report::{RecipientMatch, Report},
    status_list::ObservedList,
};

/// The results of one badge's checks, without its inner credentials and endorsements.
#[derive(Debug)]
pub(super) struct Findings {
    pub(super) checks: Vec<Check>,
    pub(super) notes: Vec<Note>,
    /// The badge, completed with the documents that the checks fetched.
    pub(super) badge: Badge,
    /// Whether the checks confirmed that the issuer id belongs to the badge.
    issuer_confirmed: bool,
    /// The identity that matches the recipient, in the form that matched.
    matched_identity: Option<String>,
    assessment: Vec<AssessmentFact>,
    /// The document with its badge class and issuer fetched and inserted. `None` if it is the document that was read.
    pub(super) resolved: Option<Value>,
    /// The status lists that were fetched.
    pub(super) status_lists: Vec<ObservedList>,
}

impl Findings {
    pub(super) fn new(checks: Vec<Check>, badge: Badge, issuer_confirmed: bool) -> Self {
        Self {
            checks,
            notes: Vec::new(),
            badge,
            issuer_confirmed,
            matched_identity: None,
            assessment: Vec::new(),
            resolved: None,
            status_lists: Vec::new(),
        }
    }

    /// Returns the findings for a badge whose format does not fit its credential.
    pub(super) fn unsupported(badge: Badge, format: Format) -> Self {
        let rule = Version::Ob2.rule(CheckId::Format);
        let format =
            Check::unknown(CheckId::Format, rule, Code::FormatUnsupported).with("version", format.as_str());
        Self::new(vec![format], badge, false)
    }

    /// Sets the resolved document.
    pub(super) fn with_resolved(self, document: Value) -> Self {
        Self { resolved: Some(document), ..self }
    }

    /// Adds the checks that need no other document: validity period and recipient.
    pub(super) fn with_offline_checks(
        mut self,
        document: &Value,
        version: Version,
        options: &VerifyOptions,
    ) -> Self {
        self.checks.push(time::check(document, version, options.at));
        // The subject of an endorsement is the endorsed object, not a recipient.
        if version == Version::Endorsement3 {
            return self;
        }
        let recipient = recipient::compare(document, version, &options.identities);
        self.checks.push(recipient.check);
        self.notes.extend(recipient.notes);
        self.matched_identity = recipient.identity;
        self.assessment = facts(document, &self.badge);
        self
    }

    /// Replaces the assessment facts with those of `resolved`, which is `document` with its references inserted.
    pub(super) fn with_resolved_facts(mut self, document: &Value, resolved: &Value) -> Self {
        self.assessment = facts_with_references(document, resolved, &self.badge);
        self
    }

    /// Returns the report on `parsed`, the badge that was checked.
    pub(super) fn into_report(self, parsed: &ParsedBadge, options: &VerifyOptions) -> Report {
        let Self {
            mut checks,
            notes,
            badge,
            issuer_confirmed,
            matched_identity,
            assessment,
            status_lists,
            resolved: _,
        } = self;
        sort(&mut checks);
        let issuer = identity::find(&badge, issuer_confirmed, &checks, options);
        let mut all_notes = parsed.notes.clone();
        for note in notes.into_iter().chain(identity::notes(&badge, &issuer, options)) {
            if !all_notes.contains(&note) {
                all_notes.push(note);
            }
        }
        let recipient = checks.iter().find(|check| check.id == CheckId::Recipient);
        Report {
            verdict: Verdict::of(&checks),
            at: options.at,
            issuer,
            recipient: RecipientMatch {
                outcome: recipient.map_or(Outcome::Unknown, |check| check.outcome),
                identity: matched_identity,
            },
            assessment,
            badge,
            checks,
            notes: all_notes,
            format: Some(parsed.format),
            sha256: Some(sha256_hex(parsed.credential.text().as_bytes())),
            inner: Vec::new(),
            endorsements: Vec::new(),
            status_lists,
            newer: None,
        }
    }
}

/// Sorts checks into the order of [`CheckId::ALL`].
pub(super) fn sort(checks: &mut [Check]) {
    checks.sort_by_key(|check| CheckId::ALL.iter().position(|id| *id == check.id));
}
