//! Constructors of fetch errors.

use openbadges::{Code, FetchError, documents::FetchErrorKind};

/// Returns the error for a request that is not allowed.
pub(crate) fn refused(code: Code, detail: impl Into<String>) -> FetchError {
    fetch_error(FetchErrorKind::Refused, code, detail)
}

/// Returns the error for a request that failed.
pub(crate) fn failed(code: Code, detail: impl Into<String>) -> FetchError {
    fetch_error(FetchErrorKind::Failed, code, detail)
}

/// Returns the error for a request that offline mode or missing consent prevented.
pub(crate) fn not_requested(code: Code, detail: impl Into<String>) -> FetchError {
    fetch_error(FetchErrorKind::NotRequested, code, detail)
}

fn fetch_error(kind: FetchErrorKind, code: Code, detail: impl Into<String>) -> FetchError {
    FetchError { kind, code, detail: detail.into(), gone_body: None }
}
