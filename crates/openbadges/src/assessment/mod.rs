//! The plain facts that tell a rigorous badge from a participation badge ("which are which").
//!
//! Facts are read from the badge, each with the place it was read from. There is never a score, and silence is
//! said as silence. That a fact is stated is no promise that it is true: what the proof covers is `verify`'s question.

mod frameworks;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{badge::Badge, formats::wire};

/// A fact about how much stands behind a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum FactKind {
    /// The badge carries results of an assessment (OB 3.0 `Result`).
    AssessedWithResults,
    /// How it was assessed is described (Open Badges Assessment Extension 1.0 and 2.0).
    AssessmentDescribed,
    /// Evidence is attached (`evidence`).
    EvidenceAttached,
    /// The criteria are stated (`criteria`).
    CriteriaStated,
    /// A rubric is stated (OB 3.0 `RubricCriterionLevel`; `rubrics` of the Assessment Extension).
    RubricStated,
    /// Competencies of a framework are named (`alignment`).
    CompetenciesAligned,
    /// Credit or hours are stated (`creditsAvailable`, `creditsEarned`).
    CreditOrHoursStated,
    /// The kind of achievement is stated (OB 3.0 `achievementType`).
    AchievementTypeStated,
    /// Somebody endorses the badge, its achievement or its issuer (`endorsement`, `endorsementJwt`).
    Endorsed,
    /// The issuer names who accredited it (Open Badges Issuer Accreditation Extension 1.0 and 2.0).
    IssuerAccredited,
    /// Issuer and recipient are the same.
    SelfIssued,
    /// The issuer does not say what the badge rests on.
    IssuerDoesNotSay,
}

impl FactKind {
    /// Every kind of fact, in the order in which reports have them.
    pub const ALL: &'static [Self] = &[
        Self::AssessedWithResults,
        Self::AssessmentDescribed,
        Self::EvidenceAttached,
        Self::CriteriaStated,
        Self::RubricStated,
        Self::CompetenciesAligned,
        Self::CreditOrHoursStated,
        Self::AchievementTypeStated,
        Self::Endorsed,
        Self::IssuerAccredited,
        Self::SelfIssued,
        Self::IssuerDoesNotSay,
    ];

    /// Whether the fact tells what the badge rests on. That a badge calls itself a certificate does not.
    const fn breaks_silence(self) -> bool {
        !matches!(self, Self::AchievementTypeStated | Self::SelfIssued | Self::IssuerDoesNotSay)
    }
}

/// One fact, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AssessmentFact {
    /// The fact.
    pub fact: FactKind,
    /// JSON pointer (RFC 6901) into the badge's own document; empty where the fact is a silence.
    #[serde(rename = "where")]
    pub place: String,
    /// What stands there, in short: the frameworks, the number of credits, the kind, the accreditor. An issuer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// The facts of a badge: `document` is its own (as [`ParsedBadge::document`](crate::Found::document) gives it), `badge` its view.
pub fn facts(document: &Value, badge: &Badge) -> Vec<AssessmentFact> {
    facts_with_references(document, document, badge)
}

/// [`facts`], where `whole` is `document` with what it refers to in its place, as far as that was had.
///
/// Where a fact stands in a document that the badge only refers to, its place is that of the reference.
pub fn facts_with_references(document: &Value, whole: &Value, badge: &Badge) -> Vec<AssessmentFact> {
    let mut facts: Vec<AssessmentFact> = PLACES
        .iter()
        .flat_map(|row| {
            wire::places(whole, row.path).into_iter().filter_map(|(place, value)| row.read(place, value))
        })
        .chain(
            EXTENDED
                .iter()
                .flat_map(|path| wire::places(whole, path))
                .flat_map(|(at, object)| extensions(object, &at)),
        )
        .map(|fact| AssessmentFact { place: place_in(document, &fact.place), ..fact })
        .collect();
    facts.sort();
    facts.dedup_by(|later, earlier| (later.fact, &later.place) == (earlier.fact, &earlier.place));
    if !facts.iter().any(|fact| fact.fact.breaks_silence()) {
        facts.push(AssessmentFact { fact: FactKind::IssuerDoesNotSay, place: String::new(), detail: None });
    }
    if let Some(place) = self_issued(document, badge) {
        facts.push(AssessmentFact { fact: FactKind::SelfIssued, place, detail: None });
    }
    facts.sort_by_key(|fact| fact.fact);
    facts
}

/// A row of the table of places: the fact that something at `path` states.
struct Row {
    fact: FactKind,
    path: &'static str,
    /// What is told of the value beside that it is there.
    detail: fn(&Value) -> Option<String>,
}

impl Row {
    fn read(&self, place: String, value: &Value) -> Option<AssessmentFact> {
        says_something(value).then(|| AssessmentFact { fact: self.fact, place, detail: (self.detail)(value) })
    }
}

const fn at(fact: FactKind, path: &'static str) -> Row {
    Row { fact, path, detail: |_| None }
}

const fn told(fact: FactKind, path: &'static str, detail: fn(&Value) -> Option<String>) -> Row {
    Row { fact, path, detail }
}

/// Where each version states each fact. `*` is each of one or several values.
///
/// OB 1.0 to 2.1: sections "Assertion", "BadgeClass", "Profile"; OB 3.0: "AchievementCredential", "AchievementSubject",
/// "Achievement", "ResultDescription", "Profile"; CLR 2.0: "ClrSubject", whose credentials and achievements are inside.
const PLACES: &[Row] = &[
    // -- Open Badges 3.0 ---------------------------------------------------------------------
    at(FactKind::AssessedWithResults, "/credentialSubject/*/result"),
    told(
        FactKind::AssessmentDescribed,
        "/credentialSubject/*/achievement/*/resultDescription/*/assessmentType",
        own_text,
    ),
    at(
        FactKind::AssessmentDescribed,
        "/credentialSubject/*/achievement/*/resultDescription/*/evaluationMethod",
    ),
    at(FactKind::EvidenceAttached, "/evidence"),
    at(FactKind::CriteriaStated, "/credentialSubject/*/achievement/*/criteria"),
    at(FactKind::RubricStated, "/credentialSubject/*/achievement/*/resultDescription/*/rubricCriterionLevel"),
    told(FactKind::CompetenciesAligned, "/credentialSubject/*/achievement/*/alignment", frameworks::named),
    told(
        FactKind::CompetenciesAligned,
        "/credentialSubject/*/achievement/*/resultDescription/*/alignment",
        frameworks::named,
    ),
    told(FactKind::CompetenciesAligned, "/credentialSubject/*/result/*/alignment", frameworks::named),
    told(FactKind::CreditOrHoursStated, "/credentialSubject/*/achievement/*/creditsAvailable", own_text),
    told(FactKind::CreditOrHoursStated, "/credentialSubject/*/creditsEarned", own_text),
    told(FactKind::AchievementTypeStated, "/credentialSubject/*/achievement/*/achievementType", own_text),
    at(FactKind::Endorsed, "/endorsement"),
    at(FactKind::Endorsed, "/endorsementJwt"),
    at(FactKind::Endorsed, "/issuer/endorsement"),
    at(FactKind::Endorsed, "/issuer/endorsementJwt"),
    at(FactKind::Endorsed, "/credentialSubject/*/achievement/*/endorsement"),
    at(FactKind::Endorsed, "/credentialSubject/*/achievement/*/endorsementJwt"),
    at(FactKind::Endorsed, "/credentialSubject/*/achievement/*/creator/endorsement"),
    at(FactKind::Endorsed, "/credentialSubject/*/achievement/*/creator/endorsementJwt"),
    told(FactKind::IssuerAccredited, "/issuer/accreditations", names),
    // -- Comprehensive Learner Record 2.0 ----------------------------------------------------
    at(FactKind::AssessedWithResults, "/credentialSubject/verifiableCredential/*/credentialSubject/*/result"),
    at(FactKind::EvidenceAttached, "/credentialSubject/verifiableCredential/*/evidence"),
    at(
        FactKind::CriteriaStated,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/achievement/*/criteria",
    ),
    at(
        FactKind::RubricStated,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/achievement/*/resultDescription/*/rubricCriterionLevel",
    ),
    told(
        FactKind::CompetenciesAligned,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/achievement/*/alignment",
        frameworks::named,
    ),
    told(
        FactKind::CreditOrHoursStated,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/achievement/*/creditsAvailable",
        own_text,
    ),
    told(
        FactKind::CreditOrHoursStated,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/creditsEarned",
        own_text,
    ),
    told(
        FactKind::AchievementTypeStated,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/achievement/*/achievementType",
        own_text,
    ),
    at(FactKind::Endorsed, "/credentialSubject/verifiableCredential/*/endorsement"),
    at(FactKind::Endorsed, "/credentialSubject/verifiableCredential/*/endorsementJwt"),
    at(
        FactKind::Endorsed,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/achievement/*/endorsement",
    ),
    // -- Open Badges 0.5 to 2.1 --------------------------------------------------------------
    at(FactKind::CriteriaStated, "/badge/criteria"),
    told(FactKind::CompetenciesAligned, "/badge/alignment", frameworks::named),
    told(FactKind::CompetenciesAligned, "/badge/alignments", frameworks::named),
    at(FactKind::Endorsed, "/badge/endorsement"),
    at(FactKind::Endorsed, "/badge/issuer/endorsement"),
];

/// The objects of OB 2.0 that extensions may be on (OB 2.0 "Extensions"; OB 3.0 documents carry them over at times).
const EXTENDED: &[&str] =
    &["", "/badge", "/badge/issuer", "/issuer", "/credentialSubject/*", "/credentialSubject/*/achievement/*"];

/// The extensions of `object`, which is at `place`, by the names that the published ones have: `extensions:` and the name,
/// whose first letter is found in either case.
fn extensions(object: &Value, place: &str) -> Vec<AssessmentFact> {
    let members = object.as_object().into_iter().flatten();
    let named = members.filter_map(|(key, value)| Some((key, key.strip_prefix("extensions:")?, value)));
    named
        .filter(|(_, _, value)| says_something(value))
        .flat_map(|(key, name, value)| {
            extension(&name.to_ascii_lowercase(), value, &format!("{place}/{key}"))
        })
        .collect()
}

/// What the extension called `name` states.
fn extension(name: &str, value: &Value, place: &str) -> Vec<AssessmentFact> {
    let fact = |fact: FactKind, place: String, detail: Option<String>| AssessmentFact { fact, place, detail };
    if name.starts_with("assessment") {
        // Assessment Extension 1.0: `assessments`, each with `assessmentType` (`type` in its schema), `rubrics`, whose
        // `rubricCriteria` have `criterionLevels`.
        let kinds = wire::places(value, "/assessments/*").into_iter().filter_map(|(_, assessment)| {
            wire::text(assessment, "assessmentType").or_else(|| wire::text(assessment, "type"))
        });
        let described = fact(FactKind::AssessmentDescribed, place.to_owned(), joined(kinds));
        let rubrics = wire::places(value, "/assessments/*/rubrics").into_iter();
        let rubrics = rubrics
            .filter(|(_, rubrics)| says_something(rubrics))
            .map(|(within, _)| fact(FactKind::RubricStated, format!("{place}{within}"), None));
        return std::iter::once(described).chain(rubrics).collect();
    }
    if name.starts_with("issueraccreditation") {
        return vec![fact(FactKind::IssuerAccredited, place.to_owned(), names(value))];
    }
    // Extensions that issuers made for themselves (`ECTSExtension`, `StudyLoadExtension`, `creditHours` …).
    let kinds = [
        ("rubric", FactKind::RubricStated),
        ("credit", FactKind::CreditOrHoursStated),
        ("hours", FactKind::CreditOrHoursStated),
        ("ects", FactKind::CreditOrHoursStated),
        ("studyload", FactKind::CreditOrHoursStated),
        ("timeinvestment", FactKind::CreditOrHoursStated),
    ];
    let kind = kinds.iter().find_map(|(word, kind)| name.contains(word).then_some(*kind));
    kind.map(|kind| fact(kind, place.to_owned(), None)).into_iter().collect()
}

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

/// A text or a number as it stands.
fn own_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The names of one or several profiles.
fn names(profiles: &Value) -> Option<String> {
    joined(wire::items(Some(profiles)).filter_map(|profile| wire::text(profile, "name")))
}

/// Texts, each once, as one.
fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut each: Vec<String> = Vec::new();
    for text in texts {
        if !text.trim().is_empty() && !each.contains(&text) {
            each.push(text);
        }
    }
    (!each.is_empty()).then(|| each.join(", "))
}

/// `place`, as far as it leads into `document` itself.
fn place_in(document: &Value, place: &str) -> String {
    let mut place = place;
    while document.pointer(place).is_none() {
        place = place.rsplit_once('/').map_or("", |(owner, _)| owner);
    }
    place.to_owned()
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
