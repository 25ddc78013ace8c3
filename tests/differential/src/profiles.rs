//! Profiles, and what is said about people and institutions (Open Badges 3.0, Profile and what it holds).

use crate::{
    Often::{Always, Half, Rarely},
    Part, kind, object, one_or_several, several,
    texts::{day, id, scalar, text, url, words},
};
use proptest::prelude::*;

/// A profile, with `depth` more inside it.
pub(crate) fn profile(depth: u8) -> Part {
    let mut members = vec![
        ("id", Half, id()),
        ("type", Always, kind("Profile")),
        ("name", Half, words()),
        ("url", Rarely, url()),
        ("phone", Rarely, text()),
        ("description", Rarely, words()),
        ("image", Rarely, image()),
        ("email", Rarely, text()),
        ("address", Rarely, address()),
        ("otherIdentifier", Rarely, one_or_several(identifier_entry(), 2)),
        ("official", Rarely, text()),
        ("dateOfBirth", Rarely, day()),
        ("familyName", Rarely, text()),
    ];
    if depth > 0 {
        members.push(("parentOrg", Rarely, profile(depth - 1)));
    }
    object(members)
}

/// An image, as an object or by its address.
pub(crate) fn image() -> Part {
    let described =
        object(vec![("id", Always, url()), ("type", Always, kind("Image")), ("caption", Half, words())]);
    prop_oneof![described, url()].boxed()
}

/// An identifier of a person or thing.
pub(crate) fn identifier_entry() -> Part {
    object(vec![
        ("type", Always, kind("IdentifierEntry")),
        ("identifier", Always, text()),
        ("identifierType", Always, text()),
    ])
}

/// An identity, hashed or not.
pub(crate) fn identity() -> Part {
    object(vec![
        ("type", Always, kind("IdentityObject")),
        ("hashed", Always, any::<bool>().prop_map(Into::into).boxed()),
        ("identityHash", Always, text()),
        ("identityType", Always, text()),
        ("salt", Half, text()),
    ])
}

fn address() -> Part {
    let place = object(vec![
        ("type", Always, kind("GeoCoordinates")),
        ("latitude", Always, scalar()),
        ("longitude", Always, scalar()),
    ]);
    object(vec![
        ("type", Always, kind("Address")),
        ("addressCountry", Half, text()),
        ("addressLocality", Half, words()),
        ("streetAddress", Half, several(text(), 3)),
        ("geo", Half, place),
    ])
}
