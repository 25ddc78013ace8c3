//! Errors of the index.

/// An error of the index.
#[derive(Debug, thiserror::Error)]
pub(in crate::store) enum IndexError {
    /// The engine did not respond in time.
    #[error("the index did not answer in time")]
    Unresponsive,
    /// The engine failed.
    #[error("the index failed: {0}")]
    Failed(String),
    /// The contents do not match the manifest.
    #[error("the index does not match its manifest")]
    ManifestDisagrees,
}
