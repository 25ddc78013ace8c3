//! Detached JWS with unencoded payload (RFC 7515, appendix F; RFC 7797, section 5.2), as used in `jws` by Ed25519 Signature
//! 2018 and JSON Web Signature 2020.

use data_encoding::BASE64URL_NOPAD;

use super::{ProofError, Suite};
use crate::{
    code::Code,
    json::{self, Value},
    limits,
    proof::{algorithm::Algorithm, key::PublicKey},
};

/// The parsed `jws` of a proof.
pub(super) struct DetachedSignature<'p> {
    header: &'p str,
    /// The `alg` of the header.
    algorithm: Algorithm,
    signature: Vec<u8>,
}

impl<'p> DetachedSignature<'p> {
    /// Parses a `jws`. The header must contain `alg`, `b64` and `crit` with the values of the suite, and nothing else.
    pub(super) fn parse(text: &'p str, suite: Suite) -> Result<Self, ProofError> {
        let error = |code, detail: &str| {
            ProofError::new(code)
                .with("term", "jws")
                .with("suite", suite.as_str())
                .with("detail", detail.to_owned())
        };
        let (header, signature) = text
            .split_once("..")
            .filter(|(header, _)| header.len() <= limits::JWS_HEADER_BYTES)
            .ok_or_else(|| error(Code::JwtFormat, "not a JWS without payload"))?;
        let decode = |part: &str| {
            BASE64URL_NOPAD
                .decode(part.as_bytes())
                .map_err(|problem| error(Code::JwtFormat, &problem.to_string()))
        };
        let parameters =
            json::parse(&decode(header)?).map_err(|problem| error(Code::JwtFormat, &problem.to_string()))?;
        let named = parameters.get("alg").and_then(Value::as_str);
        let algorithm = named
            .and_then(Algorithm::from_name)
            .filter(|algorithm| suite.algorithm(algorithm.family()).is_some_and(|(own, _)| own == *algorithm))
            .ok_or_else(|| {
                let found = named.unwrap_or("absent").chars().take(MAX_NAME_CHARS).collect::<String>();
                error(Code::JwtAlgForbidden, &found)
            })?;
        // RFC 7797, section 6: `crit` must list `b64`, so that implementations without support for it reject the JWS.
        let unencoded = parameters.get("b64") == Some(&Value::Bool(false))
            && parameters.get("crit") == Some(&Value::from(vec!["b64"]));
        if !unencoded {
            return Err(error(Code::JwtCrit, "`b64` is not false, or `crit` does not name it alone"));
        }
        if parameters.as_object().is_none_or(|parameters| parameters.len() != HEADER_PARAMETERS) {
            return Err(error(Code::JwtHeaderForbidden, "more than `alg`, `b64` and `crit`"));
        }
        Ok(Self { header, algorithm, signature: decode(signature)? })
    }

    /// Verifies the signature over `payload` with `key`.
    pub(super) fn verify(&self, payload: &[u8], key: &PublicKey) -> Result<(), ProofError> {
        key.verify(self.algorithm, &signing_input(self.header, payload), &self.signature)
            .map_err(|error| ProofError::new(error.code).with("term", "jws").with("detail", error.detail))
    }
}

/// Creates a `jws` over `payload`. `sign` returns the signature.
pub(super) fn encode(algorithm: Algorithm, payload: &[u8], sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let header = format!(r#"{{"alg":"{algorithm}","b64":false,"crit":["b64"]}}"#);
    let header = BASE64URL_NOPAD.encode(header.as_bytes());
    let signature = sign(&signing_input(&header, payload));
    format!("{header}..{}", BASE64URL_NOPAD.encode(&signature))
}

/// Returns the signing input: the base64url header, a dot, and the unencoded payload (RFC 7797, section 3).
fn signing_input(header: &str, payload: &[u8]) -> Vec<u8> {
    [header.as_bytes(), b".", payload].concat()
}

/// `alg`, `b64` and `crit`.
const HEADER_PARAMETERS: usize = 3;
/// The number of characters of an unsupported algorithm's name that an error contains.
const MAX_NAME_CHARS: usize = 40;
