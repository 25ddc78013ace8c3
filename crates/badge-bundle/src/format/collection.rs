//! `collection.json`: the texts of the learner and the order of the badges.

use std::collections::BTreeMap;

use openbadges::{Identity, badge::Evidence};
use serde::{Deserialize, Serialize};

/// A collection as the learner arranged it.
///
/// Every text is plain text by the learner and untrusted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Collection {
    /// The title.
    pub title: String,
    /// The introduction.
    pub introduction: String,
    /// The badges in the learner's order.
    pub sections: Vec<Section>,
    /// The learner's texts about single badges, by badge number.
    pub badges: BTreeMap<String, LearnerText>,
    /// The identities that the learner discloses. Nothing in a bundle proves them.
    pub identities: Vec<Identity>,
}

/// A section of a collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Section {
    /// The title, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The numbers of the badges, in order.
    pub badges: Vec<String>,
}

/// What the learner wrote about one badge.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LearnerText {
    /// A note.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Evidence that the learner added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

impl LearnerText {
    pub(crate) fn is_empty(&self) -> bool {
        self.note.is_empty() && self.evidence.is_empty()
    }
}
