//! The issuers that the caller knows: from trust lists, and from earlier badges.
//!
//! Both are part of the [`VerifyOptions`](crate::VerifyOptions). They affect the
//! [`IssuerFinding`](crate::report::IssuerFinding) and never the verdict. This module fetches no list;
//! [`TrustList::read`] parses its bytes.

mod confusable;
mod finding;
mod read;

use std::{collections::HashMap, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use self::confusable::ConfusableNames;
pub use self::{
    finding::{ConfusableName, Listing, PinMatch},
    read::TrustListError,
};
use crate::{
    address::{canonical_id, host_of},
    code::Code,
    limits::TRUST_LIST_ISSUERS,
};

/// A list of issuers that its publisher vouches for. Cheap to clone.
///
/// ```
/// use openbadges::trust::TrustList;
///
/// let list = TrustList::read("Our partners", b"# one id per line\ndid:web:uni.example\nhttps://college.example/issuer\n")?;
/// assert!(list.find("did:web:uni.example").is_some());
/// assert!(list.find("did:web:uni.example:students:mallory").is_none(), "an entry covers exactly its id");
/// # Ok::<(), openbadges::trust::TrustListError>(())
/// ```
#[derive(Clone, Debug)]
pub struct TrustList(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    issuers: Vec<ListedIssuer>,
    by_id: HashMap<String, usize>,
    by_host: HashMap<String, usize>,
    confusable_names: ConfusableNames,
}

impl TrustList {
    /// Creates a list of `issuers` with the name `name`.
    ///
    /// # Errors
    ///
    /// - more than [`TRUST_LIST_ISSUERS`] entries
    /// - an id that is neither a DID nor an https address
    /// - the same id twice
    /// - two entries on different hosts that look the same (UTS 39, section 4), because a reader cannot tell them apart
    pub fn new(name: &str, issuers: Vec<ListedIssuer>) -> Result<Self, TrustListError> {
        if issuers.len() > TRUST_LIST_ISSUERS {
            let detail = format!("more than {TRUST_LIST_ISSUERS} issuers");
            return Err(TrustListError::new(Code::TrustListLimit, detail));
        }
        let (mut by_id, mut by_host) = (HashMap::new(), HashMap::new());
        let mut confusable_names = ConfusableNames::default();
        for (index, issuer) in issuers.iter().enumerate() {
            read::check_id(&issuer.id)?;
            if by_id.insert(canonical_id(&issuer.id), index).is_some() {
                return Err(TrustListError::new(Code::TrustListDuplicate, issuer.id.clone()));
            }
            if let Some(host) = host_of(&issuer.id) {
                let earlier =
                    confusable_names.similar_hosts(&host).into_iter().find_map(|index| issuers.get(index));
                if let Some(earlier) = earlier {
                    let detail = format!("{} and {}", earlier.id, issuer.id);
                    return Err(TrustListError::new(Code::TrustListLookalike, detail));
                }
                by_host.entry(host).or_insert(index);
            }
            confusable_names.add(index, &issuer.id, issuer.name.as_deref(), issuer.url.as_deref());
        }
        Ok(Self(Arc::new(Inner { name: name.to_owned(), issuers, by_id, by_host, confusable_names })))
    }

    /// Returns the name that the caller gave the list.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns the issuers on the list.
    pub fn issuers(&self) -> &[ListedIssuer] {
        &self.0.issuers
    }

    /// Returns the entry with exactly the issuer id `id`. An entry for a host covers no other issuer on that host.
    pub fn find(&self, id: &str) -> Option<&ListedIssuer> {
        self.0.by_id.get(&canonical_id(id)).and_then(|index| self.0.issuers.get(*index))
    }

    /// Returns the first entry on the same host as `id`.
    pub(crate) fn find_by_host(&self, id: &str) -> Option<&ListedIssuer> {
        self.0.by_host.get(&host_of(id)?).and_then(|index| self.0.issuers.get(*index))
    }

    pub(crate) fn confusable_names(&self) -> &ConfusableNames {
        &self.0.confusable_names
    }
}

/// An issuer on a trust list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListedIssuer {
    /// The id: a DID or an https address. An entry covers exactly this id and none below it.
    pub id: String,
    /// The name according to the list.
    pub name: Option<String>,
    /// The location according to the list.
    pub location: Option<String>,
    /// The address of its web page according to the list.
    pub url: Option<String>,
}

/// An issuer that the caller has stored from an earlier badge, after its identity was established.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownIssuer {
    /// The id.
    pub id: String,
    /// The name, as the badge stated it.
    pub name: Option<String>,
    /// JWK thumbprints of its keys (RFC 7638, SHA-256, base64url). Empty if only its web documents are known.
    pub keys: Vec<String>,
    /// When the issuer was first seen.
    pub first_seen: Timestamp,
}
