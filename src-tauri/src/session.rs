//! The learner's backpack while the window is open, or its absence while it is locked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use backpack::{
    Backpack, CheckerOptions, OpenOptions,
    view::{OpenState, ToldError},
};

use crate::refusal;

/// The one backpack of this process. Commands borrow it; none holds it while it works.
#[derive(Clone, Default)]
pub struct Session {
    opened: Arc<Mutex<Option<(OpenState, Backpack)>>>,
}

impl Session {
    /// Opens the backpack, unless it is open already: a window that is loaded anew finds it as it was.
    pub fn open(&self, options: &OpenOptions, checker: CheckerOptions) -> OpenState {
        let mut opened = self.lock();
        if let Some((state, _)) = opened.as_ref() {
            return state.clone();
        }
        let (state, backpack) = Backpack::open(options, checker);
        *opened = backpack.map(|backpack| (state.clone(), backpack));
        state
    }

    /// The backpack, where it is open.
    pub fn backpack(&self) -> Result<Backpack, ToldError> {
        let opened = self.lock();
        opened.as_ref().map(|(_, backpack)| backpack.clone()).ok_or_else(|| refusal("KEY_UNAVAILABLE", None))
    }

    /// Calls `verb` with the open backpack on a thread that may wait for the disk.
    pub async fn with<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&Backpack) -> Result<T, ToldError> + Send + 'static,
    ) -> Result<T, ToldError> {
        let backpack = self.backpack()?;
        apart(move || verb(&backpack)).await?
    }

    fn lock(&self) -> MutexGuard<'_, Option<(OpenState, Backpack)>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs `work` on a thread that may wait, and tells a panic in it as an error of this one call.
pub(crate) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ToldError> {
    tauri::async_runtime::spawn_blocking(work).await.map_err(|_| refusal("WORK_STOPPED", None))
}
