//! Parts that a badge may leave out, and what each of them must have where it is there: each member is missing by itself.

#![allow(clippy::unwrap_used, reason = "a test stops where its own data is wrong")]

mod credential;

use credential::{credential, with};
use openbadges::{
    Code,
    formats::{ob2, ob3},
};
use serde_json::{Value, json};

/// Open Badges 3.0: ResultDescription, RubricCriterionLevel, IdentifierEntry, Related.
fn of_ob3() -> Value {
    let description = json!([{
        "id": "urn:uuid:a70ddc6a-4c4a-4bd8-8277-cb97c79f40c5",
        "type": ["ResultDescription"],
        "name": "Project",
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [{
            "id": "urn:uuid:d05a0867-d0ad-4b03-bdb5-28fb5d2aab7a",
            "type": ["RubricCriterionLevel"],
            "name": "Mastery",
        }],
    }]);
    let identifier =
        json!([{"type": "IdentifierEntry", "identifier": "12345", "identifierType": "sourcedId"}]);
    let related = json!([{"id": "https://bikes.example/achievements/2", "type": ["Related"]}]);
    let achievement = "/credentialSubject/achievement";
    let badge = with(credential(), &format!("{achievement}/resultDescription"), description);
    with(with(badge, &format!("{achievement}/related"), related), "/issuer/otherIdentifier", identifier)
}

#[test]
fn what_a_part_of_ob3_must_have_is_missed() {
    let sound = of_ob3();
    assert_eq!(ob3::faults(&sound), []);
    let description = "/credentialSubject/achievement/resultDescription/0";
    let level = format!("{description}/rubricCriterionLevel/0");
    let related = "/credentialSubject/achievement/related/0".to_owned();
    let identifier = "/issuer/otherIdentifier/0".to_owned();
    let rows = [
        (description.to_owned(), ["id", "type", "name", "resultType"].as_slice()),
        (level, &["id", "type", "name"]),
        (related, &["id", "type"]),
        (identifier, &["type", "identifier", "identifierType"]),
    ];
    for (owner, members) in rows {
        for member in members {
            let mut badge = sound.clone();
            badge.pointer_mut(&owner).unwrap().as_object_mut().unwrap().remove(*member).unwrap();
            let faults: Vec<_> =
                ob3::faults(&badge).into_iter().map(|fault| (fault.code, fault.pointer)).collect();
            assert_eq!(faults, [(Code::FieldMissing, format!("{owner}/{member}"))]);
        }
    }
}

/// Open Badges 2.0, Criteria: an address, or an object with an id, a narrative, or both.
#[test]
fn criteria_of_ob2_say_something() {
    for (criteria, sound) in [
        (json!("https://bikes.example/criteria"), true),
        (json!({"id": "https://bikes.example/criteria"}), true),
        (json!({"narrative": "Repaired five bicycles."}), true),
        (json!({"type": "Criteria"}), false),
        (json!({}), false),
    ] {
        let class = json!({
            "id": "https://bikes.example/class",
            "type": "BadgeClass",
            "name": "Bicycle repair",
            "description": "Repairs a bicycle.",
            "image": "https://bikes.example/class.png",
            "criteria": criteria,
            "issuer": "https://bikes.example/issuer",
        });
        let faults = ob2::badge_class_faults(&class);
        let pointers: Vec<_> = faults.iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
        let expected = if sound { vec![] } else { vec![(Code::FieldMissing, "/criteria")] };
        assert_eq!(pointers, expected, "{criteria}");
    }
}
