//! What was asked of hosts.

use openbadges::documents::Purpose;
use serde::Serialize;

/// One request that this program made or refused to make.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ActivityLine {
    /// RFC 3339.
    pub at: String,
    /// The host that was asked.
    pub host: Option<String>,
    /// The address.
    pub url: String,
    /// What for.
    pub purpose: Purpose,
    /// Bytes that were received.
    pub bytes: u32,
    /// Why nothing came of it.
    pub failure: Option<String>,
}
