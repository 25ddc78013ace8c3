//! Open Badges 0.5, 1.0 and 1.1: recognised and shown, not checked.

use serde_json::Value;

use super::{ob2, time, wire};
use crate::badge::{Badge, Recipient};

/// Whether `document` is an assertion of OB 0.5, 1.0 or 1.1: a recipient and a badge, under the OB 1.1 context or
/// (before 1.1) under none.
pub fn is_assertion(document: &Value) -> bool {
    let of_ob1 = match document.get("@context") {
        None => true,
        Some(_) => wire::contexts(document).iter().any(|context| context.contains("openbadges/v1")),
    };
    let says_where = ["verify", "verification"].iter().any(|key| document.get(key).is_some());
    let names_recipient = document.get("recipient").is_some() || document.get("identity").is_some();
    of_ob1 && document.get("badge").is_some() && (names_recipient || says_where)
        || of_ob1 && wire::types(document).contains(&"Assertion")
        || of_ob1 && document.pointer("/verify/url").is_some()
}

/// The view of an assertion. OB 1.1 reads like OB 2.0; what OB 0.5 and 1.0 say otherwise is read here.
pub fn badge(assertion: &Value) -> Badge {
    let mut badge = ob2::badge(assertion);
    let time = |key| assertion.get(key).and_then(|value| time::ob1_time(value).ok());
    badge.issued_on = time("issuedOn").or_else(|| time("issued_on"));
    badge.valid_from = badge.issued_on;
    badge.valid_until = time("expires");
    badge.id = badge.id.or_else(|| wire::text(assertion, "uid"));
    // OB 0.5: the recipient is a text, its salt beside it; the issuer is in the badge.
    if let Some(identity) = wire::text(assertion, "recipient") {
        let hashed = ["sha256$", "md5$", "sha1$"].iter().any(|prefix| identity.starts_with(prefix));
        let salt = wire::text(assertion, "salt");
        badge.recipients = vec![Recipient { kind: "email".into(), identity, hashed, salt }];
    }
    if let Some(issuer) = assertion.pointer("/badge/issuer") {
        let origin = || wire::text(issuer, "origin");
        badge.issuer.url = badge.issuer.url.or_else(origin);
        badge.issuer.email = badge.issuer.email.or_else(|| wire::text(issuer, "contact"));
    }
    badge
}
