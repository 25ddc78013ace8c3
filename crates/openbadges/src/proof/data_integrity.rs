//! Data Integrity proofs (W3C Verifiable Credential Data Integrity 1.0): finding, checking and making them.
//!
//! Suites: `eddsa-rdfc-2022` and `eddsa-jcs-2022` (Data Integrity EdDSA Cryptosuites 1.0), `Ed25519Signature2020`.
//! A term that no context defines fails the check (DATA_LOSS_DETECTION_ERROR).

use ed25519_dalek::SigningKey;
use jiff::Timestamp;

use super::key::PublicKey;
use crate::{check::Details, code::Code, json::Value};

/// The suites that are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// `DataIntegrityProof` with `eddsa-rdfc-2022`.
    EddsaRdfc2022,
    /// `DataIntegrityProof` with `eddsa-jcs-2022`.
    EddsaJcs2022,
    /// `Ed25519Signature2020`.
    Ed25519Signature2020,
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
    /// `DI_…`, `SIG_INVALID` or `KEY_…`.
    pub code: Code,
    /// Facts for the sentence: `pointer`, `term`, `context`, `suite`, `purpose`, `detail`.
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

/// The proofs of `document`, each taken apart or with why it cannot be. `DI_NO_PROOF` is the caller's to say: the list is empty.
pub fn proofs(document: &Value) -> Vec<Result<Proof, ProofError>> {
    let _ = document;
    todo!("helper: proofs")
}

/// Whether `proof` fits `document` (which is given with its proofs) and `key`. Says nothing about whose key it is, nor about time or purpose.
pub fn verify(document: &Value, proof: &Proof, key: &PublicKey) -> Result<(), ProofError> {
    let _ = (document, proof, key);
    todo!("helper: proofs")
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

/// `document` with a proof by `key`. Fails as `verify` would: what is not covered is not signed.
pub fn sign(document: &Value, options: &ProofOptions, key: &SigningKey) -> Result<Value, ProofError> {
    let _ = (document, options, key);
    todo!("helper: proofs")
}
