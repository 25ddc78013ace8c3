//! The open backpack of this process, or none while it is locked.

use std::{sync::Arc, thread, time::Instant};

use backpack::{
    Backpack, OpenOptions, VerifierOptions,
    store::StoreCode,
    view::{ErrorDetail, OpenState},
};
use parking_lot::Mutex;

use crate::single_instance::{MAX_WAIT, RETRY_INTERVAL};

/// The only backpack of this process. Commands clone it, so that none holds the lock while it runs.
#[derive(Clone, Default)]
pub struct Session {
    opened: Arc<Mutex<Option<(OpenState, Backpack)>>>,
}

impl Session {
    /// Opens the backpack. If it is already open, e.g. after the page was reloaded, returns its state.
    pub fn open(&self, options: &OpenOptions, verifier_options: VerifierOptions) -> OpenState {
        let mut opened = self.opened.lock();
        if let Some((state, _)) = opened.as_ref() {
            return state.clone();
        }
        let (state, backpack) = open_with_retry(options, &verifier_options);
        *opened = backpack.map(|backpack| (state.clone(), backpack));
        state
    }

    /// Returns the open backpack.
    ///
    /// # Errors
    ///
    /// `KEY_UNAVAILABLE` while the backpack is locked.
    pub fn backpack(&self) -> Result<Backpack, ErrorDetail> {
        let opened = self.opened.lock();
        opened
            .as_ref()
            .map(|(_, backpack)| backpack.clone())
            .ok_or_else(|| ErrorDetail::new(StoreCode::KeyUnavailable))
    }

    /// Calls `operation` with the open backpack on a thread for blocking work.
    pub async fn with<T: Send + 'static>(
        &self,
        operation: impl FnOnce(&Backpack) -> Result<T, ErrorDetail> + Send + 'static,
    ) -> Result<T, ErrorDetail> {
        let backpack = self.backpack()?;
        run_blocking(move || operation(&backpack)).await?
    }
}

/// Opens the backpack, and retries for [`MAX_WAIT`] while another program still has it open.
fn open_with_retry(
    options: &OpenOptions,
    verifier_options: &VerifierOptions,
) -> (OpenState, Option<Backpack>) {
    let deadline = Instant::now() + MAX_WAIT;
    loop {
        let outcome = Backpack::open(options, verifier_options.clone());
        let is_locked =
            matches!(&outcome.0, OpenState::Unavailable { error } if error.code == "STORE_LOCKED_BY_OTHER");
        if !is_locked || Instant::now() >= deadline {
            return outcome;
        }
        thread::sleep(RETRY_INTERVAL);
    }
}

/// Runs `work` on a thread for blocking work.
///
/// # Errors
///
/// `WORK_STOPPED` if `work` panics.
pub(crate) async fn run_blocking<T: Send + 'static>(
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
    fn waits_until_another_program_closes_the_backpack() {
        let folder = tempfile::tempdir().unwrap();
        let options = OpenOptions {
            data_dir: Some(folder.path().join("backpack")),
            passphrase: Some("four plain words here".into()),
            recovery_phrase: None,
        };
        let (_, first) = Backpack::open(&options, VerifierOptions::default());
        let first = first.unwrap();
        let other = thread::spawn(move || {
            thread::sleep(Duration::from_millis(500));
            drop(first);
        });
        let state = Session::default().open(&options, VerifierOptions::default());
        assert!(matches!(state, OpenState::Open { .. }), "{state:?}");
        other.join().unwrap();
    }
}
