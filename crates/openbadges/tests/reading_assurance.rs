//! Which facts a badge shows, and where each was read.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod conformance;

use std::fs;

use openbadges::{
    assurance::{FactKind::*, facts},
    formats, read,
};
use serde_json::{Value, json};

fn told(document: &Value) -> Vec<(openbadges::assurance::FactKind, String)> {
    let badge = formats::badge(document).unwrap();
    facts(document, &badge).into_iter().map(|fact| (fact.fact, fact.place)).collect()
}

#[test]
fn a_complete_credential_states_everything() {
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
        (CreditOrHoursStated, format!("{achievement}/creditsAvailable")),
        (CreditOrHoursStated, "/credentialSubject/creditsEarned".into()),
        (Endorsed, format!("{achievement}/endorsement")),
        (Endorsed, "/endorsement".into()),
        (Endorsed, "/issuer/endorsement".into()),
    ];
    let told = told(document);
    assert_eq!(told, expected);
    for (fact, place) in told {
        assert!(document.pointer(&place).is_some(), "{fact:?} at {place}");
    }
}

fn credential(achievement: Value) -> Value {
    json!({
        "@context": [formats::ob3::CREDENTIALS_V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": "did:key:zA",
        "credentialSubject": {"id": "did:key:zB", "type": "AchievementSubject", "achievement": achievement},
    })
}

#[test]
fn silence_is_said_as_silence() {
    let silent = [(IssuerDoesNotSay, String::new())];
    for achievement in [
        json!({"name": "Thanks for coming"}),
        json!({"name": "Thanks", "criteria": {"type": "Criteria", "narrative": " "}}),
        json!({"name": "Thanks", "criteria": null, "alignment": [], "creditsAvailable": null}),
    ] {
        assert_eq!(told(&credential(achievement.clone())), silent, "{achievement}");
    }
    let mut own = credential(json!({"name": "I am great"}));
    own["issuer"] = json!({"id": "did:key:zB", "type": "Profile"});
    assert_eq!(told(&own), [(IssuerDoesNotSay, String::new()), (SelfIssued, "/issuer/id".into())]);
}

#[test]
fn an_assertion_states_facts_itself_and_by_reference() {
    let mut assertion = json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "evidence": "https://example.org/work",
        "extensions:creditHours": {"hours": 12},
        "badge": {"name": "Robots", "criteria": "https://example.org/criteria", "alignment": [{"targetName": "X"}]},
    });
    assert_eq!(
        told(&assertion),
        [
            (EvidenceAttached, "/evidence".into()),
            (CriteriaStated, "/badge/criteria".to_owned()),
            (CompetenciesAligned, "/badge/alignment".into()),
            (CreditOrHoursStated, "/extensions:creditHours".into()),
        ]
    );
    // The badge class was fetched: what it states is placed where the badge refers to it.
    let mut badge = formats::badge(&assertion).unwrap();
    assertion["badge"] = json!("https://example.org/robots");
    badge.achievement.alignments.clear();
    let places: Vec<_> = facts(&assertion, &badge).into_iter().map(|fact| (fact.fact, fact.place)).collect();
    assert_eq!(places[1], (CriteriaStated, "/badge".into()));
    assert_eq!(places.len(), 3);
}
