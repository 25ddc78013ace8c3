//! The hosts of requests and texts, in the form in which consent is given.

use std::sync::Arc;

use openbadges::documents::Request;

use crate::{options::NetworkOptions, policy::NetworkPolicy, target::Target};

impl NetworkPolicy {
    /// Returns the policy that allows these hosts. Each text is a host or an address.
    pub fn allow<'a>(hosts: impl IntoIterator<Item = &'a String>) -> Self {
        Self::Allowed(Arc::new(hosts.into_iter().filter_map(|host| named_host(host)).collect()))
    }
}

/// Returns the hosts that `requests` would contact, each once and in order. The application asks for consent
/// with them.
pub fn hosts_of<'a>(requests: impl IntoIterator<Item = &'a Request>) -> Vec<String> {
    let mut hosts = Vec::new();
    for host in requests.into_iter().filter_map(|request| named_host(&request.url)) {
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

/// Returns the host in a text (a host or an address), in the form that [`NetworkPolicy`] compares.
pub fn named_host(text: &str) -> Option<String> {
    // Refused hosts are accepted here, because the request itself reports them.
    let unrestricted =
        NetworkOptions { allow_private_network: true, allow_cleartext: true, ..NetworkOptions::default() };
    let text = text.trim();
    let target = match text.contains(':') {
        true => Target::parse(text, &unrestricted)
            .or_else(|_| Target::parse(&format!("https://{text}/"), &unrestricted)),
        false => Target::parse(&format!("https://{text}/"), &unrestricted),
    };
    target.ok().map(|target| target.authority())
}

#[cfg(test)]
mod tests {
    use openbadges::documents::Purpose;

    use super::*;

    #[test]
    fn lists_each_host_once() {
        let requests = [
            "https://b.example/1",
            "https://a.example/",
            "https://b.example/2",
            "http://a.example:8080/",
            "urn:x",
        ];
        let hosts = hosts_of(&requests.map(|url| Request { url: url.into(), purpose: Purpose::Issuer }));
        assert_eq!(hosts, ["b.example", "a.example", "a.example:8080"]);
    }

    #[test]
    fn reads_host_alone_or_in_address() {
        for (text, host) in [
            ("badges.example", Some("badges.example")),
            (" Badges.Example ", Some("badges.example")),
            ("badges.example:8443", Some("badges.example:8443")),
            ("badges.example:443", Some("badges.example")),
            ("https://badges.example/1?x=2", Some("badges.example")),
            ("bücher.example", Some("xn--bcher-kva.example")),
            ("[::1]:8443", Some("[::1]:8443")),
            ("", None),
            ("two words", None),
            ("ada@badges.example", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(named_host(text).as_deref(), host, "{text}");
        }
    }
}
