//! Messages and their facts, in the JSON form of the application core.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A catalogue entry and the facts that its sentence needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// The id of the catalogue entry.
    #[serde(rename = "message_id")]
    pub id: String,
    /// The facts, by their names in the entry.
    pub facts: Facts,
}

/// One fact of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fact {
    /// Untrusted text, or an RFC 3339 time. A time is displayed as a date.
    Text(String),
    /// A number. It can select a plural form.
    Number(i64),
    /// A sentence or phrase of the catalogue.
    Message(Message),
}

/// The facts of a message, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// Returns an empty set of facts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, fact: impl Into<Fact>) -> Self {
        self.0.insert(name.to_owned(), fact.into());
        self
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.0.iter().map(|(name, fact)| (name.as_str(), fact))
    }
}

impl<F: Into<Fact>, const N: usize> From<[(&str, F); N]> for Facts {
    fn from(facts: [(&str, F); N]) -> Self {
        facts.into_iter().map(|(name, fact)| (name.to_owned(), fact.into())).collect()
    }
}

impl FromIterator<(String, Fact)> for Facts {
    fn from_iter<I: IntoIterator<Item = (String, Fact)>>(facts: I) -> Self {
        Self(facts.into_iter().collect())
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
        Self::Number(number.into())
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
