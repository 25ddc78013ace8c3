//! Why nothing came of an offer.

use openbadges::{FetchError, json::JsonError, proof::data_integrity::ProofError};

use crate::error::AppCode;

/// Why nothing came of an offer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OfferError {
    /// The offer, or what its issuer answered, is not as it must be, or is not something that this program does.
    #[error("{code}: {detail}")]
    Offer {
        /// The stable code (`OFFER_…`).
        code: AppCode,
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
    pub(super) fn malformed(detail: impl Into<String>) -> Self {
        Self::of(AppCode::OfferMalformed, detail)
    }

    /// It is as it may be, and beyond what this program does.
    pub(super) fn unsupported(detail: impl Into<String>) -> Self {
        Self::of(AppCode::OfferUnsupported, detail)
    }

    pub(super) fn of(code: AppCode, detail: impl Into<String>) -> Self {
        Self::Offer { code, detail: detail.into() }
    }
}

impl From<JsonError> for OfferError {
    fn from(error: JsonError) -> Self {
        Self::malformed(error.to_string())
    }
}
