//! Converts request records between the network and the store.

use crate::{
    network::{RequestOutcome, RequestRecord, Subject},
    store::{LoggedOutcome, LoggedRequest, LoggedSubject},
};

/// Returns the log entry of a request.
pub(crate) fn to_entry(record: RequestRecord) -> LoggedRequest {
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
