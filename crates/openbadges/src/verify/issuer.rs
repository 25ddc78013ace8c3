//! The issuer rule: keys come only from the issuer id in the signed body.
//!
//! A header's `jwk` or `kid`, or a proof's `verificationMethod`, only selects among the issuer's keys.

use jiff::Timestamp;

use crate::{
    check::{Check, CheckId, Details, Rule},
    code::Code,
    documents::{DocumentRef, Documents},
    proof::key::PublicKey,
};

/// A key that the issuer owns, and that may make assertions.
#[derive(Clone, Debug)]
pub(super) struct IssuerKey {
    /// The key.
    pub(super) key: PublicKey,
    /// The documents that show it to be the issuer's; none for a did:key.
    pub(super) documents: Vec<DocumentRef>,
}

impl IssuerKey {
    /// `issuer.key` of a credential that this key signed.
    pub(super) fn check(&self, rule: Rule) -> Check {
        Check { documents: self.documents.clone(), ..Check::passed(CheckId::IssuerKey, rule) }
    }
}

/// Why no key of the issuer's was found.
#[derive(Clone, Debug)]
pub(super) struct KeyProblem {
    /// The code.
    pub(super) code: Code,
    /// The issuer's documents could not be asked, or followed by this program: not the badge's fault.
    pub(super) unknown: bool,
    /// Facts for the sentence.
    pub(super) details: Details,
    /// The documents that were had.
    pub(super) documents: Vec<DocumentRef>,
}

impl KeyProblem {
    /// `issuer.key` of a credential whose key is this problem.
    pub(super) fn check(self, rule: Rule) -> Check {
        let check = match self.unknown {
            true => Check::unknown(CheckId::IssuerKey, rule, self.code),
            false => Check::failed(CheckId::IssuerKey, rule, self.code),
        };
        Check { details: self.details, documents: self.documents, ..check }
    }
}

/// The key that `method`, a proof's `verificationMethod`, selects among those of `issuer` under `assertionMethod`.
/// `issuer` is `None` where the signed body names none in an allowed form. `at` is the time to judge for: a method that
/// its owner ended before (`expires`, `revoked`) is no longer one.
pub(super) async fn assertion_key(
    issuer: Option<&str>,
    method: &str,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<IssuerKey, KeyProblem> {
    let _ = (issuer, method, documents, at);
    todo!("helper: proofs")
}
