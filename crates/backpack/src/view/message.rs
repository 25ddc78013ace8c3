//! Messages for people: a key of the message catalogue, and the facts that its sentence needs.

use std::collections::BTreeMap;

use openbadges::{Check, Outcome, code::Details};
use serde::{Deserialize, Serialize};

/// A key of the message catalogue and the facts that its sentence needs. User interfaces turn it into a
/// sentence.
///
/// `code-CODE` is the sentence of a code. `code-CODE.next` is the next step, which the catalogue may not
/// contain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Message {
    /// The key of the catalogue entry.
    #[serde(rename = "message_id")]
    pub id: String,
    /// The facts, by the names that the entry uses. Texts are untrusted and unchanged.
    pub facts: BTreeMap<String, Fact>,
}

/// One fact of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Fact {
    /// Text, as it was received. RFC 3339 times are displayed as dates.
    Text(String),
    /// A number, which may select a plural form.
    Number(u32),
    /// A sentence or phrase of the catalogue.
    Message(Message),
}

impl Message {
    /// Returns a message without facts.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), facts: BTreeMap::new() }
    }

    /// Returns the message of a code.
    pub fn code(code: impl std::fmt::Display) -> Self {
        Self::new(format!("code-{code}"))
    }

    /// Returns the next step for a code. The catalogue may have no entry for it.
    pub fn next_step(code: impl std::fmt::Display) -> Self {
        Self::new(format!("code-{code}.next"))
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, fact: impl Into<Fact>) -> Self {
        self.facts.insert(name.to_owned(), fact.into());
        self
    }

    /// Adds the details of a check or note.
    #[must_use]
    pub fn with_details(self, details: &Details) -> Self {
        details.iter().fold(self, |message, (name, value)| message.with(name, value))
    }

    /// Returns the message of a check: that of its code if it failed or could not be made, otherwise that of
    /// its outcome.
    pub(crate) fn check(check: &Check) -> Self {
        let message = match (check.code, check.outcome) {
            (Some(code), Outcome::Failed | Outcome::Unknown) => Self::code(code),
            _ => Self::outcome(&format!("check-{}", check.id.as_str()), check.outcome),
        };
        message.with_details(&check.details)
    }

    /// Returns the message of a check's outcome. `check` is the beginning of the key, e.g. `check-` and the
    /// check's id.
    pub(crate) fn outcome(check: &str, outcome: Outcome) -> Self {
        let outcome = match outcome {
            Outcome::Passed => "passed",
            Outcome::Failed => "failed",
            Outcome::Unknown => "unknown",
            Outcome::Absent => "absent",
        };
        Self::new(format!("{}-{outcome}", check.replace('.', "-")))
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Fact {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(u32::try_from(number).unwrap_or(u32::MAX))
    }
}

impl From<Message> for Fact {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn message_json_has_key_and_facts() {
        let message = Message::code("SIG_INVALID")
            .with("until", "2026-01-01T00:00:00Z")
            .with("count", 3_u32)
            .with("what", Message::new("format-european-credential"));
        let value = json!({
            "message_id": "code-SIG_INVALID",
            "facts": {
                "until": "2026-01-01T00:00:00Z",
                "count": 3,
                "what": { "message_id": "format-european-credential", "facts": {} },
            },
        });
        assert_eq!(serde_json::to_value(&message).unwrap(), value);
        assert_eq!(serde_json::from_value::<Message>(value).unwrap(), message);
    }
}
