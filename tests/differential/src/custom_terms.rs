//! Terms that a document defines itself: every kind of definition that is allowed, with values for each.

use openbadges::json::Value;
use proptest::prelude::*;
use serde_json::json;

use crate::{
    Frequency::{Half, Rarely},
    ValueStrategy, array_of, object, one_or_array,
    values::{id, number, scalar, text},
};

/// Returns the term definitions.
pub(crate) fn context() -> Value {
    let term = |name: &str| format!("https://school.example/terms#{name}");
    json!({
        "remark": term("remark"),
        "titles": {"@id": term("titles"), "@container": "@language"},
        "labels": {"@id": term("labels"), "@container": ["@language", "@set"]},
        "steps": {"@id": term("steps"), "@container": "@list"},
        "routes": {"@id": term("routes"), "@container": "@list"},
        "score": {"@id": term("score"), "@type": "http://www.w3.org/2001/XMLSchema#double"},
        "settings": {"@id": term("settings"), "@type": "@json"},
        "mentor": {"@id": term("mentor"), "@type": "@id"},
        "mentored": {"@reverse": term("mentors")},
        "rooms": {"@id": term("rooms"), "@container": "@id"},
        "groups": {"@id": term("groups"), "@container": "@graph"},
        "parts": {"@id": term("parts"), "@container": ["@graph", "@id"]},
        "floor": term("floor"),
        "byFloor": {"@id": term("byFloor"), "@container": "@index", "@index": "floor"},
        "German": {"@id": term("german"), "@language": "de"},
        "silent": {"@id": term("silent"), "@language": null}
    })
}

/// Generates an object with these terms, with up to `depth` nested levels.
pub(crate) fn members(depth: u8) -> ValueStrategy {
    let inner = if depth > 0 { members(depth - 1) } else { object(vec![("remark", Half, scalar())]) };
    let thing = (prop::option::of(id()), inner)
        .prop_map(|(id, mut thing)| {
            if let (Some(id), Some(members)) = (id, thing.as_object_mut()) {
                members.insert("id".into(), id);
            }
            thing
        })
        .boxed();
    // An empty node would be dropped where it is not the value of a property.
    let full = thing
        .clone()
        .prop_map(|mut thing| {
            if let Some(members) = thing.as_object_mut() {
                members.insert("remark".into(), "here".into());
            }
            thing
        })
        .boxed();
    object(vec![
        ("remark", Half, one_or_array(scalar(), 3)),
        ("titles", Rarely, by_language(text())),
        ("labels", Rarely, by_language(one_or_array(text(), 2))),
        ("steps", Half, array_of(prop_oneof![scalar(), thing.clone()].boxed(), 3)),
        ("routes", Rarely, array_of(array_of(scalar(), 2), 2)),
        ("score", Rarely, number()),
        ("settings", Rarely, json_literal()),
        ("mentor", Rarely, one_or_array(id(), 2)),
        ("mentored", Rarely, one_or_array(full.clone(), 2)),
        ("rooms", Rarely, by_key("https://school.example/rooms/", full.clone())),
        ("groups", Rarely, one_or_array(full.clone(), 2)),
        ("parts", Rarely, by_key("https://school.example/parts/", full.clone())),
        ("byFloor", Rarely, by_key("floor ", full)),
        ("German", Rarely, text()),
        ("silent", Rarely, text()),
    ])
}

fn by_language(value: ValueStrategy) -> ValueStrategy {
    object(vec![("en", Half, value.clone()), ("de-AT", Half, value.clone()), ("pt-BR", Rarely, value)])
}

fn by_key(prefix: &'static str, value: ValueStrategy) -> ValueStrategy {
    prop::collection::vec(value, 0..3)
        .prop_map(move |values| {
            values.into_iter().enumerate().map(|(at, value)| (format!("{prefix}{at}"), value)).collect()
        })
        .boxed()
}

fn json_literal() -> ValueStrategy {
    prop_oneof![text(), number(), Just(Value::Null), any::<bool>().prop_map(Value::from)]
        .prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::vec((any::<String>(), inner), 0..3)
                    .prop_map(|members| members.into_iter().collect()),
            ]
        })
        .boxed()
}
