//! The options of a verification, and the learner's identities.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    report::Report,
    status_list::ObservedList,
    trust::{KnownIssuer, TrustList},
};

/// A kind of identity that a badge can be issued to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// An e-mail address.
    Email,
    /// The address of a web page.
    Url,
    /// A telephone number.
    Telephone,
    /// A DID.
    Did,
    /// Any other identifier.
    Id,
}

/// An identity that the learner claims.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identity {
    /// The kind of identity.
    pub kind: IdentityKind,
    /// The value as the learner wrote it.
    pub value: String,
}

/// Everything that affects a verification, except the badge and the documents.
///
/// Only `at` affects the verdict. The other options add information about the issuer, the recipient and the history of
/// status lists.
#[derive(Clone, Debug)]
pub struct VerifyOptions {
    /// The time for which the badge is verified.
    pub at: Timestamp,
    /// The identities to compare with the recipient. If empty, the recipient is not compared.
    pub identities: Vec<Identity>,
    /// The trust lists.
    pub trust_lists: Vec<TrustList>,
    /// The issuers of badges that the caller verified before.
    pub known_issuers: Vec<KnownIssuer>,
    /// The status lists that the caller observed before. They reveal a list that was replaced by an older one.
    pub observed_lists: Vec<ObservedList>,
}

impl VerifyOptions {
    /// Returns options for the time `at`, without identities, trust lists or earlier observations.
    pub fn new(at: Timestamp) -> Self {
        Self {
            at,
            identities: Vec::new(),
            trust_lists: Vec::new(),
            known_issuers: Vec::new(),
            observed_lists: Vec::new(),
        }
    }

    /// Adds the status lists of `report` to the observed lists, for the next badge.
    pub fn add_observed_lists(&mut self, report: &Report) {
        for list in report.observed_lists() {
            match self.observed_lists.iter_mut().find(|observed| observed.url == list.url) {
                Some(observed) => observed.merge(list.clone()),
                None => self.observed_lists.push(list.clone()),
            }
        }
    }
}
