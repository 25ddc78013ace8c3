//! The Fluent catalogue of one language.

use fluent::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use jiff::Timestamp;
use serde_json::Value;
use unic_langid::LanguageIdentifier;

use crate::{Fact, Facts, Message, isolate, safe_text};

/// The files of the catalogue, except `window.ftl`, which only the window formats.
const ENGLISH: [(&str, &str); 8] = [
    ("checks.ftl", include_str!("../locales/en/checks.ftl")),
    ("codes.ftl", include_str!("../locales/en/codes.ftl")),
    ("identities.ftl", include_str!("../locales/en/identities.ftl")),
    ("links.ftl", include_str!("../locales/en/links.ftl")),
    ("mail.ftl", include_str!("../locales/en/mail.ftl")),
    ("offers.ftl", include_str!("../locales/en/offers.ftl")),
    ("other-files.ftl", include_str!("../locales/en/other-files.ftl")),
    ("terminal.ftl", include_str!("../locales/en/terminal.ftl")),
];

/// The message catalogue of one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Catalogue")
    }
}

impl Catalogue {
    /// Returns the English catalogue.
    pub fn english() -> Self {
        let english: LanguageIdentifier = "en".parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![english]);
        // `isolate` is applied to each fact instead, so that sentences with ASCII facts have no control characters.
        bundle.set_use_isolating(false);
        for (_, source) in ENGLISH {
            // The files are part of the program. `catalogue_files_are_well_formed` tests that they have no errors.
            let resource = FluentResource::try_new(source.into()).unwrap_or_else(|(resource, _)| resource);
            if let Err(errors) = bundle.add_resource(resource) {
                debug_assert!(false, "messages defined twice: {errors:?}");
            }
        }
        Self { bundle }
    }

    /// Returns the sentence of a message, or `None` if the catalogue has no such entry or a fact is missing.
    pub fn format(&self, id: &str, facts: &Facts) -> Option<String> {
        if let Some((id, attribute)) = id.split_once('.') {
            return self.pattern(id, Some(attribute), facts);
        }
        let sentence = self.pattern(id, None, facts)?;
        if !id.starts_with("code-") {
            return Some(sentence);
        }
        match self.pattern(id, Some("detail"), facts) {
            Some(detail) => Some(format!("{sentence} {detail}")),
            None => Some(sentence),
        }
    }

    /// Returns the sentence of a message, or its id if there is none, so that an error in the catalogue is visible.
    pub fn text(&self, id: &str, facts: &Facts) -> String {
        self.format(id, facts).unwrap_or_else(|| id.to_owned())
    }

    /// Replaces every message inside a JSON value with its sentence, or with `null` if the catalogue has no
    /// sentence for it.
    ///
    /// A message is an object with exactly the members `message_id` and `facts`.
    pub fn render(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.render(item)),
            Value::Object(members) if members.len() == 2 && members.contains_key("message_id") => {
                if let Ok(Message { id, facts }) = serde_json::from_value(value.clone()) {
                    *value = self.format(&id, &facts).map_or(Value::Null, Value::String);
                }
            }
            Value::Object(members) => members.values_mut().for_each(|member| self.render(member)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn pattern(&self, id: &str, attribute: Option<&str>, facts: &Facts) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut arguments = FluentArgs::new();
        for (name, fact) in facts.iter() {
            match fact {
                Fact::Text(text) => {
                    arguments.set(name.to_owned(), isolate(&date(text).unwrap_or_else(|| safe_text(text))));
                }
                Fact::Number(number) => arguments.set(name.to_owned(), FluentValue::from(*number)),
                // A message without a sentence counts as a missing fact.
                Fact::Message(Message { id, facts }) => {
                    if let Some(sentence) = self.format(id, facts) {
                        arguments.set(name.to_owned(), sentence);
                    }
                }
            }
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        (errors.is_empty() && !text.trim().is_empty()).then(|| text.into_owned())
    }
}

/// Formats an RFC 3339 time as a date, e.g. `December 31, 2025`, with the time of day unless it is midnight, because
/// badges use midnight for a whole day. Returns `None` if `text` is not a time.
fn date(text: &str) -> Option<String> {
    let time = text.parse::<Timestamp>().ok()?;
    let midnight = time.strftime("%H:%M:%S").to_string() == "00:00:00";
    let form = if midnight { "%B %-d, %Y" } else { "%B %-d, %Y, %H:%M UTC" };
    Some(time.strftime(form).to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn catalogue_files_are_well_formed() {
        let window = ("window.ftl", include_str!("../locales/en/window.ftl"));
        for (name, source) in ENGLISH.into_iter().chain([window]) {
            let parsed = FluentResource::try_new(source.into());
            assert!(parsed.is_ok(), "{name}: {:?}", parsed.err().map(|(_, errors)| errors));
        }
        Catalogue::english();
    }

    #[test]
    fn displays_times_as_dates() {
        let cases = [
            ("2025-12-31T00:00:00Z", Some("December 31, 2025")),
            ("2025-12-31T14:05:09+01:00", Some("December 31, 2025, 13:05 UTC")),
            ("2025-12-31", None),
            ("yesterday", None),
        ];
        for (text, expected) in cases {
            assert_eq!(date(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn omits_detail_when_a_fact_is_missing() {
        let catalogue = Catalogue::english();
        let general = catalogue.format("code-EXPIRED", &Facts::new()).unwrap();
        let detailed = catalogue.format("code-EXPIRED", &Facts::from([("until", "2024-01-01")])).unwrap();
        let detail =
            catalogue.format("code-EXPIRED.detail", &Facts::from([("until", "2024-01-01")])).unwrap();
        assert_eq!(detailed, format!("{general} {detail}"));
        assert!(detail.contains("2024-01-01"), "{detail}");
        assert_eq!(catalogue.format("code-EXPIRED.detail", &Facts::new()), None);
    }

    #[test]
    fn hidden_characters_in_facts_become_visible() {
        let facts = Facts::from([("name", "Harvard\u{202e} University")]);
        let sentence = Catalogue::english().format("issuer-identity-unknown-key", &facts).unwrap();
        assert!(sentence.contains("Harvard⟦U+202E⟧ University"), "{sentence}");
    }

    #[test]
    fn renders_messages_inside_json() {
        let catalogue = Catalogue::english();
        let message = |id: &str, facts: Value| json!({ "message_id": id, "facts": facts });
        let what = message("format-bundle", json!({}));
        let mut value = json!({
            "plain": "code-EXPIRED",
            "list": [message("code-EXPIRED", json!({}))],
            "counted": message("address-ending-kept", json!({ "count": 1 })),
            "nested": message("code-NOT_AN_OPEN_BADGE", json!({ "what": what })),
            "missing": message("code-EXPIRED.next", json!({})),
            "other": { "message_id": "code-EXPIRED", "facts": {}, "more": 1 },
        });
        catalogue.render(&mut value);
        let text = |id: &str, facts: Facts| Value::String(catalogue.format(id, &facts).unwrap());
        assert_eq!(value["plain"], "code-EXPIRED");
        assert_eq!(value["list"][0], text("code-EXPIRED", Facts::new()));
        assert_eq!(value["counted"], text("address-ending-kept", Facts::from([("count", 1_u32)])));
        let what = catalogue.format("format-bundle", &Facts::new()).unwrap();
        assert!(value["nested"].as_str().unwrap().contains(&what), "{value}");
        assert_eq!(value["missing"], Value::Null);
        assert_eq!(value["other"]["message_id"], "code-EXPIRED");
    }
}
