//! Web addresses as places and as ids: which are the same, which share an origin, which lies below which.
//!
//! Every comparison is made on the parsed address (WHATWG URL), never on its text: `https://example.org` is no
//! beginning of `https://example.org.evil.example`.

use url::Url;

/// An `http` or `https` address that may be asked: with a host, and without a user name in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(Url);

impl Address {
    /// Parses `text`. Blanks and control characters, which URL parsers skip, are refused, and so is a user name,
    /// which makes one host look like another.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let web = matches!(url.scheme(), "http" | "https") && url.has_host();
        (web && url.username().is_empty() && url.password().is_none()).then_some(Self(url))
    }

    /// The address of the document: without the fragment.
    pub(crate) fn document(&self) -> String {
        let mut url = self.0.clone();
        url.set_fragment(None);
        url.into()
    }

    /// The address of `path` on the same origin.
    pub(crate) fn at_root(&self, path: &str) -> String {
        let mut url = self.0.clone();
        url.set_path(path);
        url.set_query(None);
        url.set_fragment(None);
        url.into()
    }

    /// Scheme, host and port are the same.
    pub(crate) fn same_origin(&self, other: &Self) -> bool {
        self.0.origin() == other.0.origin()
    }

    /// Host and port are the same, the port being each scheme's own where none is written. OB 2.0 compares these alone;
    /// that one of two schemes is unprotected is told apart.
    pub(crate) fn same_authority(&self, other: &Self) -> bool {
        self.0.host() == other.0.host() && self.0.port() == other.0.port()
    }

    /// The connection is protected against changes on the way.
    pub(crate) fn is_protected(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The host as it is asked for (punycode, lower case).
    pub(crate) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The part of the host that somebody registered, e.g. `harvard.edu`; the host itself where there is none.
    pub(crate) fn registrable_domain(&self) -> String {
        registrable_domain(self.host())
    }

    /// Whether this address lies at or below `prefix`: the same origin, and the path up to the end of a segment.
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

    /// Whether `entry` of an issuer's `allowedOrigins` names this address's origin: only its host (`example.org`), as the
    /// specification has it (OB 2.0 VerificationObject: "the host registered name subcomponent"), whatever the port;
    /// or, as issuers also write, host and port (`example.org:8443`) or a whole origin (`https://example.org`).
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

/// The part of `host` that somebody registered; the host itself where there is none.
pub(crate) fn registrable_domain(host: &str) -> String {
    psl::domain_str(host).unwrap_or(host).to_owned()
}

/// The host of an issuer's id, where the id is of a kind that a domain can be proven for: https, or did:web.
pub(crate) fn host_of(id: &str) -> Option<String> {
    match Address::parse(id) {
        Some(address) => address.is_protected().then(|| address.host().to_owned()),
        None => host_of_did_web(id),
    }
}

/// The host of a did:web, which is the part up to the next colon (did:web method specification, "Read").
pub(crate) fn host_of_did_web(id: &str) -> Option<String> {
    let rest = id.strip_prefix("did:web:")?;
    let host = rest.split([':', '#', '?', '/']).next().unwrap_or_default();
    let host = percent_encoding::percent_decode_str(host).decode_utf8().ok()?;
    Address::parse(&format!("https://{host}/")).map(|address| address.host().to_owned())
}

/// One text for all forms of an id that are [the same](same_id).
pub(crate) fn canonical_id(id: &str) -> String {
    Address::parse(id).map_or_else(|| id.to_owned(), |address| address.0.into())
}

/// Whether two ids are one: the same text, or web addresses that are the same once parsed.
pub(crate) fn same_id(one: &str, other: &str) -> bool {
    one == other || Address::parse(one).zip(Address::parse(other)).is_some_and(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_starts_with_another_only_at_the_end_of_a_segment() {
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
    fn an_allowed_origin_is_a_host_or_a_whole_origin() {
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
    fn what_is_not_plainly_a_web_address_is_none() {
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
