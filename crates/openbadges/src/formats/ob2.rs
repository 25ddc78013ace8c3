//! Open Badges 2.0: assertion, badge class, issuer profile.

use serde_json::Value;

use super::{
    extensions, ob1, time,
    wire::{self, Fault, Requirement, Shape, items, optional, reference, required, text},
};
use crate::{
    badge::{Achievement, Alignment, Badge, BadgeVersion, Evidence, Profile, Recipient},
    code::Code,
};

/// The context of OB 2.0 (section "JSON-LD Context").
pub const CONTEXT: &str = "https://w3id.org/openbadges/v2";

/// The address that [`CONTEXT`] redirects to. Some issuers use it instead.
const CONTEXT_REDIRECT: &str = "https://openbadgespec.org/v2/context.json";

/// Returns whether `document` is an OB 2.0 assertion, by its type or its members. It must have a context other than that
/// of OB 1.1.
pub fn is_assertion(document: &Value) -> bool {
    let contexts = wire::contexts(document);
    let types = wire::types(document);
    let has_members = document.get("recipient").is_some()
        && document.get("badge").is_some()
        && verification(document).is_some();
    !contexts.is_empty() && !ob1::has_context(document) && (types.contains(&"Assertion") || has_members)
}

/// Returns the VerificationObject: `verification`, or `verify`, which the OB 2.0 context defines as the same term and
/// some issuers still use from OB 1.x.
pub fn verification(assertion: &Value) -> Option<&Value> {
    assertion.get("verification").or_else(|| assertion.get("verify"))
}

/// Returns the view of an assertion, including an embedded badge class and issuer.
pub fn badge(assertion: &Value) -> Badge {
    let badge_class = items(assertion.get("badge")).next();
    let achievement = badge_class.map(achievement).unwrap_or_default();
    let time = |key| text(assertion, key).and_then(|time| time::ob2_time(&time).ok());
    let issued_on = time("issuedOn");
    Badge {
        version: Some(BadgeVersion::V2_0),
        id: wire::id(assertion),
        name: achievement.name.clone(),
        issuer: badge_class
            .and_then(|class| items(class.get("issuer")).next())
            .map(profile)
            .unwrap_or_default(),
        achievement,
        achievements: Vec::new(),
        recipients: items(assertion.get("recipient")).filter_map(recipient).collect(),
        issued_on,
        valid_from: issued_on,
        valid_until: time("expires"),
        signed_at: None,
        evidence: items(assertion.get("evidence")).filter_map(evidence).collect(),
        results: Vec::new(),
        narrative: text(assertion, "narrative"),
        image: reference(assertion, "image"),
    }
}

/// Returns the view of a badge class that is embedded, fetched or only referenced.
pub fn achievement(badge_class: &Value) -> Achievement {
    let criteria = items(badge_class.get("criteria")).next();
    Achievement {
        id: wire::id(badge_class),
        name: text(badge_class, "name"),
        description: text(badge_class, "description"),
        criteria_narrative: criteria.and_then(|criteria| text(criteria, "narrative")),
        criteria_url: criteria.and_then(wire::id),
        image: reference(badge_class, "image"),
        achievement_type: None,
        creator: None,
        alignments: ["alignment", "alignments"]
            .iter()
            .flat_map(|key| items(badge_class.get(key)))
            .map(alignment)
            .collect(),
        tags: wire::texts(badge_class, "tags").into_iter().map(str::to_owned).collect(),
        credits_available: None,
    }
}

/// Returns the view of an issuer profile that is embedded, fetched or only referenced.
pub fn profile(profile: &Value) -> Profile {
    Profile {
        id: wire::id(profile),
        name: text(profile, "name"),
        url: text(profile, "url"),
        email: text(profile, "email"),
        description: text(profile, "description"),
        image: reference(profile, "image"),
    }
}

/// Reads an IdentityObject.
fn recipient(identity: &Value) -> Option<Recipient> {
    Some(Recipient {
        kind: text(identity, "type").or_else(|| text(identity, "@type")).unwrap_or_else(|| "email".into()),
        identity: text(identity, "identity")?,
        hashed: identity.get("hashed").and_then(Value::as_bool).unwrap_or(false),
        salt: text(identity, "salt").filter(|salt| !salt.is_empty()),
    })
}

/// Reads evidence: an address, or an object with or without an address.
pub(super) fn evidence(evidence: &Value) -> Option<Evidence> {
    let evidence = Evidence {
        url: wire::id(evidence),
        name: text(evidence, "name"),
        narrative: text(evidence, "narrative").or_else(|| text(evidence, "description")),
        genre: text(evidence, "genre"),
    };
    Some(evidence).filter(|evidence| *evidence != Evidence::default())
}

/// Reads an AlignmentObject. In OB 1.1, its members are `name` and `url`.
pub(super) fn alignment(alignment: &Value) -> Alignment {
    Alignment {
        name: text(alignment, "targetName").or_else(|| text(alignment, "name")),
        url: text(alignment, "targetUrl").or_else(|| text(alignment, "url")).or_else(|| wire::id(alignment)),
        framework: text(alignment, "targetFramework"),
        code: text(alignment, "targetCode"),
    }
}

/// Returns the faults of an assertion and of its embedded badge class and issuer, according to OB 2.0.
pub fn assertion_faults(assertion: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !wire::contexts(assertion).iter().any(|context| [CONTEXT, CONTEXT_REDIRECT].contains(context)) {
        let code = if assertion.get("@context").is_some() { Code::FieldType } else { Code::FieldMissing };
        faults.push(Fault { code, pointer: "/@context".into(), expected: CONTEXT.into() });
    }
    faults.extend(wire::check(assertion, ASSERTION));
    if verification(assertion).is_none() {
        let (code, pointer) = (Code::FieldMissing, "/verification".into());
        faults.push(Fault { code, pointer, expected: "an object".into() });
    }
    let embedded = |pointer: &str| assertion.pointer(pointer).filter(|value| value.is_object());
    let under = |pointer: &'static str| {
        move |fault: Fault| Fault { pointer: format!("{pointer}{}", fault.pointer), ..fault }
    };
    if let Some(badge_class) = embedded("/badge") {
        faults.extend(badge_class_faults(badge_class).into_iter().map(under("/badge")));
    }
    if let Some(issuer) = embedded("/badge/issuer") {
        faults.extend(issuer_faults(issuer).into_iter().map(under("/badge/issuer")));
    }
    faults.extend(extensions::faults(assertion));
    faults
}

/// Returns the faults of a badge class according to OB 2.0. Use [`issuer_faults`] for an embedded issuer.
pub fn badge_class_faults(badge_class: &Value) -> Vec<Fault> {
    let mut faults = wire::check(badge_class, BADGE_CLASS);
    // Criteria: "either id or narrative must be present".
    let criteria = badge_class.get("criteria").filter(|criteria| criteria.is_object());
    if criteria.is_some_and(|criteria| wire::id(criteria).is_none() && criteria.get("narrative").is_none()) {
        let (code, pointer) = (Code::FieldMissing, "/criteria".into());
        faults.push(Fault { code, pointer, expected: "id or narrative".into() });
    }
    faults
}

/// Returns the faults of an issuer profile according to OB 2.0.
pub fn issuer_faults(issuer: &Value) -> Vec<Fault> {
    wire::check(issuer, ISSUER)
}

/// OB 2.0 sections "Assertion", "IdentityObject", "VerificationObject".
const ASSERTION: &[Requirement] = &[
    required("", "id", Shape::Uri),
    required("", "type", Shape::Type(&["Assertion"])),
    required("", "recipient", Shape::Object),
    required("/recipient", "type", Shape::Text),
    required("/recipient", "identity", Shape::Text),
    required("/recipient", "hashed", Shape::Boolean),
    required("", "badge", Shape::UriOrObject),
    optional("", "verification", Shape::Object),
    required("/verification", "type", Shape::Texts),
    optional("", "verify", Shape::Object),
    required("/verify", "type", Shape::Texts),
    required("", "issuedOn", Shape::Text),
    optional("", "expires", Shape::Text),
    optional("", "image", Shape::HostedPicture),
    optional("", "evidence", Shape::UrisOrObjects),
    optional("", "revoked", Shape::Boolean),
];

/// OB 2.0 sections "BadgeClass", "AlignmentObject".
const BADGE_CLASS: &[Requirement] = &[
    required("", "id", Shape::Uri),
    required("", "type", Shape::Type(&["BadgeClass"])),
    required("", "name", Shape::Text),
    required("", "description", Shape::Text),
    required("", "image", Shape::PictureOrObject),
    required("", "criteria", Shape::UriOrObject),
    required("", "issuer", Shape::UriOrObject),
    required("/alignment/*", "targetName", Shape::Text),
    required("/alignment/*", "targetUrl", Shape::Web),
    optional("", "tags", Shape::Texts),
];

/// OB 2.0 section "Profile". `Issuer` is the type in OB 1.1, which most profiles still use.
const ISSUER: &[Requirement] = &[
    required("", "id", Shape::Uri),
    required("", "type", Shape::Type(&["Issuer", "Profile"])),
    required("", "name", Shape::Text),
    required("", "url", Shape::Uri),
    required("", "email", Shape::Text),
    optional("", "telephone", Shape::Text),
    optional("", "image", Shape::UriOrObject),
    optional("", "publicKey", Shape::UrisOrObjects),
    optional("", "revocationList", Shape::UriOrObject),
    optional("", "verification", Shape::Object),
];
