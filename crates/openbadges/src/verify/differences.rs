//! Compares a badge with the issuer's copy.
//!
//! Every claim of the badge must be in the issuer's copy with the same meaning. `"x"` and `["x"]` have the same
//! meaning, `null` has none, and an address means the object with that `id`. The issuer's copy may contain more,
//! which is not shown as part of the badge.

use super::fetch::id_of;
use crate::{
    address::same_id,
    badge::{Badge, Evidence},
    json::Value,
};

/// Returns the JSON pointers (RFC 6901), below `pointer`, of the claims in `badge` that `hosted` does not confirm.
pub(super) fn differences(badge: &Value, hosted: &Value, pointer: &str) -> Vec<String> {
    let mut differences_found = Vec::new();
    compare(badge, Some(hosted), pointer.to_owned(), &mut differences_found);
    differences_found
}

/// Returns the JSON pointers of the claims that `hosted` does not confirm, if the issuer's copy has another version of
/// Open Badges, as after an upgrade. Compares only claims that both versions can express.
pub(super) fn differences_in_meaning(badge: &Badge, hosted: &Badge) -> Vec<&'static str> {
    fn differ<T: PartialEq>(ours: &Option<T>, theirs: &Option<T>) -> bool {
        ours.is_some() && ours != theirs
    }
    let (ours, theirs) = (&badge.achievement, &hosted.achievement);
    let unconfirmed_evidence = |ours: &Evidence| {
        let the_same = |theirs: &Evidence| {
            [(&ours.url, &theirs.url), (&ours.name, &theirs.name), (&ours.narrative, &theirs.narrative)]
                .iter()
                .all(|(ours, theirs)| !differ(ours, theirs))
        };
        !hosted.evidence.iter().any(the_same)
    };
    let claims = [
        ("/recipient", !badge.recipients.is_empty() && badge.recipients != hosted.recipients),
        ("/issuedOn", differ(&badge.issued_on, &hosted.issued_on)),
        ("/expires", differ(&badge.valid_until, &hosted.valid_until)),
        ("/narrative", differ(&badge.narrative, &hosted.narrative)),
        ("/evidence", badge.evidence.iter().any(unconfirmed_evidence)),
        ("/badge/name", differ(&ours.name, &theirs.name)),
        ("/badge/description", differ(&ours.description, &theirs.description)),
        ("/badge/issuer/name", differ(&badge.issuer.name, &hosted.issuer.name)),
    ];
    claims.into_iter().filter(|(_, changed)| *changed).map(|(pointer, _)| pointer).collect()
}

fn compare(badge: &Value, hosted: Option<&Value>, pointer: String, differences_found: &mut Vec<String>) {
    let (Some(hosted), false) = (hosted, badge.is_null()) else {
        if !badge.is_null() {
            differences_found.push(pointer);
        }
        return;
    };
    match (single(badge), single(hosted)) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (key, value) in ours {
                let escaped = key.replace('~', "~0").replace('/', "~1");
                compare(value, theirs.get(key), format!("{pointer}/{escaped}"), differences_found);
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                compare(ours, Some(theirs), format!("{pointer}/{index}"), differences_found);
            }
        }
        // The chain compares the object with the page at its address.
        (Value::String(id), object @ Value::Object(_)) | (object @ Value::Object(_), Value::String(id))
            if id_of(object).is_some_and(|own| same_id(own, id)) => {}
        (ours, theirs) if ours == theirs => {}
        _ => differences_found.push(pointer),
    }
}

/// Returns the value of a list of one (JSON-LD 1.1 section 4.3.1).
fn single(value: &Value) -> &Value {
    match value {
        Value::Array(items) => match items.as_slice() {
            [only] => only,
            _ => value,
        },
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_claims_that_the_copy_does_not_confirm() {
        let cases = [
            ("the same, in another order", json!({"a": 1, "b": 2}), json!({"b": 2, "a": 1}), vec![]),
            ("the copy has more", json!({"a": 1}), json!({"a": 1, "revoked": false}), vec![]),
            ("the copy has less", json!({"a": 1, "b": 2}), json!({"a": 1}), vec!["/b"]),
            ("a value and a list of one", json!({"a": ["x"]}), json!({"a": "x"}), vec![]),
            ("null and absent", json!({"a": null}), json!({}), vec![]),
            ("a deeper change", json!({"a": {"b~/c": 1}}), json!({"a": {"b~/c": 2}}), vec!["/a/b~0~1c"]),
            ("a list reordered", json!({"a": [1, 2]}), json!({"a": [2, 1]}), vec!["/a/0", "/a/1"]),
            ("a list shortened", json!({"a": [1, 2]}), json!({"a": [1]}), vec!["/a"]),
            (
                "an object for its address",
                json!({"badge": {"id": "https://x.example/b", "name": "PhD"}}),
                json!({"badge": "https://x.example/b"}),
                vec![],
            ),
            (
                "an object for another's address",
                json!({"badge": {"id": "https://x.example/c"}}),
                json!({"badge": "https://x.example/b"}),
                vec!["/badge"],
            ),
        ];
        for (name, badge, hosted, expected) in cases {
            assert_eq!(differences(&badge, &hosted, ""), expected, "{name}");
        }
    }
}
