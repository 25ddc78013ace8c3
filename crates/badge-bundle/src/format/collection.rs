//! `collection.json`: the learner's words about their badges, and nothing of an issuer's.

use std::collections::BTreeMap;

use openbadges::{Identity, badge::Evidence};
use serde::{Deserialize, Serialize};

/// The path of the collection.
pub(crate) const PATH: &str = "collection.json";

/// A collection as the learner put it together. Every text is the learner's, plain, and hostile until shown as such.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Collection {
    /// Its title.
    pub title: String,
    /// What the learner says about it.
    pub introduction: String,
    /// The badges in the learner's order.
    pub sections: Vec<Section>,
    /// What the learner says about single badges, by the badge's number.
    pub badges: BTreeMap<String, LearnerText>,
    /// The identities that the learner discloses: claims, which nothing in a bundle proves.
    pub identities: Vec<Identity>,
}

/// A part of a collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Section {
    /// Its title, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The numbers of its badges, in order.
    pub badges: Vec<String>,
}

/// What the learner says about one badge.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LearnerText {
    /// A note.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Evidence of the learner's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

impl LearnerText {
    pub(crate) fn is_empty(&self) -> bool {
        self.note.is_empty() && self.evidence.is_empty()
    }
}
