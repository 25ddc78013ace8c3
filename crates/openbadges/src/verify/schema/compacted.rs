//! The compacted document form (Open Badges 3.0 "Serialization", "Compacted document form"). The published schemas
//! of Open Badges only accept the form with lists.

use crate::{formats::wire, json::Value};

/// Classes whose `type` may be a single value.
const CLASSES: &[&str] = &[
    "Achievement",
    "AchievementCredential",
    "OpenBadgeCredential",
    "AchievementSubject",
    "Address",
    "Alignment",
    "EndorsementCredential",
    "EndorsementSubject",
    "Evidence",
    "Profile",
    "Related",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "VerifiableCredential",
];
/// Classes whose [`MEMBERS`] may be single values.
const CREDENTIALS: &[&str] =
    &["AchievementCredential", "OpenBadgeCredential", "EndorsementCredential", "VerifiableCredential"];
/// Members of credentials that may be single values.
const MEMBERS: &[&str] = &["credentialSchema", "proof", "termsOfUse"];

/// Returns `document` with a list wherever the table of that section allows a single value.
pub(super) fn with_lists(document: &Value) -> Value {
    match document {
        Value::Array(items) => items.iter().map(with_lists).collect(),
        Value::Object(members) => {
            let types = wire::types(document);
            let is_one_of = |classes: &[&str]| types.iter().any(|name| classes.contains(name));
            let (is_class, is_credential) = (is_one_of(CLASSES), is_one_of(CREDENTIALS));
            let listed = |name: &str| match name {
                "type" => is_class,
                name => is_credential && MEMBERS.contains(&name),
            };
            let written = members.iter().map(|(name, value)| {
                let value = with_lists(value);
                match value {
                    Value::Array(_) | Value::Null => (name.clone(), value),
                    single if listed(name) => (name.clone(), Value::Array(vec![single])),
                    single => (name.clone(), single),
                }
            });
            Value::Object(written.collect())
        }
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn single_values_become_lists_by_table() {
        let cases = [
            ("a type", json!({"type": "Evidence"}), json!({"type": ["Evidence"]})),
            ("a list stays", json!({"type": ["Evidence"]}), json!({"type": ["Evidence"]})),
            (
                "a class without a row",
                json!({"type": "IdentityObject", "proof": {}}),
                json!({"type": "IdentityObject", "proof": {}}),
            ),
            (
                "members of a credential",
                json!({"type": ["VerifiableCredential"], "proof": {"type": "DataIntegrityProof"}, "name": "x"}),
                json!({"type": ["VerifiableCredential"], "proof": [{"type": "DataIntegrityProof"}], "name": "x"}),
            ),
            (
                "deep inside",
                json!({"a": [{"b": {"type": "Profile", "proof": 1}}]}),
                json!({"a": [{"b": {"type": ["Profile"], "proof": 1}}]}),
            ),
            ("no object", json!("type"), json!("type")),
        ];
        for (name, compacted, expected) in cases {
            assert_eq!(with_lists(&compacted), expected, "{name}");
        }
    }
}
