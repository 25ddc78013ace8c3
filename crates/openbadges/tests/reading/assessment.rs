//! Assessment facts of a badge, each with the place where it was read.

use crate::support::conformance;
use std::fs;

use openbadges::{
    assessment::{FactKind, FactKind::*, facts, facts_with_references},
    formats, read,
};
use serde_json::{Value, json};

fn facts_of(document: &Value) -> Vec<(FactKind, String)> {
    let badge = formats::badge(document).unwrap();
    facts(document, &badge).into_iter().map(|fact| (fact.fact, fact.place)).collect()
}

/// Returns `document` with `value` at `path`. Missing members are created.
fn with(mut document: Value, path: &str, value: Value) -> Value {
    let mut at = &mut document;
    for member in path.split('/').skip(1) {
        at = match at {
            Value::Array(items) => {
                let index: usize = member.parse().unwrap();
                items.resize(items.len().max(index + 1), json!({}));
                &mut items[index]
            }
            other => &mut other[member],
        };
    }
    *at = value;
    document
}

fn credential() -> Value {
    json!({
        "@context": [formats::ob3::CREDENTIALS_V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:key:zA", "type": ["Profile"]},
        "credentialSubject": {"id": "did:key:zB", "type": ["AchievementSubject"], "achievement": {"name": "Robots"}},
    })
}

fn assertion() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": false, "identity": "a@example.org"},
        "verification": {"type": "HostedBadge"},
        "badge": {"name": "Robots", "issuer": {"id": "https://example.org/issuer"}},
    })
}

fn alignment(framework: &str) -> Value {
    json!([{"type": ["Alignment"], "targetName": "X", "targetUrl": "https://x.example", "targetFramework": framework}])
}

/// Every fact, in every place that a version has for it.
#[test]
fn reads_each_fact_in_every_place() {
    let achievement = "/credentialSubject/achievement";
    let description = json!({"id": "urn:1", "type": ["ResultDescription"], "name": "Grade"});
    let rubric = json!([{"identifier": "1", "title": "Quality", "rubricCriteria": [{"criterionLevels": [{"quality": "Great"}]}]}]);
    let assessments = json!({
        "type": ["Extension", "extensions:AssessmentExtension"],
        "description": "Two parts",
        "assessments": [{"assessmentType": "Exam", "evaluationMethod": "Points"}, {"assessmentType": "Artifact", "rubrics": rubric}],
    });
    let accreditor = json!([{"type": ["Extension", "extensions:IssuerAccreditation"], "name": "Higher Learning Commission"}]);
    let profile = json!([{"type": ["Profile", "AccreditationProfile"], "name": "Northwest Commission"}]);
    let (ob3, ob2) = (credential, assertion);
    // Version, place and value in the document, then the fact, its value, and its place if that differs.
    type Case = (fn() -> Value, String, Value, FactKind, Option<&'static str>, Option<&'static str>);
    let cases: Vec<Case> = vec![
        (
            ob3,
            "/credentialSubject/result".into(),
            json!([{"type": ["Result"], "value": "A"}]),
            AssessedWithResults,
            None,
            None,
        ),
        (
            ob3,
            "/credentialSubject/result".into(),
            json!({"type": ["Result"], "achievedLevel": "urn:2"}),
            AssessedWithResults,
            None,
            None,
        ),
        (
            ob3,
            format!("{achievement}/resultDescription"),
            with(description.clone(), "/assessmentType", json!("Exam")),
            AssessmentDescribed,
            Some("Exam"),
            Some("/credentialSubject/achievement/resultDescription/assessmentType"),
        ),
        (
            ob3,
            "/evidence".into(),
            json!([{"type": ["Evidence"], "narrative": "A robot"}]),
            EvidenceAttached,
            None,
            None,
        ),
        (
            ob3,
            format!("{achievement}/criteria"),
            json!({"narrative": "Build one"}),
            CriteriaStated,
            None,
            None,
        ),
        (
            ob3,
            format!("{achievement}/criteria"),
            json!({"id": "https://example.org/criteria"}),
            CriteriaStated,
            None,
            None,
        ),
        (
            ob3,
            format!("{achievement}/resultDescription"),
            json!([description, {"rubricCriterionLevel": [{"name": "Mastery"}]}]),
            RubricStated,
            None,
            Some("/credentialSubject/achievement/resultDescription/1/rubricCriterionLevel"),
        ),
        (
            ob3,
            format!("{achievement}/alignment"),
            alignment("ESCO-like"),
            CompetenciesAligned,
            Some("ESCO-like"),
            None,
        ),
        (
            ob3,
            format!("{achievement}/alignment"),
            json!([{"targetType": "CFItem"}, {"targetUrl": "http://data.europa.eu/esco/skill/1"}]),
            CompetenciesAligned,
            Some("CASE, ESCO"),
            None,
        ),
        (
            ob3,
            "/credentialSubject/result".into(),
            json!([{"alignment": alignment("CTDL-like")}]),
            CompetenciesAligned,
            Some("CTDL-like"),
            Some("/credentialSubject/result/0/alignment"),
        ),
        (ob3, format!("{achievement}/creditsAvailable"), json!(3.5), CreditOrHoursStated, Some("3.5"), None),
        (ob3, "/credentialSubject/creditsEarned".into(), json!(2), CreditOrHoursStated, Some("2"), None),
        (
            ob3,
            format!("{achievement}/achievementType"),
            json!("Certificate"),
            AchievementTypeStated,
            Some("Certificate"),
            None,
        ),
        (ob3, "/endorsement".into(), json!([{"issuer": "did:key:zC"}]), Endorsed, None, None),
        (ob3, "/endorsementJwt".into(), json!(["ey.ey.x"]), Endorsed, None, None),
        (ob3, "/issuer/endorsement".into(), json!([{"issuer": "did:key:zC"}]), Endorsed, None, None),
        (ob3, "/issuer/endorsementJwt".into(), json!(["ey.ey.x"]), Endorsed, None, None),
        (ob3, format!("{achievement}/endorsement"), json!([{"issuer": "did:key:zC"}]), Endorsed, None, None),
        (ob3, format!("{achievement}/endorsementJwt"), json!(["ey.ey.x"]), Endorsed, None, None),
        (ob3, "/issuer/accreditations".into(), profile, IssuerAccredited, Some("Northwest Commission"), None),
        (
            ob3,
            format!("{achievement}/extensions:assessmentExtension"),
            assessments.clone(),
            AssessmentDescribed,
            Some("Exam, Artifact"),
            None,
        ),
        (ob2, "/badge/criteria".into(), json!("https://example.org/criteria"), CriteriaStated, None, None),
        (ob2, "/badge/criteria".into(), json!({"narrative": "Build one"}), CriteriaStated, None, None),
        (ob2, "/evidence".into(), json!("https://example.org/robot"), EvidenceAttached, None, None),
        (ob2, "/badge/alignment".into(), alignment("Ours"), CompetenciesAligned, Some("Ours"), None),
        (
            ob2,
            "/badge/alignment".into(),
            json!([{"name": "X", "url": "https://www.onetonline.org/link/1"}]),
            CompetenciesAligned,
            Some("O*NET"),
            None,
        ),
        (ob2, "/badge/endorsement".into(), json!(["https://example.org/e"]), Endorsed, None, None),
        (ob2, "/badge/issuer/endorsement".into(), json!("https://example.org/e"), Endorsed, None, None),
        (
            ob2,
            "/badge/issuer/extensions:IssuerAccreditation".into(),
            accreditor,
            IssuerAccredited,
            Some("Higher Learning Commission"),
            None,
        ),
        (
            ob2,
            "/badge/extensions:assessmentExtension".into(),
            assessments.clone(),
            AssessmentDescribed,
            Some("Exam, Artifact"),
            None,
        ),
        (
            ob2,
            "/badge/extensions:assessmentExtension".into(),
            assessments,
            RubricStated,
            None,
            Some("/badge/extensions:assessmentExtension/assessments/1/rubrics"),
        ),
        (
            ob2,
            "/badge/extensions:ECTSExtension".into(),
            json!({"ECTS": 2.5}),
            CreditOrHoursStated,
            None,
            None,
        ),
        (ob2, "/extensions:creditHours".into(), json!({"hours": 12}), CreditOrHoursStated, None, None),
    ];
    for (version, place, value, fact, detail, read_at) in cases {
        let document = with(version(), &place, value);
        let found = facts(&document, &formats::badge(&document).unwrap());
        let read_at = read_at.unwrap_or(&place);
        let actual = found.iter().find(|found| found.fact == fact && found.place == read_at);
        assert_eq!(
            actual.map(|actual| actual.detail.as_deref()),
            Some(detail),
            "{fact:?} at {read_at}: {found:?}"
        );
        assert!(found.iter().all(|fact| document.pointer(&fact.place).is_some()), "{found:?}");
    }
}

#[test]
fn complete_credential_has_every_fact() {
    let Some(folder) = conformance::folder("1edtech-public-validator") else { return };
    let found = read(&fs::read(folder.join("ob30/complete.json")).unwrap()).unwrap();
    let document = found.document().unwrap();
    let achievement = "/credentialSubject/achievement";
    let expected = [
        (AssessedWithResults, "/credentialSubject/result".to_owned()),
        (EvidenceAttached, "/evidence".into()),
        (CriteriaStated, format!("{achievement}/criteria")),
        (RubricStated, format!("{achievement}/resultDescription/1/rubricCriterionLevel")),
        (CompetenciesAligned, format!("{achievement}/alignment")),
        (CompetenciesAligned, format!("{achievement}/resultDescription/0/alignment")),
        (CompetenciesAligned, format!("{achievement}/resultDescription/1/alignment")),
        (CompetenciesAligned, "/credentialSubject/result/0/alignment".into()),
        (CompetenciesAligned, "/credentialSubject/result/1/alignment".into()),
        (CreditOrHoursStated, format!("{achievement}/creditsAvailable")),
        (CreditOrHoursStated, "/credentialSubject/creditsEarned".into()),
        (AchievementTypeStated, format!("{achievement}/achievementType")),
        (Endorsed, format!("{achievement}/endorsement")),
        (Endorsed, "/endorsement".into()),
        (Endorsed, "/issuer/endorsement".into()),
    ];
    let actual = facts_of(document);
    for (fact, place) in &actual {
        assert!(document.pointer(place).is_some(), "{fact:?} at {place}");
    }
    for stated in expected {
        assert!(actual.contains(&stated), "{stated:?} is not among {actual:?}");
    }
}

/// A Comprehensive Learner Record has the facts of the credentials in it, each with its place.
#[test]
fn record_has_the_facts_of_its_credentials() {
    let Some(folder) = conformance::folder("1edtech-public-validator") else { return };
    let record: Value =
        serde_json::from_slice(&fs::read(folder.join("clr20/complex.json")).unwrap()).unwrap();
    let actual = facts(&record, &openbadges::Badge::default());
    let inside = "/credentialSubject/verifiableCredential/0/credentialSubject/achievement";
    for (fact, place) in [
        (CriteriaStated, format!("{inside}/criteria")),
        (AchievementTypeStated, format!("{inside}/achievementType")),
        (Endorsed, format!("{inside}/endorsement")),
    ] {
        assert!(
            actual.iter().any(|actual| actual.fact == fact && actual.place == place),
            "{fact:?} at {place}: {actual:?}"
        );
    }
    assert!(actual.iter().all(|actual| record.pointer(&actual.place).is_some()));
}

#[test]
fn missing_facts_are_reported_as_missing() {
    let silent = [(NothingStated, String::new())];
    for achievement in [
        json!({"name": "Thanks for coming"}),
        json!({"name": "Thanks", "criteria": {"type": "Criteria", "narrative": " "}}),
        json!({"name": "Thanks", "criteria": null, "alignment": [], "creditsAvailable": null}),
    ] {
        assert_eq!(
            facts_of(&with(credential(), "/credentialSubject/achievement", achievement.clone())),
            silent,
            "{achievement}"
        );
    }
    let own = with(credential(), "/issuer/id", json!("did:key:zB"));
    assert_eq!(facts_of(&own), [(SelfIssued, "/issuer/id".into()), (NothingStated, String::new())]);
    let place = "/credentialSubject/achievement/achievementType";
    let called = with(credential(), place, json!("Certificate"));
    assert_eq!(
        facts_of(&called),
        [(AchievementTypeStated, place.to_owned()), (NothingStated, String::new())]
    );
}

/// The facts of a fetched badge class or issuer have the place where the badge refers to the page.
#[test]
fn places_fetched_facts_at_their_reference() {
    let whole = json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "evidence": "https://example.org/work",
        "badge": {
            "name": "Robots",
            "criteria": "https://example.org/criteria",
            "alignment": alignment("Ours"),
            "issuer": {"extensions:IssuerAccreditation": {"name": "Commission"}},
        },
    });
    let document = with(whole.clone(), "/badge", json!("https://example.org/robots"));
    let badge = openbadges::Badge::default();
    let placed = |whole: &Value| -> Vec<_> {
        let facts = facts_with_references(&document, whole, &badge);
        facts.into_iter().map(|fact| (fact.fact, fact.place)).collect()
    };
    assert_eq!(
        placed(&whole),
        [
            (EvidenceAttached, "/evidence".to_owned()),
            (CriteriaStated, "/badge".into()),
            (CompetenciesAligned, "/badge".into()),
            (IssuerAccredited, "/badge".into()),
        ]
    );
    assert_eq!(placed(&document), [(EvidenceAttached, "/evidence".to_owned())]);
}
