//! Strategies for credentials (Open Badges 3.0, AchievementCredential).

use openbadges::json::Value;
use proptest::prelude::*;
use serde_json::json;

use crate::{
    Frequency::{Always, Half, Rarely},
    ValueStrategy, array_of, custom_terms, just, object, one_of, one_or_array,
    profiles::{identifier_entry, identity, image, profile},
    type_name,
    values::{day, id, localized_text, number, scalar, text, time, url},
};

/// The contexts of both versions of the data model, each with the matching contexts of Open Badges.
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

/// Generates a credential.
pub(crate) fn document() -> impl Strategy<Value = Value> {
    (prop::sample::select(&CONTEXTS), any::<prop::sample::Selector>(), any::<bool>()).prop_flat_map(
        |((data_model, versions), selector, with_custom_terms)| {
            let version_2 = data_model.ends_with("/v2");
            let contexts = json!([data_model, selector.select(versions.iter().copied())]);
            let credential = credential(version_2, contexts.clone());
            if !with_custom_terms {
                return credential;
            }
            (credential, custom_terms::members(2), custom_terms::members(1))
                .prop_map(|(mut credential, credential_members, subject_members)| {
                    extend(&mut credential, credential_members);
                    match &mut credential["credentialSubject"] {
                        Value::Array(subjects) => {
                            if let Some(first) = subjects.first_mut() {
                                extend(first, subject_members);
                            }
                        }
                        subject => extend(subject, subject_members),
                    }
                    if let Some(contexts) = credential["@context"].as_array_mut() {
                        contexts.push(custom_terms::context());
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

fn credential(version_2: bool, contexts: Value) -> ValueStrategy {
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
            one_of(&["OpenBadgeCredential", "AchievementCredential"])
                .prop_map(|kind| json!(["VerifiableCredential", kind]))
                .boxed(),
        ),
        ("name", Half, localized_text()),
        ("image", Rarely, image()),
        ("issuer", Always, prop_oneof![profile(2), url()].boxed()),
        (from, Always, time()),
        (until, Half, time()),
        ("credentialSubject", Always, one_or_array(subject(version_2, contexts.clone()), 2)),
        ("evidence", Rarely, one_or_array(evidence(), 3)),
        ("credentialStatus", Rarely, one_or_array(status(version_2), 2)),
        ("endorsement", Rarely, array_of(endorsement(version_2, contexts), 2)),
    ])
}

fn subject(version_2: bool, contexts: Value) -> ValueStrategy {
    object(vec![
        ("id", Half, id()),
        ("type", Always, type_name("AchievementSubject")),
        ("identifier", Half, one_or_array(identity(), 2)),
        ("achievement", Always, achievement(version_2, contexts)),
        ("activityStartDate", Rarely, day()),
        ("creditsEarned", Rarely, number()),
        ("licenseNumber", Rarely, text()),
        ("narrative", Rarely, localized_text()),
        ("result", Half, array_of(result(), 3)),
        ("role", Rarely, text()),
        ("source", Rarely, profile(1)),
        ("term", Rarely, text()),
    ])
}

fn achievement(version_2: bool, contexts: Value) -> ValueStrategy {
    let related =
        object(vec![("id", Always, id()), ("type", Always, type_name("Related")), ("version", Half, text())]);
    object(vec![
        ("id", Half, id()),
        ("type", Always, type_name("Achievement")),
        ("name", Always, localized_text()),
        ("description", Half, localized_text()),
        ("criteria", Half, object(vec![("id", Half, url()), ("narrative", Half, localized_text())])),
        ("alignment", Half, one_or_array(alignment(), 3)),
        ("achievementType", Rarely, one_of(&["Badge", "Certificate", "ext:Diploma"])),
        ("creator", Rarely, profile(1)),
        ("creditsAvailable", Rarely, number()),
        ("fieldOfStudy", Rarely, text()),
        ("humanCode", Rarely, text()),
        ("image", Rarely, image()),
        ("otherIdentifier", Rarely, one_or_array(identifier_entry(), 2)),
        ("related", Rarely, one_or_array(related, 2)),
        ("resultDescription", Half, one_or_array(result_description(), 2)),
        ("tag", Rarely, array_of(text(), 4)),
        ("version", Rarely, scalar()),
        ("endorsement", Rarely, array_of(endorsement(version_2, contexts), 1)),
    ])
}

fn alignment() -> ValueStrategy {
    object(vec![
        ("type", Always, type_name("Alignment")),
        ("targetName", Always, localized_text()),
        ("targetUrl", Always, url()),
        ("targetCode", Half, text()),
        ("targetDescription", Rarely, localized_text()),
        ("targetFramework", Rarely, text()),
    ])
}

fn result() -> ValueStrategy {
    object(vec![
        ("type", Always, type_name("Result")),
        ("value", Half, scalar()),
        ("achievedLevel", Rarely, id()),
        ("resultDescription", Rarely, id()),
        ("status", Rarely, one_of(&["Completed", "Withdrawn"])),
        ("alignment", Rarely, one_or_array(alignment(), 1)),
    ])
}

fn result_description() -> ValueStrategy {
    let level = object(vec![
        ("id", Always, id()),
        ("type", Always, type_name("RubricCriterionLevel")),
        ("name", Always, localized_text()),
        ("level", Half, scalar()),
        ("points", Half, scalar()),
    ]);
    object(vec![
        ("id", Half, id()),
        ("type", Always, type_name("ResultDescription")),
        ("name", Always, localized_text()),
        ("resultType", Half, one_of(&["LetterGrade", "RubricCriterionLevel"])),
        ("allowedValue", Half, one_or_array(scalar(), 4)),
        ("requiredValue", Rarely, scalar()),
        ("rubricCriterionLevel", Half, one_or_array(level, 3)),
        ("valueMax", Rarely, number()),
        ("valueMin", Rarely, number()),
    ])
}

fn evidence() -> ValueStrategy {
    object(vec![
        ("id", Half, id()),
        ("type", Always, type_name("Evidence")),
        ("name", Half, localized_text()),
        ("narrative", Half, localized_text()),
        ("description", Rarely, localized_text()),
        ("genre", Rarely, text()),
        ("audience", Rarely, text()),
    ])
}

fn status(version_2: bool) -> ValueStrategy {
    let list = object(vec![
        ("id", Half, url()),
        ("type", Always, just("BitstringStatusListEntry")),
        ("statusPurpose", Always, one_of(&["revocation", "suspension"])),
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

fn endorsement(version_2: bool, contexts: Value) -> ValueStrategy {
    let from = if version_2 { "validFrom" } else { "issuanceDate" };
    let subject = object(vec![
        ("id", Always, id()),
        ("type", Always, type_name("EndorsementSubject")),
        ("endorsementComment", Half, localized_text()),
    ]);
    object(vec![
        ("@context", Half, just(contexts)),
        ("id", Always, id()),
        ("type", Always, just(vec!["VerifiableCredential", "EndorsementCredential"])),
        ("name", Half, localized_text()),
        ("issuer", Always, profile(0)),
        (from, Always, time()),
        ("credentialSubject", Always, subject),
    ])
}
