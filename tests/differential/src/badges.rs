//! Credentials and what they award (Open Badges 3.0, AchievementCredential and what it holds).

use openbadges::json::Value;
use proptest::prelude::*;
use serde_json::json;

use crate::{
    Often::{Always, Half, Rarely},
    Part, any_of, just, kind, object, one_or_several, own,
    people::{identifier_entry, identity, image, profile},
    several,
    texts::{day, id, number, scalar, text, time, url, words},
};

/// The contexts of the two versions of the data model, each with those of Open Badges that go with it.
const CONTEXTS: [(&str, &[&str]); 2] = [
    (
        "https://www.w3.org/ns/credentials/v2",
        &[
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        ],
    ),
    (
        "https://www.w3.org/2018/credentials/v1",
        &[
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        ],
    ),
];

/// Any credential.
pub(crate) fn document() -> impl Strategy<Value = Value> {
    (prop::sample::select(&CONTEXTS), any::<prop::sample::Selector>(), any::<bool>()).prop_flat_map(
        |((data_model, versions), selector, with_own)| {
            let version_2 = data_model.ends_with("/v2");
            let contexts = json!([data_model, selector.select(versions.iter().copied())]);
            let credential = credential(version_2, contexts.clone());
            if !with_own {
                return credential;
            }
            (credential, own::members(2), own::members(1))
                .prop_map(|(mut credential, of_credential, of_subject)| {
                    extend(&mut credential, of_credential);
                    match &mut credential["credentialSubject"] {
                        Value::Array(subjects) => {
                            if let Some(first) = subjects.first_mut() {
                                extend(first, of_subject);
                            }
                        }
                        subject => extend(subject, of_subject),
                    }
                    if let Some(contexts) = credential["@context"].as_array_mut() {
                        contexts.push(own::context());
                    }
                    credential
                })
                .boxed()
        },
    )
}

fn extend(object: &mut Value, with: Value) {
    if let (Value::Object(members), Value::Object(with)) = (object, with) {
        members.extend(with);
    }
}

fn credential(version_2: bool, contexts: Value) -> Part {
    let [from, until] = match version_2 {
        true => ["validFrom", "validUntil"],
        false => ["issuanceDate", "expirationDate"],
    };
    object(vec![
        ("@context", Always, just(contexts.clone())),
        ("id", Always, any::<u32>().prop_map(|number| Value::from(format!("urn:badge:{number}"))).boxed()),
        (
            "type",
            Always,
            any_of(&["OpenBadgeCredential", "AchievementCredential"])
                .prop_map(|kind| json!(["VerifiableCredential", kind]))
                .boxed(),
        ),
        ("name", Half, words()),
        ("image", Rarely, image()),
        ("issuer", Always, prop_oneof![profile(2), url()].boxed()),
        (from, Always, time()),
        (until, Half, time()),
        ("credentialSubject", Always, one_or_several(subject(version_2, contexts.clone()), 2)),
        ("evidence", Rarely, one_or_several(evidence(), 3)),
        ("credentialStatus", Rarely, one_or_several(status(version_2), 2)),
        ("endorsement", Rarely, several(endorsement(version_2, contexts), 2)),
    ])
}

fn subject(version_2: bool, contexts: Value) -> Part {
    object(vec![
        ("id", Half, id()),
        ("type", Always, kind("AchievementSubject")),
        ("identifier", Half, one_or_several(identity(), 2)),
        ("achievement", Always, achievement(version_2, contexts)),
        ("activityStartDate", Rarely, day()),
        ("creditsEarned", Rarely, number()),
        ("licenseNumber", Rarely, text()),
        ("narrative", Rarely, words()),
        ("result", Half, several(result(), 3)),
        ("role", Rarely, text()),
        ("source", Rarely, profile(1)),
        ("term", Rarely, text()),
    ])
}

fn achievement(version_2: bool, contexts: Value) -> Part {
    let related =
        object(vec![("id", Always, id()), ("type", Always, kind("Related")), ("version", Half, text())]);
    object(vec![
        ("id", Half, id()),
        ("type", Always, kind("Achievement")),
        ("name", Always, words()),
        ("description", Half, words()),
        ("criteria", Half, object(vec![("id", Half, url()), ("narrative", Half, words())])),
        ("alignment", Half, one_or_several(alignment(), 3)),
        ("achievementType", Rarely, any_of(&["Badge", "Certificate", "ext:Diploma"])),
        ("creator", Rarely, profile(1)),
        ("creditsAvailable", Rarely, number()),
        ("fieldOfStudy", Rarely, text()),
        ("humanCode", Rarely, text()),
        ("image", Rarely, image()),
        ("otherIdentifier", Rarely, one_or_several(identifier_entry(), 2)),
        ("related", Rarely, one_or_several(related, 2)),
        ("resultDescription", Half, one_or_several(result_description(), 2)),
        ("tag", Rarely, several(text(), 4)),
        ("version", Rarely, scalar()),
        ("endorsement", Rarely, several(endorsement(version_2, contexts), 1)),
    ])
}

fn alignment() -> Part {
    object(vec![
        ("type", Always, kind("Alignment")),
        ("targetName", Always, words()),
        ("targetUrl", Always, url()),
        ("targetCode", Half, text()),
        ("targetDescription", Rarely, words()),
        ("targetFramework", Rarely, text()),
    ])
}

fn result() -> Part {
    object(vec![
        ("type", Always, kind("Result")),
        ("value", Half, scalar()),
        ("achievedLevel", Rarely, id()),
        ("resultDescription", Rarely, id()),
        ("status", Rarely, any_of(&["Completed", "Withdrawn"])),
        ("alignment", Rarely, one_or_several(alignment(), 1)),
    ])
}

fn result_description() -> Part {
    let level = object(vec![
        ("id", Always, id()),
        ("type", Always, kind("RubricCriterionLevel")),
        ("name", Always, words()),
        ("level", Half, scalar()),
        ("points", Half, scalar()),
    ]);
    object(vec![
        ("id", Half, id()),
        ("type", Always, kind("ResultDescription")),
        ("name", Always, words()),
        ("resultType", Half, any_of(&["LetterGrade", "RubricCriterionLevel"])),
        ("allowedValue", Half, one_or_several(scalar(), 4)),
        ("requiredValue", Rarely, scalar()),
        ("rubricCriterionLevel", Half, one_or_several(level, 3)),
        ("valueMax", Rarely, number()),
        ("valueMin", Rarely, number()),
    ])
}

fn evidence() -> Part {
    object(vec![
        ("id", Half, id()),
        ("type", Always, kind("Evidence")),
        ("name", Half, words()),
        ("narrative", Half, words()),
        ("description", Rarely, words()),
        ("genre", Rarely, text()),
        ("audience", Rarely, text()),
    ])
}

fn status(version_2: bool) -> Part {
    let list = object(vec![
        ("id", Half, url()),
        ("type", Always, just("BitstringStatusListEntry")),
        ("statusPurpose", Always, any_of(&["revocation", "suspension"])),
        ("statusListIndex", Always, (0..131_072u32).prop_map(|index| Value::from(index.to_string())).boxed()),
        ("statusListCredential", Always, url()),
    ]);
    match version_2 {
        true => list,
        false => just(
            json!({"id": "https://school.example/status/1", "type": "https://school.example/terms#Status"}),
        ),
    }
}

fn endorsement(version_2: bool, contexts: Value) -> Part {
    let from = if version_2 { "validFrom" } else { "issuanceDate" };
    let subject = object(vec![
        ("id", Always, id()),
        ("type", Always, kind("EndorsementSubject")),
        ("endorsementComment", Half, words()),
    ]);
    object(vec![
        ("@context", Half, just(contexts)),
        ("id", Always, id()),
        ("type", Always, just(vec!["VerifiableCredential", "EndorsementCredential"])),
        ("name", Half, words()),
        ("issuer", Always, profile(0)),
        (from, Always, time()),
        ("credentialSubject", Always, subject),
    ])
}
