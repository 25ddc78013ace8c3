//! The envelopes of Open Badges 2.1 (Badge Connect API), in which hosts hand badges over.
//!
//! What 2.1 adds is this way to move badges; the badges are those of OB 2.0, each read by itself, byte for byte as it stands
//! in its envelope. Only reading is here: nothing asks a host's API.

use super::ReadError;
use crate::json::{self, Value};

/// The members of an answer to `getAssertions` that hold badges: `results` is what a draft called both.
const LISTS: &[&str] = &["assertions", "signedAssertions", "results"];

/// The texts of the badges in an envelope. `None` where `text` is no envelope, or an empty one.
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
        // A request to `postAssertion`. Where it holds both, the unsigned one must be ignored.
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
    let spelled = |badge: &str| match json::parse(badge.as_bytes())? {
        Value::String(token) => Ok(token),
        _ => Ok(badge.to_owned()),
    };
    badges.into_iter().map(spelled).collect::<Result<_, ReadError>>().map(Some)
}
