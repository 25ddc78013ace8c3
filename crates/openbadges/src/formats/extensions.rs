//! Extensions of OB 1.1 and 2.0 (section "Extensions"): objects in an assertion, badge class or issuer with their own
//! context and type.
//!
//! This module finds extensions and checks their form. It does not fetch the schema that a context may name.

use serde_json::{Map, Value};

use super::wire::{self, Fault, items, pointer_to};
use crate::code::Code;

/// The prefixes of extensions in the Open Badges contexts, in both spellings.
const NAMESPACE: &[&str] = &["extensions:", "extension:", "https://w3id.org/openbadges/extensions"];

/// Returns the names of the extensions of an assertion and of its embedded badge class and issuer.
pub(crate) fn names(document: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = badge_objects(document)
        .flat_map(|(_, members)| members.iter().filter(|(key, value)| is_extension(key, value)))
        .map(|(key, _)| key.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns the faults of the extensions of `document`: a missing context, or no type `Extension`.
pub(crate) fn faults(document: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (owner, members) in badge_objects(document) {
        for (key, value) in members.iter().filter(|(key, value)| is_extension(key, value)) {
            let extension = pointer_to(owner, key);
            for object in items(Some(value)).filter(|value| value.is_object()) {
                let mut add_fault = |member: &str, present: bool, expected: &str| {
                    let code = if present { Code::FieldType } else { Code::FieldMissing };
                    let pointer = format!("{extension}/{member}");
                    faults.push(Fault { code, pointer, expected: expected.into() });
                };
                if object.get("@context").is_none_or(Value::is_null) {
                    add_fault("@context", false, "the address of the extension's context");
                }
                let types = wire::types(object);
                if !types.iter().any(|name| is_type(name)) {
                    add_fault("type", !types.is_empty(), "types with Extension among them");
                }
            }
        }
    }
    faults
}

/// Returns whether a member is an extension: an object with the name or the type of an extension.
///
/// Strings and numbers are additional properties, which need no context and type (OB 2.0 "Additional Properties").
fn is_extension(key: &str, value: &Value) -> bool {
    let has_object = items(Some(value)).any(Value::is_object);
    let has_name = NAMESPACE.iter().any(|prefix| key.starts_with(prefix));
    let has_type = || items(Some(value)).any(|object| wire::types(object).iter().any(|name| is_type(name)));
    has_object && (has_name || key.contains(':') && has_type())
}

fn is_type(name: &str) -> bool {
    ["Extension", "obi:Extension", "https://w3id.org/openbadges#Extension"]
        .iter()
        .any(|class| name.eq_ignore_ascii_case(class))
}

/// Returns the assertion and its embedded badge class and issuer.
fn badge_objects(document: &Value) -> impl Iterator<Item = (&'static str, &Map<String, Value>)> {
    ["", "/badge", "/badge/issuer"]
        .into_iter()
        .filter_map(|pointer| Some((pointer, document.pointer(pointer)?.as_object()?)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reports_extensions_without_context_or_type() {
        let context = "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json";
        let valid =
            json!({"@context": context, "type": ["Extension", "extensions:ApplyLink"], "url": "https://x"});
        let cases = [
            ("valid", valid.clone(), vec![]),
            ("several", json!([valid, valid]), vec![]),
            ("an additional property", json!("a text"), vec![]),
            ("no context", json!({"type": ["Extension", "extensions:ApplyLink"]}), vec!["/@context"]),
            ("no type", json!({"@context": context}), vec!["/type"]),
            ("another type", json!({"@context": context, "type": "extensions:ApplyLink"}), vec!["/type"]),
            ("nothing", json!({}), vec!["/@context", "/type"]),
        ];
        for (name, value, missing) in cases {
            let document = json!({"badge": {"issuer": {"extensions:ApplyLink": value}}});
            let found: Vec<String> = faults(&document).into_iter().map(|fault| fault.pointer).collect();
            let expected: Vec<String> =
                missing.iter().map(|member| format!("/badge/issuer/extensions:ApplyLink{member}")).collect();
            assert_eq!(found, expected, "{name}");
            let present = name != "an additional property";
            assert_eq!(
                names(&document),
                if present { vec!["extensions:ApplyLink"] } else { vec![] },
                "{name}"
            );
        }
        let by_type = json!({"https://example.org/mine": {"@context": context, "type": "Extension"}});
        assert_eq!((names(&by_type), faults(&by_type)), (vec!["https://example.org/mine"], vec![]));
    }
}
