//! Data Integrity proofs (W3C Verifiable Credential Data Integrity 1.0): finding, checking and making them.
//!
//! The suites are the rows of [`Suite`]. [`proofs`] takes the proofs of a document apart, [`verify`] checks one against
//! a key, [`sign`] makes one. Whose key it is, what time it is and what the proof is for are the caller's questions.
//!
//! Under the suites that sign RDF, a term that no context defines fails the check (DATA_LOSS_DETECTION_ERROR): the
//! signature would not cover it. Those that sign JSON cover every byte of it, defined or not, so there nothing is lost
//! and no context is read.

mod chain;
mod detached;
mod disclosure;
mod read;
mod sign;
mod signature;
mod suite;
mod transform;

use jiff::Timestamp;

pub use self::{
    read::proofs,
    sign::{Signer, sign},
    signature::verify,
    suite::Suite,
    transform::signed_bytes,
};
use crate::{
    code::{Code, Details},
    json::Value,
    linked_data::LinkedDataError,
};

/// The proofs of `document` that `proof` names as previous, by their places among [`proofs`]. Fails where one is
/// missing, not the only one of its id, or leads back to itself.
pub fn previous_proofs(document: &Value, proof: &Proof) -> Result<Vec<usize>, ProofError> {
    chain::previous(document, &proof.value)
}

/// A proof of a document, taken apart; nothing is verified.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// Its suite.
    pub suite: Suite,
    /// `verificationMethod`, as text.
    pub verification_method: String,
    /// `proofPurpose`.
    pub purpose: String,
    /// `created`.
    pub created: Option<Timestamp>,
    /// `expires`.
    pub expires: Option<Timestamp>,
    /// `challenge`.
    pub challenge: Option<String>,
    /// `domain`.
    pub domain: Option<String>,
    /// The proof as it stands in the document.
    pub value: Value,
}

/// Why a proof is not acceptable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {details:?}")]
pub struct ProofError {
    /// `DI_…`, `SIG_INVALID`, `TIME_FORMAT`, `KEY_…`, or `JWT_…` of a signature in the form of a JWS.
    pub code: Code,
    /// Facts for the sentence: `pointer`, `term`, `reason`, `count`, `context`, `suite`, `family`, `purpose`,
    /// `detail`.
    pub details: Details,
}

impl ProofError {
    /// An error with its code.
    pub fn new(code: Code) -> Self {
        Self { code, details: Details::new() }
    }

    /// With a fact for the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }
}

impl From<LinkedDataError> for ProofError {
    fn from(LinkedDataError { code, details }: LinkedDataError) -> Self {
        Self { code, details }
    }
}

/// What a new proof says of itself.
#[derive(Clone, Debug)]
pub struct ProofOptions {
    /// The suite to sign with.
    pub suite: Suite,
    /// The signer's verification method, e.g. `did:key:z6Mk…#z6Mk…`.
    pub verification_method: String,
    /// `assertionMethod` for credentials, `authentication` for presentations.
    pub purpose: String,
    /// When it is made.
    pub created: Timestamp,
    /// When it ends.
    pub expires: Option<Timestamp>,
    /// The reader's challenge.
    pub challenge: Option<String>,
    /// Whom it is made for.
    pub domain: Option<String>,
}
