//! What the door allows, and how long it waits.

use std::{fmt, path::Path, sync::Arc, time::Duration};

use super::{NetworkPolicy, NoRequestLog, RequestLog, Resolve, limits};

/// Returns whether the network is switched off at this moment.
pub type OfflineSwitch = Arc<dyn Fn() -> bool + Send + Sync>;

/// What the door allows. The default is what a learner at home wants: the public network, by https.
#[derive(Clone)]
pub struct NetworkOptions {
    /// Nothing is asked at all.
    pub offline: bool,
    /// Returns whether the network is switched off. Called before each request, so that it takes effect at once.
    pub switch: Option<OfflineSwitch>,
    /// A certificate authority in PEM to trust beside the machine's own (curl's `--cacert`).
    pub cacert: Option<Vec<u8>>,
    /// Addresses that are given instead of looked up (curl's `--resolve`).
    pub resolve: Vec<Resolve>,
    /// This machine and private networks may be asked, at any port. For closed networks and tests.
    pub allow_private_network: bool,
    /// Pages that are not protected by TLS may be asked.
    pub allow_cleartext: bool,
    /// How long hosts may take.
    pub patience: TimeLimits,
    /// The hosts that may be contacted.
    pub policy: NetworkPolicy,
    /// Where requests are recorded.
    pub activity: Arc<dyn RequestLog>,
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
            patience: TimeLimits::default(),
            policy: NetworkPolicy::Any,
            activity: Arc::new(NoRequestLog),
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
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

impl NetworkOptions {
    /// With the certificate authority of a PEM file.
    pub fn with_cacert_file(mut self, path: &Path) -> std::io::Result<Self> {
        self.cacert = Some(std::fs::read(path)?);
        Ok(self)
    }

    /// Whether a port that is not the scheme's own may be asked: it was named by hand, or the network is a closed one.
    pub(super) fn opens_port(&self, host: &str, port: u16) -> bool {
        self.allow_private_network
            || self.resolve.iter().any(|given| given.host == host && given.port == port)
    }
}

/// How long hosts may take. The defaults are those of [`limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLimits {
    /// For a connection.
    pub connect: Duration,
    /// Between two parts of an answer.
    pub idle: Duration,
    /// For one document, redirects included. Waiting for a turn at a busy host does not count.
    pub total: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self { connect: limits::CONNECT, idle: limits::IDLE, total: limits::TOTAL }
    }
}
