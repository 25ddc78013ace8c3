//! What a caller remembers of status lists between two checks, so that an older list is noticed.
//!
//! A signed list stays well signed for ever: whoever hands out yesterday's list hides what was revoked since. The
//! library keeps nothing itself. A [`Report`](crate::Report) hands back a [`ObservedList`] for each sound list that it stood
//! on; the caller merges it into what it remembers, and hands that in with the next [`VerifyOptions`](crate::Question).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::documents::{Document, sha256_hex};

/// A status list as it was seen: its newest edition, and the places that were seen revoked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedList {
    /// The address that badges name.
    pub url: String,
    /// When the issuer says that the newest edition began to hold. `None`: it does not say, or is not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Timestamp>,
    /// SHA-256 of the newest edition, in hex.
    pub sha256: String,
    /// When it was had.
    #[serde(rename = "had_at")]
    pub fetched_at: Timestamp,
    /// The places (indices, or ids of credentials) that were seen revoked, each with the `validFrom` of the newest
    /// edition that said so. In a report: only the places of the badge that was asked about.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub revoked: BTreeMap<String, Option<Timestamp>>,
}

impl ObservedList {
    /// The list in `document`, with nothing seen in it yet.
    pub(crate) fn of(document: &Document, valid_from: Option<Timestamp>) -> Self {
        Self {
            url: document.url.clone(),
            valid_from,
            sha256: sha256_hex(&document.bytes),
            fetched_at: document.fetched_at,
            revoked: BTreeMap::new(),
        }
    }

    /// Takes in what another check saw of the same list. The newer edition stays, and so does every revocation.
    pub fn merge(&mut self, other: Self) {
        let edition = |list: &Self| (list.valid_from, list.fetched_at, list.sha256.clone());
        if edition(&other) > edition(self) {
            self.valid_from = other.valid_from;
            self.fetched_at = other.fetched_at;
            self.sha256 = other.sha256;
        }
        for (place, valid_from) in other.revoked {
            let newest = self.revoked.entry(place).or_default();
            *newest = valid_from.max(*newest);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn time() -> impl Strategy<Value = Timestamp> {
        (0_i64..5).prop_map(|second| Timestamp::from_second(second).unwrap())
    }

    fn list() -> impl Strategy<Value = ObservedList> {
        let revoked = proptest::collection::btree_map("[0-3]", proptest::option::of(time()), 0..3);
        (proptest::option::of(time()), "[ab]", time(), revoked).prop_map(
            |(valid_from, sha256, fetched_at, revoked)| ObservedList {
                url: "https://status.example/list".into(),
                valid_from,
                sha256,
                fetched_at,
                revoked,
            },
        )
    }

    fn merged(mut one: ObservedList, other: &ObservedList) -> ObservedList {
        one.merge(other.clone());
        one
    }

    proptest! {
        /// In whatever order lists are seen, the same is remembered, and no revocation is forgotten.
        #[test]
        fn the_order_in_which_lists_are_seen_does_not_matter(a in list(), b in list(), c in list()) {
            prop_assert_eq!(merged(a.clone(), &a), a.clone());
            prop_assert_eq!(merged(a.clone(), &b), merged(b.clone(), &a));
            prop_assert_eq!(merged(merged(a.clone(), &b), &c), merged(a.clone(), &merged(b.clone(), &c)));
            let all = merged(a.clone(), &b);
            prop_assert!(a.revoked.keys().chain(b.revoked.keys()).all(|place| all.revoked.contains_key(place)));
            prop_assert!(all.valid_from >= a.valid_from && all.valid_from >= b.valid_from);
        }
    }
}
