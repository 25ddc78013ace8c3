//! From a badge that was found to a report: every check, and the verdict that follows.
//!
//! The issuer rule lives here: keys come only from the issuer id in the signed body; a header's `jwk`, `kid` or a
//! `verificationMethod` only selects among them.
//!
//! One form of proof, one file: [`hosted`], [`signed`], [`signed_ob1`], [`data_integrity`], [`vc_jwt`]; for the endorsements of
//! OB 2.0 [`hosted_endorsement`] and [`signed_endorsement`]. What every badge is asked about beside its proof: [`status`],
//! [`integrity`], [`schema`], [`time`], [`recipient`], [`standing`], and whether there
//! is a newer edition of it: [`refresh`].

pub(crate) mod address;
mod award;
mod bitstring;
mod budget;
mod claims;
mod clr;
mod controller;
mod credential;
mod data_integrity;
mod differences;
mod digest;
mod endorsements;
mod fetched;
mod format;
mod hosted;
mod hosted_endorsement;
mod integrity;
mod issuer;
mod page;
mod presentation;
mod recipient;
mod refresh;
mod revocation_list;
mod rules;
mod schema;
mod signed;
mod signed_endorsement;
mod signed_ob1;
mod standing;
mod status;
mod time;
mod vc_jwt;

use std::pin::Pin;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::recipient::compare_recipients;
use self::{budget::Budgeted, hosted::InHand, rules::Version};
use crate::{
    assessment::{AssessmentFact, facts, facts_with_references},
    badge::Badge,
    check::{Check, CheckId, Note, Outcome, RecipientMatch, Report, Verdict},
    code::Code,
    documents::{Documents, sha256_hex},
    formats::ob1,
    json::Value,
    read::{Credential, Format, ParsedBadge},
    status_list::ObservedList,
    trust::{KnownIssuer, TrustList},
};

/// A kind of identity that a badge can be issued to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// A mail address.
    Email,
    /// The address of a page.
    Url,
    /// A telephone number.
    Telephone,
    /// A DID.
    Did,
    /// Anything else that the badge names as an id.
    Id,
}

/// An identity that a learner says is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identity {
    /// Its kind.
    pub kind: IdentityKind,
    /// As the learner wrote it.
    pub value: String,
}

/// What is asked about a badge, beside the badge itself.
#[derive(Clone, Debug)]
pub struct VerifyOptions {
    /// The time to judge for.
    pub at: Timestamp,
    /// The identities to compare the recipient with. Empty: the recipient is not asked about.
    pub identities: Vec<Identity>,
    /// Lists of issuers that somebody vouches for. They bear on what is said of the issuer, never on the verdict.
    pub trust_lists: Vec<TrustList>,
    /// The issuers that the caller remembers from earlier badges. They too bear on the issuer's standing alone.
    pub known_issuers: Vec<KnownIssuer>,
    /// The status lists that the caller remembers from earlier checks, so that an older one is noticed.
    pub seen_lists: Vec<ObservedList>,
}

impl VerifyOptions {
    /// A question for the time `at` that asks for nothing else: no identity, no trust list, and nothing remembered.
    pub fn new(at: Timestamp) -> Self {
        Self {
            at,
            identities: Vec::new(),
            trust_lists: Vec::new(),
            known_issuers: Vec::new(),
            seen_lists: Vec::new(),
        }
    }

    /// Takes in what `report` hands back to be remembered, for the next badge.
    pub fn remember(&mut self, report: &Report) {
        for list in report.seen_lists() {
            match self.seen_lists.iter_mut().find(|seen| seen.url == list.url) {
                Some(seen) => seen.merge(list.clone()),
                None => self.seen_lists.push(list.clone()),
            }
        }
    }
}

/// What the proof of a credential came to, whatever its form.
#[derive(Clone, Debug)]
struct Authenticity {
    /// `proof.signature`.
    signature: Check,
    /// `proof.claims`, where the proof makes claims of its own.
    claims: Option<Check>,
    /// `issuer.key`.
    issuer_key: Check,
}

/// The issuer that a credential names: a text, or one object with an `id`. Nothing else names an issuer.
fn issuer_id(credential: &Value) -> Option<&str> {
    let issuer = credential.get("issuer")?;
    issuer.as_str().or_else(|| issuer.get("id").and_then(Value::as_str))
}

/// Verifies a badge: makes every check that its form has, and says what follows.
///
/// Credentials inside a learner record and endorsements are verified too, each by itself and with its own verdict.
///
/// Documents are asked for as the checks need them, each once, and never more than
/// [`DOCUMENTS_PER_CHECK`](crate::limits::DOCUMENTS_PER_CHECK). Nothing else from outside has an influence: the same
/// inputs give the same report.
pub async fn verify(
    found: &ParsedBadge,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> Report {
    let documents = &Budgeted::new(documents);
    let mut report = whole(found, documents, question, 0).await;
    if let Some((check, newer)) = refresh::check(found, &report, documents, question).await {
        report.checks.push(check);
        report.checks.sort_by_key(|check| CheckId::ALL.iter().position(|id| *id == check.id));
        report.newer = newer.map(Box::new);
    }
    report
}

/// The report on `found` and on what stands inside it, without asking whether there is a newer edition. `level`: how many learner records it stands in.
///
/// Boxed, since a learner record may hold learner records.
fn whole<'a, D: Documents + Sync>(
    found: &'a ParsedBadge,
    documents: &'a D,
    question: &'a VerifyOptions,
    level: usize,
) -> Pin<Box<dyn Future<Output = Report> + Send + 'a>> {
    Box::pin(async move {
        let mut findings = findings(found, documents, question).await;
        let mut inner = Vec::new();
        if let (Some(Version::Clr2), Some(record)) = (credential_version(found.format), found.document()) {
            let inside = clr::verify(found, record, documents, question, level).await;
            findings.checks.extend(inside.checks);
            findings.notes.extend(inside.notes);
            inner = inside.reports;
        }
        if let Some(presentation) = &found.presentation {
            findings.checks.extend(presentation::checks(presentation, documents, question.at).await);
        }
        let document = findings.resolved.as_ref().or(found.document()).unwrap_or(&Value::Null);
        let (endorsements, notes) =
            endorsements::verify(document, &findings.badge, documents, question).await;
        findings.notes.extend(notes);
        Report { inner, endorsements, ..findings.report(found, question) }
    })
}

/// What the checks of `found` come to, without those of what stands inside it.
async fn findings(
    found: &ParsedBadge,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> Findings {
    match (found.format, &found.credential, credential_version(found.format)) {
        (Format::Ob1Hosted, Credential::Json { document, .. }, _) if ob1::is_signed(document) => {
            signed_ob1::without_signature(document, &found.badge, question)
        }
        (
            Format::Ob05Hosted | Format::Ob1Hosted | Format::Ob2Hosted,
            Credential::Json { document, .. },
            _,
        ) => {
            let version = Version::of_assertion(document);
            let url = hosted::address(found, document, version).unwrap_or_default();
            let in_hand = InHand { url, version, assertion: Some(document), badge: &found.badge };
            hosted::verify(in_hand, documents, question).await
        }
        (Format::Reference, Credential::Reference { url }, _) => {
            let in_hand = InHand { url, version: Version::Ob2, assertion: None, badge: &found.badge };
            hosted::verify(in_hand, documents, question).await
        }
        (Format::Ob1Signed, Credential::Jws { text, payload }, _) => {
            signed_ob1::verify(text, payload, documents, question).await
        }
        (Format::Ob2Signed, Credential::Jws { text, payload }, _) => {
            signed::verify(text, payload, documents, question).await
        }
        (_, Credential::Json { document, .. }, Some(version)) => {
            let authenticity = data_integrity::authenticate(document, documents, question.at).await;
            credential::verify(document, version, authenticity, documents, question).await
        }
        (_, Credential::Jws { text, payload }, Some(version)) => {
            let authenticity = vc_jwt::authenticate(text, documents, question.at).await;
            let document = vc_jwt::credential(text, payload);
            credential::verify(&document, version, authenticity, documents, question).await
        }
        (Format::EndorsementHosted, Credential::Json { document, .. }, _) => {
            let url = page::id_of(document).unwrap_or_default();
            let in_hand =
                InHand { url, version: Version::Ob2, assertion: Some(document), badge: &found.badge };
            hosted_endorsement::verify(in_hand, documents, question).await
        }
        (Format::EndorsementHosted, Credential::Reference { url }, _) => {
            let in_hand = InHand { url, version: Version::Ob2, assertion: None, badge: &found.badge };
            hosted_endorsement::verify(in_hand, documents, question).await
        }
        (Format::EndorsementSigned, Credential::Jws { text, payload }, _) => {
            signed_endorsement::verify(text, payload, documents, question).await
        }
        (format, _, _) => Findings::unsupported(found.badge.clone(), format),
    }
}

/// By which rules a verifiable credential of this form is judged. `None`: it is none.
fn credential_version(format: Format) -> Option<Version> {
    match format {
        Format::Ob3DataIntegrity | Format::Ob3Jwt => Some(Version::Ob3),
        Format::ClrDataIntegrity | Format::ClrJwt => Some(Version::Clr2),
        Format::EndorsementDataIntegrity | Format::EndorsementJwt => Some(Version::Endorsement3),
        Format::VcDataIntegrity | Format::VcJwt => Some(Version::Vc),
        Format::Ob05Hosted
        | Format::Ob1Hosted
        | Format::Ob1Signed
        | Format::Ob2Hosted
        | Format::Ob2Signed
        | Format::Reference
        | Format::EndorsementHosted
        | Format::EndorsementSigned => None,
    }
}

/// What the checks of one badge found, on the way to its report.
#[derive(Debug)]
struct Findings {
    checks: Vec<Check>,
    notes: Vec<Note>,
    /// The badge as the checks resolved it.
    badge: Badge,
    /// Whether the checks tied the badge to its issuer's id.
    shown: bool,
    /// The identity that matched, in the form that matched.
    matched: Option<String>,
    /// What tells a rigorous badge from a participation badge.
    assurance: Vec<AssessmentFact>,
    /// The document as the checks resolved it, where that is another one than what was found: with badge class and issuer
    /// from their own pages in their places.
    resolved: Option<Value>,
    /// The status lists that were had.
    status_lists: Vec<ObservedList>,
}

impl Findings {
    fn new(checks: Vec<Check>, badge: Badge, shown: bool) -> Self {
        Self {
            checks,
            notes: Vec::new(),
            badge,
            shown,
            matched: None,
            assurance: Vec::new(),
            resolved: None,
            status_lists: Vec::new(),
        }
    }

    /// A form that does not fit its credential: that is said, and nothing else.
    fn unsupported(badge: Badge, format: Format) -> Self {
        let rule = Version::Ob2.rule(CheckId::Format);
        let format =
            Check::unknown(CheckId::Format, rule, Code::FormatUnsupported).with("version", format.as_str());
        Self::new(vec![format], badge, false)
    }

    /// With the document as the checks resolved it.
    fn resolved(self, document: Value) -> Self {
        Self { resolved: Some(document), ..self }
    }

    /// With the checks that need nobody else: the badge's time, and its recipient.
    fn judged(mut self, document: &Value, version: Version, question: &VerifyOptions) -> Self {
        self.checks.push(time::check(document, version, question.at));
        // An endorsement is given to nobody: its subject is what it endorses, and it says nothing of how.
        if version == Version::Endorsement3 {
            return self;
        }
        let recipient = recipient::compare(document, version, &question.identities);
        self.checks.push(recipient.check);
        self.notes.extend(recipient.notes);
        self.matched = recipient.identity;
        self.assurance = facts(document, &self.badge);
        self
    }

    /// With the facts of `whole`, which is `document` with the pages that it refers to in their places.
    fn resting_on(mut self, document: &Value, whole: &Value) -> Self {
        self.assurance = facts_with_references(document, whole, &self.badge);
        self
    }

    fn report(self, found: &ParsedBadge, question: &VerifyOptions) -> Report {
        let Self { mut checks, notes, badge, shown, matched, assurance, status_lists, resolved: _ } = self;
        checks.sort_by_key(|check| CheckId::ALL.iter().position(|id| *id == check.id));
        let issuer = standing::finding(&badge, shown, &checks, question);
        let mut all_notes = found.notes.clone();
        for note in notes.into_iter().chain(standing::notes(&badge, &issuer, question)) {
            if !all_notes.contains(&note) {
                all_notes.push(note);
            }
        }
        let recipient = checks.iter().find(|check| check.id == CheckId::Recipient);
        Report {
            verdict: Verdict::of(&checks),
            at: question.at,
            issuer,
            recipient: RecipientMatch {
                outcome: recipient.map_or(Outcome::Unknown, |check| check.outcome),
                identity: matched,
            },
            assurance,
            badge,
            checks,
            notes: all_notes,
            format: Some(found.format),
            sha256: Some(sha256_hex(found.credential.text().as_bytes())),
            inner: Vec::new(),
            endorsements: Vec::new(),
            status_lists,
            newer: None,
        }
    }
}
