//! Addresses that replace name resolution.

use std::{net::IpAddr, str::FromStr};

/// A host and port with given addresses, like curl's `--resolve`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolve {
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The addresses.
    pub addresses: Vec<IpAddr>,
}

/// The error for a text that is not `HOST:PORT:ADDRESS[,ADDRESS]…`.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_curls_resolve_syntax() {
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
