//! Comprehensive Learner Record 2.0: `ClrCredential`, a credential whose subject contains other credentials, achievements
//! and associations between them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    ob3, vc,
    wire::{self, Fault, Requirement, Shape, items, optional, required, text},
};
use crate::{badge::Badge, code::Code};

/// The common prefix of the addresses of all versions of the CLR 2.0 context.
pub const CONTEXT_PREFIX: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context";

/// The values of `associationType` (CLR 2.0 "AssociationType").
pub const ASSOCIATION_TYPES: &[&str] = &[
    "exactMatchOf",
    "isChildOf",
    "isParentOf",
    "isPartOf",
    "isPeerOf",
    "isRelatedTo",
    "precedes",
    "replacedBy",
];

/// Returns whether `document` is a learner record.
pub fn is_credential(document: &Value) -> bool {
    wire::types(document).contains(&"ClrCredential")
}

/// Returns the view of a learner record, with its own name and the achievements that it lists itself.
pub fn badge(credential: &Value) -> Badge {
    let mut badge = ob3::badge(credential);
    badge.name = text(credential, "name");
    badge.achievement = Default::default();
    badge.achievement.description = text(credential, "description");
    badge.achievements = items(subject(credential).get("achievement")).map(ob3::achievement).collect();
    badge
}

/// Returns the credentials in the record: objects, or strings with compact JWSs.
pub fn credentials(credential: &Value) -> impl Iterator<Item = &Value> {
    items(subject(credential).get("verifiableCredential"))
}

/// Returns whether the record states that it is only a part of the publisher's records (`partial`).
pub fn is_partial(credential: &Value) -> bool {
    credential.get("partial") == Some(&Value::Bool(true))
}

/// Returns the ends of associations that refer to no achievement of the record, each as JSON pointer and id.
///
/// `inner` are the documents of the credentials inside.
pub fn dangling_associations<'v>(
    credential: &'v Value,
    inner: impl Iterator<Item = &'v Value>,
) -> Vec<(String, &'v str)> {
    let own = items(subject(credential).get("achievement"));
    let inner = inner.flat_map(|inner| {
        items(inner.get("credentialSubject")).flat_map(|subject| items(subject.get("achievement")))
    });
    let ids: BTreeSet<&str> =
        own.chain(inner).filter_map(|achievement| achievement.get("id")?.as_str()).collect();
    wire::values_at(credential, "/credentialSubject/association/*")
        .into_iter()
        .flat_map(|(pointer, association)| {
            ["sourceId", "targetId"].map(|end| (format!("{pointer}/{end}"), association.get(end)))
        })
        .filter_map(|(pointer, id)| Some((pointer, id?.as_str()?)))
        .filter(|(_, id)| !ids.contains(id))
        .collect()
}

fn subject(credential: &Value) -> &Value {
    items(credential.get("credentialSubject")).next().unwrap_or(&Value::Null)
}

/// Returns the faults of a learner record according to CLR 2.0.
pub fn faults(credential: &Value) -> Vec<Fault> {
    let mut faults: Vec<Fault> = vc::context_fault(credential).into_iter().collect();
    let contexts = wire::contexts(credential);
    if faults.is_empty() && !contexts.iter().any(|context| context.starts_with(CONTEXT_PREFIX)) {
        let (code, pointer) = (Code::FieldType, "/@context".into());
        faults.push(Fault { code, pointer, expected: CONTEXT_PREFIX.into() });
    }
    faults.extend(vc::envelope_faults(credential));
    faults.extend(wire::check(credential, ob3::COMMON));
    faults.extend(wire::check(credential, CREDENTIAL));
    faults.extend(wire::check_at(credential, &["/credentialSubject"], ob3::IDENTIFIERS));
    faults.extend(wire::check_at(credential, &["/credentialSubject/achievement/*"], ob3::ACHIEVEMENT));
    let validity: &[Requirement] = if vc::is_v1(credential) { &[] } else { VALID_FROM };
    faults.extend(wire::check(credential, validity));
    faults.extend(wire::check_at(credential, IMAGE_OWNERS, ob3::IMAGE));
    faults.extend(ob3::profile_faults(credential, PROFILES));
    if credentials(credential).next().is_none() {
        let (code, pointer) = (Code::FieldMissing, "/credentialSubject/verifiableCredential".into());
        faults.push(Fault { code, pointer, expected: "at least one credential".into() });
    }
    faults
}

/// CLR 2.0 "ClrCredential", "ClrSubject", "Association": multiplicities and types.
const CREDENTIAL: &[Requirement] = &[
    required("", "type", Shape::Type(&["ClrCredential"])),
    required("", "name", Shape::Text),
    optional("", "description", Shape::Text),
    optional("", "partial", Shape::Boolean),
    required("/credentialSubject", "type", Shape::Type(&["ClrSubject"])),
    optional("/credentialSubject", "id", Shape::Uri),
    optional("/credentialSubject", "verifiableCredential", Shape::Credentials),
    optional("/credentialSubject", "achievement", Shape::Objects),
    optional("/credentialSubject", "association", Shape::Objects),
    required("/credentialSubject/association/*", "type", Shape::Type(&["Association"])),
    required("/credentialSubject/association/*", "associationType", Shape::OneOf(ASSOCIATION_TYPES)),
    required("/credentialSubject/association/*", "sourceId", Shape::Uri),
    required("/credentialSubject/association/*", "targetId", Shape::Uri),
];

/// CLR 2.0 "ClrCredential": `validFrom` is required, unlike in the data model.
const VALID_FROM: &[Requirement] = &[required("", "validFrom", Shape::Text)];

/// Objects other than profiles that have an `image` ("ClrCredential", "Achievement").
const IMAGE_OWNERS: &[&str] = &["", "/credentialSubject/achievement/*"];

/// The paths of profiles ("ClrCredential", "Achievement").
const PROFILES: &[&str] = &["/issuer", "/credentialSubject/achievement/*/creator"];
