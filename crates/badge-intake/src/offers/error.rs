//! Why an offer failed.

use openbadges::{FetchError, json::JsonError, proof::data_integrity::ProofError};

use crate::code::IntakeCode;

/// Why an offer failed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OfferError {
    /// The offer or the issuer's response is invalid or unsupported.
    #[error("{code}: {detail}")]
    Offer {
        /// The stable code (`OFFER_…`).
        code: IntakeCode,
        /// What was wrong.
        detail: String,
    },
    /// A request failed.
    #[error(transparent)]
    FetchError(#[from] FetchError),
    /// The learner's proof could not be created.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl OfferError {
    /// Returns the error for an offer or response that does not follow its specification.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::of(IntakeCode::OfferMalformed, detail)
    }

    /// Returns the error for a valid offer or response that this program does not support.
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
