//! Why nothing came of an offer.

use openbadges::{FetchError, json::JsonError, proof::data_integrity::ProofError};

use crate::code::IntakeCode;

/// Why nothing came of an offer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OfferError {
    /// The offer, or what its issuer answered, is not as it must be, or is not something that this program does.
    #[error("{code}: {detail}")]
    Offer {
        /// The stable code (`OFFER_…`).
        code: IntakeCode,
        /// What was found.
        detail: String,
    },
    /// A host could not be asked.
    #[error(transparent)]
    FetchError(#[from] FetchError),
    /// The learner's proof could not be made.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl OfferError {
    /// The offer, or an answer to it, is not as its specification has it.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::of(IntakeCode::OfferMalformed, detail)
    }

    /// It is as it may be, and beyond what this program does.
    pub fn unsupported(detail: impl Into<String>) -> Self {
        Self::of(IntakeCode::OfferUnsupported, detail)
    }

    /// Returns an error with this code.
    pub fn of(code: IntakeCode, detail: impl Into<String>) -> Self {
        Self::Offer { code, detail: detail.into() }
    }
}

impl From<JsonError> for OfferError {
    fn from(error: JsonError) -> Self {
        Self::malformed(error.to_string())
    }
}
