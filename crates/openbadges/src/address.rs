//! Web addresses, compared as locations and as ids.
//!
//! Addresses are compared after parsing (WHATWG URL), never as text: `https://example.org` is not a prefix of
//! `https://example.org.evil.example`.

use url::Url;

/// An `http` or `https` address with a host and without a user name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(Url);

impl Address {
    /// Parses `text`. Rejects whitespace and control characters, which URL parsers ignore, and user names, which make
    /// one host look like another.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let web = matches!(url.scheme(), "http" | "https") && url.has_host();
        (web && url.username().is_empty() && url.password().is_none()).then_some(Self(url))
    }

    /// Returns the address without its fragment.
    pub(crate) fn document(&self) -> String {
        let mut url = self.0.clone();
        url.set_fragment(None);
        url.into()
    }

    /// Returns the address of `path` on the same origin.
    pub(crate) fn at_root(&self, path: &str) -> String {
        let mut url = self.0.clone();
        url.set_path(path);
        url.set_query(None);
        url.set_fragment(None);
        url.into()
    }

    /// Returns whether scheme, host and port are the same.
    pub(crate) fn same_origin(&self, other: &Self) -> bool {
        self.0.origin() == other.0.origin()
    }

    /// Returns whether host and port are the same, with the scheme's default port. OB 2.0 compares only these; plain
    /// `http` is reported separately.
    pub(crate) fn same_authority(&self, other: &Self) -> bool {
        self.0.host() == other.0.host() && self.0.port() == other.0.port()
    }

    /// Returns whether the scheme is https.
    pub(crate) fn is_protected(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Returns the host in lower-case punycode.
    pub(crate) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Returns the registrable domain, for example `harvard.edu`, or the host if there is none.
    pub(crate) fn registrable_domain(&self) -> String {
        registrable_domain(self.host())
    }

    /// Returns whether this address is equal to or below `prefix`: the same origin, and the path up to a segment
    /// boundary.
    pub(crate) fn starts_with(&self, prefix: &Self) -> bool {
        if !self.same_origin(prefix) {
            return false;
        }
        let (path, start) = (self.0.path(), prefix.0.path());
        match prefix.0.query() {
            Some(query) => path == start && self.0.query().is_some_and(|own| own.starts_with(query)),
            None => path
                .strip_prefix(start)
                .is_some_and(|rest| rest.is_empty() || start.ends_with('/') || rest.starts_with('/')),
        }
    }

    /// Returns whether `entry` of an issuer's `allowedOrigins` covers this address. The specification allows a host
    /// (`example.org`; OB 2.0 VerificationObject: "the host registered name subcomponent"), for any port. Issuers
    /// also use host and port (`example.org:8443`) or a whole origin (`https://example.org`).
    pub(crate) fn is_allowed_by(&self, entry: &str) -> bool {
        if entry.contains("://") {
            return Self::parse(entry).is_some_and(|origin| origin.same_origin(self));
        }
        let Some(origin) = Self::parse(&format!("{}://{entry}", self.0.scheme())) else { return false };
        let has_port = entry.rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']'));
        origin.0.path() == "/"
            && if has_port { origin.same_origin(self) } else { origin.host() == self.host() }
    }
}

/// Returns the registrable domain of `host`, or the host if there is none.
pub(crate) fn registrable_domain(host: &str) -> String {
    psl::domain_str(host).unwrap_or(host).to_owned()
}

/// Returns the host of an issuer id that can prove a domain: https or did:web.
pub(crate) fn host_of(id: &str) -> Option<String> {
    match Address::parse(id) {
        Some(address) => address.is_protected().then(|| address.host().to_owned()),
        None => host_of_did_web(id),
    }
}

/// Returns the host of a did:web, which ends at the next colon (did:web method specification, "Read").
pub(crate) fn host_of_did_web(id: &str) -> Option<String> {
    let rest = id.strip_prefix("did:web:")?;
    let host = rest.split([':', '#', '?', '/']).next().unwrap_or_default();
    let host = percent_encoding::percent_decode_str(host).decode_utf8().ok()?;
    Address::parse(&format!("https://{host}/")).map(|address| address.host().to_owned())
}

/// Returns one text for all ids that are [the same](same_id).
pub(crate) fn canonical_id(id: &str) -> String {
    Address::parse(id).map_or_else(|| id.to_owned(), |address| address.0.into())
}

/// Returns whether two ids are the same text or, as web addresses, equal after parsing.
pub(crate) fn same_id(id: &str, other: &str) -> bool {
    id == other || Address::parse(id).zip(Address::parse(other)).is_some_and(|(id, other)| id == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_end_at_segment_boundaries() {
        let cases = [
            ("https://example.org/a/1", "https://example.org", true),
            ("https://example.org/a/1", "https://example.org/", true),
            ("https://example.org/a/1", "https://example.org/a", true),
            ("https://example.org/a", "https://example.org/a", true),
            ("https://example.org/ab", "https://example.org/a", false),
            ("https://example.org/a/../b", "https://example.org/a/", false),
            ("https://example.org/a/%2e%2e/b", "https://example.org/a/", false),
            ("https://example.org/get?id=17", "https://example.org/get?id=", true),
            ("https://example.org/got?id=17", "https://example.org/get?id=", false),
            ("https://example.org.evil.example/a", "https://example.org", false),
            ("http://example.org/a", "https://example.org", false),
            ("https://example.org:8443/a", "https://example.org", false),
        ];
        for (address, prefix, expected) in cases {
            let (address, prefix) = (Address::parse(address).unwrap(), Address::parse(prefix).unwrap());
            assert_eq!(address.starts_with(&prefix), expected, "{address:?} below {prefix:?}");
        }
    }

    #[test]
    fn allowed_origins_are_hosts_or_origins() {
        let cases = [
            ("https://example.org/a", "example.org", true),
            ("https://example.org/a", "EXAMPLE.org", true),
            ("https://example.org/a", "https://example.org", true),
            ("https://example.org/a", "http://example.org", false),
            ("https://a.example.org/", "example.org", false),
            ("https://example.org:8443/", "example.org", true),
            ("https://example.org:8443/", "example.org:8443", true),
            ("https://example.org.evil.example/", "example.org", false),
            ("https://example.org/a", "example.org/a", false),
            ("https://evil.example/", "example.org@evil.example", false),
        ];
        for (address, entry, expected) in cases {
            assert_eq!(
                Address::parse(address).unwrap().is_allowed_by(entry),
                expected,
                "{address} by {entry}"
            );
        }
    }

    #[test]
    fn rejects_ambiguous_addresses() {
        for text in [
            "",
            "badge1",
            "urn:uuid:1",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://harvard.edu@evil.example/",
            "https://a\nb.example/",
            " https://example.org",
            "https:\\\\example.org",
        ] {
            assert_eq!(Address::parse(text), None, "{text:?}");
        }
    }
}
