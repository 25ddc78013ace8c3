//! Endorsements, standalone or embedded: OB 3.0 `EndorsementCredential` and OB 2.0 `Endorsement`.

use serde_json::Value;

use super::{
    ob2, ob3, time, vc,
    wire::{self, Fault, Requirement, Shape, items, optional, required, text},
};
use crate::{
    badge::{Achievement, Badge, EndorsementTarget},
    code::Code,
};

/// Returns whether `document` is an OB 3.0 `EndorsementCredential`.
pub fn is_credential(document: &Value) -> bool {
    wire::types(document).contains(&"EndorsementCredential")
}

/// Returns whether `document` is an OB 2.0 `Endorsement`. An embedded endorsement has no context of its own.
pub fn is_ob2(document: &Value) -> bool {
    let contexts = wire::contexts(document);
    let is_ob2 = contexts.is_empty() || contexts.iter().any(|context| context.contains("openbadges/v2"));
    is_ob2 && wire::types(document).contains(&"Endorsement")
}

/// Returns the view of an `EndorsementCredential`. It has no recipient, because its subject is the endorsed object.
pub fn badge(credential: &Value) -> Badge {
    let subject = items(credential.get("credentialSubject")).next().unwrap_or(&Value::Null);
    let badge = ob3::badge(credential);
    Badge {
        name: text(credential, "name"),
        narrative: text(subject, "endorsementComment"),
        recipients: Vec::new(),
        achievement: Achievement::default(),
        ..badge
    }
}

/// Returns the view of an OB 2.0 `Endorsement`.
pub fn ob2_badge(endorsement: &Value) -> Badge {
    let claim = items(endorsement.get("claim")).next().unwrap_or(&Value::Null);
    let issued_on = text(endorsement, "issuedOn").and_then(|time| time::date_time(&time).ok());
    Badge {
        id: wire::id(endorsement),
        issuer: items(endorsement.get("issuer")).next().map(ob2::profile).unwrap_or_default(),
        narrative: text(claim, "endorsementComment"),
        issued_on,
        valid_from: issued_on,
        valid_until: text(endorsement, "expires").and_then(|time| time::date_time(&time).ok()),
        ..Badge::default()
    }
}

/// Returns the id of the endorsed object: `credentialSubject.id` (OB 3.0) or `claim.id` (OB 2.0).
pub fn endorsed_id(endorsement: &Value) -> Option<&str> {
    ["credentialSubject", "claim"].iter().find_map(|key| {
        let subject = items(endorsement.get(key)).next()?;
        subject.get("id").or_else(|| subject.get("@id"))?.as_str()
    })
}

/// An endorsement that is embedded in a badge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EmbeddedEndorsement<'v> {
    /// The part of the badge that contains the endorsement.
    pub target: EndorsementTarget,
    /// An object, a compact JWS, or an address (OB 2.0).
    pub value: &'v Value,
}

/// Returns every endorsement in a badge of any version: those of the badge, then of its achievement, then of its issuer.
pub fn embedded(document: &Value) -> Vec<EmbeddedEndorsement<'_>> {
    PATHS
        .iter()
        .flat_map(|(target, path)| {
            let values = wire::values_at(document, path).into_iter();
            values.map(|(_, value)| EmbeddedEndorsement { target: *target, value })
        })
        .filter(|embedded| !embedded.value.is_null())
        .collect()
}

/// The paths of endorsements in OB 3.0 (`AchievementCredential`, `Achievement`, `Profile`), CLR 2.0 (`ClrCredential`,
/// `ClrSubject`) and OB 2.0 (`Assertion`, `BadgeClass`, `Profile`).
const PATHS: &[(EndorsementTarget, &str)] = &[
    (EndorsementTarget::Badge, "/endorsement/*"),
    (EndorsementTarget::Badge, "/endorsementJwt/*"),
    (EndorsementTarget::Achievement, "/credentialSubject/*/achievement/*/endorsement/*"),
    (EndorsementTarget::Achievement, "/credentialSubject/*/achievement/*/endorsementJwt/*"),
    (EndorsementTarget::Achievement, "/badge/endorsement/*"),
    (EndorsementTarget::Issuer, "/issuer/endorsement/*"),
    (EndorsementTarget::Issuer, "/issuer/endorsementJwt/*"),
    (EndorsementTarget::Issuer, "/badge/issuer/endorsement/*"),
];

/// Returns the faults of an `EndorsementCredential` according to OB 3.0.
pub fn faults(credential: &Value) -> Vec<Fault> {
    let mut faults: Vec<Fault> = ob3::context_fault(credential).into_iter().collect();
    faults.extend(vc::envelope_faults(credential));
    faults.extend(wire::check(credential, ob3::COMMON));
    faults.extend(wire::check(credential, CREDENTIAL));
    faults.extend(ob3::profile_faults(credential, &["/issuer"]));
    faults
}

/// Returns the faults of an `Endorsement` according to OB 2.0.
pub fn ob2_faults(endorsement: &Value) -> Vec<Fault> {
    let mut faults = wire::check(endorsement, ENDORSEMENT);
    if ob2::verification(endorsement).is_none() {
        let (code, pointer) = (Code::FieldMissing, "/verification".into());
        faults.push(Fault { code, pointer, expected: "an object".into() });
    }
    faults
}

/// OB 3.0 "EndorsementCredential" and "EndorsementSubject".
const CREDENTIAL: &[Requirement] = &[
    required("", "type", Shape::Type(&["EndorsementCredential"])),
    optional("", "name", Shape::Text),
    required("/credentialSubject", "id", Shape::Uri),
    required("/credentialSubject", "type", Shape::Type(&["EndorsementSubject"])),
    optional("/credentialSubject", "endorsementComment", Shape::Text),
];

/// OB 2.0 "Endorsement".
const ENDORSEMENT: &[Requirement] = &[
    required("", "id", Shape::Uri),
    required("", "type", Shape::Type(&["Endorsement"])),
    required("", "claim", Shape::UriOrObject),
    required("/claim", "id", Shape::Uri),
    required("", "issuer", Shape::UriOrObject),
    required("", "issuedOn", Shape::Text),
    optional("", "verification", Shape::Object),
    required("/verification", "type", Shape::Texts),
];
