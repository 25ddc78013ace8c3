//! Comprehensive Learner Record 2.0: `ClrCredential`, a credential whose subject holds other credentials, achievements
//! and the associations between them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    ob3, vc,
    wire::{self, Fault, Requirement, Shape, items, optional, required, text},
};
use crate::{badge::Badge, code::Code};

/// What every address of the CLR 2.0 context begins with, whatever its version.
pub const CONTEXT_PREFIX: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context";

/// The closed list of `associationType` (CLR 2.0 "AssociationType").
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

/// Whether `document` is a learner record.
pub fn is_credential(document: &Value) -> bool {
    wire::types(document).contains(&"ClrCredential")
}

/// The view of a learner record: its name is its own, its achievements are those that stand beside its credentials.
pub fn badge(credential: &Value) -> Badge {
    let mut badge = ob3::badge(credential);
    badge.name = text(credential, "name");
    badge.achievement = Default::default();
    badge.achievement.description = text(credential, "description");
    badge.achievements = items(subject(credential).get("achievement")).map(ob3::achievement).collect();
    badge
}

/// The credentials inside: objects, or texts that are compact JWSs.
pub fn credentials(credential: &Value) -> impl Iterator<Item = &Value> {
    items(subject(credential).get("verifiableCredential"))
}

/// Whether the record says that it is a part of what its publisher has (`partial`).
pub fn is_partial(credential: &Value) -> bool {
    credential.get("partial") == Some(&Value::Bool(true))
}

/// The ends of associations that are no achievement of the record: JSON pointer and id of each. `inner` are the
/// documents of the credentials inside.
pub fn loose_ends<'v>(
    credential: &'v Value,
    inner: impl Iterator<Item = &'v Value>,
) -> Vec<(String, &'v str)> {
    let own = items(subject(credential).get("achievement"));
    let of_inner = inner.flat_map(|inner| {
        items(inner.get("credentialSubject")).flat_map(|subject| items(subject.get("achievement")))
    });
    let ids: BTreeSet<&str> =
        own.chain(of_inner).filter_map(|achievement| achievement.get("id")?.as_str()).collect();
    wire::places(credential, "/credentialSubject/association/*")
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

/// What CLR 2.0 requires of a learner record.
pub fn faults(credential: &Value) -> Vec<Fault> {
    let mut faults: Vec<Fault> = vc::context_fault(credential).into_iter().collect();
    let contexts = wire::contexts(credential);
    if faults.is_empty() && !contexts.iter().any(|context| context.starts_with(CONTEXT_PREFIX)) {
        let (code, pointer) = (Code::FieldType, "/@context".into());
        faults.push(Fault { code, pointer, expected: CONTEXT_PREFIX.into() });
    }
    faults.extend(vc::envelope_faults(credential));
    faults.extend(wire::unmet(credential, CREDENTIAL));
    let begins: &[Requirement] = if vc::is_v1(credential) { &[] } else { BEGIN_V2 };
    faults.extend(wire::unmet(credential, begins));
    if credentials(credential).next().is_none() {
        let (code, pointer) = (Code::FieldMissing, "/credentialSubject/verifiableCredential".into());
        faults.push(Fault { code, pointer, expected: "at least one credential".into() });
    }
    faults
}

/// CLR 2.0 "ClrCredential", "ClrSubject", "Association": multiplicities and types.
const CREDENTIAL: &[Requirement] = &[
    required("", "id", Shape::Uri),
    required("", "type", Shape::Type(&["ClrCredential"])),
    required("", "type", Shape::Type(&["VerifiableCredential"])),
    required("", "name", Shape::Text),
    optional("", "description", Shape::Text),
    optional("", "partial", Shape::Boolean),
    required("", "issuer", Shape::UriOrObject),
    required("/issuer", "id", Shape::Uri),
    required("/issuer", "type", Shape::Type(&["Profile"])),
    required("", "credentialSubject", Shape::Object),
    required("/credentialSubject", "type", Shape::Type(&["ClrSubject"])),
    optional("/credentialSubject", "id", Shape::Uri),
    optional("/credentialSubject", "identifier", Shape::Objects),
    required("/credentialSubject/identifier/*", "type", Shape::Type(&["IdentityObject"])),
    required("/credentialSubject/identifier/*", "hashed", Shape::Boolean),
    required("/credentialSubject/identifier/*", "identityHash", Shape::Text),
    required("/credentialSubject/identifier/*", "identityType", Shape::Text),
    optional("/credentialSubject", "verifiableCredential", Shape::Credentials),
    optional("/credentialSubject", "achievement", Shape::Objects),
    required("/credentialSubject/achievement/*", "id", Shape::Uri),
    required("/credentialSubject/achievement/*", "type", Shape::Type(&["Achievement"])),
    required("/credentialSubject/achievement/*", "name", Shape::Text),
    required("/credentialSubject/achievement/*", "description", Shape::Text),
    required("/credentialSubject/achievement/*", "criteria", Shape::Object),
    optional("/credentialSubject", "association", Shape::Objects),
    required("/credentialSubject/association/*", "type", Shape::Type(&["Association"])),
    required("/credentialSubject/association/*", "associationType", Shape::OneOf(ASSOCIATION_TYPES)),
    required("/credentialSubject/association/*", "sourceId", Shape::Uri),
    required("/credentialSubject/association/*", "targetId", Shape::Uri),
];

/// CLR 2.0 "ClrCredential": `validFrom` is required where the data model leaves it open.
const BEGIN_V2: &[Requirement] = &[required("", "validFrom", Shape::Text)];
