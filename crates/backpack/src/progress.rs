//! Progress of long operations.

use crate::view::Progress;

/// Receives the progress of a long operation.
pub type ProgressCallback<'a> = &'a (dyn Fn(Progress) + Send + Sync);
