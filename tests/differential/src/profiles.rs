//! Strategies for profiles of people and organizations (Open Badges 3.0, Profile).

use crate::{
    Frequency::{Always, Half, Rarely},
    ValueStrategy, array_of, object, one_or_array, type_name,
    values::{day, id, localized_text, scalar, text, url},
};
use proptest::prelude::*;

/// Generates a profile with up to `depth` nested ones.
pub(crate) fn profile(depth: u8) -> ValueStrategy {
    let mut members = vec![
        ("id", Half, id()),
        ("type", Always, type_name("Profile")),
        ("name", Half, localized_text()),
        ("url", Rarely, url()),
        ("phone", Rarely, text()),
        ("description", Rarely, localized_text()),
        ("image", Rarely, image()),
        ("email", Rarely, text()),
        ("address", Rarely, address()),
        ("otherIdentifier", Rarely, one_or_array(identifier_entry(), 2)),
        ("official", Rarely, text()),
        ("dateOfBirth", Rarely, day()),
        ("familyName", Rarely, text()),
    ];
    if depth > 0 {
        members.push(("parentOrg", Rarely, profile(depth - 1)));
    }
    object(members)
}

/// Generates an image, as an object or as a URL.
pub(crate) fn image() -> ValueStrategy {
    let described = object(vec![
        ("id", Always, url()),
        ("type", Always, type_name("Image")),
        ("caption", Half, localized_text()),
    ]);
    prop_oneof![described, url()].boxed()
}

/// Generates an `IdentifierEntry`.
pub(crate) fn identifier_entry() -> ValueStrategy {
    object(vec![
        ("type", Always, type_name("IdentifierEntry")),
        ("identifier", Always, text()),
        ("identifierType", Always, text()),
    ])
}

/// Generates an `IdentityObject`, hashed or not.
pub(crate) fn identity() -> ValueStrategy {
    object(vec![
        ("type", Always, type_name("IdentityObject")),
        ("hashed", Always, any::<bool>().prop_map(Into::into).boxed()),
        ("identityHash", Always, text()),
        ("identityType", Always, text()),
        ("salt", Half, text()),
    ])
}

fn address() -> ValueStrategy {
    let place = object(vec![
        ("type", Always, type_name("GeoCoordinates")),
        ("latitude", Always, scalar()),
        ("longitude", Always, scalar()),
    ]);
    object(vec![
        ("type", Always, type_name("Address")),
        ("addressCountry", Half, text()),
        ("addressLocality", Half, localized_text()),
        ("streetAddress", Half, array_of(text(), 3)),
        ("geo", Half, place),
    ])
}
