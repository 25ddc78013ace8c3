//! Who is asked before a host is, and which hosts that is about.

use std::collections::BTreeSet;

use openbadges::documents::{Purpose, Request};

use super::{NetworkOptions, target::Target};

/// Who is asked before a host is.
pub trait Consent: Send + Sync {
    /// Whether `host` (with its port, where that is not the scheme's own) may be asked for this.
    fn allows(&self, host: &str, purpose: Purpose) -> bool;
}

impl<F: Fn(&str, Purpose) -> bool + Send + Sync> Consent for F {
    fn allows(&self, host: &str, purpose: Purpose) -> bool {
        self(host, purpose)
    }
}

/// Agrees to every host: the person's own command was the consent.
#[derive(Clone, Copy, Debug, Default)]
pub struct EveryHost;

impl Consent for EveryHost {
    fn allows(&self, _: &str, _: Purpose) -> bool {
        true
    }
}

/// Agrees to these hosts and to no other.
impl Consent for BTreeSet<String> {
    fn allows(&self, host: &str, _: Purpose) -> bool {
        self.contains(host)
    }
}

/// The hosts that `requests` would ask, each once, in order: what a person is asked about beforehand.
pub fn hosts_of<'a>(requests: impl IntoIterator<Item = &'a Request>) -> Vec<String> {
    let mut hosts = Vec::new();
    for host in requests.into_iter().filter_map(|request| named_host(&request.url)) {
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

/// The host that a text names, as the host itself or in an address, in the form in which [`Consent`] is asked about it.
pub fn named_host(text: &str) -> Option<String> {
    // Only the form matters here; what is refused or not is said when it is asked.
    let open =
        NetworkOptions { allow_private_network: true, allow_cleartext: true, ..NetworkOptions::default() };
    let text = text.trim();
    let target = match text.contains(':') {
        true => Target::parse(text, &open).or_else(|_| Target::parse(&format!("https://{text}/"), &open)),
        false => Target::parse(&format!("https://{text}/"), &open),
    };
    target.ok().map(|target| target.authority())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_consent_screen_names_each_host_once() {
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
    fn a_host_is_named_by_itself_or_in_an_address() {
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
