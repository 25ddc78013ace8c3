//! The DID methods that issuers and holders use: `did:key`, `did:jwk` and `did:web`.

use data_encoding::BASE64URL_NOPAD;
use url::{Host, Url};

use crate::{
    code::Code,
    json, limits,
    proof::{
        jwk::Jwk,
        key::{KeyError, PublicKey},
    },
};

/// Returns the key of a `did:key`. A fragment is allowed and must repeat the key.
///
/// did:key method, "Format": the identifier is the key's Multikey in base58btc.
pub fn did_key(did_url: &str) -> Result<PublicKey, KeyError> {
    let (did, fragment) = split_fragment(did_url);
    let identifier =
        did.strip_prefix("did:key:").ok_or_else(|| invalid(format!("`{did}` is not a did:key")))?;
    if !identifier.starts_with('z') || !identifier.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(invalid(format!("`{did}` is not a single key in base58btc")));
    }
    if fragment.is_some_and(|fragment| fragment != identifier) {
        return Err(invalid("the fragment names another key than the did:key"));
    }
    PublicKey::from_multibase(identifier)
}

/// Returns the `did:key` of an Ed25519 key.
pub fn did_key_of(key: &ed25519_dalek::VerifyingKey) -> String {
    let multikey = [&[0xed, 0x01], &key.as_bytes()[..]].concat();
    format!("did:key:z{}", bs58::encode(multikey).into_string())
}

/// Returns the verification method of a `did:key`: the DID, `#`, and the key again.
pub fn did_key_method(did: &str) -> String {
    format!("{did}#{}", did.trim_start_matches("did:key:"))
}

/// Returns the key of a `did:jwk`. The fragment `0`, its only verification method, is allowed.
///
/// did:jwk method, "Read": the identifier is a JWK in base64url.
pub fn did_jwk(did_url: &str) -> Result<Jwk, KeyError> {
    let (did, fragment) = split_fragment(did_url);
    let identifier = did.strip_prefix("did:jwk:").ok_or_else(|| invalid("not a did:jwk"))?;
    if identifier.len() > limits::PEM_BYTES {
        return Err(KeyError::new(Code::KeyLimit, format!("did:jwk of {} characters", did.len())));
    }
    if fragment.is_some_and(|fragment| fragment != "0") {
        return Err(invalid("the only verification method of a did:jwk is `#0`"));
    }
    let text = BASE64URL_NOPAD.decode(identifier.as_bytes()).map_err(|error| invalid(error.to_string()))?;
    let jwk = json::parse(&text).map_err(|error| invalid(format!("the identifier is not a JWK: {error}")))?;
    Jwk::from_value(&jwk)
}

/// Returns the address of the document of a `did:web` (did:web method specification, "Read").
///
/// Rejects IP addresses, `localhost`, names of a single label, and any text that a URL parser reads as a different
/// host than the one written.
pub fn did_web_url(did: &str) -> Result<String, KeyError> {
    let rejected = |reason: &str| invalid(format!("`{did}`: {reason}"));
    let identifier = did.strip_prefix("did:web:").ok_or_else(|| rejected("not a did:web"))?;
    let mut segments = identifier.split(':');
    let (host, port) = split_port(segments.next().unwrap_or_default())
        .ok_or_else(|| rejected("only a port may be percent-encoded in the host"))?;
    if !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')) {
        return Err(rejected("the host is not a domain name"));
    }
    let mut address = format!("https://{host}");
    if let Some(port) = port {
        address.push(':');
        address.push_str(port);
    }
    let mut path = String::new();
    for segment in segments {
        if !is_plain_segment(segment) {
            return Err(rejected(
                "a path segment is empty, is `.` or `..`, or contains a forbidden character",
            ));
        }
        path.push('/');
        path.push_str(segment);
    }
    address.push_str(if path.is_empty() { "/.well-known" } else { &path });
    address.push_str("/did.json");

    let url = Url::parse(&address).map_err(|error| rejected(&error.to_string()))?;
    match url.host() {
        Some(Host::Domain(domain)) if domain == host.to_ascii_lowercase() && is_public_name(domain) => {
            Ok(url.into())
        }
        _ => Err(rejected("the host is an address, a local name or not a domain name")),
    }
}

/// Splits a DID URL into DID and fragment, without the `#` (DID Core, section 3.2).
pub(crate) fn split_fragment(did_url: &str) -> (&str, Option<&str>) {
    match did_url.split_once('#') {
        Some((did, fragment)) => (did, Some(fragment)),
        None => (did_url, None),
    }
}

fn invalid(detail: impl Into<String>) -> KeyError {
    KeyError::new(Code::DidInvalid, detail)
}

/// Splits `host` or `host%3Aport` into host and port.
fn split_port(authority: &str) -> Option<(&str, Option<&str>)> {
    let Some((host, encoded)) = authority.split_once('%') else { return Some((authority, None)) };
    let port = encoded.strip_prefix("3A").or_else(|| encoded.strip_prefix("3a"))?;
    let is_port = port.parse::<u16>().is_ok_and(|number| number > 0 && !port.starts_with(['+', '0']));
    is_port.then_some((host, Some(port)))
}

/// Returns whether `segment` consists of `idchar`s (DID Core, section 3.1), hides no delimiter in percent-encoding and
/// is neither `.` nor `..`.
fn is_plain_segment(segment: &str) -> bool {
    let idchar = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'%');
    let decoded: Vec<u8> = percent_encoding::percent_decode_str(segment).collect();
    segment.bytes().all(idchar)
        && !decoded.iter().any(|byte| matches!(byte, b'/' | b'\\' | b'%' | b'?' | b'#' | 0..=32 | 127))
        && !matches!(decoded.as_slice(), b"" | b"." | b"..")
}

/// Returns whether `domain` has at least two labels, none of them empty, and is not under `localhost` (RFC 6761).
fn is_public_name(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    labels.len() > 1 && labels.iter().all(|label| !label.is_empty()) && labels.last() != Some(&"localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

    #[test]
    fn did_key_round_trips() {
        let did = format!("did:key:{KEY}");
        let key = did_key(&did).unwrap();
        assert_eq!(did_key(&did_key_method(&did)).unwrap(), key);
        let PublicKey::Ed25519(bytes) = key else { panic!("{key:?}") };
        assert_eq!(did_key_of(&ed25519_dalek::VerifyingKey::from_bytes(&bytes).unwrap()), did);
    }

    #[test]
    fn rejects_malformed_did_key() {
        for (name, did, code) in [
            ("empty", String::new(), Code::DidInvalid),
            ("another method", format!("did:web:{KEY}"), Code::DidInvalid),
            ("no identifier", "did:key:".into(), Code::DidInvalid),
            ("base64url", "did:key:u7QEA".into(), Code::DidInvalid),
            ("a path", format!("did:key:{KEY}/x"), Code::DidInvalid),
            ("a query", format!("did:key:{KEY}?x"), Code::DidInvalid),
            ("a version", format!("did:key:1.1:{KEY}"), Code::DidInvalid),
            ("another fragment", format!("did:key:{KEY}#z6Mk"), Code::DidInvalid),
            ("an empty fragment", format!("did:key:{KEY}#"), Code::DidInvalid),
            ("two fragments", format!("did:key:{KEY}#{KEY}#{KEY}"), Code::DidInvalid),
            (
                "secp256k1",
                "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme".into(),
                Code::KeyUnsupported,
            ),
        ] {
            assert_eq!(did_key(&did).expect_err(name).code, code, "{name}");
        }
    }

    #[test]
    fn did_jwk_yields_its_key_or_an_error() {
        let did = |jwk: &str| format!("did:jwk:{}", BASE64URL_NOPAD.encode(jwk.as_bytes()));
        let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        let key = did_jwk(&did(jwk)).unwrap();
        assert_eq!(did_jwk(&format!("{}#0", did(jwk))), Ok(key));
        for (name, did, code) in [
            ("another method", "did:web:x".into(), Code::DidInvalid),
            ("no identifier", "did:jwk:".into(), Code::DidInvalid),
            ("padded", format!("{}=", did(jwk)), Code::DidInvalid),
            ("another fragment", format!("{}#1", did(jwk)), Code::DidInvalid),
            ("no JSON", did("x"), Code::DidInvalid),
            ("a key twice", did(r#"{"kty":"OKP","kty":"EC"}"#), Code::DidInvalid),
            ("a symmetric key", did(r#"{"kty":"oct","k":"AA"}"#), Code::KeyUnsupported),
            ("very long", format!("did:jwk:{}", "A".repeat(1 << 20)), Code::KeyLimit),
        ] {
            assert_eq!(did_jwk(&did).expect_err(name).code, code, "{name}");
        }
    }

    #[test]
    fn did_web_maps_to_its_document_address() {
        for (did, url) in [
            ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
            ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
            ("did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"),
            ("did:web:example.com%3a3000:user", "https://example.com:3000/user/did.json"),
            ("did:web:Example.COM", "https://example.com/.well-known/did.json"),
            ("did:web:xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example/.well-known/did.json"),
        ] {
            assert_eq!(did_web_url(did).as_deref(), Ok(url), "{did}");
        }
    }

    /// Row G08, and other ways to redirect a fetch to another host.
    #[test]
    fn rejects_did_web_without_public_host() {
        for did in [
            "did:web:",
            "did:web",
            "did:key:z6Mk",
            "did:web:localhost",
            "did:web:localhost%3A3000",
            "did:web:a.localhost",
            "did:web:intranet",
            "did:web:192.168.1.1",
            "did:web:10.0.0.1%3A80",
            "did:web:127.1",
            "did:web:0x7f.1",
            "did:web:2130706433",
            "did:web:[::1]",
            "did:web:%5B::1%5D",
            "did:web:%2e%2e%2fetc",
            "did:web:example.com%2Fetc",
            "did:web:example.com%40evil.example",
            "did:web:harvard.edu@evil.example",
            "did:web:example.com%3A",
            "did:web:example.com%3A0",
            "did:web:example.com%3A99999",
            "did:web:example.com%3A+80",
            "did:web:example.com%3A80%3A80",
            "did:web:example.com.",
            "did:web:.example.com",
            "did:web:example..com",
            "did:web:example.com:",
            "did:web:example.com::a",
            "did:web:example.com:..:a",
            "did:web:example.com:%2e%2e:a",
            "did:web:example.com:%252e%252e:a",
            "did:web:example.com:a%2Fb",
            "did:web:example.com:a%5Cb",
            "did:web:example.com:a%00b",
            "did:web:example.com:a/../b",
            "did:web:example.com?x",
            "did:web:example.com:a#key",
            "did:web:hаrvard.edu",
            "did:web:xn--example-.org",
            "did:web:example.org.xn--",
        ] {
            let error = did_web_url(did).expect_err(did);
            assert_eq!(error.code, Code::DidInvalid, "{did}");
        }
    }
}
