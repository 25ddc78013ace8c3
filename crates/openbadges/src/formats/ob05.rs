//! Open Badges 0.5: one document with assertion, badge and issuer.

use serde_json::Value;
use url::Url;

use super::{
    ob1, ob2,
    wire::{self, Fault, Requirement, Shape, optional, required, text},
};
use crate::badge::{Achievement, Badge, BadgeVersion, Profile, Recipient};

/// Returns whether `document` is an OB 0.5 assertion.
///
/// Such an assertion has no context and no `verify`. Its badge is an object. The recipient is a string, or the badge has
/// a version or an issuer with an origin.
pub fn is_assertion(document: &Value) -> bool {
    let badge = document.get("badge").filter(|badge| badge.is_object());
    let is_newer =
        ["@context", "verify", "verification", "uid"].iter().any(|key| document.get(key).is_some());
    !is_newer
        && badge.is_some_and(|badge| {
            document.get("recipient").is_some_and(Value::is_string)
                || badge.pointer("/issuer/origin").is_some()
                || badge.get("version").is_some()
        })
}

/// Returns the view of an assertion. Resolves addresses relative to the issuer's origin.
pub fn badge(assertion: &Value) -> Badge {
    let nothing = Value::Null;
    let badge = assertion.get("badge").unwrap_or(&nothing);
    let issuer = badge.get("issuer").unwrap_or(&nothing);
    let origin = text(issuer, "origin");
    let resolve = |address: String| {
        let base = origin.as_deref().and_then(|origin| Url::parse(origin).ok());
        base.and_then(|base| base.join(&address).ok()).map_or(address, String::from)
    };
    let achievement = Achievement {
        name: text(badge, "name"),
        description: text(badge, "description"),
        criteria_url: text(badge, "criteria").map(resolve),
        image: text(badge, "image").map(resolve),
        ..Achievement::default()
    };
    let issued_on = ob1::time(assertion, "issued_on");
    Badge {
        version: Some(BadgeVersion::V0_5),
        name: achievement.name.clone(),
        achievement,
        issuer: Profile {
            id: origin.clone(),
            name: text(issuer, "name"),
            url: origin.clone(),
            email: text(issuer, "contact"),
            description: text(issuer, "org"),
            image: None,
        },
        recipients: recipient(assertion).into_iter().collect(),
        issued_on,
        valid_from: issued_on,
        valid_until: ob1::time(assertion, "expires"),
        evidence: wire::items(assertion.get("evidence")).filter_map(ob2::evidence).collect(),
        ..Badge::default()
    }
}

/// Returns the recipient: an e-mail address, or its hash and the salt.
pub(crate) fn recipient(assertion: &Value) -> Option<Recipient> {
    let identity = text(assertion, "recipient")?;
    let hashed = !identity.contains('@') && identity.contains('$');
    let salt = text(assertion, "salt").filter(|salt| !salt.is_empty());
    Some(Recipient { kind: "email".into(), identity, hashed, salt })
}

/// Returns the faults of an assertion according to OB 0.5.
pub fn faults(assertion: &Value) -> Vec<Fault> {
    wire::check(assertion, TABLE)
}

/// OB 0.5, "Assertion", "Badge", "Issuer".
const TABLE: &[Requirement] = &[
    required("", "recipient", Shape::Ob1Identity),
    optional("", "salt", Shape::Text),
    optional("", "evidence", Shape::Relative),
    required("", "badge", Shape::Object),
    required("/badge", "version", Shape::Version),
    required("/badge", "name", Shape::Text),
    required("/badge", "image", Shape::Relative),
    required("/badge", "description", Shape::Text),
    required("/badge", "criteria", Shape::Relative),
    required("/badge", "issuer", Shape::Object),
    required("/badge/issuer", "origin", Shape::Origin),
    required("/badge/issuer", "name", Shape::Text),
    optional("/badge/issuer", "org", Shape::Text),
    optional("/badge/issuer", "contact", Shape::Mail),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn resolves_addresses_against_the_issuers_origin() {
        let badge = badge(&json!({
            "recipient": "a@example.org",
            "evidence": "/evidence",
            "badge": {"image": "https://cdn.example/i.png", "criteria": "/criteria",
                "issuer": {"origin": "https://example.org", "name": "Example"}},
        }));
        assert_eq!(badge.achievement.criteria_url.as_deref(), Some("https://example.org/criteria"));
        assert_eq!(badge.achievement.image.as_deref(), Some("https://cdn.example/i.png"));
        assert_eq!(badge.issuer.id.as_deref(), Some("https://example.org"));
    }
}
