//! Status lists observed by earlier verifications. They reveal a list that was replaced by an older one.
//!
//! A signature does not expire: an attacker who serves yesterday's signed list hides today's revocations. The
//! library stores nothing. A [`Report`](crate::Report) contains an [`ObservedList`] for each valid list that was
//! used. The caller merges them and passes them on with the next [`VerifyOptions`](crate::VerifyOptions).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::documents::{Document, sha256_hex};

/// The newest edition of a status list, and the entries that any edition revoked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedList {
    /// The address that badges name.
    pub url: String,
    /// The list's `validFrom` in the newest edition. `None` if it has none or is not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Timestamp>,
    /// SHA-256 of the newest edition, in hexadecimal.
    pub sha256: String,
    /// When the newest edition was fetched.
    #[serde(rename = "had_at")]
    pub fetched_at: Timestamp,
    /// The revoked entries (indices, or ids of credentials), each with the `validFrom` of the newest edition that
    /// revoked it. A report contains only the entries of its own badge.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub revoked: BTreeMap<String, Option<Timestamp>>,
}

impl ObservedList {
    /// Returns an observation of `document` without revoked entries.
    pub(crate) fn new(document: &Document, valid_from: Option<Timestamp>) -> Self {
        Self {
            url: document.url.clone(),
            valid_from,
            sha256: sha256_hex(&document.bytes),
            fetched_at: document.fetched_at,
            revoked: BTreeMap::new(),
        }
    }

    /// Merges another observation of the same list. The newer edition and all revoked entries are kept.
    pub fn merge(&mut self, other: Self) {
        let edition = |list: &Self| (list.valid_from, list.fetched_at, list.sha256.clone());
        if edition(&other) > edition(self) {
            self.valid_from = other.valid_from;
            self.fetched_at = other.fetched_at;
            self.sha256 = other.sha256;
        }
        for (entry, valid_from) in other.revoked {
            let newest = self.revoked.entry(entry).or_default();
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

    fn merged(mut list: ObservedList, other: &ObservedList) -> ObservedList {
        list.merge(other.clone());
        list
    }

    proptest! {
        /// The order of observations does not matter, and no revocation is lost.
        #[test]
        fn order_of_merges_does_not_matter(a in list(), b in list(), c in list()) {
            prop_assert_eq!(merged(a.clone(), &a), a.clone());
            prop_assert_eq!(merged(a.clone(), &b), merged(b.clone(), &a));
            prop_assert_eq!(merged(merged(a.clone(), &b), &c), merged(a.clone(), &merged(b.clone(), &c)));
            let all = merged(a.clone(), &b);
            prop_assert!(a.revoked.keys().chain(b.revoked.keys()).all(|entry| all.revoked.contains_key(entry)));
            prop_assert!(all.valid_from >= a.valid_from && all.valid_from >= b.valid_from);
        }
    }
}
