//! Long work: each piece has a number that the window chose, tells its progress, and can be stopped.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use backpack::{
    Cancel,
    view::{ErrorDetail, Progress},
};
use tauri::ipc::Channel;

/// The work under way, by its number.
#[derive(Default)]
pub struct Works {
    under_way: Mutex<HashMap<u32, Cancel>>,
}

impl Works {
    /// Runs `work` as a task of its own under `number`, so that the window stays answerable, and hands back what it made.
    pub async fn run<T, F>(
        &self,
        number: u32,
        progress: Channel<Progress>,
        work: impl FnOnce(Cancel, Box<Report>) -> F,
    ) -> Result<T, ErrorDetail>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let cancel = Cancel::default();
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).insert(number, cancel.clone());
        // A window that is gone hears nothing; the work goes on to its end.
        let report: Box<Report> = Box::new(move |step| drop(progress.send(step)));
        let made = tauri::async_runtime::spawn(work(cancel, report)).await;
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
        made.map_err(|_| ErrorDetail::new("WORK_STOPPED"))
    }

    /// Asks the work of this number to stop. Work that has ended already is left in peace.
    pub fn cancel(&self, number: u32) {
        if let Some(cancel) = self.under_way.lock().unwrap_or_else(PoisonError::into_inner).get(&number) {
            cancel.cancel();
        }
    }
}

/// How work tells its progress.
pub(crate) type Report = dyn Fn(Progress) + Send + Sync;
