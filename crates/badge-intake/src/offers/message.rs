//! Reading members of strict JSON, and addresses in them.

use openbadges::json::{self, Bounds, Value};
use url::Url;

use super::{OfferError, limits};

/// A JSON object within `bytes`.
pub fn object(text: &[u8], bytes: usize) -> Result<Value, OfferError> {
    let value = json::parse_within(text, Bounds { bytes, nodes: limits::VALUES })?;
    match value.is_object() {
        true => Ok(value),
        false => Err(OfferError::malformed("not a JSON object")),
    }
}

/// A member that is a text of at most `bytes`, if it is there.
pub fn text<'v>(value: &'v Value, name: &str, bytes: usize) -> Result<Option<&'v str>, OfferError> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if !text.is_empty() && text.len() <= bytes => Ok(Some(text)),
        Some(_) => Err(OfferError::malformed(format!("`{name}` is not a text of a sound length"))),
    }
}

/// A member that must be there.
pub fn required<'v>(value: &'v Value, name: &str, bytes: usize) -> Result<&'v str, OfferError> {
    text(value, name, bytes)?.ok_or_else(|| OfferError::malformed(format!("`{name}` is missing")))
}

/// A member that is an address, if it is there.
pub fn link(value: &Value, name: &str) -> Result<Option<Url>, OfferError> {
    text(value, name, limits::CODE_BYTES)?.map(|text| address(name, text)).transpose()
}

/// An address of the web that is protected by TLS. Whether its host may be asked is the door's to say.
pub fn address(name: &str, text: &str) -> Result<Url, OfferError> {
    let wrong = |what: &str| OfferError::malformed(format!("`{name}` {what}"));
    if text.len() > limits::URL_BYTES {
        return Err(wrong("is too long"));
    }
    if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(wrong("has white space, control characters or a backslash"));
    }
    let url = Url::parse(text).map_err(|error| wrong(&format!("is no address: {error}")))?;
    if url.scheme() != "https" {
        return Err(wrong("is not protected (https)"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.host_str().is_none() {
        return Err(wrong("names a person or no host"));
    }
    Ok(url)
}

/// The members of an array of texts; `None` where there is no such array.
pub fn texts(value: Option<&Value>) -> Option<Vec<&str>> {
    value?.as_array()?.iter().map(Value::as_str).collect()
}

/// A value that may be written alone or in an array, as members.
pub fn members(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(members)) => members,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    }
}

/// The host of an address, with its port where that is not the scheme's own: what a person is asked about.
pub fn host_of(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}

/// A credential or presentation as it was issued, from its place in an answer: an object as it was written, a token without
/// the quotes around it.
pub fn issued(text: &str) -> Result<String, OfferError> {
    if !text.starts_with('"') {
        return Ok(text.to_owned());
    }
    match json::parse(text.as_bytes())? {
        Value::String(token) => Ok(token),
        _ => Err(OfferError::malformed("a credential that is neither object nor text")),
    }
}
