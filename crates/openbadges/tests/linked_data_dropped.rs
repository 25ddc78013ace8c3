//! Everything that a signature over RDF would not cover is told, by its place and its name (bad inputs F01, F06).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod credential;

use credential::{credential, with};
use openbadges::{
    Code,
    json::Value,
    linked_data::{DropReason, Edition, ToRdfOptions, canonical_nquads, to_rdf},
};
use serde_json::json;

#[test]
fn a_sound_credential_loses_nothing() {
    assert!(canonical_nquads(&credential()).unwrap().contains("Repaired five bicycles."));
}

#[test]
fn what_is_dropped_is_told_by_pointer_and_term() {
    use DropReason::*;
    let subject = "/credentialSubject";
    let achievement = "/credentialSubject/achievement";
    // Where the change is made, what is put there, where and what the loss is.
    let cases: Vec<(&str, String, Value, String, &str, DropReason)> = vec![
        ("property", "/gpa".into(), json!("4.0"), "/gpa".into(), "gpa", UndefinedProperty),
        (
            "property of the subject",
            format!("{subject}/gpa"),
            json!(4),
            format!("{subject}/gpa"),
            "gpa",
            UndefinedProperty,
        ),
        (
            "property with a whole object",
            format!("{achievement}/rubric"),
            json!({"id": "https://a.example/", "name": "x"}),
            format!("{achievement}/rubric"),
            "rubric",
            UndefinedProperty,
        ),
        (
            "property in an array",
            format!("{achievement}/alignment/0/level"),
            json!("B2"),
            format!("{achievement}/alignment/0/level"),
            "level",
            UndefinedProperty,
        ),
        (
            "property that another type defines",
            format!("{subject}/humanCode"),
            json!("BIKE"),
            format!("{subject}/humanCode"),
            "humanCode",
            UndefinedProperty,
        ),
        ("property set to null", "/gpa".into(), Value::Null, "/gpa".into(), "gpa", UndefinedProperty),
        ("empty name", "/".into(), json!("x"), "/".into(), "", UndefinedProperty),
        (
            "name with a slash and a tilde",
            "/a~1b~0c".into(),
            json!(1),
            "/a~1b~0c".into(),
            "a/b~c",
            UndefinedProperty,
        ),
        ("property that is a blank node", "/_:p".into(), json!("x"), "/_:p".into(), "_:p", PropertyNotIri),
        (
            "property that is an IRI with a space",
            "/https:~1~1a.example~1a b".into(),
            json!("x"),
            "/https:~1~1a.example~1a b".into(),
            "https://a.example/a b",
            PropertyNotIri,
        ),
        ("name like a keyword", "/@note".into(), json!("x"), "/@note".into(), "@note", ReservedTerm),
        (
            "keyword of contexts",
            "/@base".into(),
            json!("https://a.example/"),
            "/@base".into(),
            "@base",
            MisplacedKeyword,
        ),
        (
            "type",
            "/type/-".into(),
            json!("DegreeCredential"),
            "/type/2".into(),
            "DegreeCredential",
            UndefinedType,
        ),
        (
            "type in one text",
            format!("{achievement}/criteria/type"),
            json!("Degree"),
            format!("{achievement}/criteria/type"),
            "Degree",
            UndefinedType,
        ),
        ("type like a keyword", "/type/-".into(), json!("@Badge"), "/type/2".into(), "@Badge", UndefinedType),
        (
            "id",
            format!("{achievement}/id"),
            json!("badge1"),
            format!("{achievement}/id"),
            "badge1",
            RelativeId,
        ),
        (
            "id that starts at a host",
            format!("{subject}/id"),
            json!("//a.example/"),
            format!("{subject}/id"),
            "//a.example/",
            RelativeId,
        ),
        (
            "id with a space",
            format!("{subject}/id"),
            json!("did:a:b c"),
            format!("{subject}/id"),
            "did:a:b c",
            RelativeId,
        ),
        (
            "id like a keyword",
            format!("{subject}/id"),
            json!("@me"),
            format!("{subject}/id"),
            "@me",
            ReservedTerm,
        ),
        ("issuer that is no id", "/issuer".into(), json!("Harvard"), "/issuer".into(), "Harvard", RelativeId),
        (
            "value of a property whose values are ids",
            format!("{achievement}/alignment/0/targetFramework"),
            json!({"id": "framework"}),
            format!("{achievement}/alignment/0/targetFramework/id"),
            "framework",
            RelativeId,
        ),
        (
            "language tag",
            "/name".into(),
            json!({"@value": "Fahrrad", "@language": "not a tag"}),
            "/name/@language".into(),
            "not a tag",
            LanguageTag,
        ),
        (
            "base direction",
            "/name".into(),
            json!({"@value": "دراجة", "@language": "ar", "@direction": "rtl"}),
            "/name/@direction".into(),
            "@direction",
            Direction,
        ),
        ("index", format!("{subject}/@index"), json!("first"), format!("{subject}/@index"), "first", Index),
        ("null value object", "/name".into(), json!({"@value": null}), "/name".into(), "@value", EmptyValue),
        (
            "language without a text",
            "/name".into(),
            json!({"@language": "en"}),
            "/name".into(),
            "@language",
            EmptyValue,
        ),
        ("list that is no value", "/@list".into(), json!(["x"]), "/@list".into(), "@list", FreeFloating),
    ];
    for (name, at, value, pointer, term, reason) in cases {
        let document = with(credential(), &at, value);
        let error = canonical_nquads(&document).expect_err(name);
        assert_eq!(error.code, Code::DiTermDropped, "{name}: {error}");
        assert_eq!(error.details["pointer"], pointer, "{name}: {error}");
        assert_eq!(error.details["term"], term, "{name}: {error}");
        assert_eq!(error.details["reason"], reason.as_str(), "{name}: {error}");
        assert_eq!(error.details["count"], "1", "{name}: {error}");
    }
}

/// `verifiableCredential` makes a graph of each member (VCDM 2.0, its context): what no statement comes of is signed by no
/// proof of the presentation.
#[test]
fn what_states_nothing_in_a_graph_of_its_own_is_dropped() {
    let cases = [
        ("a credential as the text of a JWT", json!("eyJhbGciOiJFZERTQSJ9.e30.c2ln"), "@value"),
        ("a value", json!({"@value": "x"}), "@value"),
        ("a list", json!({"@list": ["x"]}), "@list"),
        ("a bare id", json!({"@id": "urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11"}), "@id"),
    ];
    for (name, member, term) in cases {
        let presentation = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [member],
        });
        let error = canonical_nquads(&presentation).expect_err(name);
        assert_eq!(error.code, Code::DiTermDropped, "{name}: {error}");
        assert_eq!(error.details["pointer"], "/verifiableCredential", "{name}: {error}");
        assert_eq!((&*error.details["term"], &*error.details["reason"]), (term, "free-floating"), "{name}");
    }
}

#[test]
fn every_loss_is_recorded_not_only_the_first() {
    let document = with(credential(), "/gpa", json!("4.0"));
    let document = with(document, "/credentialSubject/id", json!("me"));
    let document = with(document, "/credentialSubject/achievement/type/-", json!("Degree"));
    assert_eq!(canonical_nquads(&document).unwrap_err().details["count"], "3");
    let mut terms: Vec<String> = to_rdf(&document, ToRdfOptions::default(), Edition::Published)
        .unwrap()
        .dropped
        .into_iter()
        .map(|it| it.term)
        .collect();
    terms.sort();
    assert_eq!(terms, ["Degree", "gpa", "me"]);
}

/// What says nothing loses nothing: nulls and empty arrays of defined terms (OB 3.0, Serialization).
#[test]
fn nulls_and_empty_arrays_of_defined_terms_are_no_loss() {
    let canonical = canonical_nquads(&credential()).unwrap();
    for (at, value) in
        [("/description", Value::Null), ("/evidence", json!([])), ("/endorsement", json!([null]))]
    {
        assert_eq!(canonical_nquads(&with(credential(), at, value)).unwrap(), canonical, "{at}");
    }
}
