//! Endorsements: OB 3.0 `EndorsementCredential` and OB 2.0 `Endorsement`, by themselves or inside what they endorse.

use serde_json::Value;

use super::{
    ob2, ob3, time, vc,
    wire::{self, Fault, Requirement, Shape, items, optional, required, text},
};
use crate::{
    badge::{Achievement, Badge, EndorsementTarget},
    code::Code,
};

/// Whether `document` is an OB 3.0 `EndorsementCredential`.
pub fn is_credential(document: &Value) -> bool {
    wire::types(document).contains(&"EndorsementCredential")
}

/// Whether `document` is an OB 2.0 `Endorsement`. One that stands in a badge has its context from there.
pub fn is_ob2(document: &Value) -> bool {
    let contexts = wire::contexts(document);
    let of_ob2 = contexts.is_empty() || contexts.iter().any(|context| context.contains("openbadges/v2"));
    of_ob2 && wire::types(document).contains(&"Endorsement")
}

/// The view of an `EndorsementCredential`. It is given to nobody: its subject is what it endorses.
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

/// The view of an OB 2.0 `Endorsement`.
pub fn ob2_badge(endorsement: &Value) -> Badge {
    let claim = items(endorsement.get("claim")).next().unwrap_or(&Value::Null);
    let begin = text(endorsement, "issuedOn").and_then(|time| time::date_time(&time).ok());
    Badge {
        id: wire::id(endorsement),
        issuer: items(endorsement.get("issuer")).next().map(ob2::profile).unwrap_or_default(),
        narrative: text(claim, "endorsementComment"),
        issued_on: begin,
        valid_from: begin,
        valid_until: text(endorsement, "expires").and_then(|time| time::date_time(&time).ok()),
        ..Badge::default()
    }
}

/// The id of what is endorsed: `credentialSubject.id` (OB 3.0) or `claim.id` (OB 2.0).
pub fn endorsed_id(endorsement: &Value) -> Option<&str> {
    ["credentialSubject", "claim"].iter().find_map(|key| {
        let subject = items(endorsement.get(key)).next()?;
        subject.get("id").or_else(|| subject.get("@id"))?.as_str()
    })
}

/// An endorsement as it stands in what it endorses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Embedded<'v> {
    /// What it stands beside.
    pub beside: EndorsementTarget,
    /// An object, a compact JWS, or (OB 2.0) the address of one.
    pub value: &'v Value,
}

/// Every endorsement in `document`, a badge of any version: of the badge first, then of achievement and issuer.
pub fn embedded(document: &Value) -> Vec<Embedded<'_>> {
    PLACES
        .iter()
        .flat_map(|(beside, path)| {
            wire::places(document, path).into_iter().map(|(_, value)| Embedded { beside: *beside, value })
        })
        .filter(|embedded| !embedded.value.is_null())
        .collect()
}

/// Where OB 3.0 (`AchievementCredential`, `Achievement`, `Profile`), CLR 2.0 (`ClrCredential`, `ClrSubject`) and OB 2.0
/// (`Assertion`, `BadgeClass`, `Profile`) have endorsements.
const PLACES: &[(EndorsementTarget, &str)] = &[
    (EndorsementTarget::Badge, "/endorsement/*"),
    (EndorsementTarget::Badge, "/endorsementJwt/*"),
    (EndorsementTarget::Achievement, "/credentialSubject/*/achievement/*/endorsement/*"),
    (EndorsementTarget::Achievement, "/credentialSubject/*/achievement/*/endorsementJwt/*"),
    (EndorsementTarget::Achievement, "/badge/endorsement/*"),
    (EndorsementTarget::Issuer, "/issuer/endorsement/*"),
    (EndorsementTarget::Issuer, "/issuer/endorsementJwt/*"),
    (EndorsementTarget::Issuer, "/badge/issuer/endorsement/*"),
];

/// What OB 3.0 requires of an `EndorsementCredential`.
pub fn faults(credential: &Value) -> Vec<Fault> {
    let mut faults: Vec<Fault> = ob3::context_fault(credential).into_iter().collect();
    faults.extend(vc::envelope_faults(credential));
    faults.extend(wire::unmet(credential, ob3::ISSUED));
    faults.extend(wire::unmet(credential, CREDENTIAL));
    faults.extend(ob3::profile_faults(credential, &["/issuer"]));
    faults
}

/// What OB 2.0 requires of an `Endorsement`.
pub fn ob2_faults(endorsement: &Value) -> Vec<Fault> {
    let mut faults = wire::unmet(endorsement, ENDORSEMENT);
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
