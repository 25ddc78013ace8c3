//! Name resolution: resolves each name once, and checks and pins its addresses.

use std::net::{IpAddr, SocketAddr};

use openbadges::{Code, FetchError};

use crate::{
    address,
    error::{failed, refused},
    options::NetworkOptions,
    target::Target,
};

/// A resolver of host names: the system's resolver, except in tests.
pub(super) trait Names: Send + Sync {
    /// Returns every address of `host`.
    fn look_up(&self, host: String, port: u16) -> Lookup;
}

/// A running name resolution.
pub(super) type Lookup = std::pin::Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>>;

/// The system's resolver.
pub(super) struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, host: String, port: u16) -> Lookup {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, port)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Resolves `target` and checks all its addresses. A single refused address is an error, because an answer that mixes
/// public and private addresses is an attack or a mistake.
pub(super) async fn addresses(
    target: &Target,
    names: &dyn Names,
    options: &NetworkOptions,
) -> Result<Vec<SocketAddr>, FetchError> {
    let host = target.host.trim_end_matches('.');
    let overrides = options.resolve.iter().filter(|rule| rule.host == host && rule.port == target.port);
    let mut found: Vec<IpAddr> = match target.literal {
        Some(literal) => vec![literal],
        None => overrides.flat_map(|rule| rule.addresses.iter().copied()).collect(),
    };
    if found.is_empty() {
        found = tokio::time::timeout(
            options.time_limits.connect,
            names.look_up(target.host.clone(), target.port),
        )
        .await
        .map_err(|_| failed(Code::NetTimeout, format!("resolving `{host}` took too long")))?
        .map_err(|error| failed(Code::NetUnavailable, format!("`{host}` could not be resolved: {error}")))?;
    }
    if found.is_empty() {
        return Err(failed(Code::NetUnavailable, format!("`{host}` has no address")));
    }
    for ip in &found {
        if let Some(why) = address::refusal(*ip, options.allow_private_network) {
            return Err(refused(Code::NetBlockedAddress, format!("`{host}` is at {ip}, which is {why}")));
        }
    }
    Ok(found.into_iter().map(|ip| SocketAddr::new(ip, target.port)).collect())
}

/// A resolver for one connection that knows only the checked addresses.
pub(super) struct PinnedAddresses(pub(super) Vec<SocketAddr>);

impl reqwest::dns::Resolve for PinnedAddresses {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let addresses = self.0.clone();
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as reqwest::dns::Addrs) })
    }
}
