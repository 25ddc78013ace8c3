//! Runs calls of the engine with a time limit, and converts their panics to errors.
//!
//! The engine panics on some damaged files and can hang on a full disk. Each call runs on its own thread: a panic
//! becomes an error, and a call that exceeds its time limit is abandoned.

use std::{
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::{Once, mpsc},
    thread,
    time::Duration,
};

use super::error::IndexError;

const THREAD: &str = "backpack-index";

/// Runs `work` on another thread and waits for `limit` at most.
pub(super) fn bounded<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> Result<T, IndexError> + Send + 'static,
) -> Result<T, IndexError> {
    silence_panics();
    let (sender, receiver) = mpsc::sync_channel(1);
    let started = thread::Builder::new().name(THREAD.into()).spawn(move || {
        let outcome = catch_unwind(AssertUnwindSafe(work));
        // After the time limit the receiver no longer exists.
        drop(sender.send(outcome));
    });
    started.map_err(|error| IndexError::Failed(error.to_string()))?;
    match receiver.recv_timeout(limit) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(panic)) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            Err(IndexError::Failed(text.unwrap_or("panicked").to_owned()))
        }
        Err(_) => Err(IndexError::Unresponsive),
    }
}

/// Keeps panics of the engine's threads off the terminal, because they become errors of the index.
fn silence_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous_hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(THREAD) {
                previous_hook(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_and_timeout_become_errors() {
        let message = |result: Result<(), IndexError>| result.unwrap_err().to_string();
        let panicking = bounded(Duration::from_secs(60), || panic!("the engine broke"));
        assert_eq!(message(panicking), "the index failed: the engine broke");
        let hanging = bounded(Duration::from_millis(10), || {
            thread::park_timeout(Duration::from_secs(60));
            Ok(())
        });
        assert_eq!(message(hanging), "the index did not answer in time");
        assert_eq!(bounded(Duration::from_secs(60), || Ok(3)).unwrap(), 3);
    }
}
