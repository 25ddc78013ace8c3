//! Why a picture could not be drawn.

use openbadges::Code;

/// Why a picture could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct PictureError {
    /// `IMPORT_UNRECOGNISED`, `IMPORT_TOO_LARGE`, `PNG_…`, `SVG_…` or `PREVIEW_GAVE_UP`.
    pub code: Code,
    /// What was wrong.
    pub detail: String,
}

impl PictureError {
    pub(crate) fn new(code: Code, detail: impl ToString) -> Self {
        Self { code, detail: detail.to_string() }
    }
}
