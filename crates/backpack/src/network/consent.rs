//! Who is asked before a host is, and which hosts that is about.

use openbadges::documents::{Purpose, Request};

use super::{DoorOptions, target::Target};

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

/// The hosts that `requests` would ask, each once, in order: what a person is asked about beforehand.
pub fn hosts_of<'a>(requests: impl IntoIterator<Item = &'a Request>) -> Vec<String> {
    // Only the form matters here; what is refused or not is said when it is asked.
    let open = DoorOptions { allow_private_network: true, allow_cleartext: true, ..DoorOptions::default() };
    let mut hosts = Vec::new();
    for target in requests.into_iter().filter_map(|request| Target::parse(&request.url, &open).ok()) {
        let host = target.authority();
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
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
}
