//! A small Open Badges 3.0 credential for tests, and a function to change it.

use openbadges::json::Value;

/// Returns an unsigned credential in which every term is defined.
pub(crate) fn credential() -> Value {
    serde_json::json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
        ],
        "id": "urn:uuid:8a3ad3a6-6d4c-4d0c-9c35-6a0b8a9f3f11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Bicycle repair",
        "issuer": {"id": "https://bikes.example/issuer", "type": ["Profile"], "name": "Bike workshop"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://bikes.example/achievements/1",
                "type": ["Achievement"],
                "name": "Bicycle repair",
                "description": "Repairs a bicycle.",
                "criteria": {"narrative": "Repaired five bicycles."},
                "alignment": [{
                    "type": ["Alignment"],
                    "targetName": "Mechanics",
                    "targetUrl": "https://frameworks.example/mechanics"
                }]
            }
        }
    })
}

/// Returns `document` with `value` at `pointer`. The last step may be a new member.
pub(crate) fn with(mut document: Value, pointer: &str, value: Value) -> Value {
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    let last = last.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent).unwrap() {
        Value::Object(members) => {
            members.insert(last, value);
        }
        Value::Array(elements) => match last.parse::<usize>() {
            Ok(at) => elements[at] = value,
            Err(_) => elements.push(value),
        },
        other => panic!("{other} has no members"),
    }
    document
}
