//! Extracts the unchanged texts of credentials that are embedded in another document.

use super::{ReadError, jws};
use crate::{
    formats::Credential,
    json::{self, Value},
};

/// Returns the unchanged text of each value of the member at `path`. A JSON string is decoded.
///
/// In a JWT, `path` starts at the claim `claim` if that is an object, otherwise at the payload.
pub(crate) fn member_texts(
    document: &Credential,
    claim: &str,
    path: &[&str],
) -> Result<Vec<String>, ReadError> {
    let payload_text;
    let (text, path) = match document {
        Credential::Jws { text, payload } => {
            payload_text = jws::payload_text(text)?;
            let has_claim = payload.get(claim).is_some_and(Value::is_object);
            let claim = has_claim.then_some(claim);
            (payload_text.as_str(), claim.into_iter().chain(path.iter().copied()).collect())
        }
        other => (other.text(), path.to_vec()),
    };
    let Some(values) = json::value_text(text, &path)? else { return Ok(Vec::new()) };
    let values = if values.starts_with('[') { json::elements(values.as_bytes())? } else { vec![values] };
    let decode = |value: &str| match json::parse(value.as_bytes())? {
        Value::String(text) => Ok(text),
        _ => Ok(value.to_owned()),
    };
    values.into_iter().map(decode).collect()
}
