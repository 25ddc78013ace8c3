//! Checks the scheme, host, port and form of an address before it is resolved.

use std::net::IpAddr;

use openbadges::{Code, FetchError};
use url::{Host, Url};

use crate::{address, error::refused, limits, options::NetworkOptions};

/// An address that passed every check that needs no name resolution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The address without its fragment, which is never sent.
    pub(super) url: Url,
    /// The host as it is resolved and shown.
    pub(super) host: String,
    /// The port.
    pub(super) port: u16,
    /// The host as an IP address, if it is one. It needs no resolver.
    pub(super) literal: Option<IpAddr>,
}

impl Target {
    /// Parses and checks an address from a badge or a document.
    pub(super) fn parse(text: &str, options: &NetworkOptions) -> Result<Self, FetchError> {
        if text.len() > limits::URL_BYTES {
            return Err(invalid(format!("{} bytes long", text.len())));
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(invalid("has white space, control characters or a backslash"));
        }
        let url = Url::parse(text).map_err(|error| invalid(error.to_string()))?;
        Self::accept(url, options)
    }

    /// Parses the `Location` of a redirect, which may be relative to this address (RFC 9110 10.2.2).
    pub(super) fn redirect(&self, location: &str, options: &NetworkOptions) -> Result<Self, FetchError> {
        if location.len() > limits::URL_BYTES {
            return Err(refused(Code::NetRedirect, format!("the redirect is {} bytes long", location.len())));
        }
        let url = self.url.join(location).map_err(|error| {
            refused(Code::NetRedirect, format!("the redirect is not an address: {error}"))
        })?;
        let downgrade = self.url.scheme() == "https" && url.scheme() == "http";
        match Self::accept(url, options) {
            Err(error) if error.code == Code::NetCleartext && downgrade => {
                Err(refused(Code::NetDowngrade, format!("`{}` redirects from https to http", self.host)))
            }
            Ok(_) if downgrade => {
                Err(refused(Code::NetDowngrade, format!("`{}` redirects from https to http", self.host)))
            }
            accepted => accepted,
        }
    }

    /// Returns the host, with its port unless that is the default port. Consent is given in this form.
    pub(super) fn authority(&self) -> String {
        match self.url.port() {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    fn accept(mut url: Url, options: &NetworkOptions) -> Result<Self, FetchError> {
        if !matches!(url.scheme(), "https" | "http") {
            return Err(refused(Code::NetScheme, format!("the scheme is `{}`", url.scheme())));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("contains a user name or a password"));
        }
        if has_encoded_control(url.path()) || url.query().is_some_and(has_encoded_control) {
            return Err(invalid("contains an encoded line break or NUL"));
        }
        url.set_fragment(None);
        let (host, literal) = match url.host() {
            Some(Host::Domain(name)) => (name.to_owned(), None),
            Some(Host::Ipv4(v4)) => (v4.to_string(), Some(IpAddr::V4(v4))),
            Some(Host::Ipv6(v6)) => (format!("[{v6}]"), Some(IpAddr::V6(v6))),
            None => return Err(invalid("has no host")),
        };
        if let Some(why) = literal.and_then(|ip| address::refusal(ip, options.allow_private_network)) {
            return Err(refused(Code::NetBlockedAddress, format!("{host} is {why}")));
        }
        // Names of this machine are refused without name resolution (RFC 6761 6.3).
        let name = host.trim_end_matches('.');
        if !options.allow_private_network && (name == "localhost" || name.ends_with(".localhost")) {
            return Err(refused(Code::NetBlockedAddress, format!("{host} is this machine")));
        }
        let port = url.port_or_known_default().ok_or_else(|| invalid("has no port"))?;
        if url.port().is_some() && !options.allows_port(name, port) {
            return Err(invalid(format!("port {port} is not allowed")));
        }
        if url.scheme() == "http" && !options.allow_cleartext {
            return Err(refused(Code::NetCleartext, format!("the address of `{host}` has no TLS")));
        }
        Ok(Self { url, host, port, literal })
    }
}

/// Returns whether a text contains CR, LF or NUL in percent-encoding. These are harmless here but may attack a system
/// behind the host.
fn has_encoded_control(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["%0d", "%0a", "%00"].iter().any(|encoded| text.contains(encoded))
}

fn invalid(detail: impl Into<String>) -> FetchError {
    refused(Code::NetUrlInvalid, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, options: &NetworkOptions) -> Result<(), Code> {
        Target::parse(text, options).map(|_| ()).map_err(|error| error.code)
    }

    /// `bad-inputs` J01, J02 and J15: addresses refused before they are resolved.
    #[test]
    fn refuses_invalid_addresses() {
        let long = format!("https://badges.example/{}", "a".repeat(100 << 10));
        let cases: &[(&str, Code)] = &[
            ("http://127.0.0.1:631/", Code::NetBlockedAddress),
            ("https://127.0.0.1/", Code::NetBlockedAddress),
            ("http://[::1]/", Code::NetBlockedAddress),
            ("http://0.0.0.0/", Code::NetBlockedAddress),
            ("http://localhost/", Code::NetBlockedAddress),
            ("https://localhost./", Code::NetBlockedAddress),
            ("https://printer.localhost/", Code::NetBlockedAddress),
            ("http://169.254.169.254/latest/meta-data/", Code::NetBlockedAddress),
            ("https://10.1.2.3/", Code::NetBlockedAddress),
            ("https://172.16.0.1/", Code::NetBlockedAddress),
            ("https://192.168.1.1/", Code::NetBlockedAddress),
            ("https://100.64.0.1/", Code::NetBlockedAddress),
            ("https://[fe80::1]/", Code::NetBlockedAddress),
            ("https://[fc00::1]/", Code::NetBlockedAddress),
            ("https://[::ffff:127.0.0.1]/", Code::NetBlockedAddress),
            ("https://224.0.0.1/", Code::NetBlockedAddress),
            ("http://2130706433/", Code::NetBlockedAddress),
            ("http://0177.0.0.1/", Code::NetBlockedAddress),
            ("http://0x7f.1/", Code::NetBlockedAddress),
            ("http://127.1/", Code::NetBlockedAddress),
            ("https://user:secret@badges.example/", Code::NetUrlInvalid),
            ("https://badges.example@evil.example/", Code::NetUrlInvalid),
            ("https://badges.example:22/", Code::NetUrlInvalid),
            ("https://badges.example:25/", Code::NetUrlInvalid),
            ("https://badges.example:6379/", Code::NetUrlInvalid),
            ("https://badges.example/%0d%0aHost:evil.example", Code::NetUrlInvalid),
            ("https://badges.example/?a=%0D%0AHost:evil.example", Code::NetUrlInvalid),
            ("https://badges.example/a\r\nHost: evil.example", Code::NetUrlInvalid),
            ("https://badges.example/%00", Code::NetUrlInvalid),
            ("https://badges.example/\0", Code::NetUrlInvalid),
            ("https:\\\\badges.example/", Code::NetUrlInvalid),
            (&long, Code::NetUrlInvalid),
            ("badges.example/1", Code::NetUrlInvalid),
            ("", Code::NetUrlInvalid),
            ("https://", Code::NetUrlInvalid),
            ("http://badges.example/", Code::NetCleartext),
            ("ftp://badges.example/", Code::NetScheme),
            ("file:///etc/passwd", Code::NetScheme),
            ("javascript:alert(1)", Code::NetScheme),
            ("data:application/json,{}", Code::NetScheme),
            ("urn:uuid:8f4f3a2e-5a0c-4d4e-9b57-1d1d5d7f6d11", Code::NetScheme),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text, &NetworkOptions::default()), Err(*expected), "{text:.80}");
        }
        for text in
            ["https://badges.example/1", "https://badges.example:443/1#key", "https://bücher.example/"]
        {
            assert_eq!(code(text, &NetworkOptions::default()), Ok(()), "{text}");
        }
    }

    #[test]
    fn each_option_allows_one_thing() {
        let cleartext = NetworkOptions { allow_cleartext: true, ..NetworkOptions::default() };
        assert_eq!(code("http://badges.example/", &cleartext), Ok(()));
        assert_eq!(code("http://127.0.0.1/", &cleartext), Err(Code::NetBlockedAddress));
        assert_eq!(code("http://badges.example:8080/", &cleartext), Err(Code::NetUrlInvalid));

        let named = NetworkOptions {
            resolve: vec!["badges.example:8443:93.184.215.14".parse().unwrap()],
            ..NetworkOptions::default()
        };
        assert_eq!(code("https://badges.example:8443/", &named), Ok(()));
        assert_eq!(code("https://badges.example:8444/", &named), Err(Code::NetUrlInvalid));
        assert_eq!(code("https://other.example:8443/", &named), Err(Code::NetUrlInvalid));

        let private = NetworkOptions { allow_private_network: true, ..NetworkOptions::default() };
        assert_eq!(code("https://127.0.0.1:8443/", &private), Ok(()));
        assert_eq!(code("https://169.254.169.254/", &private), Err(Code::NetBlockedAddress));
    }

    /// `bad-inputs` J05, J06 and J07: forbidden redirects.
    #[test]
    fn checks_each_redirect() {
        let options = NetworkOptions::default();
        let from = Target::parse("https://badges.example/a/1", &options).unwrap();
        let cases: &[(&str, Result<&str, Code>)] = &[
            ("2", Ok("https://badges.example/a/2")),
            ("/2", Ok("https://badges.example/2")),
            ("https://other.example/", Ok("https://other.example/")),
            ("//other.example/2", Ok("https://other.example/2")),
            ("http://badges.example/a/1", Err(Code::NetDowngrade)),
            ("http://192.168.1.1/", Err(Code::NetBlockedAddress)),
            ("https://[::1]/", Err(Code::NetBlockedAddress)),
            ("https://", Err(Code::NetRedirect)),
            ("javascript:alert(1)", Err(Code::NetScheme)),
            ("data:text/html,x", Err(Code::NetScheme)),
            ("file:///etc/passwd", Err(Code::NetScheme)),
            ("ftp://badges.example/", Err(Code::NetScheme)),
            ("https://a:b@badges.example/", Err(Code::NetUrlInvalid)),
        ];
        for (location, expected) in cases {
            let got =
                from.redirect(location, &options).map(|to| to.url.to_string()).map_err(|error| error.code);
            assert_eq!(got.as_deref().map_err(|code| *code), *expected, "{location}");
        }
        let cleartext = NetworkOptions { allow_cleartext: true, ..NetworkOptions::default() };
        let downgraded = from.redirect("http://badges.example/", &cleartext).map_err(|error| error.code);
        assert_eq!(downgraded, Err(Code::NetDowngrade), "allows cleartext but no downgrade");
    }
}
