//! The plain facts that tell a rigorous badge from a participation badge ("which are which").
//!
//! Facts are read from the badge, each with the place it was read from. There is never a score, and silence is
//! said as silence.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{badge::Badge, formats::wire};

/// A fact about how much stands behind a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum FactKind {
    /// The badge carries results of an assessment.
    AssessedWithResults,
    /// Evidence is attached.
    EvidenceAttached,
    /// The criteria are stated.
    CriteriaStated,
    /// A rubric is stated.
    RubricStated,
    /// Competencies of a framework are named.
    CompetenciesAligned,
    /// Credit or hours are stated.
    CreditOrHoursStated,
    /// Somebody endorses the badge.
    Endorsed,
    /// Issuer and recipient are the same.
    SelfIssued,
    /// The issuer does not say what the badge rests on.
    IssuerDoesNotSay,
}

/// One fact, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// The fact.
    pub fact: FactKind,
    /// JSON pointer (RFC 6901) into the badge's own document; empty where the fact is a silence.
    #[serde(rename = "where")]
    pub place: String,
}

/// The facts of a badge: `document` is its own (as [`Found::document`](crate::Found::document) gives it), `badge` its
/// view, with what the issuer's documents say where those were had.
///
/// Where a fact stands in a document that the badge only refers to, its place is that of the reference.
pub fn facts(document: &Value, badge: &Badge) -> Vec<Fact> {
    let mut facts: Vec<Fact> = PLACES
        .iter()
        .flat_map(|(fact, path)| {
            wire::places(document, path)
                .into_iter()
                .filter(|(_, value)| says_something(value))
                .map(|(place, _)| Fact { fact: *fact, place })
        })
        .collect();
    facts.extend(extensions(document, ""));
    facts.extend(extensions(document.get("badge").unwrap_or(&Value::Null), "/badge"));
    if document.get("badge").is_some_and(Value::is_string) {
        let achievement = &badge.achievement;
        let criteria = achievement.criteria_narrative.is_some() || achievement.criteria_url.is_some();
        let aligned = !achievement.alignments.is_empty();
        for (fact, stated) in [(FactKind::CriteriaStated, criteria), (FactKind::CompetenciesAligned, aligned)]
        {
            facts.extend(stated.then(|| Fact { fact, place: "/badge".into() }));
        }
    }
    facts.sort();
    facts.dedup();
    if facts.is_empty() {
        facts.push(Fact { fact: FactKind::IssuerDoesNotSay, place: String::new() });
    }
    if let Some(place) = self_issued(document, badge) {
        facts.push(Fact { fact: FactKind::SelfIssued, place });
    }
    facts
}

/// Where OB 2.0 and 3.0 documents state each fact.
const PLACES: &[(FactKind, &str)] = &[
    (FactKind::AssessedWithResults, "/credentialSubject/result"),
    (FactKind::EvidenceAttached, "/evidence"),
    (FactKind::CriteriaStated, "/credentialSubject/achievement/criteria"),
    (FactKind::CriteriaStated, "/badge/criteria"),
    (FactKind::RubricStated, "/credentialSubject/achievement/resultDescription/*/rubricCriterionLevel"),
    (FactKind::CompetenciesAligned, "/credentialSubject/achievement/alignment"),
    (FactKind::CompetenciesAligned, "/badge/alignment"),
    (FactKind::CreditOrHoursStated, "/credentialSubject/achievement/creditsAvailable"),
    (FactKind::CreditOrHoursStated, "/credentialSubject/creditsEarned"),
    (FactKind::Endorsed, "/endorsement"),
    (FactKind::Endorsed, "/endorsementJwt"),
    (FactKind::Endorsed, "/issuer/endorsement"),
    (FactKind::Endorsed, "/issuer/endorsementJwt"),
    (FactKind::Endorsed, "/credentialSubject/achievement/endorsement"),
    (FactKind::Endorsed, "/credentialSubject/achievement/endorsementJwt"),
    (FactKind::Endorsed, "/badge/endorsement"),
    (FactKind::Endorsed, "/badge/issuer/endorsement"),
];

/// An empty text, list or object states nothing; an object does not by its type alone.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => items.iter().any(says_something),
        Value::Object(members) => members.iter().any(|(key, value)| key != "type" && says_something(value)),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// OB 2.0 extensions, by the names that the published ones have (`extensions:assessment`, `extensions:creditHours` …).
fn extensions<'v>(object: &'v Value, at: &'v str) -> impl Iterator<Item = Fact> + 'v {
    object.as_object().into_iter().flatten().filter_map(move |(key, value)| {
        let name = key.strip_prefix("extensions:")?.to_ascii_lowercase();
        let fact = [
            ("assessment", FactKind::AssessedWithResults),
            ("rubric", FactKind::RubricStated),
            ("credit", FactKind::CreditOrHoursStated),
            ("hours", FactKind::CreditOrHoursStated),
        ]
        .into_iter()
        .find_map(|(word, fact)| name.contains(word).then_some(fact))?;
        says_something(value).then(|| Fact { fact, place: format!("{at}/{key}") })
    })
}

/// Where the issuer says its id, if that is a recipient's id too.
fn self_issued(document: &Value, badge: &Badge) -> Option<String> {
    let issuer = badge.issuer.id.as_deref()?;
    let mut identities = badge.recipients.iter().filter(|recipient| !recipient.hashed);
    identities.any(|recipient| recipient.identity == issuer).then_some(())?;
    let place = ["/issuer/id", "/issuer", "/badge/issuer/id", "/badge/issuer", "/badge"]
        .into_iter()
        .find(|pointer| document.pointer(pointer).is_some())?;
    Some(place.into())
}
