//! Options of the client: allowed hosts, TLS, name resolution, time limits and request log.

use std::{fmt, path::Path, sync::Arc, time::Duration};

use crate::{
    limits,
    policy::NetworkPolicy,
    request_record::{NoRequestLog, RequestLog},
    resolve::Resolve,
};

/// A function that returns whether the network is switched off at this moment.
pub type OfflineSwitch = Arc<dyn Fn() -> bool + Send + Sync>;

/// Options of the client. The default allows the public network over https.
#[derive(Clone)]
pub struct NetworkOptions {
    /// Whether the client contacts no host.
    pub offline: bool,
    /// Returns whether the network is switched off. Called before each request, so that a change takes effect at
    /// once.
    pub switch: Option<OfflineSwitch>,
    /// A certificate authority in PEM to trust besides the system's own (curl's `--cacert`).
    pub cacert: Option<Vec<u8>>,
    /// Addresses that replace name resolution (curl's `--resolve`).
    pub resolve: Vec<Resolve>,
    /// Allows this machine and private networks, on any port. For closed networks and tests.
    pub allow_private_network: bool,
    /// Allows addresses without TLS.
    pub allow_cleartext: bool,
    /// The time limits.
    pub time_limits: TimeLimits,
    /// The hosts that may be contacted.
    pub policy: NetworkPolicy,
    /// Records every request.
    pub request_log: Arc<dyn RequestLog>,
}

impl Default for NetworkOptions {
    fn default() -> Self {
        Self {
            offline: false,
            switch: None,
            cacert: None,
            resolve: Vec::new(),
            allow_private_network: false,
            allow_cleartext: false,
            time_limits: TimeLimits::default(),
            policy: NetworkPolicy::Any,
            request_log: Arc::new(NoRequestLog),
        }
    }
}

impl fmt::Debug for NetworkOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NetworkOptions")
            .field("offline", &self.offline)
            .field("switch", &self.switch.is_some())
            .field("resolve", &self.resolve)
            .field("allow_private_network", &self.allow_private_network)
            .field("allow_cleartext", &self.allow_cleartext)
            .field("time_limits", &self.time_limits)
            .finish_non_exhaustive()
    }
}

impl NetworkOptions {
    /// Adds the certificate authority of a PEM file.
    pub fn with_cacert_file(mut self, path: &Path) -> std::io::Result<Self> {
        self.cacert = Some(std::fs::read(path)?);
        Ok(self)
    }

    /// Returns whether a non-default port may be used: `resolve` contains it, or private networks are allowed.
    pub(super) fn allows_port(&self, host: &str, port: u16) -> bool {
        self.allow_private_network || self.resolve.iter().any(|rule| rule.host == host && rule.port == port)
    }
}

/// Time limits. The defaults are those of [`limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLimits {
    /// The longest time to connect.
    pub connect: Duration,
    /// The longest time between two parts of a response.
    pub idle: Duration,
    /// The longest time for one document, redirects included. Waiting because of
    /// [`limits::REQUESTS_PER_HOST`] does not
    /// count.
    pub total: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self { connect: limits::CONNECT, idle: limits::IDLE, total: limits::TOTAL }
    }
}
