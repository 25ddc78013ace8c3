//! Data Integrity proofs (W3C Verifiable Credential Data Integrity 1.0).
//!
//! [`proofs`] parses the proofs of a document, [`verify`] verifies one with a key, and [`sign`] adds one. [`Suite`] lists
//! the supported suites. The caller checks the controller of the key, the time and the proof purpose.
//!
//! Suites that sign RDF reject a document with a term that no context defines (DATA_LOSS_DETECTION_ERROR), because the
//! signature would not cover it. Suites that sign JSON cover every member and process no contexts.

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

/// Returns the indices, in the result of [`proofs`], of the previous proofs that `proof` names.
///
/// # Errors
///
/// A previous proof is missing, shares its id with another proof, or is part of a cycle.
pub fn previous_proofs(document: &Value, proof: &Proof) -> Result<Vec<usize>, ProofError> {
    chain::previous_indices(document, &proof.value)
}

/// A parsed proof. It is not verified yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The cryptographic suite.
    pub suite: Suite,
    /// `verificationMethod`.
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
    /// The proof as JSON, unchanged.
    pub value: Value,
}

/// The reason why a proof is rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {details:?}")]
pub struct ProofError {
    /// `DI_…`, `SIG_INVALID`, `TIME_FORMAT`, `KEY_…`, or `JWT_…` for suites that use a JWS.
    pub code: Code,
    /// Data for the message: `pointer`, `term`, `reason`, `count`, `context`, `suite`, `family`, `purpose`,
    /// `detail`.
    pub details: Details,
}

impl ProofError {
    /// Creates an error without details.
    pub fn new(code: Code) -> Self {
        Self { code, details: Details::new() }
    }

    /// Adds a detail for the message.
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

/// The options of a new proof.
#[derive(Clone, Debug)]
pub struct ProofOptions {
    /// The suite to sign with.
    pub suite: Suite,
    /// The signer's verification method, e.g. `did:key:z6Mk…#z6Mk…`.
    pub verification_method: String,
    /// `assertionMethod` for credentials, `authentication` for presentations.
    pub purpose: String,
    /// The creation time.
    pub created: Timestamp,
    /// The expiry time.
    pub expires: Option<Timestamp>,
    /// The challenge of the verifier.
    pub challenge: Option<String>,
    /// The security domain that the proof is meant for.
    pub domain: Option<String>,
}
