//! Long tasks: each has a number chosen by the window, reports its progress, and can be cancelled.

use std::collections::HashMap;

use backpack::{
    CancellationToken,
    view::{ErrorDetail, Progress},
};
use parking_lot::Mutex;
use tauri::ipc::Channel;

/// The running tasks by number.
#[derive(Default)]
pub struct Tasks {
    running: Mutex<HashMap<u32, CancellationToken>>,
}

impl Tasks {
    /// Runs `task` under `number` as a separate asynchronous task, and returns its result.
    pub async fn run<T, F>(
        &self,
        number: u32,
        progress: Channel<Progress>,
        task: impl FnOnce(CancellationToken, Box<ProgressCallback>) -> F,
    ) -> Result<T, ErrorDetail>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let cancel = CancellationToken::default();
        self.running.lock().insert(number, cancel.clone());
        // If the window is closed, sending fails and the task continues.
        let report: Box<ProgressCallback> = Box::new(move |step| drop(progress.send(step)));
        let result = tauri::async_runtime::spawn(task(cancel, report)).await;
        self.running.lock().remove(&number);
        result.map_err(|_| ErrorDetail::new("WORK_STOPPED"))
    }

    /// Cancels the task with this number. Does nothing if it has ended.
    pub fn cancel(&self, number: u32) {
        if let Some(cancel) = self.running.lock().get(&number) {
            cancel.cancel();
        }
    }
}

/// A callback that receives the progress of a task.
pub(crate) type ProgressCallback = dyn Fn(Progress) + Send + Sync;
