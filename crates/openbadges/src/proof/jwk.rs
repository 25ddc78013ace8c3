//! JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037) and PEM (SubjectPublicKeyInfo), public parts only.

use super::key::{KeyError, PublicKey};
use crate::json::Value;

/// A JWK as it was read: the key, its `kid`, and whether it published its private part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwk {
    /// The key.
    pub key: PublicKey,
    /// Its `kid`.
    pub kid: Option<String>,
    /// Its `alg`, which then binds the key to that algorithm.
    pub alg: Option<String>,
    /// A private member (`d`, `p`, …) was present. It is neither kept nor logged; the key is not to be relied on.
    pub private_exposed: bool,
}

impl Jwk {
    /// Reads a JWK.
    pub fn from_value(value: &Value) -> Result<Self, KeyError> {
        let _ = value;
        todo!("helper: proofs")
    }
}

/// Reads a key set (RFC 7517 section 5). Members that cannot be used are skipped with their errors.
pub fn key_set(value: &Value) -> (Vec<Jwk>, Vec<KeyError>) {
    let _ = value;
    todo!("helper: proofs")
}

/// Reads an OB 2.0 `publicKeyPem`.
pub fn from_pem(text: &str) -> Result<PublicKey, KeyError> {
    let _ = text;
    todo!("helper: proofs")
}
