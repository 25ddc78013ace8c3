//! The JSON that `--json` prints: one object on a line, safe to display in a terminal.

use std::io::{self, Write};

use backpack_messages::is_hidden;
use serde::Serialize;
use serde_json::{Serializer, Value, ser::Formatter};

/// Returns `value` as JSON on one line, with every hidden character inside strings as `\uXXXX`. The value
/// does not change, but the line cannot control a terminal.
pub(crate) fn line(value: &Value) -> io::Result<String> {
    let mut line = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut line, EscapeHidden)).map_err(io::Error::other)?;
    String::from_utf8(line).map_err(io::Error::other)
}

/// Replaces the missing name of every badge summary in `value` with `placeholder`. In the `--json` contract,
/// the name of a stored badge is never null.
pub(crate) fn fill_badge_names(value: &mut Value, placeholder: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| fill_badge_names(item, placeholder)),
        Value::Object(fields) => {
            // Only summaries and other versions of stored badges have one of these members.
            let is_summary = ["issuer_claimed_only", "age"].iter().any(|name| fields.contains_key(*name));
            for (name, field) in fields.iter_mut() {
                if is_summary && name == "name" && field.is_null() {
                    *field = placeholder.into();
                } else {
                    fill_badge_names(field, placeholder);
                }
            }
        }
        _ => {}
    }
}

struct EscapeHidden;

impl Formatter for EscapeHidden {
    /// Receives the parts of a string between the characters that JSON itself requires to be escaped.
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_hidden(*c)) {
            let (before, after) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            // Every hidden character is in the basic plane, so one escape is enough.
            write!(writer, "\\u{:04x}", u32::from(c))?;
            rest = after.get(c.len_utf8()..).unwrap_or_default();
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fills_names_of_summaries_only() {
        let mut value = json!({
            "card": { "name": null, "issuer_claimed_only": true },
            "others": [{ "name": null, "age": "newer" }],
            "told": { "name": null },
        });
        fill_badge_names(&mut value, "(none)");
        assert_eq!(value["card"]["name"], "(none)");
        assert_eq!(value["others"][0]["name"], "(none)");
        assert_eq!(value["told"]["name"], Value::Null);
    }

    #[test]
    fn escapes_hidden_characters_and_keeps_the_value() {
        let rows = [
            ("plain “quotes” 溶接", "\"plain “quotes” 溶接\""),
            ("a\u{202e}b\u{200b}", "\"a\\u202eb\\u200b\""),
            ("\u{1b}[31m\u{9b}0m", "\"\\u001b[31m\\u009b0m\""),
            ("line\nbreak \"x\"", "\"line\\nbreak \\\"x\\\"\""),
            ("\u{feff}", "\"\\ufeff\""),
        ];
        for (text, expected) in rows {
            let written = line(&json!(text)).unwrap();
            assert_eq!(written, expected);
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
