//! The texts of credentials that stand inside another document, byte for byte as they stand there.

use super::{ReadError, jws};
use crate::{
    formats::Credential,
    json::{self, Value},
};

/// The values of the member at `path` of a document, each as its own text; a JSON string is what it spells. In a JWT the
/// document is the claim `claim`, where that is an object, else the payload itself.
pub(crate) fn inside(document: &Credential, claim: &str, path: &[&str]) -> Result<Vec<String>, ReadError> {
    let payload_text;
    let (text, path) = match document {
        Credential::Jws { text, payload } => {
            payload_text = jws::payload_text(text)?;
            let claimed = payload.get(claim).is_some_and(Value::is_object);
            let claim = claimed.then_some(claim);
            (payload_text.as_str(), claim.into_iter().chain(path.iter().copied()).collect())
        }
        other => (other.text(), path.to_vec()),
    };
    let Some(values) = json::value_text(text, &path)? else { return Ok(Vec::new()) };
    let values = if values.starts_with('[') { json::elements(values.as_bytes())? } else { vec![values] };
    let spelled = |value: &str| match json::parse(value.as_bytes())? {
        Value::String(text) => Ok(text),
        _ => Ok(value.to_owned()),
    };
    values.into_iter().map(spelled).collect()
}
