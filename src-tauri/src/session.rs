//! The learner's backpack while the window is open, or its absence while it is locked.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Instant,
};

use backpack::{
    Backpack, OpenOptions, VerifierOptions,
    store::StoreCode,
    view::{ErrorDetail, OpenState},
};

use crate::parting::{LOOK_EVERY, PARTING};

/// The one backpack of this process. Commands borrow it; none holds it while it works.
#[derive(Clone, Default)]
pub struct Session {
    opened: Arc<Mutex<Option<(OpenState, Backpack)>>>,
}

impl Session {
    /// Opens the backpack, unless it is open already: a window that is loaded anew finds it as it was.
    pub fn open(&self, options: &OpenOptions, checker: VerifierOptions) -> OpenState {
        let mut opened = self.lock();
        if let Some((state, _)) = opened.as_ref() {
            return state.clone();
        }
        let (state, backpack) = open_after_the_last(options, &checker);
        *opened = backpack.map(|backpack| (state.clone(), backpack));
        state
    }

    /// The backpack, where it is open.
    pub fn backpack(&self) -> Result<Backpack, ErrorDetail> {
        let opened = self.lock();
        opened
            .as_ref()
            .map(|(_, backpack)| backpack.clone())
            .ok_or_else(|| ErrorDetail::new(StoreCode::KeyUnavailable))
    }

    /// Calls `verb` with the open backpack on a thread that may wait for the disk.
    pub async fn with<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&Backpack) -> Result<T, ErrorDetail> + Send + 'static,
    ) -> Result<T, ErrorDetail> {
        let backpack = self.backpack()?;
        apart(move || verb(&backpack)).await?
    }

    fn lock(&self) -> MutexGuard<'_, Option<(OpenState, Backpack)>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens the backpack. A program that is on its way out, or a command that is nearly done, may hold it for a moment yet.
fn open_after_the_last(options: &OpenOptions, checker: &VerifierOptions) -> (OpenState, Option<Backpack>) {
    let end = Instant::now() + PARTING;
    loop {
        let outcome = Backpack::open(options, checker.clone());
        let held =
            matches!(&outcome.0, OpenState::Unavailable { error } if error.code == "STORE_LOCKED_BY_OTHER");
        if !held || Instant::now() >= end {
            return outcome;
        }
        thread::sleep(LOOK_EVERY);
    }
}

/// Runs `work` on a thread that may wait, and tells a panic in it as an error of this one call.
pub(crate) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ErrorDetail> {
    tauri::async_runtime::spawn_blocking(work).await.map_err(|_| ErrorDetail::new("WORK_STOPPED"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may end in a panic")]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_backpack_that_another_program_is_about_to_let_go_of_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let options = OpenOptions {
            data_dir: Some(folder.path().join("backpack")),
            passphrase: Some("four plain words here".into()),
            recovery_phrase: None,
        };
        let (_, held) = Backpack::open(&options, VerifierOptions::default());
        let held = held.unwrap();
        let other = thread::spawn(move || {
            thread::sleep(Duration::from_millis(500));
            drop(held);
        });
        let state = Session::default().open(&options, VerifierOptions::default());
        assert!(matches!(state, OpenState::Open { .. }), "{state:?}");
        other.join().unwrap();
    }
}
