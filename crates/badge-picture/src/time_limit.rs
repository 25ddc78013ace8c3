//! Runs drawing on its own thread with a time limit.
//!
//! A thread cannot be stopped from outside. An abandoned drawing keeps running within its own limits, so only a few
//! may run at a time.

use std::{
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use openbadges::Code;
use parking_lot::Mutex;

use crate::error::PictureError;

/// How long drawing one picture may take.
const TIME_LIMIT: Duration = Duration::from_secs(2);
/// The stack of the drawing thread. Nested SVGs are drawn by recursion.
const STACK_BYTES: usize = 16 << 20;
/// The most abandoned drawings that may still run. Beyond that, no new drawing starts.
const MAX_ABANDONED: usize = 2;

type DrawResult<T> = Result<T, PictureError>;

/// Runs `draw` on its own thread and waits for it up to the time limit.
pub(super) fn with_time_limit<T: Send + 'static>(
    draw: impl FnOnce() -> DrawResult<T> + Send + 'static,
) -> DrawResult<T> {
    static ABANDONED: Mutex<usize> = Mutex::new(0);
    run_within(TIME_LIMIT, &ABANDONED, draw)
}

fn run_within<T: Send + 'static>(
    limit: Duration,
    abandoned: &'static Mutex<usize>,
    draw: impl FnOnce() -> DrawResult<T> + Send + 'static,
) -> DrawResult<T> {
    let gave_up = |detail: &str| PictureError::new(Code::PreviewGaveUp, detail);
    if *abandoned.lock() >= MAX_ABANDONED {
        return Err(gave_up("too many abandoned drawings are still running"));
    }
    let state = Arc::new(Mutex::new(State::Running));
    let ending = Ending { state: state.clone(), abandoned };
    let (done, result) = mpsc::sync_channel(1);
    let thread = thread::Builder::new().name("picture".into()).stack_size(STACK_BYTES);
    let spawned = thread.spawn(move || {
        let _ending = ending;
        // The receiver of an abandoned drawing no longer exists.
        done.send(draw()).unwrap_or_default();
    });
    spawned.map_err(|error| gave_up(&error.to_string()))?;
    match result.recv_timeout(limit) {
        Ok(drawn) => drawn,
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(gave_up("drawing failed")),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            let mut state = state.lock();
            if *state == State::Running {
                *state = State::Abandoned;
                *abandoned.lock() += 1;
            }
            Err(gave_up("drawing took too long"))
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Running,
    Abandoned,
    Ended,
}

/// Reports the end of a drawing, even if it panics.
struct Ending {
    state: Arc<Mutex<State>>,
    abandoned: &'static Mutex<usize>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        let mut state = self.state.lock();
        if *state == State::Abandoned {
            *self.abandoned.lock() -= 1;
        }
        *state = State::Ended;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn abandons_slow_drawings_and_limits_their_number() {
        static ABANDONED: Mutex<usize> = Mutex::new(0);
        let quick = || run_within(Duration::from_secs(60), &ABANDONED, || Ok(b"drawn".to_vec()));
        let code = |drawn: DrawResult<Vec<u8>>| drawn.err().map(|error| error.code);
        assert_eq!(quick(), Ok(b"drawn".to_vec()));

        let mut releases = Vec::new();
        for _ in 0..MAX_ABANDONED {
            let (release, wait) = channel::<()>();
            let slow = run_within(Duration::from_millis(1), &ABANDONED, move || {
                wait.recv().unwrap_or_default();
                Ok(Vec::new())
            });
            assert_eq!(code(slow), Some(Code::PreviewGaveUp));
            releases.push(release);
        }
        assert_eq!(code(quick()), Some(Code::PreviewGaveUp), "starts no further drawing");
        drop(releases);
        while *ABANDONED.lock() > 0 {
            thread::yield_now();
        }
        assert_eq!(quick(), Ok(b"drawn".to_vec()), "draws again when the abandoned drawings have ended");
    }

    #[test]
    fn panic_becomes_an_error() {
        static ABANDONED: Mutex<usize> = Mutex::new(0);
        let drawn = run_within(Duration::from_secs(60), &ABANDONED, || -> DrawResult<()> {
            panic!("a library's bug")
        });
        assert_eq!(drawn.err().map(|error| error.code), Some(Code::PreviewGaveUp));
        assert_eq!(*ABANDONED.lock(), 0);
    }
}
