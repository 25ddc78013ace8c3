//! The door itself: its options, its authorities, its resolver, and the turns at each host.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use openbadges::{Code, FetchError};
use rustls::ClientConfig;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    FetchSession, NetworkError, NetworkOptions, failed, limits,
    names::{Names, SystemNames},
    tls,
};

/// The door. Cheap to clone; clones share their turns at hosts.
#[derive(Clone)]
pub struct HttpClient {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) options: NetworkOptions,
    pub(super) tls: Result<ClientConfig, rustls::Error>,
    pub(super) names: Box<dyn Names>,
    turns: Mutex<HashMap<String, Arc<Semaphore>>>,
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").field("options", &self.inner.options).finish_non_exhaustive()
    }
}

impl HttpClient {
    /// A door with `options`.
    pub fn new(options: NetworkOptions) -> Result<Self, NetworkError> {
        Self::with_names(options, Box::new(SystemNames))
    }

    pub(super) fn with_names(options: NetworkOptions, names: Box<dyn Names>) -> Result<Self, NetworkError> {
        let tls = tls::client_config(options.cacert.as_deref())?;
        Ok(Self { inner: Arc::new(Inner { options, tls, names, turns: Mutex::default() }) })
    }

    /// A visit for one check, which counts its requests. It asks the hosts that the options' consent allows.
    pub fn visit(&self) -> FetchSession {
        FetchSession::through(self.clone())
    }

    /// Whether nothing is asked at all, at this moment.
    pub fn is_offline(&self) -> bool {
        let NetworkOptions { offline, switch, .. } = &self.inner.options;
        *offline || switch.as_ref().is_some_and(|is_on| is_on())
    }

    /// Waits for one of the few turns at `host`.
    pub(super) async fn turn(&self, host: &str) -> Result<OwnedSemaphorePermit, FetchError> {
        let turns = {
            let mut all = self.inner.turns.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|_, turns| Arc::strong_count(turns) > 1);
            all.entry(host.to_owned())
                .or_insert_with(|| Arc::new(Semaphore::new(limits::REQUESTS_PER_HOST)))
                .clone()
        };
        turns.acquire_owned().await.map_err(|error| failed(Code::NetUnavailable, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_authority_that_is_none_is_refused() {
        for pem in ["", "not PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            let options = NetworkOptions { cacert: Some(pem.into()), ..NetworkOptions::default() };
            assert!(HttpClient::new(options).is_err(), "{pem:?}");
        }
    }
}
