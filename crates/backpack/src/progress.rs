//! Progress of long work, and locks.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::view::Progress;

/// Receives the progress of long work.
pub type ProgressCallback<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// Returns the data behind a lock. A panic while it was held left nothing half done: each use is one assignment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
