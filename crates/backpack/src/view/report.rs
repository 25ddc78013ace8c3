//! Reports of badges for user interfaces, and their conversion from [`Report`].

use openbadges::{
    Code, Endorsement, IssuerIdentity, Outcome, ParsedBadge, Report, Verdict,
    assessment::{AssessmentFact, FactKind},
    badge::EndorsementTarget,
    check::{Check, CheckId, Rule},
    code::Note,
    documents::{DocumentRef, sha256_hex},
    report::{IssuerFinding, RecipientMatch},
    trust::{ConfusableName, Listing, PinMatch},
};
use serde::Serialize;

use super::Message;
use crate::error::AppCode;

/// A badge with the result of every check: one line of `verify`, `import` and `review`, or the content of a
/// screen.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BadgeReport {
    /// The source: a path, an address, or `pasted`.
    pub source: String,
    /// Version and form, e.g. `ob-3.0/data-integrity`.
    pub format: String,
    /// The version of Open Badges, e.g. `1.1`.
    pub version: Option<String>,
    /// The credential's own id.
    pub id: Option<String>,
    /// SHA-256 of the original bytes, hex.
    pub sha256: String,
    /// Name of the achievement.
    pub name: Option<String>,
    /// The time that the checks were made for, RFC 3339.
    pub checked_for: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict, in one sentence.
    pub headline: Message,
    /// The issuer.
    pub issuer: IssuerDetail,
    /// The recipient.
    pub recipient: RecipientDetail,
    /// When it becomes valid, RFC 3339.
    pub valid_from: Option<String>,
    /// When it expires, RFC 3339.
    pub valid_until: Option<String>,
    /// Every check.
    pub checks: Vec<CheckDetail>,
    /// Assessment facts: what the badge states about how it was earned.
    pub assurance: Vec<AssessmentFactDetail>,
    /// Remarks that do not change the verdict.
    pub notes: Vec<NoteDetail>,
    /// The credentials inside a learner record, each with its own verdict.
    pub inner: Vec<BadgeReport>,
    /// Endorsements of the badge, its achievement or its issuer. None of them changes the verdict.
    pub endorsements: Vec<EndorsementDetail>,
    /// A newer edition from the issuer, verified separately.
    pub newer: Option<Box<BadgeReport>>,
}

/// An endorsement.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EndorsementDetail {
    /// What is endorsed.
    pub of: EndorsementTarget,
    /// What is endorsed, in words.
    pub message: Message,
    /// The endorser's comment.
    pub comment: Option<String>,
    /// The endorsement's own checks and verdict. Its issuer is the endorser.
    #[serde(rename = "told")]
    pub report: BadgeReport,
}

/// The issuer of a badge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IssuerDetail {
    /// Its id.
    pub id: Option<String>,
    /// Its name, by its own claim.
    pub name: Option<String>,
    /// How strongly its identity is established.
    #[serde(rename = "standing")]
    pub identity: IssuerIdentity,
    /// The registrable domain, if it is established.
    pub domain: Option<String>,
    /// The identity, in words. A name that is only claimed is in quotes.
    pub message: Message,
    /// The trust lists that name it.
    pub lists: Vec<ListingDetail>,
    /// Comparison with the keys that the backpack pinned for the issuer.
    #[serde(rename = "remembered")]
    pub pin: Option<PinDetail>,
    /// Other issuers, listed or known, with a name or host that looks the same.
    #[serde(rename = "resembles")]
    pub confusable: Vec<ConfusableNameDetail>,
}

/// A trust list that names the issuer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ListingDetail {
    /// The name of the list.
    pub list: String,
    /// The issuer's name according to the list.
    pub name: Option<String>,
    /// The listing, in words.
    pub message: Message,
}

/// Comparison of an issuer with the keys that the backpack pinned for it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PinDetail {
    /// When its first badge was added, RFC 3339.
    pub first_seen: String,
    /// Whether it signs with a key other than the pinned keys.
    pub changed: bool,
    /// The comparison, in words.
    pub message: Message,
}

/// Another issuer with a name or host that looks the same.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConfusableNameDetail {
    /// The other issuer's name or host.
    pub known: String,
    /// The other issuer's id.
    pub id: String,
    /// The similarity, in words.
    pub message: Message,
}

/// The recipient of a badge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RecipientDetail {
    /// Whether the recipient is one of the learner's identities.
    pub outcome: Outcome,
    /// The identity that matched.
    pub identity: Option<String>,
    /// The comparison, in words.
    pub message: Message,
}

/// One check.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CheckDetail {
    /// The stable id.
    pub id: CheckId,
    /// The outcome.
    pub outcome: Outcome,
    /// Why it failed or could not be made.
    pub code: Option<String>,
    /// The result, in words.
    pub message: Message,
    /// What to do next. The catalogue may have no entry for it.
    pub next_step: Option<Message>,
    /// The rule that it follows.
    pub rule: Rule,
    /// The documents that it used.
    pub documents: Vec<DocumentRef>,
}

/// One assessment fact.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AssessmentFactDetail {
    /// The kind of fact.
    pub fact: FactKind,
    /// JSON pointer to where it was read.
    #[serde(rename = "where")]
    pub place: String,
    /// The fact, in words.
    pub message: Message,
}

/// A remark that does not change the verdict.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NoteDetail {
    /// The stable code.
    pub code: String,
    /// The remark, in words.
    pub message: Message,
}

impl BadgeReport {
    /// Returns the report of a badge that was read from `source`.
    pub fn new(source: &str, parsed: &ParsedBadge, report: &Report) -> Self {
        Self {
            format: parsed.format.as_str().to_owned(),
            sha256: sha256_hex(&parsed.original),
            name: report.badge.name.as_ref().or(parsed.badge.name.as_ref()).cloned(),
            ..Self::without_original(source, report)
        }
    }

    /// Returns a report for which there is no file, such as that of a credential inside a learner record.
    fn without_original(source: &str, report: &Report) -> Self {
        Self {
            source: source.to_owned(),
            format: report.format.map_or_else(String::new, |format| format.as_str().to_owned()),
            version: report.badge.version.map(|version| version.as_str().to_owned()),
            id: report.badge.id.clone(),
            sha256: report.sha256.clone().unwrap_or_default(),
            name: report.badge.name.clone(),
            checked_for: report.at.to_string(),
            verdict: report.verdict,
            headline: headline(report.verdict, &report.issuer),
            issuer: IssuerDetail::from(&report.issuer),
            recipient: RecipientDetail::from(report),
            valid_from: report.badge.valid_from.map(|time| time.to_string()),
            valid_until: report.badge.valid_until.map(|time| time.to_string()),
            checks: report.checks.iter().map(|check| CheckDetail::new(check, report)).collect(),
            assurance: report.assessment.iter().map(AssessmentFactDetail::from).collect(),
            notes: report.notes.iter().map(NoteDetail::from).collect(),
            inner: report.inner.iter().map(|inner| Self::without_original(source, inner)).collect(),
            endorsements: report
                .endorsements
                .iter()
                .map(|endorsement| EndorsementDetail::new(source, endorsement))
                .collect(),
            newer: report.newer.as_deref().map(|newer| Box::new(Self::without_original(source, newer))),
        }
    }

    /// Replaces the recipient match by a comparison with the learner's current identities.
    pub(crate) fn set_recipient(&mut self, recipient: &RecipientMatch) {
        if self.recipient.outcome == recipient.outcome && self.recipient.identity == recipient.identity {
            return;
        }
        let check = self.checks.iter_mut().find(|check| check.id == CheckId::Recipient);
        // An invalid form of recipient is a fault, whichever identities it is compared with.
        let format = Code::RecipientFormat.as_str();
        if check.as_ref().is_some_and(|check| check.code.as_deref() == Some(format)) {
            return;
        }
        let code = match recipient.outcome {
            Outcome::Failed => Some(Code::RecipientMismatch),
            Outcome::Unknown => Some(Code::RecipientNotCompared),
            Outcome::Passed | Outcome::Absent => None,
        };
        let message = match code {
            Some(code) => Message::code(code),
            None => Message::outcome("check-recipient-match", recipient.outcome),
        };
        if let Some(check) = check {
            check.outcome = recipient.outcome;
            check.code = code.map(|code| code.to_string());
            check.message = message.clone();
            check.next_step = code.map(Message::next_step);
        }
        self.recipient =
            RecipientDetail { outcome: recipient.outcome, identity: recipient.identity.clone(), message };
        let outdated = [Code::RecipientVariant.as_str(), AppCode::RecipientHint.as_str()];
        self.notes.retain(|note| !outdated.contains(&note.code.as_str()));
    }
}

impl EndorsementDetail {
    fn new(source: &str, endorsement: &Endorsement) -> Self {
        Self {
            of: endorsement.of,
            message: Message::new(match endorsement.of {
                EndorsementTarget::Badge => "endorsement-of-badge",
                EndorsementTarget::Achievement => "endorsement-of-achievement",
                EndorsementTarget::Issuer => "endorsement-of-issuer",
            }),
            comment: endorsement.comment.clone(),
            report: BadgeReport::without_original(source, &endorsement.report),
        }
    }
}

impl CheckDetail {
    /// Returns one check of `report`. The check that found a newer edition includes that edition's verdict.
    fn new(check: &Check, report: &Report) -> Self {
        let message = Message::check(check);
        let message = match (check.id, &report.newer) {
            (CheckId::Refresh, Some(newer)) => Message::new("newer-edition")
                .with("check", message)
                .with("headline", headline(newer.verdict, &newer.issuer)),
            _ => message,
        };
        Self {
            id: check.id,
            outcome: check.outcome,
            code: check.code.map(|code| code.to_string()),
            message,
            next_step: check.code.map(|code| Message::next_step(code).with_details(&check.details)),
            rule: check.rule.clone(),
            documents: check.documents.clone(),
        }
    }
}

impl From<&Report> for RecipientDetail {
    fn from(report: &Report) -> Self {
        let check = report.checks.iter().find(|check| check.id == CheckId::Recipient);
        Self {
            outcome: report.recipient.outcome,
            identity: report.recipient.identity.clone(),
            message: match check {
                Some(check) => Message::check(check),
                None => Message::outcome("check-recipient-match", Outcome::Absent),
            },
        }
    }
}

impl From<&AssessmentFact> for AssessmentFactDetail {
    fn from(fact: &AssessmentFact) -> Self {
        Self {
            fact: fact.fact,
            place: fact.place.clone(),
            message: assessment_fact(fact.fact, fact.detail.as_deref()),
        }
    }
}

impl From<&Note> for NoteDetail {
    fn from(note: &Note) -> Self {
        Self { code: note.code.to_string(), message: Message::code(note.code).with_details(&note.details) }
    }
}

impl From<&IssuerFinding> for IssuerDetail {
    fn from(issuer: &IssuerFinding) -> Self {
        Self {
            id: issuer.id.clone(),
            name: issuer.name.clone(),
            identity: issuer.identity.clone(),
            domain: domain(&issuer.identity),
            message: issuer_identity(issuer),
            lists: issuer.lists.iter().map(ListingDetail::from).collect(),
            pin: issuer.pin_match.as_ref().map(PinDetail::from),
            confusable: issuer.confusable_names.iter().map(ConfusableNameDetail::from).collect(),
        }
    }
}

impl From<&Listing> for ListingDetail {
    fn from(listing: &Listing) -> Self {
        let message = match &listing.name {
            Some(name) => Message::new("issuer-listed").with("name", name),
            None => Message::new("issuer-listed-nameless"),
        };
        Self {
            list: listing.list.clone(),
            name: listing.name.clone(),
            message: message.with("list", &listing.list),
        }
    }
}

impl From<&PinMatch> for PinDetail {
    fn from(pin: &PinMatch) -> Self {
        let (id, first_seen, changed) = match pin {
            PinMatch::PinnedSince { first_seen } => ("issuer-pinned", first_seen, false),
            PinMatch::ChangedSince { first_seen } => ("issuer-changed", first_seen, true),
        };
        let since = first_seen.strftime("%Y-%m-%d").to_string();
        Self { first_seen: first_seen.to_string(), changed, message: Message::new(id).with("since", since) }
    }
}

impl From<&ConfusableName> for ConfusableNameDetail {
    fn from(other: &ConfusableName) -> Self {
        Self {
            known: other.known.clone(),
            id: other.id.clone(),
            message: Message::new("issuer-resembles").with("known", &other.known).with("issuer", &other.id),
        }
    }
}

/// Returns the headline of a verdict on a badge from this issuer.
pub(crate) fn headline(verdict: Verdict, issuer: &IssuerFinding) -> Message {
    match (verdict, &issuer.identity) {
        // The signature is valid, but the signer is unknown: the headline must not suggest that the name is
        // established.
        (
            Verdict::Verified,
            IssuerIdentity::UnknownKey | IssuerIdentity::SelfIssued | IssuerIdentity::Unproven,
        ) if issuer.lists.is_empty() => Message::new("verdict-verified-unknown-issuer"),
        _ => Message::new(format!("verdict-{}", verdict.as_str())),
    }
}

/// Returns the issuer's name according to a trust list, which takes precedence over its own.
pub(crate) fn listed_name(issuer: &IssuerFinding) -> Option<&String> {
    issuer.lists.iter().find_map(|listing| listing.name.as_ref())
}

/// Returns the registrable domain, if it is established.
pub(crate) fn domain(identity: &IssuerIdentity) -> Option<String> {
    match identity {
        IssuerIdentity::ProvenDomain { domain } => Some(domain.clone()),
        IssuerIdentity::UnknownKey | IssuerIdentity::SelfIssued | IssuerIdentity::Unproven => None,
    }
}

/// Returns the message about an issuer's identity.
fn issuer_identity(issuer: &IssuerFinding) -> Message {
    let (id, name, fact) = match (&issuer.identity, issuer.lists.first()) {
        (IssuerIdentity::ProvenDomain { domain }, listing) => {
            let name = listing.and_then(|listing| listing.name.as_ref()).or(issuer.name.as_ref());
            ("issuer-identity-proven-domain", name, Some(("domain", domain)))
        }
        // The name comes from the list. The message does not contain the issuer's own claim.
        (IssuerIdentity::UnknownKey, Some(listing)) => {
            ("issuer-identity-listed", listing.name.as_ref(), Some(("list", &listing.list)))
        }
        (IssuerIdentity::UnknownKey, None) => ("issuer-identity-unknown-key", issuer.name.as_ref(), None),
        (IssuerIdentity::SelfIssued, _) => return Message::new("issuer-identity-self-issued"),
        (IssuerIdentity::Unproven, _) => ("issuer-identity-unproven", issuer.name.as_ref(), None),
    };
    let message = match name {
        Some(name) => Message::new(id).with("name", name),
        None => Message::new(format!("{id}-nameless")),
    };
    match fact {
        Some((fact, value)) => message.with(fact, value),
        None => message,
    }
}

/// Returns the phrase of an assessment fact, with the detail that the badge states about it.
fn assessment_fact(fact: FactKind, detail: Option<&str>) -> Message {
    let id = match fact {
        FactKind::AssessedWithResults => "fact-assessed-with-results",
        FactKind::AssessmentDescribed => "fact-assessment-described",
        FactKind::EvidenceAttached => "fact-evidence-attached",
        FactKind::CriteriaStated => "fact-criteria-stated",
        FactKind::RubricStated => "fact-rubric-stated",
        FactKind::CompetenciesAligned => "fact-competencies-aligned",
        FactKind::CreditOrHoursStated => "fact-credit-or-hours-stated",
        FactKind::AchievementTypeStated => "fact-achievement-type-stated",
        FactKind::Endorsed => "fact-endorsed",
        FactKind::IssuerAccredited => "fact-issuer-accredited",
        FactKind::SelfIssued => "fact-self-issued",
        FactKind::NothingStated => "fact-issuer-does-not-say",
    };
    let has_detail = matches!(
        fact,
        FactKind::AssessmentDescribed
            | FactKind::CompetenciesAligned
            | FactKind::CreditOrHoursStated
            | FactKind::AchievementTypeStated
            | FactKind::IssuerAccredited
    );
    match detail.filter(|_| has_detail) {
        Some(detail) => Message::new(format!("{id}.detail")).with("detail", detail),
        None => Message::new(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issuer(identity: IssuerIdentity) -> IssuerFinding {
        IssuerFinding { name: Some("Harvard University".into()), identity, ..IssuerFinding::default() }
    }

    #[test]
    fn list_names_a_listed_key() {
        let unlisted = issuer(IssuerIdentity::UnknownKey);
        let listed = |name: Option<&str>| IssuerFinding {
            lists: vec![Listing { list: "Partners".into(), name: name.map(str::to_owned) }],
            ..unlisted.clone()
        };
        let list = Message::new("issuer-identity-listed").with("list", "Partners");
        assert_eq!(issuer_identity(&listed(Some("My College"))), list.with("name", "My College"));
        let nameless = Message::new("issuer-identity-listed-nameless").with("list", "Partners");
        assert_eq!(issuer_identity(&listed(None)), nameless);
        assert_eq!(
            issuer_identity(&unlisted),
            Message::new("issuer-identity-unknown-key").with("name", "Harvard University")
        );
        assert_eq!(headline(Verdict::Verified, &listed(None)).id, "verdict-verified");
        assert_eq!(headline(Verdict::Verified, &unlisted).id, "verdict-verified-unknown-issuer");
    }
}
