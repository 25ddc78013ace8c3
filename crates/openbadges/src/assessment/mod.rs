//! Assessment facts: what a badge says about how it was earned.
//!
//! The facts help to distinguish a rigorous badge from a participation badge. Each fact names the place that it was read
//! from. There is no score. A fact is the issuer's statement and not proof that it is true; `verify` checks the proof.

mod frameworks;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{badge::Badge, formats::wire};

/// A kind of assessment fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum FactKind {
    /// The badge contains results of an assessment (OB 3.0 `Result`).
    AssessedWithResults,
    /// The badge describes the assessment (Open Badges Assessment Extension 1.0 and 2.0).
    AssessmentDescribed,
    /// The badge has evidence (`evidence`).
    EvidenceAttached,
    /// The badge has criteria (`criteria`).
    CriteriaStated,
    /// The badge has a rubric (OB 3.0 `RubricCriterionLevel`; `rubrics` of the Assessment Extension).
    RubricStated,
    /// The badge names competencies of a framework (`alignment`).
    CompetenciesAligned,
    /// The badge gives credit or hours (`creditsAvailable`, `creditsEarned`).
    CreditOrHoursStated,
    /// The badge gives the type of achievement (OB 3.0 `achievementType`).
    AchievementTypeStated,
    /// The badge, its achievement or its issuer has an endorsement (`endorsement`, `endorsementJwt`).
    Endorsed,
    /// The issuer names its accreditors (Open Badges Issuer Accreditation Extension 1.0 and 2.0).
    IssuerAccredited,
    /// Issuer and recipient are the same.
    SelfIssued,
    /// The badge does not say how it was earned.
    #[serde(rename = "issuer-does-not-say")]
    NothingStated,
}

impl FactKind {
    /// Every kind of fact, in the order of reports.
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
        Self::NothingStated,
    ];

    /// Returns whether the fact states how the badge was earned. The achievement type alone does not.
    const fn states_how_earned(self) -> bool {
        !matches!(self, Self::AchievementTypeStated | Self::SelfIssued | Self::NothingStated)
    }
}

/// An assessment fact and the place that it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AssessmentFact {
    /// The kind of fact.
    pub fact: FactKind,
    /// JSON pointer (RFC 6901) into the badge's own document. Empty for [`FactKind::NothingStated`].
    #[serde(rename = "where")]
    pub place: String,
    /// A short form of the value: frameworks, number of credits, type or accreditor. Untrusted text of the issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Returns the assessment facts of a badge.
///
/// `document` is the badge's own document (see [`ParsedBadge::document`](crate::ParsedBadge::document)), and `badge` is
/// its normalised view.
pub fn facts(document: &Value, badge: &Badge) -> Vec<AssessmentFact> {
    facts_with_references(document, document, badge)
}

/// Returns the assessment facts of a badge and of the documents that it refers to.
///
/// `whole` is `document` with every fetched document in place of its reference. The place of a fact from a fetched
/// document is the place of the reference.
pub fn facts_with_references(document: &Value, whole: &Value, badge: &Badge) -> Vec<AssessmentFact> {
    let mut facts: Vec<AssessmentFact> = PLACES
        .iter()
        .flat_map(|row| {
            wire::values_at(whole, row.path).into_iter().filter_map(|(place, value)| row.read(place, value))
        })
        .chain(
            EXTENDED
                .iter()
                .flat_map(|path| wire::values_at(whole, path))
                .flat_map(|(at, object)| extensions(object, &at)),
        )
        .map(|fact| AssessmentFact { place: existing_prefix(document, &fact.place), ..fact })
        .collect();
    facts.sort();
    facts.dedup_by(|later, earlier| (later.fact, &later.place) == (earlier.fact, &earlier.place));
    if !facts.iter().any(|fact| fact.fact.states_how_earned()) {
        facts.push(AssessmentFact { fact: FactKind::NothingStated, place: String::new(), detail: None });
    }
    if let Some(place) = self_issued(document, badge) {
        facts.push(AssessmentFact { fact: FactKind::SelfIssued, place, detail: None });
    }
    facts.sort_by_key(|fact| fact.fact);
    facts
}

/// A row of [`PLACES`]: a value at `path` states `fact`.
struct Row {
    fact: FactKind,
    path: &'static str,
    /// Returns the detail to show for the value, if any.
    detail: fn(&Value) -> Option<String>,
}

impl Row {
    /// Returns the fact that `value` states; `None` for an empty value.
    fn read(&self, place: String, value: &Value) -> Option<AssessmentFact> {
        is_not_empty(value).then(|| AssessmentFact { fact: self.fact, place, detail: (self.detail)(value) })
    }
}

/// Returns a row for facts without a detail.
const fn at(fact: FactKind, path: &'static str) -> Row {
    Row { fact, path, detail: |_| None }
}

/// Returns a row for facts with a detail.
const fn with_detail(fact: FactKind, path: &'static str, detail: fn(&Value) -> Option<String>) -> Row {
    Row { fact, path, detail }
}

/// The members that state facts, for each version. In a path, `*` matches each of one or several values.
///
/// OB 1.0 to 2.1: sections "Assertion", "BadgeClass", "Profile"; OB 3.0: "AchievementCredential", "AchievementSubject",
/// "Achievement", "ResultDescription", "Profile"; CLR 2.0: "ClrSubject" and the credentials and achievements in it.
const PLACES: &[Row] = &[
    // -- Open Badges 3.0 ---------------------------------------------------------------------
    at(FactKind::AssessedWithResults, "/credentialSubject/*/result"),
    with_detail(
        FactKind::AssessmentDescribed,
        "/credentialSubject/*/achievement/*/resultDescription/*/assessmentType",
        scalar_text,
    ),
    at(
        FactKind::AssessmentDescribed,
        "/credentialSubject/*/achievement/*/resultDescription/*/evaluationMethod",
    ),
    at(FactKind::EvidenceAttached, "/evidence"),
    at(FactKind::CriteriaStated, "/credentialSubject/*/achievement/*/criteria"),
    at(FactKind::RubricStated, "/credentialSubject/*/achievement/*/resultDescription/*/rubricCriterionLevel"),
    with_detail(
        FactKind::CompetenciesAligned,
        "/credentialSubject/*/achievement/*/alignment",
        frameworks::framework_names,
    ),
    with_detail(
        FactKind::CompetenciesAligned,
        "/credentialSubject/*/achievement/*/resultDescription/*/alignment",
        frameworks::framework_names,
    ),
    with_detail(
        FactKind::CompetenciesAligned,
        "/credentialSubject/*/result/*/alignment",
        frameworks::framework_names,
    ),
    with_detail(
        FactKind::CreditOrHoursStated,
        "/credentialSubject/*/achievement/*/creditsAvailable",
        scalar_text,
    ),
    with_detail(FactKind::CreditOrHoursStated, "/credentialSubject/*/creditsEarned", scalar_text),
    with_detail(
        FactKind::AchievementTypeStated,
        "/credentialSubject/*/achievement/*/achievementType",
        scalar_text,
    ),
    at(FactKind::Endorsed, "/endorsement"),
    at(FactKind::Endorsed, "/endorsementJwt"),
    at(FactKind::Endorsed, "/issuer/endorsement"),
    at(FactKind::Endorsed, "/issuer/endorsementJwt"),
    at(FactKind::Endorsed, "/credentialSubject/*/achievement/*/endorsement"),
    at(FactKind::Endorsed, "/credentialSubject/*/achievement/*/endorsementJwt"),
    at(FactKind::Endorsed, "/credentialSubject/*/achievement/*/creator/endorsement"),
    at(FactKind::Endorsed, "/credentialSubject/*/achievement/*/creator/endorsementJwt"),
    with_detail(FactKind::IssuerAccredited, "/issuer/accreditations", names),
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
    with_detail(
        FactKind::CompetenciesAligned,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/achievement/*/alignment",
        frameworks::framework_names,
    ),
    with_detail(
        FactKind::CreditOrHoursStated,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/achievement/*/creditsAvailable",
        scalar_text,
    ),
    with_detail(
        FactKind::CreditOrHoursStated,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/creditsEarned",
        scalar_text,
    ),
    with_detail(
        FactKind::AchievementTypeStated,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/achievement/*/achievementType",
        scalar_text,
    ),
    at(FactKind::Endorsed, "/credentialSubject/verifiableCredential/*/endorsement"),
    at(FactKind::Endorsed, "/credentialSubject/verifiableCredential/*/endorsementJwt"),
    at(
        FactKind::Endorsed,
        "/credentialSubject/verifiableCredential/*/credentialSubject/*/achievement/*/endorsement",
    ),
    // -- Open Badges 0.5 to 2.1 --------------------------------------------------------------
    at(FactKind::CriteriaStated, "/badge/criteria"),
    with_detail(FactKind::CompetenciesAligned, "/badge/alignment", frameworks::framework_names),
    with_detail(FactKind::CompetenciesAligned, "/badge/alignments", frameworks::framework_names),
    at(FactKind::Endorsed, "/badge/endorsement"),
    at(FactKind::Endorsed, "/badge/issuer/endorsement"),
];

/// Objects that may have extensions (OB 2.0 "Extensions"; some OB 3.0 documents still use them).
const EXTENDED: &[&str] =
    &["", "/badge", "/badge/issuer", "/issuer", "/credentialSubject/*", "/credentialSubject/*/achievement/*"];

/// Returns the facts that the extensions of the object at `place` state.
///
/// The members of published extensions are named `extensions:` and a name, with a capital or small first letter.
fn extensions(object: &Value, place: &str) -> Vec<AssessmentFact> {
    let members = object.as_object().into_iter().flatten();
    let extensions = members.filter_map(|(key, value)| Some((key, key.strip_prefix("extensions:")?, value)));
    extensions
        .filter(|(_, _, value)| is_not_empty(value))
        .flat_map(|(key, name, value)| {
            extension(&name.to_ascii_lowercase(), value, &format!("{place}/{key}"))
        })
        .collect()
}

/// Returns the facts that the extension `name` (in lower case) states.
fn extension(name: &str, value: &Value, place: &str) -> Vec<AssessmentFact> {
    let fact = |fact: FactKind, place: String, detail: Option<String>| AssessmentFact { fact, place, detail };
    if name.starts_with("assessment") {
        // Assessment Extension 1.0: `assessments`, each with `assessmentType` (`type` in its schema), `rubrics`, whose
        // `rubricCriteria` have `criterionLevels`.
        let kinds = wire::values_at(value, "/assessments/*").into_iter().filter_map(|(_, assessment)| {
            wire::text(assessment, "assessmentType").or_else(|| wire::text(assessment, "type"))
        });
        let described = fact(FactKind::AssessmentDescribed, place.to_owned(), joined(kinds));
        let rubrics = wire::values_at(value, "/assessments/*/rubrics").into_iter();
        let rubrics = rubrics
            .filter(|(_, rubrics)| is_not_empty(rubrics))
            .map(|(within, _)| fact(FactKind::RubricStated, format!("{place}{within}"), None));
        return std::iter::once(described).chain(rubrics).collect();
    }
    if name.starts_with("issueraccreditation") {
        return vec![fact(FactKind::IssuerAccredited, place.to_owned(), names(value))];
    }
    // Extensions of individual issuers (`ECTSExtension`, `StudyLoadExtension`, `creditHours` …).
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

/// Returns whether `value` contains any content. An object with nothing but a type does not.
fn is_not_empty(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => items.iter().any(is_not_empty),
        Value::Object(members) => members.iter().any(|(key, value)| key != "type" && is_not_empty(value)),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// Returns the text of a string or a number.
fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the names of one or several profiles, separated by commas.
fn names(profiles: &Value) -> Option<String> {
    joined(wire::items(Some(profiles)).filter_map(|profile| wire::text(profile, "name")))
}

/// Joins texts with commas, each text once.
fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut unique: Vec<String> = Vec::new();
    for text in texts {
        if !text.trim().is_empty() && !unique.contains(&text) {
            unique.push(text);
        }
    }
    (!unique.is_empty()).then(|| unique.join(", "))
}

/// Returns the longest prefix of the pointer `place` that exists in `document`.
fn existing_prefix(document: &Value, place: &str) -> String {
    let mut place = place;
    while document.pointer(place).is_none() {
        place = place.rsplit_once('/').map_or("", |(owner, _)| owner);
    }
    place.to_owned()
}

/// Returns the pointer to the issuer's id if a recipient has the same id.
fn self_issued(document: &Value, badge: &Badge) -> Option<String> {
    let issuer = badge.issuer.id.as_deref()?;
    let mut identities = badge.recipients.iter().filter(|recipient| !recipient.hashed);
    identities.any(|recipient| recipient.identity == issuer).then_some(())?;
    let place = ["/issuer/id", "/issuer", "/badge/issuer/id", "/badge/issuer", "/badge"]
        .into_iter()
        .find(|pointer| document.pointer(pointer).is_some())?;
    Some(place.into())
}
