//! What a copy in hand says that the issuer's own copy does not.
//!
//! The issuer's copy may say more: nothing of that is shown as the copy in hand. Every claim in hand must be in the
//! issuer's copy with the same meaning, where `"x"` and `["x"]` mean the same, `null` means nothing, and an address
//! means the object with that `id`.

use super::fetch::id_of;
use crate::{
    address::same_id,
    badge::{Badge, Evidence},
    json::Value,
};

/// JSON pointers (RFC 6901) of the claims of `in_hand` that `hosted` does not confirm, below `at`.
pub(super) fn differences(in_hand: &Value, hosted: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    compare(in_hand, Some(hosted), at.to_owned(), &mut found);
    found
}

/// The same where the copy in hand is written in another version of Open Badges than the issuer's, as when an issuer has
/// moved on since the badge was baked: what both versions can say is compared by what it means.
pub(super) fn differences_in_meaning(in_hand: &Badge, hosted: &Badge) -> Vec<&'static str> {
    fn differ<T: PartialEq>(ours: &Option<T>, theirs: &Option<T>) -> bool {
        ours.is_some() && ours != theirs
    }
    let (ours, theirs) = (&in_hand.achievement, &hosted.achievement);
    let unconfirmed_evidence = |ours: &Evidence| {
        let the_same = |theirs: &Evidence| {
            [(&ours.url, &theirs.url), (&ours.name, &theirs.name), (&ours.narrative, &theirs.narrative)]
                .iter()
                .all(|(ours, theirs)| !differ(ours, theirs))
        };
        !hosted.evidence.iter().any(the_same)
    };
    let claims = [
        ("/recipient", !in_hand.recipients.is_empty() && in_hand.recipients != hosted.recipients),
        ("/issuedOn", differ(&in_hand.issued_on, &hosted.issued_on)),
        ("/expires", differ(&in_hand.valid_until, &hosted.valid_until)),
        ("/narrative", differ(&in_hand.narrative, &hosted.narrative)),
        ("/evidence", in_hand.evidence.iter().any(unconfirmed_evidence)),
        ("/badge/name", differ(&ours.name, &theirs.name)),
        ("/badge/description", differ(&ours.description, &theirs.description)),
        ("/badge/issuer/name", differ(&in_hand.issuer.name, &hosted.issuer.name)),
    ];
    claims.into_iter().filter(|(_, changed)| *changed).map(|(pointer, _)| pointer).collect()
}

fn compare(in_hand: &Value, hosted: Option<&Value>, at: String, found: &mut Vec<String>) {
    let (Some(hosted), false) = (hosted, in_hand.is_null()) else {
        if !in_hand.is_null() {
            found.push(at);
        }
        return;
    };
    match (single(in_hand), single(hosted)) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (key, value) in ours {
                let escaped = key.replace('~', "~0").replace('/', "~1");
                compare(value, theirs.get(key), format!("{at}/{escaped}"), found);
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                compare(ours, Some(theirs), format!("{at}/{index}"), found);
            }
        }
        // The object that an address stands for is compared where it is fetched.
        (Value::String(id), object @ Value::Object(_)) | (object @ Value::Object(_), Value::String(id))
            if id_of(object).is_some_and(|own| same_id(own, id)) => {}
        (ours, theirs) if ours == theirs => {}
        _ => found.push(at),
    }
}

/// `["x"]` means `"x"` (JSON-LD 1.1 section 4.3.1: a set of one is its value).
fn single(value: &Value) -> &Value {
    match value {
        Value::Array(items) => match items.as_slice() {
            [one] => one,
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
    fn a_claim_in_hand_is_confirmed_or_named() {
        let cases = [
            ("the same, in another order", json!({"a": 1, "b": 2}), json!({"b": 2, "a": 1}), vec![]),
            ("the issuer says more", json!({"a": 1}), json!({"a": 1, "revoked": false}), vec![]),
            ("the issuer says less", json!({"a": 1, "b": 2}), json!({"a": 1}), vec!["/b"]),
            ("one and a list of one", json!({"a": ["x"]}), json!({"a": "x"}), vec![]),
            ("nothing is nothing", json!({"a": null}), json!({}), vec![]),
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
        for (name, in_hand, hosted, expected) in cases {
            assert_eq!(differences(&in_hand, &hosted, ""), expected, "{name}");
        }
    }
}
