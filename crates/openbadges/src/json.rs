//! Strict JSON: one text, one meaning.
//!
//! Refused before anything else reads the text: duplicate keys, too much depth, size or nodes, numbers that do not
//! survive as IEEE-754 doubles, lone surrogates and other text that is not Unicode (RFC 8259, RFC 7493 I-JSON).

use crate::code::Code;

/// A parsed JSON value. Objects keep the order of the text.
pub type Value = serde_json::Value;

/// Why a text is not acceptable JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code} at byte {offset}: {detail}")]
pub struct JsonError {
    /// `JSON_…` or `TEXT_ENCODING`.
    pub code: Code,
    /// Where in the text.
    pub offset: usize,
    /// What was found there.
    pub detail: String,
}

/// Parses `bytes` strictly.
pub fn parse(bytes: &[u8]) -> Result<Value, JsonError> {
    let _ = bytes;
    todo!("helper: reading")
}
