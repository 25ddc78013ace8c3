//! The HTTP client: options, TLS configuration, resolver, and the limit of parallel requests to each host.

use std::{collections::HashMap, fmt, sync::Arc};

use openbadges::{Code, FetchError};
use parking_lot::Mutex;
use rustls::ClientConfig;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    error::failed,
    limits,
    names::{Names, SystemNames},
    options::NetworkOptions,
    tls::{self, NetworkError},
};

/// The HTTP client. Cheap to clone; clones share the limit of parallel requests to a host.
#[derive(Clone)]
pub struct HttpClient {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) options: NetworkOptions,
    pub(super) tls: Result<ClientConfig, rustls::Error>,
    pub(super) names: Box<dyn Names>,
    slots: Mutex<HashMap<String, Arc<Semaphore>>>,
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").field("options", &self.inner.options).finish_non_exhaustive()
    }
}

impl HttpClient {
    /// Creates a client with `options`.
    pub fn new(options: NetworkOptions) -> Result<Self, NetworkError> {
        Self::with_names(options, Box::new(SystemNames))
    }

    pub(super) fn with_names(options: NetworkOptions, names: Box<dyn Names>) -> Result<Self, NetworkError> {
        let tls = tls::client_config(options.cacert.as_deref())?;
        Ok(Self { inner: Arc::new(Inner { options, tls, names, slots: Mutex::default() }) })
    }

    /// Returns whether the network is switched off now.
    pub fn is_offline(&self) -> bool {
        let NetworkOptions { offline, switch, .. } = &self.inner.options;
        *offline || switch.as_ref().is_some_and(|is_on| is_on())
    }

    /// Waits until another request to `host` may start, within the limit of parallel requests.
    pub(super) async fn acquire_slot(&self, host: &str) -> Result<OwnedSemaphorePermit, FetchError> {
        let slots = {
            let mut all = self.inner.slots.lock();
            all.retain(|_, slots| Arc::strong_count(slots) > 1);
            all.entry(host.to_owned())
                .or_insert_with(|| Arc::new(Semaphore::new(limits::REQUESTS_PER_HOST)))
                .clone()
        };
        slots.acquire_owned().await.map_err(|error| failed(Code::NetUnavailable, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_invalid_certificate_authority() {
        for pem in ["", "not PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            let options = NetworkOptions { cacert: Some(pem.into()), ..NetworkOptions::default() };
            assert!(HttpClient::new(options).is_err(), "{pem:?}");
        }
    }
}
