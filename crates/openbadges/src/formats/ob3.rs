//! Open Badges 3.0: `OpenBadgeCredential` in its VC 1.1 and VC 2.0 forms.
//!
//! Accepts a single value in place of a list of one wherever the table "Compacted document form" in the section
//! "Serialization" allows it.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    ob2::{alignment, evidence},
    time, vc,
    wire::{self, Fault, Requirement, Shape, items, optional, reference, required, text},
};
use crate::{
    badge::{Achievement, AssessmentResult, Badge, BadgeVersion, Profile, Recipient},
    code::Code,
};

pub use super::vc::{CREDENTIALS_V1, CREDENTIALS_V2};

/// The common prefix of the addresses of all versions of the OB 3.0 context.
pub const CONTEXT_PREFIX: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context";

/// The types of the credential. The second is the name of the class.
const TYPES: &[&str] = &["OpenBadgeCredential", "AchievementCredential"];

/// Returns whether `document` is an OB 3.0 credential, by its type, or by its context and subject.
pub fn is_credential(document: &Value) -> bool {
    let types = wire::types(document);
    let subject = || items(document.get("credentialSubject")).next();
    let has_achievement = || {
        subject().is_some_and(|subject| {
            subject.get("achievement").is_some() || wire::types(subject).contains(&"AchievementSubject")
        })
    };
    let has_context = || wire::contexts(document).iter().any(|context| context.starts_with(CONTEXT_PREFIX));
    !types.contains(&"ClrCredential")
        && (types.iter().any(|name| TYPES.contains(name)) || has_context() && has_achievement())
}

/// Returns the credential in the payload of a VC-JWT: the `vc` claim (VC data model 1.1) or the payload itself (2.0).
pub fn credential_in(payload: &Value) -> &Value {
    payload.get("vc").filter(|credential| credential.is_object()).unwrap_or(payload)
}

/// Returns the view of a credential.
pub fn badge(credential: &Value) -> Badge {
    let nothing = Value::Null;
    let subject = items(credential.get("credentialSubject")).next().unwrap_or(&nothing);
    let achievement_object = items(subject.get("achievement")).next().unwrap_or(&nothing);
    let time = |keys: &[&str]| {
        keys.iter().find_map(|key| text(credential, key)).and_then(|time| time::date_time(&time).ok())
    };
    let achievement = achievement(achievement_object);
    Badge {
        version: Some(BadgeVersion::V3_0),
        id: text(credential, "id"),
        name: achievement.name.clone().or_else(|| text(credential, "name")),
        issuer: items(credential.get("issuer")).next().map(profile).unwrap_or_default(),
        achievement,
        achievements: Vec::new(),
        recipients: recipients(subject),
        issued_on: time(&["awardedDate"]),
        valid_from: time(&["validFrom", "issuanceDate"]),
        valid_until: time(&["validUntil", "expirationDate"]),
        signed_at: items(credential.get("proof"))
            .filter_map(|proof| time::date_time(&text(proof, "created")?).ok())
            .max(),
        evidence: items(credential.get("evidence")).filter_map(evidence).collect(),
        results: results(subject, achievement_object),
        narrative: text(subject, "narrative"),
        image: reference(credential, "image").or_else(|| reference(subject, "image")),
    }
}

/// Returns the view of an achievement.
pub fn achievement(achievement: &Value) -> Achievement {
    let criteria = items(achievement.get("criteria")).next();
    Achievement {
        id: text(achievement, "id"),
        name: text(achievement, "name"),
        description: text(achievement, "description"),
        criteria_narrative: criteria.and_then(|criteria| text(criteria, "narrative")),
        criteria_url: criteria.and_then(wire::id),
        image: reference(achievement, "image"),
        achievement_type: text(achievement, "achievementType"),
        creator: items(achievement.get("creator")).next().map(profile),
        alignments: items(achievement.get("alignment")).map(alignment).collect(),
        // OB 3.0 uses `tag`; some issuers still use `tags` from OB 2.0.
        tags: [wire::texts(achievement, "tag"), wire::texts(achievement, "tags")]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        credits_available: wire::number(achievement, "creditsAvailable"),
    }
}

/// Returns the view of a profile, or of its id alone.
pub fn profile(profile: &Value) -> Profile {
    super::ob2::profile(profile)
}

/// Returns the recipients: `credentialSubject.id` and every IdentityObject.
fn recipients(subject: &Value) -> Vec<Recipient> {
    let id = text(subject, "id").map(|identity| Recipient {
        kind: "id".into(),
        identity,
        hashed: false,
        salt: None,
    });
    let identifiers = items(subject.get("identifier")).filter_map(|identity| {
        let kind = text(identity, "identityType").unwrap_or_default();
        Some(Recipient {
            // `emailAddress` is from IdentifierTypeEnum; some issuers use `email` from OB 2.0.
            kind: if kind == "emailAddress" { "email".into() } else { kind },
            identity: text(identity, "identityHash")?,
            hashed: identity.get("hashed").and_then(Value::as_bool).unwrap_or(false),
            salt: text(identity, "salt").filter(|salt| !salt.is_empty()),
        })
    });
    id.into_iter().chain(identifiers).collect()
}

/// Returns the results. Names are those of the ResultDescriptions; rubric values are the names of the achieved levels.
fn results(subject: &Value, achievement: &Value) -> Vec<AssessmentResult> {
    let id_and_name = |value| Some((text(value, "id")?, text(value, "name")?));
    let descriptions = || items(achievement.get("resultDescription"));
    let levels = descriptions().flat_map(|description| items(description.get("rubricCriterionLevel")));
    let levels: HashMap<String, String> = levels.filter_map(id_and_name).collect();
    let descriptions: HashMap<String, String> = descriptions().filter_map(id_and_name).collect();
    items(subject.get("result"))
        .map(|result| {
            let level = text(result, "achievedLevel");
            AssessmentResult {
                name: text(result, "resultDescription").and_then(|id| descriptions.get(&id).cloned()),
                value: text(result, "value")
                    .or_else(|| wire::number(result, "value").map(|number| number.to_string()))
                    .or_else(|| level.map(|id| levels.get(&id).cloned().unwrap_or(id)))
                    .or_else(|| text(result, "status")),
            }
        })
        .collect()
}

/// Returns the faults of a credential according to OB 3.0.
pub fn faults(credential: &Value) -> Vec<Fault> {
    let mut faults: Vec<Fault> = context_fault(credential).into_iter().collect();
    faults.extend(wire::check(credential, COMMON));
    faults.extend(wire::check(credential, CREDENTIAL));
    faults.extend(wire::check_at(credential, &["/credentialSubject"], IDENTIFIERS));
    faults.extend(wire::check_at(credential, &["/credentialSubject/achievement"], ACHIEVEMENT));
    faults.extend(wire::check_at(credential, IMAGE_OWNERS, IMAGE));
    faults.extend(profile_faults(credential, PROFILES));
    faults.extend(vc::envelope_faults(credential));
    let validity: &[Requirement] = if vc::is_v1(credential) { &[] } else { VALID_FROM };
    faults.extend(wire::check(credential, validity));
    let missing_one_of = |owner: &str, keys: [&str; 2]| {
        wire::values_at(credential, owner)
            .into_iter()
            .filter(|(_, value)| value.is_object() && keys.iter().all(|key| value.get(key).is_none()))
            .map(|(pointer, _)| Fault { code: Code::FieldMissing, pointer, expected: keys.join(" or ") })
            .collect::<Vec<_>>()
    };
    // AchievementSubject: "either id or at least one identifier"; Criteria: id, narrative, or both.
    faults.extend(missing_one_of("/credentialSubject", ["id", "identifier"]));
    faults.extend(missing_one_of("/credentialSubject/achievement/criteria", ["id", "narrative"]));
    faults
}

/// Returns the faults of the profiles at `owners` and of their parent organisations, according to OB 3.0.
pub(super) fn profile_faults(credential: &Value, owners: &[&str]) -> Vec<Fault> {
    let mut profiles: Vec<(String, &Value)> =
        owners.iter().flat_map(|owner| wire::values_at(credential, owner)).collect();
    let mut faults = Vec::new();
    while let Some((pointer, profile)) = profiles.pop() {
        for class in [PROFILE, IMAGE] {
            faults.extend(wire::with_prefix(&pointer, wire::check(profile, class)));
        }
        let parent = profile.get("parentOrg").filter(|parent| parent.is_object());
        profiles.extend(parent.map(|parent| (wire::pointer_to(&pointer, "parentOrg"), parent)));
    }
    faults
}

/// Checks the contexts: first that of the VC data model, and among the others that of OB 3.0 (OB 3.0
/// "AchievementCredential").
pub(super) fn context_fault(credential: &Value) -> Option<Fault> {
    vc::context_fault(credential).or_else(|| {
        let has_context =
            wire::contexts(credential).iter().any(|context| context.starts_with(CONTEXT_PREFIX));
        let (code, pointer) = (Code::FieldType, "/@context".into());
        (!has_context).then(|| Fault { code, pointer, expected: CONTEXT_PREFIX.into() })
    })
}

/// Requirements of OB 3.0 and CLR 2.0 for every credential.
pub(super) const COMMON: &[Requirement] = &[
    required("", "id", Shape::Uri),
    required("", "type", Shape::Type(&["VerifiableCredential"])),
    required("", "issuer", Shape::UriOrObject),
    required("/issuer", "id", Shape::Uri),
    required("/issuer", "type", Shape::Type(&["Profile"])),
    required("", "credentialSubject", Shape::Object),
];

/// OB 3.0 section "Data Model": multiplicities and types of the classes in a badge.
const CREDENTIAL: &[Requirement] = &[
    required("", "type", Shape::Type(TYPES)),
    optional("", "name", Shape::Text),
    required("/credentialSubject", "type", Shape::Type(&["AchievementSubject"])),
    optional("/credentialSubject", "id", Shape::Uri),
    required("/credentialSubject/source", "type", Shape::Type(&["Profile"])),
    optional("/credentialSubject", "result", Shape::Objects),
    required("/credentialSubject/result/*", "type", Shape::Type(&["Result"])),
    required("/credentialSubject", "achievement", Shape::Object),
    optional("", "evidence", Shape::Objects),
    required("/evidence/*", "type", Shape::Type(&["Evidence"])),
    optional("", "awardedDate", Shape::Text),
];

/// OB 3.0 "IdentityObject", in `identifier` of a subject.
pub(super) const IDENTIFIERS: &[Requirement] = &[
    optional("", "identifier", Shape::Objects),
    required("/identifier/*", "type", Shape::Type(&["IdentityObject"])),
    required("/identifier/*", "hashed", Shape::Boolean),
    required("/identifier/*", "identityHash", Shape::Text),
    required("/identifier/*", "identityType", Shape::Text),
];

/// OB 3.0 "Achievement", and the classes of its parts.
pub(super) const ACHIEVEMENT: &[Requirement] = &[
    required("", "id", Shape::Uri),
    required("", "type", Shape::Type(&["Achievement"])),
    required("", "name", Shape::Text),
    required("", "description", Shape::Text),
    required("", "criteria", Shape::Object),
    optional("/criteria", "id", Shape::Uri),
    optional("/criteria", "narrative", Shape::Text),
    required("/creator", "type", Shape::Type(&["Profile"])),
    required("/alignment/*", "type", Shape::Type(&["Alignment"])),
    required("/alignment/*", "targetName", Shape::Text),
    required("/alignment/*", "targetUrl", Shape::Uri),
    required("/resultDescription/*", "type", Shape::Type(&["ResultDescription"])),
    required("/resultDescription/*", "id", Shape::Uri),
    required("/resultDescription/*", "name", Shape::Text),
    required("/resultDescription/*", "resultType", Shape::Text),
    required("/resultDescription/*/rubricCriterionLevel/*", "type", Shape::Type(&["RubricCriterionLevel"])),
    required("/resultDescription/*/rubricCriterionLevel/*", "id", Shape::Uri),
    required("/resultDescription/*/rubricCriterionLevel/*", "name", Shape::Text),
    required("/related/*", "type", Shape::Type(&["Related"])),
    required("/related/*", "id", Shape::Uri),
];

/// OB 3.0 "AchievementCredential": `validFrom` is required, unlike in the VC data model.
const VALID_FROM: &[Requirement] = &[required("", "validFrom", Shape::Text)];

/// The paths of profiles ("AchievementCredential", "AchievementSubject", "Achievement").
const PROFILES: &[&str] = &["/issuer", "/credentialSubject/source", "/credentialSubject/achievement/creator"];

/// Parts of OB 3.0 "Profile" that are classes: "IdentifierEntry", "Address", "GeoCoordinates".
const PROFILE: &[Requirement] = &[
    optional("", "parentOrg", Shape::Object),
    required("/parentOrg", "type", Shape::Type(&["Profile"])),
    required("/otherIdentifier/*", "type", Shape::Type(&["IdentifierEntry"])),
    required("/otherIdentifier/*", "identifier", Shape::Text),
    required("/otherIdentifier/*", "identifierType", Shape::Text),
    optional("", "address", Shape::Object),
    required("/address", "type", Shape::Type(&["Address"])),
    optional("/address", "addressCountry", Shape::Text),
    optional("/address", "addressCountryCode", Shape::Text),
    optional("/address", "addressRegion", Shape::Text),
    optional("/address", "addressLocality", Shape::Text),
    optional("/address", "streetAddress", Shape::Text),
    optional("/address", "postOfficeBoxNumber", Shape::Text),
    optional("/address", "postalCode", Shape::Text),
    optional("/address", "geo", Shape::Object),
    required("/address/geo", "type", Shape::Type(&["GeoCoordinates"])),
    required("/address/geo", "latitude", Shape::Number),
    required("/address/geo", "longitude", Shape::Number),
];

/// Objects other than profiles that have an `image` ("AchievementCredential", "AchievementSubject", "Achievement").
const IMAGE_OWNERS: &[&str] = &["", "/credentialSubject", "/credentialSubject/achievement"];

/// OB 3.0 "Image".
pub(super) const IMAGE: &[Requirement] = &[
    optional("", "image", Shape::Object),
    required("/image", "id", Shape::Uri),
    required("/image", "type", Shape::Type(&["Image"])),
    optional("/image", "caption", Shape::Text),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn signed_at_is_the_time_of_the_newest_proof() {
        let proof = |created: &str| json!({"type": "DataIntegrityProof", "created": created});
        let (early, late) = ("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        for (name, proofs, expected) in [
            ("one", proof(early), Some(early)),
            ("several", json!([proof(late), proof(early)]), Some(late)),
            ("one without a time", json!([{"type": "DataIntegrityProof"}, proof(early)]), Some(early)),
            ("no time", proof("yesterday"), None),
            ("none", json!([]), None),
        ] {
            let signed_at = badge(&json!({ "proof": proofs })).signed_at;
            assert_eq!(signed_at.map(|time| time.to_string()).as_deref(), expected, "{name}");
        }
    }
}
