//! The common parts of all verifiable credentials (W3C Verifiable Credentials Data Model 1.1 and 2.0).
//!
//! OB 3.0, CLR 2.0 and endorsements build on this module and add their own requirements.

use serde_json::Value;
use url::Url;

use super::{
    ob3,
    wire::{self, Fault, Requirement, Shape, items, optional, required},
};
use crate::{badge::Badge, code::Code};

/// The first context of a credential of the VC data model 1.1.
pub const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";
/// The first context of a credential of the VC data model 2.0.
pub const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";

/// Types of credentials that support other credentials and have no holder.
const SUPPORT_TYPES: &[&str] =
    &["BitstringStatusListCredential", "StatusList2021Credential", "JsonSchemaCredential"];

/// Returns whether `document` is a credential that a person can hold.
pub fn is_credential(document: &Value) -> bool {
    let types = wire::types(document);
    types.contains(&"VerifiableCredential") && !types.iter().any(|name| SUPPORT_TYPES.contains(name))
}

/// Returns the view of a credential that is not an Open Badge. Its name is `name` or its type.
pub fn badge(credential: &Value) -> Badge {
    let badge = ob3::badge(credential);
    let kind = || {
        let types = wire::types(credential);
        types.into_iter().find(|name| *name != "VerifiableCredential").map(str::to_owned)
    };
    Badge { name: wire::text(credential, "name").or_else(kind), ..badge }
}

/// Returns the faults of a credential according to the VC data model.
pub fn faults(credential: &Value) -> Vec<Fault> {
    let mut faults: Vec<Fault> = context_fault(credential).into_iter().collect();
    faults.extend(envelope_faults(credential));
    faults.extend(wire::check(credential, CREDENTIAL));
    faults
}

/// Returns whether the first context of `credential` is that of the data model 1.1.
pub fn is_v1(credential: &Value) -> bool {
    wire::contexts(credential).first() == Some(&CREDENTIALS_V1)
}

/// Returns the faults of validity, status and schema, and of empty subjects, according to the VC data model.
pub(crate) fn envelope_faults(credential: &Value) -> Vec<Fault> {
    let validity = if is_v1(credential) { VALIDITY_V1 } else { VALIDITY_V2 };
    let mut faults = wire::check(credential, validity);
    faults.extend(wire::check(credential, ENVELOPE));
    // VCDM 2.0 section 4.8: each subject has at least one claim.
    let is_empty = |subject: &Value| subject.as_object().is_some_and(serde_json::Map::is_empty);
    if items(credential.get("credentialSubject")).any(is_empty) {
        let pointer = "/credentialSubject".into();
        faults.push(Fault { code: Code::FieldMissing, pointer, expected: "at least one claim".into() });
    }
    faults
}

/// Checks that the contexts are a list of addresses and objects that starts with the base context (VCDM 2.0 section 4.3,
/// VCDM 1.1 section 4.1).
pub(crate) fn context_fault(credential: &Value) -> Option<Fault> {
    let contexts: Vec<&Value> = items(credential.get("@context")).collect();
    let code = if credential.get("@context").is_some() { Code::FieldType } else { Code::FieldMissing };
    let fault = |expected: &str| Fault { code, pointer: "/@context".into(), expected: expected.into() };
    let is_base_context = |first: &&Value| {
        first.as_str().is_some_and(|first| [CREDENTIALS_V1, CREDENTIALS_V2].contains(&first))
    };
    if !contexts.first().is_some_and(is_base_context) {
        return Some(fault(CREDENTIALS_V2));
    }
    let is_context = |context: &&Value| {
        context.is_object() || context.as_str().is_some_and(|address| Url::parse(address).is_ok())
    };
    (!contexts.iter().all(is_context)).then(|| fault("addresses or objects"))
}

/// VCDM 2.0 sections 4.4 to 4.8: identifiers, types, names and descriptions, issuer, credential subject; 4.12: proofs;
/// 5.6: evidence.
const CREDENTIAL: &[Requirement] = &[
    optional("", "id", Shape::Uri),
    required("", "type", Shape::Type(&["VerifiableCredential"])),
    optional("", "name", Shape::LanguageText),
    optional("", "description", Shape::LanguageText),
    required("", "issuer", Shape::UriOrObject),
    required("/issuer", "id", Shape::Uri),
    optional("/issuer", "name", Shape::LanguageText),
    optional("/issuer", "description", Shape::LanguageText),
    required("", "credentialSubject", Shape::Objects),
    optional("/credentialSubject/*", "id", Shape::Uri),
    optional("", "evidence", Shape::Objects),
    required("/evidence/*", "type", Shape::Texts),
    optional("", "proof", Shape::Objects),
    required("/proof/*", "type", Shape::Texts),
];

/// VCDM 2.0 sections 4.10 "Status", 4.11 "Data Schemas", 5.4 "Refreshing", 5.5 "Terms of Use".
const ENVELOPE: &[Requirement] = &[
    optional("", "credentialStatus", Shape::Objects),
    required("/credentialStatus/*", "type", Shape::Texts),
    optional("/credentialStatus/*", "id", Shape::Uri),
    optional("", "credentialSchema", Shape::Objects),
    required("/credentialSchema/*", "type", Shape::Texts),
    required("/credentialSchema/*", "id", Shape::Uri),
    optional("", "refreshService", Shape::Objects),
    required("/refreshService/*", "type", Shape::Texts),
    optional("", "termsOfUse", Shape::Objects),
    required("/termsOfUse/*", "type", Shape::Texts),
];

/// VCDM 1.1 section 4.6, "Issuance Date", and 4.8, "Expiration".
const VALIDITY_V1: &[Requirement] =
    &[required("", "issuanceDate", Shape::Text), optional("", "expirationDate", Shape::Text)];

/// VCDM 2.0 section 4.9, "Validity Period".
const VALIDITY_V2: &[Requirement] =
    &[optional("", "validFrom", Shape::Text), optional("", "validUntil", Shape::Text)];
