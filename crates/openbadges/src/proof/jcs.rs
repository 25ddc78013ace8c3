//! The JSON Canonicalization Scheme (RFC 8785), by a library that passes the RFC's own vectors (`tests/conformance/data_integrity.rs`).

use crate::json::Value;

/// The canonical bytes of `value`.
pub fn canonicalize(value: &Value) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(value)
}
