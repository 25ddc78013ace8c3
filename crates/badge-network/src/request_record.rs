//! Records of requests, which show the learner which hosts were contacted, when and why.

use jiff::Timestamp;
use openbadges::{Code, documents::Purpose};

/// A request that was made or refused. Each redirect is a separate request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRecord {
    /// Time of its start.
    pub at: Timestamp,
    /// The contacted or refused host. Empty if the address names none.
    pub host: String,
    /// The address, cut at the longest allowed length.
    pub url: String,
    /// The purpose.
    pub purpose: Purpose,
    /// The badge that the request was for, if known. The badge of a link is not known before it is fetched.
    pub badge: Option<Subject>,
    /// Bytes of the response body that were read.
    pub bytes: u64,
    /// Bytes of the request body that were sent. Most requests have no body.
    pub sent: u64,
    /// The result.
    pub outcome: RequestOutcome,
}

/// The badge that a request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its id in the backpack.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
}

/// The result of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestOutcome {
    /// The host returned a document.
    Answered,
    /// The host redirected.
    Redirected {
        /// The new address, as the host wrote it.
        to: String,
    },
    /// The host answered `410 Gone`.
    Gone,
    /// The request failed.
    Failed {
        /// The reason.
        code: Code,
        /// What happened.
        detail: String,
    },
    /// The request was refused before it was sent: its address is not allowed, or the limit of requests is reached.
    Refused {
        /// The reason.
        code: Code,
        /// What was wrong.
        detail: String,
    },
}

/// Stores records of requests.
///
/// Requests that offline mode or missing consent prevents are not recorded, because they never leave this program.
pub trait RequestLog: Send + Sync {
    /// Stores one record. Called after the request has ended, before the client returns the response.
    fn record(&self, record: RequestRecord);
}

/// Discards every record. For tests, and for tools that show their requests in another way.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRequestLog;

impl RequestLog for NoRequestLog {
    fn record(&self, _: RequestRecord) {}
}

impl RequestLog for std::sync::Mutex<Vec<RequestRecord>> {
    fn record(&self, record: RequestRecord) {
        self.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(record);
    }
}
