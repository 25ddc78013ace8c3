//! Progress of long operations, and locks.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::view::Progress;

/// Receives the progress of a long operation.
pub type ProgressCallback<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// Locks `mutex`, even if a thread panicked while it held the lock. The data is consistent then, because each
/// use is a single assignment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
