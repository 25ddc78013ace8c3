//! Envelopes of Open Badges 2.1 (Badge Connect API), which hosts use to transfer badges.
//!
//! OB 2.1 adds only this API; the badges inside are OB 2.0 badges. Each is read separately from its unchanged text. This
//! module calls no API.

use super::ReadError;
use crate::json::{self, Value};

/// The members of a `getAssertions` response that contain badges. A draft used `results` for both.
const LISTS: &[&str] = &["assertions", "signedAssertions", "results"];

/// Returns the texts of the badges in an envelope; `None` if `text` is not an envelope, or an empty envelope.
pub(super) fn badges(text: &str) -> Result<Option<Vec<String>>, ReadError> {
    let Ok(Value::Object(members)) = json::parse(text.as_bytes()) else { return Ok(None) };
    let member = |path: &[&str]| json::value_text(text, path);
    let badges: Vec<&str> = if members.get("status").is_some_and(|status| status.get("statusCode").is_some())
    {
        let mut badges = Vec::new();
        for list in LISTS.iter().filter(|list| members.get(**list).is_some_and(Value::is_array)) {
            badges.extend(json::elements(member(&[list])?.unwrap_or_default().as_bytes())?);
        }
        badges
    } else if !members.contains_key("@context") {
        // A `postAssertion` request. If it contains both forms, the unsigned one must be ignored.
        match member(&["signedAssertion"])? {
            Some(signed) => vec![signed],
            None => member(&["assertion"])?.into_iter().collect(),
        }
    } else {
        Vec::new()
    };
    if badges.is_empty() {
        return Ok(None);
    }
    let decode = |badge: &str| match json::parse(badge.as_bytes())? {
        Value::String(token) => Ok(token),
        _ => Ok(badge.to_owned()),
    };
    badges.into_iter().map(decode).collect::<Result<_, ReadError>>().map(Some)
}
