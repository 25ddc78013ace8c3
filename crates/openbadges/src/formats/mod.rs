//! The JSON form of each Open Badges version, and its conversion to a [`Badge`]. Each version has its own module.
//!
//! Conversion (`badge`) never fails, because a badge with faults must still be shown. It accepts single values and
//! lists alike and skips what it cannot read. `faults` returns the requirements of the version that the document does not
//! meet; the `format` check uses them.

pub mod clr;
pub mod endorsement;
pub(crate) mod extensions;
mod format;
pub mod ob05;
pub mod ob1;
pub mod ob2;
pub mod ob3;
mod parsed_badge;
pub mod presentation;
pub mod time;
pub mod vc;
pub(crate) mod wire;

use serde_json::Value;

use crate::badge::Badge;

pub use self::{
    format::Format,
    parsed_badge::{Container, Credential, ParsedBadge},
    wire::Fault,
};

/// The kind of a JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An assertion of OB 0.5.
    Ob05,
    /// An assertion of OB 1.0 or 1.1.
    Ob1,
    /// An assertion of OB 2.0.
    Ob2,
    /// An OB 3.0 `OpenBadgeCredential`.
    Ob3,
    /// A CLR 2.0 `ClrCredential`.
    Clr,
    /// An OB 3.0 `EndorsementCredential`.
    Endorsement,
    /// An OB 2.0 `Endorsement`.
    EndorsementOb2,
    /// Another verifiable credential.
    Vc,
    /// Any other document, with a short description.
    Other(String),
}

/// Recognises the kind of a document by its contexts, types and members.
pub fn recognise(document: &Value) -> Kind {
    if ob3::is_credential(document) {
        Kind::Ob3
    } else if clr::is_credential(document) {
        Kind::Clr
    } else if endorsement::is_credential(document) {
        Kind::Endorsement
    } else if endorsement::is_ob2(document) {
        Kind::EndorsementOb2
    } else if ob2::is_assertion(document) {
        Kind::Ob2
    } else if ob05::is_assertion(document) {
        Kind::Ob05
    } else if ob1::is_assertion(document) {
        Kind::Ob1
    } else if vc::is_credential(document) {
        Kind::Vc
    } else {
        Kind::Other(describe(document))
    }
}

/// Returns the normalised view of `document`; `None` if it is not a badge.
pub fn badge(document: &Value) -> Option<Badge> {
    match recognise(document) {
        Kind::Ob05 => Some(ob05::badge(document)),
        Kind::Ob1 => Some(ob1::badge(document)),
        Kind::Ob2 => Some(ob2::badge(document)),
        Kind::Ob3 => Some(ob3::badge(document)),
        Kind::Clr => Some(clr::badge(document)),
        Kind::Endorsement => Some(endorsement::badge(document)),
        Kind::EndorsementOb2 => Some(endorsement::ob2_badge(document)),
        Kind::Vc => Some(vc::badge(document)),
        Kind::Other(_) => None,
    }
}

/// Returns the requirements of the badge's version that its document does not meet.
///
/// Pointers refer to [`ParsedBadge::document`].
pub fn faults(badge: &ParsedBadge) -> Vec<Fault> {
    let Some(document) = badge.document() else { return Vec::new() };
    match badge.format {
        Format::Ob3DataIntegrity | Format::Ob3Jwt => ob3::faults(document),
        Format::ClrDataIntegrity | Format::ClrJwt => clr::faults(document),
        Format::EndorsementDataIntegrity | Format::EndorsementJwt => endorsement::faults(document),
        Format::EndorsementHosted | Format::EndorsementSigned => endorsement::ob2_faults(document),
        Format::VcDataIntegrity | Format::VcJwt => vc::faults(document),
        Format::Ob2Hosted | Format::Ob2Signed => ob2::assertion_faults(document),
        Format::Ob05Hosted => ob05::faults(document),
        Format::Ob1Hosted => ob1::assertion_faults(document, ob1::is_signed(document)),
        Format::Ob1Signed => ob1::assertion_faults(document, true),
        Format::Reference => Vec::new(),
    }
}

/// Describes a document that is not a badge.
fn describe(document: &Value) -> String {
    const KNOWN: &[(&str, &str)] = &[
        ("VerifiablePresentation", "a presentation of credentials"),
        ("Endorsement", "an endorsement"),
        ("BitstringStatusListCredential", "a status list"),
        ("StatusList2021Credential", "a status list"),
        ("JsonSchemaCredential", "a schema"),
        ("BadgeClass", "a badge class"),
        ("Achievement", "an achievement"),
        ("Issuer", "an issuer profile"),
        ("Profile", "an issuer profile"),
        ("RevocationList", "a revocation list"),
        ("CryptographicKey", "a public key"),
    ];
    let members = match document {
        Value::Object(members) => members,
        Value::Array(items) => return format!("a list of {} values", items.len()),
        Value::String(_) => return "a text".into(),
        Value::Number(_) => return "a number".into(),
        Value::Bool(_) => return "true or false".into(),
        Value::Null => return "null".into(),
    };
    let types = wire::types(document);
    if let Some((_, description)) = KNOWN.iter().find(|(name, _)| types.contains(name)) {
        return format!("{description} (type {})", types.join(", "));
    }
    if members.get("verificationMethod").is_some_and(Value::is_array) {
        return "a DID document".into();
    }
    if members.contains_key("proofPurpose") {
        return "a proof without its document".into();
    }
    if members.contains_key("keys") {
        return "a set of public keys".into();
    }
    if members.is_empty() {
        return "an empty object".into();
    }
    let max_keys = 12;
    let mut keys: Vec<&str> = members.keys().take(max_keys).map(String::as_str).collect();
    if members.len() > max_keys {
        keys.push("…");
    }
    format!("an object with the keys {}", keys.join(", "))
}
