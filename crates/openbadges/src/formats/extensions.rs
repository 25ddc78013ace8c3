//! Extensions of OB 1.1 and 2.0 (section "Extensions"): objects in an assertion, badge class or issuer that say by
//! their own context and type what they add.
//!
//! Their presence and their form are judged here. The schema that an extension's context may name is on somebody's
//! host, and is not asked for.

use serde_json::{Map, Value};

use super::wire::{self, Fault, items, pointer_to};
use crate::code::Code;

/// The prefixes of the namespace that the Open Badges contexts keep for extensions, in both of its spellings.
const NAMESPACE: &[&str] = &["extensions:", "extension:", "https://w3id.org/openbadges/extensions"];

/// The names of the extensions of `document`, and of what is embedded in it as its badge class and issuer.
pub(crate) fn names(document: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = parts(document)
        .flat_map(|(_, part)| part.iter().filter(|(key, value)| is_extension(key, value)))
        .map(|(key, _)| key.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What the extensions of `document` lack: a context, and a type that includes `Extension`.
pub(crate) fn faults(document: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (pointer, part) in parts(document) {
        for (key, value) in part.iter().filter(|(key, value)| is_extension(key, value)) {
            let at = pointer_to(pointer, key);
            for object in items(Some(value)).filter(|value| value.is_object()) {
                let mut lacks = |member: &str, present: bool, expected: &str| {
                    let code = if present { Code::FieldType } else { Code::FieldMissing };
                    let pointer = format!("{at}/{member}");
                    faults.push(Fault { code, pointer, expected: expected.into() });
                };
                if object.get("@context").is_none_or(Value::is_null) {
                    lacks("@context", false, "the address of the extension's context");
                }
                let types = wire::types(object);
                if !types.iter().any(|name| is_type(name)) {
                    lacks("type", !types.is_empty(), "types with Extension among them");
                }
            }
        }
    }
    faults
}

/// An object under a name of the namespace, or one that says itself that it is an extension. A text or a number there
/// is an additional property, which needs neither (OB 2.0 "Additional Properties").
fn is_extension(key: &str, value: &Value) -> bool {
    let object = items(Some(value)).any(Value::is_object);
    let named = NAMESPACE.iter().any(|prefix| key.starts_with(prefix));
    let typed = || items(Some(value)).any(|object| wire::types(object).iter().any(|name| is_type(name)));
    object && (named || key.contains(':') && typed())
}

fn is_type(name: &str) -> bool {
    ["Extension", "obi:Extension", "https://w3id.org/openbadges#Extension"]
        .iter()
        .any(|class| name.eq_ignore_ascii_case(class))
}

/// The assertion, and its badge class and issuer where they are embedded.
fn parts(document: &Value) -> impl Iterator<Item = (&'static str, &Map<String, Value>)> {
    ["", "/badge", "/badge/issuer"]
        .into_iter()
        .filter_map(|pointer| Some((pointer, document.pointer(pointer)?.as_object()?)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_extension_says_by_context_and_type_what_it_adds() {
        let context = "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json";
        let sound =
            json!({"@context": context, "type": ["Extension", "extensions:ApplyLink"], "url": "https://x"});
        let cases = [
            ("as it should be", sound.clone(), vec![]),
            ("several", json!([sound, sound]), vec![]),
            ("an additional property", json!("a text"), vec![]),
            ("no context", json!({"type": ["Extension", "extensions:ApplyLink"]}), vec!["/@context"]),
            ("no type", json!({"@context": context}), vec!["/type"]),
            ("another type", json!({"@context": context, "type": "extensions:ApplyLink"}), vec!["/type"]),
            ("nothing", json!({}), vec!["/@context", "/type"]),
        ];
        for (name, value, lacking) in cases {
            let document = json!({"badge": {"issuer": {"extensions:ApplyLink": value}}});
            let found: Vec<String> = faults(&document).into_iter().map(|fault| fault.pointer).collect();
            let expected: Vec<String> =
                lacking.iter().map(|member| format!("/badge/issuer/extensions:ApplyLink{member}")).collect();
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
