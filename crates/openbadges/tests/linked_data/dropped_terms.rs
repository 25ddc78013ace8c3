//! Content that a signature over RDF does not cover is reported by pointer and term (bad inputs F01, F06).

use crate::support::credential::{credential, with};
use openbadges::{
    Code,
    json::Value,
    linked_data::{DropReason, Edition, ToRdfOptions, canonical_nquads, to_rdf},
};
use serde_json::json;

#[test]
fn valid_credential_drops_nothing() {
    assert!(canonical_nquads(&credential()).unwrap().contains("Repaired five bicycles."));
}

#[test]
fn reports_dropped_terms_by_pointer_and_name() {
    use DropReason::*;
    let subject = "/credentialSubject";
    let achievement = "/credentialSubject/achievement";
    // Place and value of the change, then place, term and kind of the loss.
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
        ("blank node as property", "/_:p".into(), json!("x"), "/_:p".into(), "_:p", PropertyNotIri),
        (
            "IRI with a space as property",
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
        ("issuer is not an id", "/issuer".into(), json!("Harvard"), "/issuer".into(), "Harvard", RelativeId),
        (
            "non-id value of an id property",
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
        ("list that is not a value", "/@list".into(), json!(["x"]), "/@list".into(), "@list", FreeFloating),
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

/// `verifiableCredential` makes a graph of each member (context of VCDM 2.0): a member without statements is
/// not signed by any proof of the presentation.
#[test]
fn reports_empty_graphs_as_dropped() {
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
fn reports_every_dropped_term() {
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

/// Nulls and empty arrays of defined terms make no statements, so nothing is lost (OB 3.0, Serialization).
#[test]
fn nulls_and_empty_arrays_drop_nothing() {
    let canonical = canonical_nquads(&credential()).unwrap();
    for (at, value) in
        [("/description", Value::Null), ("/evidence", json!([])), ("/endorsement", json!([null]))]
    {
        assert_eq!(canonical_nquads(&with(credential(), at, value)).unwrap(), canonical, "{at}");
    }
}
