//! The issuer of a badge.
//!
//! [`chain`] follows an assertion (Open Badges 0.5 to 2.0) to its badge class and its issuer's profile. [`keys`] finds
//! the key that signed a credential among the keys of the issuer; [`controller`] reads the keys that a document lists.
//! [`identity`] determines how strongly the issuer's identity is established.

pub(crate) mod chain;
pub(crate) mod controller;
pub(crate) mod identity;
pub(crate) mod keys;

use crate::json::Value;

/// Returns the id of the issuer of `credential`: a string, or a single object with an `id`. No other form is allowed.
pub(crate) fn issuer_id(credential: &Value) -> Option<&str> {
    let issuer = credential.get("issuer")?;
    issuer.as_str().or_else(|| issuer.get("id").and_then(Value::as_str))
}
