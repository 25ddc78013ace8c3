//! The error that reading returns.

use std::error::Error;

use crate::{baking::BakingError, code::Code, formats::ParsedBadge, json::JsonError};

/// The reason why bytes cannot be read as a badge.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {found}")]
pub struct ReadError {
    /// The stable code.
    pub code: Code,
    /// A short description of what was found ("a PNG of 400 x 400", "JSON with the keys …").
    pub found: String,
    /// The badges to choose from, if there are several (`PNG_MULTIPLE_BADGES`, `SVG_MULTIPLE_BADGES`).
    pub choices: Vec<ParsedBadge>,
    /// The cause of the error.
    #[source]
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl ReadError {
    /// Creates an error. `found` describes what was found.
    pub fn new(code: Code, found: impl Into<String>) -> Self {
        Self { code, found: found.into(), choices: Vec::new(), source: None }
    }

    /// Sets the cause of the error.
    #[must_use]
    pub fn caused_by(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }
}

impl From<JsonError> for ReadError {
    fn from(error: JsonError) -> Self {
        Self::new(error.code, format!("{} at byte {}", error.detail, error.offset)).caused_by(error)
    }
}

impl From<BakingError> for ReadError {
    fn from(error: BakingError) -> Self {
        Self::new(error.code, error.detail.clone()).caused_by(error)
    }
}
