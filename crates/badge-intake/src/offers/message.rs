//! Reads members of strict JSON objects, and addresses in them.

use openbadges::json::{self, Bounds, Value};
use url::Url;

use super::{OfferError, limits};

/// Parses a JSON object of at most `bytes` bytes.
pub fn object(text: &[u8], bytes: usize) -> Result<Value, OfferError> {
    let value = json::parse_within(text, Bounds { bytes, nodes: limits::VALUES })?;
    match value.is_object() {
        true => Ok(value),
        false => Err(OfferError::malformed("not a JSON object")),
    }
}

/// Returns an optional text member of at most `bytes` bytes.
pub fn text<'v>(value: &'v Value, name: &str, bytes: usize) -> Result<Option<&'v str>, OfferError> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if !text.is_empty() && text.len() <= bytes => Ok(Some(text)),
        Some(_) => Err(OfferError::malformed(format!("`{name}` is not a text, is empty or is too long"))),
    }
}

/// Returns a required text member.
pub fn required<'v>(value: &'v Value, name: &str, bytes: usize) -> Result<&'v str, OfferError> {
    text(value, name, bytes)?.ok_or_else(|| OfferError::malformed(format!("`{name}` is missing")))
}

/// Returns an optional address member.
pub fn link(value: &Value, name: &str) -> Result<Option<Url>, OfferError> {
    text(value, name, limits::CODE_BYTES)?.map(|text| address(name, text)).transpose()
}

/// Parses an `https` address. The HTTP client decides whether its host may be contacted.
pub fn address(name: &str, text: &str) -> Result<Url, OfferError> {
    let wrong = |problem: &str| OfferError::malformed(format!("`{name}` {problem}"));
    if text.len() > limits::URL_BYTES {
        return Err(wrong("is too long"));
    }
    if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(wrong("has white space, control characters or a backslash"));
    }
    let url = Url::parse(text).map_err(|error| wrong(&format!("is not an address: {error}")))?;
    if url.scheme() != "https" {
        return Err(wrong("is not protected (https)"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.host_str().is_none() {
        return Err(wrong("has a user name or no host"));
    }
    Ok(url)
}

/// Returns the members of an array of texts, or `None` if there is no such array.
pub fn texts(value: Option<&Value>) -> Option<Vec<&str>> {
    value?.as_array()?.iter().map(Value::as_str).collect()
}

/// Returns the members of an array, or a value that is not an array as the only member.
pub fn members(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(members)) => members,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    }
}

/// Returns the host of an address, with its port unless that is the default port. Consent is given in this form.
pub fn host_of(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}

/// Returns an issued credential or presentation from the JSON text of a response member: an object unchanged, a token
/// without its quotes.
pub fn issued(text: &str) -> Result<String, OfferError> {
    if !text.starts_with('"') {
        return Ok(text.to_owned());
    }
    match json::parse(text.as_bytes())? {
        Value::String(token) => Ok(token),
        _ => Err(OfferError::malformed("a credential that is neither object nor text")),
    }
}
