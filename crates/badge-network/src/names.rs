//! Name resolution: each name is resolved once, and its addresses are checked and pinned.

use std::net::{IpAddr, SocketAddr};

use openbadges::{Code, FetchError};

use crate::{
    address,
    error::{failed, refused},
    options::NetworkOptions,
    target::Target,
};

/// Resolves names. The system's resolver, except in tests.
pub(super) trait Names: Send + Sync {
    /// Returns every address of `host`.
    fn look_up(&self, host: String, port: u16) -> Answer;
}

/// A resolver's answer.
pub(super) type Answer = std::pin::Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>>;

/// The system's resolver.
pub(super) struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, host: String, port: u16) -> Answer {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, port)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Resolves `target` and checks all its addresses. A single refused address refuses them all: an answer that mixes
/// public and private addresses is an attack or a mistake.
pub(super) async fn addresses(
    target: &Target,
    names: &dyn Names,
    options: &NetworkOptions,
) -> Result<Vec<SocketAddr>, FetchError> {
    let host = target.host.trim_end_matches('.');
    let given = options.resolve.iter().filter(|given| given.host == host && given.port == target.port);
    let mut found: Vec<IpAddr> = match target.literal {
        Some(literal) => vec![literal],
        None => given.flat_map(|given| given.addresses.iter().copied()).collect(),
    };
    if found.is_empty() {
        found = tokio::time::timeout(
            options.time_limits.connect,
            names.look_up(target.host.clone(), target.port),
        )
        .await
        .map_err(|_| failed(Code::NetTimeout, format!("looking up `{host}` took too long")))?
        .map_err(|error| failed(Code::NetUnavailable, format!("`{host}` was not found: {error}")))?;
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
pub(super) struct Pinned(pub(super) Vec<SocketAddr>);

impl reqwest::dns::Resolve for Pinned {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let addresses = self.0.clone();
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as reqwest::dns::Addrs) })
    }
}
