//! Data Integrity proofs (W3C Verifiable Credential Data Integrity 1.0): finding, checking and making them.
//!
//! Suites: `eddsa-rdfc-2022` and `eddsa-jcs-2022` (Data Integrity EdDSA Cryptosuites 1.0), `Ed25519Signature2020`.
//! [`proofs`] takes the proofs of a document apart, [`verify`] checks one against a key, [`sign`] makes one.
//! Whose key it is, what time it is and what the proof is for are the caller's questions.
//!
//! Under the two suites that sign RDF, a term that no context defines fails the check (DATA_LOSS_DETECTION_ERROR):
//! the signature would not cover it. `eddsa-jcs-2022` signs every byte of the JSON, defined or not, so there nothing
//! is lost and no context is read.

mod chain;
mod read;
mod signature;

use jiff::Timestamp;

pub use self::{
    read::proofs,
    signature::{sign, signed_bytes, verify},
};
use crate::{check::Details, code::Code, json::Value, linked_data::LinkedDataError};

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

impl Suite {
    /// Every suite there is.
    pub const ALL: [Self; 3] = [Self::EddsaRdfc2022, Self::EddsaJcs2022, Self::Ed25519Signature2020];

    /// The proof's `type`.
    pub const fn proof_type(self) -> &'static str {
        match self {
            Self::EddsaRdfc2022 | Self::EddsaJcs2022 => "DataIntegrityProof",
            Self::Ed25519Signature2020 => "Ed25519Signature2020",
        }
    }

    /// The proof's `cryptosuite`, which the older suite has none of.
    pub const fn cryptosuite(self) -> Option<&'static str> {
        match self {
            Self::EddsaRdfc2022 => Some("eddsa-rdfc-2022"),
            Self::EddsaJcs2022 => Some("eddsa-jcs-2022"),
            Self::Ed25519Signature2020 => None,
        }
    }

    /// The name that reports show.
    pub const fn as_str(self) -> &'static str {
        match self.cryptosuite() {
            Some(cryptosuite) => cryptosuite,
            None => self.proof_type(),
        }
    }
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
    /// `DI_…`, `SIG_INVALID`, `TIME_FORMAT` or `KEY_…`.
    pub code: Code,
    /// Facts for the sentence: `pointer`, `term`, `reason`, `count`, `context`, `suite`, `purpose`, `detail`.
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
