//! The request log: writes the requests of the HTTP client to the store.

use std::sync::Arc;

use parking_lot::Mutex;

use crate::{
    network::{RequestLog, RequestOutcome, RequestRecord, Subject},
    store::{LoggedOutcome, LoggedRequest, LoggedSubject, Store, StoreError},
};

/// Logs each request in the store before its answer is used.
pub(crate) struct StoredRequestLog {
    store: Arc<Store>,
    /// The first failure that was not reported yet.
    failure: Mutex<Option<StoreError>>,
}

impl StoredRequestLog {
    pub(crate) fn new(store: Arc<Store>) -> Self {
        Self { store, failure: Mutex::default() }
    }

    /// Returns the first failure since the last call.
    pub(crate) fn take_failure(&self) -> Option<StoreError> {
        self.failure.lock().take()
    }
}

impl RequestLog for StoredRequestLog {
    fn record(&self, record: RequestRecord) {
        if let Err(error) = self.store.log_request(&to_entry(record)) {
            self.failure.lock().get_or_insert(error);
        }
    }
}

/// Returns the log entry of a request.
fn to_entry(record: RequestRecord) -> LoggedRequest {
    let RequestRecord { at, host, url, purpose, badge, bytes, sent, outcome } = record;
    let badge = badge.map(|Subject { id, name }| LoggedSubject { id, name });
    let outcome = match outcome {
        RequestOutcome::Answered => LoggedOutcome::Fetched,
        RequestOutcome::Redirected { to } => LoggedOutcome::Redirected { to },
        RequestOutcome::Gone => LoggedOutcome::Gone,
        RequestOutcome::Failed { code, detail } => LoggedOutcome::Failed { code, detail },
        RequestOutcome::Refused { code, detail } => LoggedOutcome::Refused { code, detail },
    };
    LoggedRequest { at, host, url, purpose, badge, bytes, sent, outcome }
}

/// Returns the request of a log entry.
pub(crate) fn from_entry(entry: LoggedRequest) -> RequestRecord {
    let LoggedRequest { at, host, url, purpose, badge, bytes, sent, outcome } = entry;
    let badge = badge.map(|LoggedSubject { id, name }| Subject { id, name });
    let outcome = match outcome {
        LoggedOutcome::Fetched => RequestOutcome::Answered,
        LoggedOutcome::Redirected { to } => RequestOutcome::Redirected { to },
        LoggedOutcome::Gone => RequestOutcome::Gone,
        LoggedOutcome::Failed { code, detail } => RequestOutcome::Failed { code, detail },
        LoggedOutcome::Refused { code, detail } => RequestOutcome::Refused { code, detail },
    };
    RequestRecord { at, host, url, purpose, badge, bytes, sent, outcome }
}
