//! What leaves the machine, told request by request, so that a learner can see who was asked what and when.

use jiff::Timestamp;
use openbadges::{Code, documents::Purpose};

/// One request that was made or refused. A redirect is a request of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRecord {
    /// When it began.
    pub at: Timestamp,
    /// The host that was, or would have been, asked. Empty where the address names none.
    pub host: String,
    /// The address, cut where it is longer than any that is asked.
    pub url: String,
    /// What for.
    pub purpose: Purpose,
    /// For which badge, where one is known: behind a link there may be any.
    pub badge: Option<Subject>,
    /// Bytes of the answer's body that were read.
    pub bytes: u64,
    /// Bytes of the request's own body that were sent. Most requests have none.
    pub sent: u64,
    /// What came of it.
    pub outcome: RequestOutcome,
}

/// The badge whose check makes a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The id that it has in a backpack.
    pub id: String,
    /// What it is called.
    pub name: Option<String>,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestOutcome {
    /// The host answered with a document.
    Had,
    /// The host named another address.
    Redirected {
        /// As the host named it.
        to: String,
    },
    /// The host said that the document is gone for good.
    Gone,
    /// Nothing usable came of it.
    Failed {
        /// Why.
        code: Code,
        /// What happened.
        detail: String,
    },
    /// It was not made: its address is refused, or the check has asked enough.
    NotMade {
        /// Why.
        code: Code,
        /// What was found.
        detail: String,
    },
}

/// Where records of requests go.
///
/// What is asked while the program is offline, or of a host that nobody agreed to, is not told: nothing came of it that
/// anybody outside could notice.
pub trait RequestLog: Send + Sync {
    /// Takes one record. Called as soon as the request is over, and before anybody sees the answer.
    fn record(&self, record: RequestRecord);
}

/// Keeps no record. For tests and tools that show their requests otherwise.
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
