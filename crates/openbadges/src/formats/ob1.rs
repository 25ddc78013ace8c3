//! Open Badges 1.0 and 1.1: assertion, badge class, issuer.
//!
//! OB 1.1 is JSON-LD, so its documents have a context, types and ids. Apart from that, the versions hardly differ. Badge
//! class and issuer are separate documents. The tables below list the requirements.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    extensions, ob2, time as times,
    wire::{self, Fault, Requirement, Shape, optional, required, text},
};
use crate::{
    badge::{Badge, BadgeVersion, Recipient},
    code::Code,
};

/// The context of OB 1.1 (section "Badge Objects").
pub const CONTEXT: &str = "https://w3id.org/openbadges/v1";

/// Returns whether `document` is an OB 1.0 or 1.1 assertion: a recipient and a badge, with the OB 1.1 context or (1.0)
/// no context.
pub fn is_assertion(document: &Value) -> bool {
    let is_ob1 = document.get("@context").is_none() || has_context(document);
    let has_verify = ["verify", "verification"].iter().any(|key| document.get(key).is_some());
    let has_recipient = document.get("recipient").is_some() || document.get("identity").is_some();
    is_ob1
        && (document.get("badge").is_some() && (has_recipient || has_verify)
            || wire::types(document).contains(&"Assertion")
            || document.pointer("/verify/url").is_some())
}

/// Returns whether `document` has the OB 1.1 context: [`CONTEXT`], with or without TLS or a path, or the address that it
/// redirects to.
pub(super) fn has_context(document: &Value) -> bool {
    let is_ob1_context = |context: &&str| {
        ["openbadges/v1", "openbadgespec.org/v1"].iter().any(|address| context.contains(address))
    };
    wire::contexts(document).iter().any(is_ob1_context)
}

/// Returns 1.1 if the document has the OB 1.1 context, otherwise 1.0.
pub fn version(document: &Value) -> BadgeVersion {
    if has_context(document) { BadgeVersion::V1_1 } else { BadgeVersion::V1_0 }
}

/// Returns whether the assertion is declared as signed (`verify.type` of its VerificationObject).
pub fn is_signed(assertion: &Value) -> bool {
    let verify_type = assertion.pointer("/verify/type").and_then(Value::as_str);
    verify_type.is_some_and(|verify_type| verify_type.eq_ignore_ascii_case("signed"))
}

/// Returns the view of an assertion, including an embedded badge class and issuer.
pub fn badge(assertion: &Value) -> Badge {
    let mut badge = ob2::badge(assertion);
    badge.version = Some(version(assertion));
    badge.issued_on = time(assertion, "issuedOn");
    badge.valid_from = badge.issued_on;
    badge.valid_until = time(assertion, "expires");
    badge.id = badge.id.or_else(|| text(assertion, "uid"));
    // Some issuers write the recipient as a string, as in OB 0.5. It is shown and reported as a fault.
    if let Some(identity) = text(assertion, "recipient") {
        let hashed = !identity.contains('@') && identity.contains('$');
        let salt = text(assertion, "salt");
        badge.recipients = vec![Recipient { kind: "email".into(), identity, hashed, salt }];
    }
    badge
}

/// Parses the time in the member `key` of an OB 0.5 to 1.1 document.
pub(super) fn time(document: &Value, key: &str) -> Option<Timestamp> {
    document.get(key).and_then(|value| times::ob1_time(value).ok())
}

/// Returns the faults of a `signed` or hosted assertion and of its embedded badge class and issuer, according to OB 1.0 or
/// 1.1.
pub fn assertion_faults(assertion: &Value, signed: bool) -> Vec<Fault> {
    let mut faults = wire::check(assertion, ASSERTION);
    faults.extend(wire::check(assertion, if signed { &[VERIFY_SIGNED] } else { &[VERIFY_HOSTED] }));
    let linked_data = version(assertion) == BadgeVersion::V1_1;
    if !linked_data {
        faults.extend(wire::check(assertion, &[EMAIL_ONLY]));
    }
    let embedded = |pointer: &str| assertion.pointer(pointer).filter(|value| value.is_object());
    let objects = [
        (Some(assertion), "", "Assertion"),
        (embedded("/badge"), "/badge", "BadgeClass"),
        (embedded("/badge/issuer"), "/badge/issuer", "Issuer"),
    ];
    for (object, pointer, class) in objects {
        let Some(object) = object else { continue };
        let mut object_faults = match class {
            "BadgeClass" => wire::check(object, BADGE_CLASS),
            "Issuer" => wire::check(object, ISSUER),
            _ => Vec::new(),
        };
        if linked_data {
            object_faults.extend(linked_data_faults(object, class));
        }
        faults.extend(
            object_faults
                .into_iter()
                .map(|fault| Fault { pointer: format!("{pointer}{}", fault.pointer), ..fault }),
        );
    }
    if linked_data {
        faults.extend(extensions::faults(assertion));
    }
    faults
}

/// Returns the faults that only OB 1.1 defines: context and type in every document, id in badge class and issuer.
fn linked_data_faults(object: &Value, class: &str) -> Vec<Fault> {
    let fault = |pointer: &str, code: Code, expected: &str| Fault {
        code,
        pointer: pointer.into(),
        expected: expected.into(),
    };
    let mut faults = Vec::new();
    if object.get("@context").is_none() {
        faults.push(fault("/@context", Code::FieldMissing, CONTEXT));
    }
    let types = wire::types(object);
    if !types.iter().any(|name| name.eq_ignore_ascii_case(class)) {
        let code = if types.is_empty() { Code::FieldMissing } else { Code::FieldType };
        faults.push(fault("/type", code, &format!("the type {class}")));
    }
    if class != "Assertion" && wire::id(object).is_none() {
        faults.push(fault("/id", Code::FieldMissing, "a URI"));
    }
    faults
}

/// OB 1.0 and 1.1, "Assertion" and "IdentityObject". The row for `verify.type` is separate.
const ASSERTION: &[Requirement] = &[
    required("", "uid", Shape::Text),
    required("", "recipient", Shape::Object),
    required("/recipient", "type", Shape::Text),
    required("/recipient", "identity", Shape::Ob1Identity),
    // Required in the specification's tables, optional in "Structural validity". Without it, the identity is not a hash.
    optional("/recipient", "hashed", Shape::Boolean),
    optional("/recipient", "salt", Shape::Text),
    // An object is the embedded badge class.
    required("", "badge", Shape::WebOrObject),
    required("", "verify", Shape::Object),
    required("/verify", "url", Shape::Web),
    required("", "issuedOn", Shape::TextOrNumber),
    optional("", "expires", Shape::TextOrNumber),
    optional("", "image", Shape::Picture),
    optional("", "evidence", Shape::Web),
];

/// OB 1.0, "IdentityType": only e-mail addresses. In OB 1.1, this rule is for programs and no longer for badges.
const EMAIL_ONLY: Requirement = required("/recipient", "type", Shape::Word(&["email"]));

/// OB 1.0 and 1.1, "VerificationObject".
const VERIFY_HOSTED: Requirement = required("/verify", "type", Shape::Word(&["hosted"]));
const VERIFY_SIGNED: Requirement = required("/verify", "type", Shape::Word(&["signed"]));

/// OB 1.0 and 1.1, "BadgeClass" and "AlignmentObject".
const BADGE_CLASS: &[Requirement] = &[
    required("", "name", Shape::Text),
    required("", "description", Shape::Text),
    required("", "image", Shape::Picture),
    required("", "criteria", Shape::Web),
    required("", "issuer", Shape::WebOrObject),
    optional("", "alignment", Shape::Objects),
    required("/alignment/*", "name", Shape::Text),
    required("/alignment/*", "url", Shape::Web),
    optional("/alignment/*", "description", Shape::Text),
    optional("", "tags", Shape::Texts),
];

/// OB 1.0 "IssuerOrganization", OB 1.1 "Issuer Profile".
const ISSUER: &[Requirement] = &[
    required("", "name", Shape::Text),
    required("", "url", Shape::Web),
    optional("", "description", Shape::Text),
    optional("", "image", Shape::Picture),
    optional("", "email", Shape::Mail),
    optional("", "revocationList", Shape::Web),
];
