//! Runs the engine's calls where a panic or a hang in it can do no harm.
//!
//! The engine panics on some damaged files and can hang on a full disk. Each call runs on a thread of its own: a panic
//! ends there and is told as a failure, and a call that does not come back is left behind.

use std::{
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::{Once, mpsc},
    thread,
    time::Duration,
};

use super::IndexTrouble;

const THREAD: &str = "backpack-index";

/// Runs `work`, for `limit` at most.
pub(super) fn bounded<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> Result<T, IndexTrouble> + Send + 'static,
) -> Result<T, IndexTrouble> {
    quiet_panics();
    let (done, result) = mpsc::sync_channel(1);
    let started = thread::Builder::new().name(THREAD.into()).spawn(move || {
        let outcome = catch_unwind(AssertUnwindSafe(work));
        // Nobody listens any more when the limit has passed.
        drop(done.send(outcome));
    });
    started.map_err(|error| IndexTrouble::Failed(error.to_string()))?;
    match result.recv_timeout(limit) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(panicked)) => {
            let said = panicked.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| panicked.downcast_ref::<&str>().copied());
            Err(IndexTrouble::Failed(said.unwrap_or("panicked").to_owned()))
        }
        Err(_) => Err(IndexTrouble::Unresponsive),
    }
}

/// A panic that is caught here is told as a damaged index; keeps its trace off a learner's terminal.
fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            if thread::current().name() != Some(THREAD) {
                before(panicked);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_and_a_hang_are_told() {
        let told = |result: Result<(), IndexTrouble>| result.unwrap_err().to_string();
        let panicking = bounded(Duration::from_secs(60), || panic!("the engine broke"));
        assert_eq!(told(panicking), "the index failed: the engine broke");
        let hanging = bounded(Duration::from_millis(10), || {
            thread::park_timeout(Duration::from_secs(60));
            Ok(())
        });
        assert_eq!(told(hanging), "the index did not answer in time");
        assert_eq!(bounded(Duration::from_secs(60), || Ok(3)).unwrap(), 3);
    }
}
