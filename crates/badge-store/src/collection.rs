//! Collections: badges that the learner selected, in the learner's order and with the learner's words.
//!
//! Nothing in a collection is an issuer's claim or the result of a check.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::badge_id::BadgeId;

/// A collection of badges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// Opaque id, unique in this backpack.
    pub id: String,
    /// Title.
    pub title: String,
    /// The learner's introduction.
    #[serde(default)]
    pub introduction: String,
    /// The badges, in the learner's order.
    #[serde(default)]
    pub items: Vec<Item>,
    /// Time of creation.
    pub created_at: Timestamp,
    /// Time of the last change.
    pub changed_at: Timestamp,
}

/// A badge in a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The badge's id. The badge may have been removed from the backpack since.
    pub badge: BadgeId,
    /// The learner's note about it.
    #[serde(default)]
    pub note: String,
}
