//! Constructors of fetch errors.

use openbadges::{Code, FetchError, documents::FetchErrorKind};

/// The request is not allowed.
pub(crate) fn refused(code: Code, detail: impl Into<String>) -> FetchError {
    fetch_error(FetchErrorKind::Refused, code, detail)
}

/// The request failed.
pub(crate) fn failed(code: Code, detail: impl Into<String>) -> FetchError {
    fetch_error(FetchErrorKind::Failed, code, detail)
}

/// Offline mode or missing consent prevented the request.
pub(crate) fn not_requested(code: Code, detail: impl Into<String>) -> FetchError {
    fetch_error(FetchErrorKind::NotAsked, code, detail)
}

fn fetch_error(kind: FetchErrorKind, code: Code, detail: impl Into<String>) -> FetchError {
    FetchError { kind, code, detail: detail.into(), gone_body: None }
}
