//! Drawing on a thread of its own, for as long as a person would wait.
//!
//! A thread cannot be stopped from outside: a drawing that was given up runs on, within the limits that it keeps by
//! itself. So only a few may do that at a time.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::Duration,
};

use openbadges::Code;

use super::PictureError;

/// How long drawing one picture may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// Stack of the thread that draws: nested SVGs are drawn by recursion.
const STACK_BYTES: usize = 16 << 20;
/// Drawings that were given up and still run. With as many as this, no other is begun.
const MOST_ABANDONED: usize = 2;

type Drawn<T> = Result<T, PictureError>;

/// Runs `draw` on a thread of its own and waits for it, up to a point.
pub(super) fn patiently<T: Send + 'static>(draw: impl FnOnce() -> Drawn<T> + Send + 'static) -> Drawn<T> {
    static ABANDONED: Mutex<usize> = Mutex::new(0);
    within(PATIENCE, &ABANDONED, draw)
}

fn within<T: Send + 'static>(
    patience: Duration,
    abandoned: &'static Mutex<usize>,
    draw: impl FnOnce() -> Drawn<T> + Send + 'static,
) -> Drawn<T> {
    let gave_up = |detail: &str| PictureError::new(Code::PreviewGaveUp, detail);
    if *lock(abandoned) >= MOST_ABANDONED {
        return Err(gave_up("others take too long already"));
    }
    let state = Arc::new(Mutex::new(State::Running));
    let ending = Ending { state: state.clone(), abandoned };
    let (done, result) = mpsc::sync_channel(1);
    let thread = thread::Builder::new().name("picture".into()).stack_size(STACK_BYTES);
    let spawned = thread.spawn(move || {
        let _ending = ending;
        // Nobody takes the result of a drawing that was given up.
        done.send(draw()).unwrap_or_default();
    });
    spawned.map_err(|error| gave_up(&error.to_string()))?;
    match result.recv_timeout(patience) {
        Ok(drawn) => drawn,
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(gave_up("drawing it failed")),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            let mut state = lock(&state);
            if *state == State::Running {
                *state = State::Abandoned;
                *lock(abandoned) += 1;
            }
            Err(gave_up("drawing it takes too long"))
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Running,
    Abandoned,
    Ended,
}

/// Tells the end of a drawing, also where it panics.
struct Ending {
    state: Arc<Mutex<State>>,
    abandoned: &'static Mutex<usize>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        let mut state = lock(&self.state);
        if *state == State::Abandoned {
            *lock(self.abandoned) -= 1;
        }
        *state = State::Ended;
    }
}

/// What is guarded here holds in every state, so a panic elsewhere does not spoil it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn what_takes_too_long_is_given_up_and_few_may_linger() {
        static ABANDONED: Mutex<usize> = Mutex::new(0);
        let quick = || within(Duration::from_secs(60), &ABANDONED, || Ok(b"drawn".to_vec()));
        let code = |drawn: Drawn<Vec<u8>>| drawn.err().map(|error| error.code);
        assert_eq!(quick(), Ok(b"drawn".to_vec()));

        let mut held = Vec::new();
        for _ in 0..MOST_ABANDONED {
            let (release, wait) = channel::<()>();
            let slow = within(Duration::from_millis(1), &ABANDONED, move || {
                wait.recv().unwrap_or_default();
                Ok(Vec::new())
            });
            assert_eq!(code(slow), Some(Code::PreviewGaveUp));
            held.push(release);
        }
        assert_eq!(code(quick()), Some(Code::PreviewGaveUp), "no other is begun");
        drop(held);
        while *lock(&ABANDONED) > 0 {
            thread::yield_now();
        }
        assert_eq!(quick(), Ok(b"drawn".to_vec()), "and then it goes on");
    }

    #[test]
    fn a_panic_stays_on_its_thread() {
        static ABANDONED: Mutex<usize> = Mutex::new(0);
        let drawn =
            within(Duration::from_secs(60), &ABANDONED, || -> Drawn<()> { panic!("a library's bug") });
        assert_eq!(drawn.err().map(|error| error.code), Some(Code::PreviewGaveUp));
        assert_eq!(*lock(&ABANDONED), 0);
    }
}
