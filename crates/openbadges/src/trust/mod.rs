//! What a caller knows about issuers before a badge is looked at: trust lists that somebody keeps, and issuers that
//! the caller remembers from earlier badges.
//!
//! Both are handed in with the [`VerifyOptions`](crate::Question). They decide what is said beside the verdict
//! ([`IssuerFinding`](crate::check::IssuerFinding)), never the verdict. No list is fetched from here: its bytes are
//! handed to [`TrustList::read`].

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

/// A list of issuers that somebody vouches for. Cheap to clone.
///
/// ```
/// use openbadges::trust::TrustList;
///
/// let list = TrustList::read("Our partners", b"# a line each\ndid:web:uni.example\nhttps://college.example/issuer\n")?;
/// assert!(list.find("did:web:uni.example").is_some());
/// assert!(list.find("did:web:uni.example:students:mallory").is_none(), "an entry is for exactly its id");
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
    likenesses: ConfusableNames,
}

impl TrustList {
    /// A list of `issuers`, called `name`.
    ///
    /// Refused are: more than [`TRUST_LIST_ISSUERS`] entries, an id that is neither a DID nor an https address, the same
    /// id twice, and two entries on hosts that look the same and are not (UTS 39, section 4): nobody who reads such a
    /// list can say which of them was meant.
    pub fn new(name: &str, issuers: Vec<ListedIssuer>) -> Result<Self, TrustListError> {
        if issuers.len() > TRUST_LIST_ISSUERS {
            let detail = format!("more than {TRUST_LIST_ISSUERS} issuers");
            return Err(TrustListError::new(Code::TrustListLimit, detail));
        }
        let (mut by_id, mut by_host) = (HashMap::new(), HashMap::new());
        let mut likenesses = ConfusableNames::default();
        for (at, issuer) in issuers.iter().enumerate() {
            read::check_id(&issuer.id)?;
            if by_id.insert(canonical_id(&issuer.id), at).is_some() {
                return Err(TrustListError::new(Code::TrustListDuplicate, issuer.id.clone()));
            }
            if let Some(host) = host_of(&issuer.id) {
                let earlier = likenesses.like_host(&host).into_iter().find_map(|at| issuers.get(at));
                if let Some(earlier) = earlier {
                    let detail = format!("{} and {}", earlier.id, issuer.id);
                    return Err(TrustListError::new(Code::TrustListLookalike, detail));
                }
                by_host.entry(host).or_insert(at);
            }
            likenesses.add(at, &issuer.id, issuer.name.as_deref(), issuer.url.as_deref());
        }
        Ok(Self(Arc::new(Inner { name: name.to_owned(), issuers, by_id, by_host, likenesses })))
    }

    /// What the list is called, by whoever handed it in.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The issuers on it.
    pub fn issuers(&self) -> &[ListedIssuer] {
        &self.0.issuers
    }

    /// The entry for exactly the issuer `id`. An entry for a host is for no other issuer on that host.
    pub fn find(&self, id: &str) -> Option<&ListedIssuer> {
        self.0.by_id.get(&canonical_id(id)).and_then(|at| self.0.issuers.get(*at))
    }

    /// An entry on the host of `id`.
    pub(crate) fn on_host_of(&self, id: &str) -> Option<&ListedIssuer> {
        self.0.by_host.get(&host_of(id)?).and_then(|at| self.0.issuers.get(*at))
    }

    pub(crate) fn likenesses(&self) -> &ConfusableNames {
        &self.0.likenesses
    }
}

/// An issuer on a trust list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListedIssuer {
    /// Its id: a DID or an https address. An entry is for exactly this id and none below it.
    pub id: String,
    /// Its name, by the list.
    pub name: Option<String>,
    /// Where it is, by the list.
    pub location: Option<String>,
    /// Its page, by the list.
    pub url: Option<String>,
}

/// An issuer that the caller remembers from a badge that was shown to be its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownIssuer {
    /// Its id.
    pub id: String,
    /// The name that it gave itself.
    pub name: Option<String>,
    /// Its keys, each by its JWK thumbprint (RFC 7638, SHA-256, base64url). Empty where only its pages were seen.
    pub keys: Vec<String>,
    /// When it was first seen.
    pub first_seen: Timestamp,
}
