//! Open Badges 1.0 and 1.1: assertion, badge class, issuer.
//!
//! The two differ in little: 1.1 is JSON-LD, so its documents have a context, types and ids. What each requires is a
//! table below; what an assertion's badge class and issuer say is on their own pages.

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

/// Whether `document` is an assertion of OB 1.0 or 1.1: a recipient and a badge, under the OB 1.1 context or (in 1.0)
/// under none.
pub fn is_assertion(document: &Value) -> bool {
    let of_ob1 = document.get("@context").is_none() || has_context(document);
    let says_where = ["verify", "verification"].iter().any(|key| document.get(key).is_some());
    let names_recipient = document.get("recipient").is_some() || document.get("identity").is_some();
    of_ob1
        && (document.get("badge").is_some() && (names_recipient || says_where)
            || wire::types(document).contains(&"Assertion")
            || document.pointer("/verify/url").is_some())
}

/// Whether `document` names the context of OB 1.1: at [`CONTEXT`], with or without TLS or a path behind it, or at the
/// address that this leads to.
pub(super) fn has_context(document: &Value) -> bool {
    let is_ours =
        |context: &&str| ["openbadges/v1", "openbadgespec.org/v1"].iter().any(|part| context.contains(part));
    wire::contexts(document).iter().any(is_ours)
}

/// 1.1 where the document has its context, else 1.0.
pub fn version(document: &Value) -> BadgeVersion {
    if has_context(document) { BadgeVersion::V1_1 } else { BadgeVersion::V1_0 }
}

/// Whether the assertion says that it is signed: `verify.type` of its VerificationObject.
pub fn says_signed(assertion: &Value) -> bool {
    let says = assertion.pointer("/verify/type").and_then(Value::as_str);
    says.is_some_and(|says| says.eq_ignore_ascii_case("signed"))
}

/// The view of an assertion, with its badge class and issuer where those stand in their places.
pub fn badge(assertion: &Value) -> Badge {
    let mut badge = ob2::badge(assertion);
    badge.version = Some(version(assertion));
    badge.issued_on = time(assertion, "issuedOn");
    badge.valid_from = badge.issued_on;
    badge.valid_until = time(assertion, "expires");
    badge.id = badge.id.or_else(|| text(assertion, "uid"));
    // A habit of OB 0.5: the recipient as a text. It is shown, and told as a fault.
    if let Some(identity) = text(assertion, "recipient") {
        let hashed = !identity.contains('@') && identity.contains('$');
        let salt = text(assertion, "salt");
        badge.recipients = vec![Recipient { kind: "email".into(), identity, hashed, salt }];
    }
    badge
}

/// The time in the member `key` of a document of OB 0.5 to 1.1.
pub(super) fn time(document: &Value, key: &str) -> Option<Timestamp> {
    document.get(key).and_then(|value| times::ob1_time(value).ok())
}

/// What OB 1.0 and 1.1 require of an assertion that is `signed` or hosted, and of badge class and issuer where they
/// stand in their places.
pub fn assertion_faults(assertion: &Value, signed: bool) -> Vec<Fault> {
    let mut faults = wire::unmet(assertion, ASSERTION);
    faults.extend(wire::unmet(assertion, if signed { &[VERIFY_SIGNED] } else { &[VERIFY_HOSTED] }));
    let linked_data = version(assertion) == BadgeVersion::V1_1;
    if !linked_data {
        faults.extend(wire::unmet(assertion, &[ONLY_MAIL]));
    }
    let embedded = |pointer: &str| assertion.pointer(pointer).filter(|value| value.is_object());
    let parts = [
        (Some(assertion), "", "Assertion"),
        (embedded("/badge"), "/badge", "BadgeClass"),
        (embedded("/badge/issuer"), "/badge/issuer", "Issuer"),
    ];
    for (part, pointer, class) in parts {
        let Some(part) = part else { continue };
        let mut own = match class {
            "BadgeClass" => wire::unmet(part, BADGE_CLASS),
            "Issuer" => wire::unmet(part, ISSUER),
            _ => Vec::new(),
        };
        if linked_data {
            own.extend(linked_data_faults(part, class));
        }
        faults.extend(
            own.into_iter().map(|fault| Fault { pointer: format!("{pointer}{}", fault.pointer), ..fault }),
        );
    }
    if linked_data {
        faults.extend(extensions::faults(assertion));
    }
    faults
}

/// What OB 1.1 adds: context and type in every document, an id in badge class and issuer.
fn linked_data_faults(part: &Value, class: &str) -> Vec<Fault> {
    let fault = |pointer: &str, code: Code, expected: &str| Fault {
        code,
        pointer: pointer.into(),
        expected: expected.into(),
    };
    let mut faults = Vec::new();
    if part.get("@context").is_none() {
        faults.push(fault("/@context", Code::FieldMissing, CONTEXT));
    }
    let types = wire::types(part);
    if !types.iter().any(|name| name.eq_ignore_ascii_case(class)) {
        let code = if types.is_empty() { Code::FieldMissing } else { Code::FieldType };
        faults.push(fault("/type", code, &format!("the type {class}")));
    }
    if class != "Assertion" && wire::id(part).is_none() {
        faults.push(fault("/id", Code::FieldMissing, "a URI"));
    }
    faults
}

/// OB 1.0 and 1.1, "Assertion" and "IdentityObject". That of a hosted assertion's page, `verify`, is a row by itself.
const ASSERTION: &[Requirement] = &[
    required("", "uid", Shape::Text),
    required("", "recipient", Shape::Object),
    required("/recipient", "type", Shape::Text),
    required("/recipient", "identity", Shape::Ob1Identity),
    // The tables require it; "Structural validity" calls it optional, and then the identity is no hash.
    optional("/recipient", "hashed", Shape::Boolean),
    optional("/recipient", "salt", Shape::Text),
    // An object here is the page at that address, put in its place.
    required("", "badge", Shape::WebOrObject),
    required("", "verify", Shape::Object),
    required("/verify", "url", Shape::Web),
    required("", "issuedOn", Shape::TextOrNumber),
    optional("", "expires", Shape::TextOrNumber),
    optional("", "image", Shape::Picture),
    optional("", "evidence", Shape::Web),
];

/// OB 1.0, "IdentityType": only mail addresses. OB 1.1 says so of programs, and no longer of badges.
const ONLY_MAIL: Requirement = required("/recipient", "type", Shape::Word(&["email"]));

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
