//! Compact JSON Web Signatures (RFC 7515) with a fixed list of algorithms. There is no HMAC code.
//!
//! Parsing is strict: base64url without variants, a header in strict JSON, no unknown critical extensions. `verify`
//! checks the claims of the payload.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::Signer;

pub use super::algorithm::Algorithm;
use super::{
    jwk::Jwk,
    key::{KeyError, PublicKey},
};
use crate::{
    code::Code,
    json::{self, Value},
    limits,
};

/// A parsed compact JWS. Its signature is not verified yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Jws {
    /// The `alg` of the protected header.
    pub algorithm: Algorithm,
    /// The protected header.
    pub header: Value,
    /// The decoded payload.
    pub payload: Vec<u8>,
    /// The JWS signing input (RFC 7515, section 5.1).
    pub signing_input: String,
    /// The signature.
    pub signature: Vec<u8>,
}

impl Jws {
    /// Returns whether `text` looks like a compact JWS: parts separated by dots, the first a JSON object in base64.
    ///
    /// Accepts padding, other alphabets, line breaks and a wrong number of parts, so that [`parse`](Self::parse) can
    /// report the exact fault.
    pub fn looks_like(text: &str) -> bool {
        let Some((first, _)) = text.trim().split_once('.') else { return false };
        let in_alphabet = |byte: u8| {
            byte.is_ascii_alphanumeric() || b"-_+/=.".contains(&byte) || byte.is_ascii_whitespace()
        };
        if first.len() > limits::JWS_HEADER_BYTES * 2 {
            return first.starts_with("ey") && first.bytes().all(in_alphabet);
        }
        let mut symbols: String = first
            .chars()
            .filter(|symbol| !symbol.is_ascii_whitespace() && *symbol != '=')
            .map(|symbol| match symbol {
                '+' => '-',
                '/' => '_',
                other => other,
            })
            .collect();
        if symbols.len() % 4 == 1 {
            symbols.pop();
        }
        let header = lenient_base64url().decode(symbols.as_bytes()).unwrap_or_default();
        header.trim_ascii_start().starts_with(b"{") && header.contains(&b'}') && text.bytes().all(in_alphabet)
    }

    /// Parses a compact JWS.
    ///
    /// Checks the header first, so that a forbidden algorithm is reported even if other parts are missing.
    ///
    /// # Errors
    ///
    /// The text exceeds the limits, is not strict base64url with a strict JSON header, names an algorithm that is not
    /// accepted, or has `crit`.
    pub fn parse(text: &str) -> Result<Self, JwsError> {
        let malformed = |detail: String| JwsError::new(Code::JwtFormat, detail);
        if text.len() > limits::JWS_BYTES {
            return Err(malformed(format!("{} bytes, more than the limit for a JWS", text.len())));
        }
        let mut parts = text.split('.');
        let header = parse_header(parts.next().unwrap_or_default())?;
        let algorithm = algorithm_of(&header)?;
        // RFC 7515, section 4.1.11: an unknown extension makes the JWS invalid, and the list must not be empty. This
        // library supports no extension.
        if let Some(critical) = header.get("crit") {
            return Err(JwsError::new(Code::JwtCrit, critical.to_string()));
        }
        let (Some(payload), Some(signature), None) = (parts.next(), parts.next(), parts.next()) else {
            return Err(malformed(format!("{} parts instead of three", text.split('.').count())));
        };
        let signing_input = text.get(..text.len() - signature.len() - 1).unwrap_or_default().to_owned();
        let (payload, signature) = (base64url("payload", payload)?, base64url("signature", signature)?);
        if signature.is_empty() {
            return Err(malformed("the signature is empty".into()));
        }
        Ok(Self { algorithm, header, payload, signing_input, signature })
    }

    /// Returns the `kid` of the header.
    pub fn kid(&self) -> Option<&str> {
        self.header.get("kid").and_then(Value::as_str)
    }

    /// Returns the `jwk` of the header. It may select one of the issuer's keys, but is never trusted on its own.
    pub fn jwk(&self) -> Option<Result<Jwk, KeyError>> {
        self.header.get("jwk").map(Jwk::from_value)
    }

    /// Verifies the signature with `key` and the algorithm of the header.
    pub fn verify(&self, key: &PublicKey) -> Result<(), JwsError> {
        let input = self.signing_input.as_bytes();
        key.verify(self.algorithm, input, &self.signature).map_err(|error| match error.code {
            Code::SigInvalid => JwsError::new(Code::JwtSigInvalid, error.detail),
            other => JwsError::new(other, error.detail),
        })
    }

    /// Verifies the signature with a key that may be restricted to one algorithm by its `alg` (RFC 7517, section 4.4).
    pub fn verify_bound(&self, key: &PublicKey, bound_to: Option<&str>) -> Result<(), JwsError> {
        if let Some(other) = bound_to.filter(|name| !self.algorithm.is_named(name)) {
            let detail = format!("{} with a key for {}", self.algorithm, truncated(other));
            return Err(JwsError::new(Code::JwtAlgKeyMismatch, detail));
        }
        self.verify(key)
    }

    /// Creates a JWS signed with Ed25519. `header` contains the parameters other than `alg`.
    pub fn sign_ed25519(
        header: serde_json::Map<String, Value>,
        payload: &[u8],
        key: &ed25519_dalek::SigningKey,
    ) -> String {
        let mut parameters = header;
        parameters.insert("alg".into(), Algorithm::EdDsa.name().into());
        let header = BASE64URL_NOPAD.encode(Value::Object(parameters).to_string().as_bytes());
        let input = format!("{header}.{}", BASE64URL_NOPAD.encode(payload));
        let signature = BASE64URL_NOPAD.encode(&key.sign(input.as_bytes()).to_bytes());
        format!("{input}.{signature}")
    }
}

/// The reason why a JWS is rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct JwsError {
    /// `JWT_…`, or `KEY_…` if the key is at fault.
    pub code: Code,
    /// A description of the fault.
    pub detail: String,
}

impl JwsError {
    /// Creates an error.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// Returns the algorithm of a header. Anything but an [`Algorithm`] is `JWT_ALG_FORBIDDEN`.
fn algorithm_of(header: &Value) -> Result<Algorithm, JwsError> {
    let named = header.get("alg");
    named.and_then(Value::as_str).and_then(Algorithm::from_name).ok_or_else(|| {
        let found = named.map_or_else(|| "absent".to_owned(), |other| truncated(&other.to_string()));
        JwsError::new(Code::JwtAlgForbidden, found)
    })
}

fn parse_header(part: &str) -> Result<Value, JwsError> {
    let malformed = |detail: String| JwsError::new(Code::JwtFormat, detail);
    if part.len() / 4 * 3 > limits::JWS_HEADER_BYTES {
        return Err(malformed(format!("header of {} characters", part.len())));
    }
    let header = json::parse(&base64url("header", part)?)
        .map_err(|error| malformed(format!("the header is not strict JSON: {error}")))?;
    if header.is_object() { Ok(header) } else { Err(malformed("the header is not a JSON object".into())) }
}

/// Decodes base64url without padding, white space or trailing bits (RFC 7515, section 2; RFC 4648, sections 3.2, 3.3 and
/// 3.5).
fn base64url(name: &str, part: &str) -> Result<Vec<u8>, JwsError> {
    BASE64URL_NOPAD
        .decode(part.as_bytes())
        .map_err(|error| JwsError::new(Code::JwtFormat, format!("{name}: {error}")))
}

fn lenient_base64url() -> data_encoding::Encoding {
    let mut specification = BASE64URL_NOPAD.specification();
    specification.check_trailing_bits = false;
    specification.encoding().unwrap_or(BASE64URL_NOPAD)
}

/// Shortens untrusted text for a message.
fn truncated(text: &str) -> String {
    const CHARS: usize = 40;
    match text.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::proof::Curve;

    fn key() -> ed25519_dalek::SigningKey {
        ed25519_dalek::SigningKey::from_bytes(&[7; 32])
    }

    fn public() -> PublicKey {
        PublicKey::ed25519(key().verifying_key().as_bytes()).unwrap()
    }

    fn part(value: &Value) -> String {
        BASE64URL_NOPAD.encode(value.to_string().as_bytes())
    }

    #[test]
    fn signature_verifies_only_with_its_key() {
        let mut header = serde_json::Map::new();
        header.insert("kid".into(), "did:example:1#a".into());
        let text = Jws::sign_ed25519(header, b"{}", &key());
        let jws = Jws::parse(&text).unwrap();
        assert_eq!(
            (jws.algorithm, jws.kid(), &jws.payload[..]),
            (Algorithm::EdDsa, Some("did:example:1#a"), &b"{}"[..])
        );
        assert_eq!(jws.verify(&public()), Ok(()));

        let p256 = p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
        let point = p256.verifying_key().to_encoded_point(true);
        let p256 = PublicKey::ec(Curve::P256, point.as_bytes()).unwrap();
        assert_eq!(jws.verify(&p256).unwrap_err().code, Code::JwtAlgKeyMismatch);
        let other = ed25519_dalek::SigningKey::from_bytes(&[8; 32]);
        let other = PublicKey::ed25519(other.verifying_key().as_bytes()).unwrap();
        assert_eq!(jws.verify(&other).unwrap_err().code, Code::JwtSigInvalid);
    }

    /// `read` treats malformed JWS as JWS, so that they get a specific error code.
    #[test]
    fn recognizes_malformed_jws() {
        let sound = Jws::sign_ed25519(serde_json::Map::new(), b"{}", &key());
        let (header, rest) = sound.split_once('.').unwrap();
        for text in [
            sound.clone(),
            format!("\n{sound}\n"),
            format!("{header}=.{rest}"),
            format!("{header}\n.{rest}"),
            format!("{sound}."),
            format!("{}.e30", part(&json!({"alg": "none"}))),
        ] {
            assert!(Jws::looks_like(&text), "{text}");
        }
        for text in ["", ".", "..", "{}", "a.b.c", "https://example.org/a.b", "ey. no", "e30", "<svg>.</svg>"]
        {
            assert!(!Jws::looks_like(text), "{text}");
        }
    }
}
