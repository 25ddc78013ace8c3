//! From a host's name to the addresses that are connected to: asked once, checked, pinned.

use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use openbadges::{Code, FetchError};

use super::{NetworkOptions, address, failed, refused, target::Target};

/// A host and port whose addresses are given instead of looked up: curl's `--resolve`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolve {
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The addresses.
    pub addresses: Vec<IpAddr>,
}

/// The text is not `HOST:PORT:ADDRESS[,ADDRESS]…`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not HOST:PORT:ADDRESS[,ADDRESS]…")]
pub struct ResolveError(pub String);

impl FromStr for Resolve {
    type Err = ResolveError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ResolveError(text.into());
        let mut parts = text.splitn(3, ':');
        let (Some(host), Some(port), Some(addresses)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(error());
        };
        let bare = |address: &str| address.trim_start_matches('[').trim_end_matches(']').parse();
        let addresses = addresses.split(',').map(bare).collect::<Result<Vec<_>, _>>().map_err(|_| error())?;
        if host.is_empty() {
            return Err(error());
        }
        Ok(Self { host: host.to_ascii_lowercase(), port: port.parse().map_err(|_| error())?, addresses })
    }
}

/// How names become addresses. The system's resolver, but for tests.
pub(super) trait Names: Send + Sync {
    /// Every address of `host`.
    fn look_up(&self, host: String, port: u16) -> Answer;
}

/// The answer of a resolver.
pub(super) type Answer = std::pin::Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>>;

/// The machine's own resolver.
pub(super) struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, host: String, port: u16) -> Answer {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, port)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// The addresses of `target`, all of them checked. One that is refused refuses them all: an answer that mixes public
/// and private addresses is an attack or a mistake, and neither is worth a connection.
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
        found =
            tokio::time::timeout(options.patience.connect, names.look_up(target.host.clone(), target.port))
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

/// A resolver for one connection that knows the checked addresses and nothing else.
pub(super) struct Pinned(pub(super) Vec<SocketAddr>);

impl reqwest::dns::Resolve for Pinned {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let addresses = self.0.clone();
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as reqwest::dns::Addrs) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curls_spelling_is_read() {
        let read = |text: &str| text.parse::<Resolve>().ok().map(|r| (r.host, r.port, r.addresses.len()));
        assert_eq!(read("Badges.example:443:127.0.0.1"), Some(("badges.example".into(), 443, 1)));
        assert_eq!(read("badges.example:443:127.0.0.1,::1,[::1]"), Some(("badges.example".into(), 443, 3)));
        for wrong in
            ["", "badges.example", "badges.example:443", "badges.example:https:::1", ":443:::1", "a:1:b"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
