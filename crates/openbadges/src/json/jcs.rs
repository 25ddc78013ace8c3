//! The JSON Canonicalization Scheme (RFC 8785). The integration tests check the library with the vectors of the RFC.

use super::Value;

/// Returns the canonical form of `value`.
pub fn canonicalize(value: &Value) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(value)
}
