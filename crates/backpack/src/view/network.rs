//! What was asked of hosts, and which of them may always be asked.

use openbadges::documents::Purpose;
use serde::Serialize;

/// One request that this program made or refused to make.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RequestSummary {
    /// RFC 3339.
    pub at: String,
    /// The host that was asked, with its port where that is not the scheme's own.
    pub host: Option<String>,
    /// The address.
    pub url: String,
    /// What for.
    pub purpose: Purpose,
    /// Why: what for and for which badge, in words.
    pub reason: String,
    /// The id in the backpack of the badge that it was for, where one was known. The badge need not have been kept.
    pub badge_id: Option<String>,
    /// Bytes that were received.
    pub bytes: u32,
    /// Bytes that were sent, beside the question itself: where a badge that was offered is fetched with your key.
    pub sent: u32,
    /// What came of it.
    pub outcome: RequestStatus,
    /// What came of it, in words.
    pub message: String,
    /// Why nothing came of it.
    pub failure: Option<String>,
}

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum RequestStatus {
    /// The host answered with a document.
    Had,
    /// The host named another address, which is the next request.
    Redirected,
    /// The host said that the document is gone for good.
    Gone,
    /// Nothing usable came of it.
    Failed,
    /// It was not made.
    NotMade,
}

/// A host that may always be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HostSummary {
    /// The host, with its port where that is not the scheme's own.
    pub host: String,
    /// RFC 3339: since when.
    pub agreed_at: String,
}
