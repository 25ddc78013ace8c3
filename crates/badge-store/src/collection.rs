//! A collection: the learner's choice of badges, in the learner's order and words.
//!
//! Nothing here is an issuer's claim, and nothing here says whether a badge holds.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::badge_id::BadgeId;

/// A collection of badges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// Its id: opaque, unique in this backpack.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The learner's introduction.
    #[serde(default)]
    pub introduction: String,
    /// The badges, in the learner's order.
    #[serde(default)]
    pub items: Vec<Item>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

/// A badge in a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Which badge. It may meanwhile have been removed from the backpack.
    pub badge: BadgeId,
    /// What the learner says about it.
    #[serde(default)]
    pub note: String,
}
