//! Which contexts a signed document may use (bad inputs F02, F04, F05, F06), and which edition applies.

use crate::support::credential::{credential, with};
use openbadges::{
    Code,
    json::Value,
    limits,
    linked_data::{Edition, Hash, canonical_document, canonical_nquads},
};
use serde_json::json;

const VC: &str = "https://www.w3.org/ns/credentials/v2";
const OB: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// Terms that a document adds are read as defined. Terms of the built-in contexts keep their meaning.
#[test]
fn accepts_own_terms() {
    let gpa = "https://school.example/terms#gpa";
    let cases: Vec<(&str, Value)> = vec![
        ("a term", json!({"gpa": gpa})),
        (
            "with settings",
            json!({"@version": 1.1, "@protected": true, "gpa": {"@id": gpa, "@protected": true}}),
        ),
        ("below a defined term", json!({"grades": "https://school.example/terms", "gpa": {"@id": gpa}})),
        ("several times the same", json!([{"gpa": gpa}, {"gpa": gpa}])),
        ("and an undefined term", json!({"gpa": gpa, "note": null})),
        (
            "and an unchanged built-in term",
            json!({"gpa": gpa, "OpenBadgeCredential": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"}),
        ),
    ];
    let plain = canonical_nquads(&credential()).unwrap();
    for (name, own) in cases {
        let own: Vec<Value> = own.as_array().cloned().unwrap_or_else(|| vec![own]);
        let contexts: Vec<Value> = [json!(VC), json!(OB)].into_iter().chain(own).collect();
        let document = with(credential(), "/@context", json!(contexts));
        assert_eq!(canonical_nquads(&document).as_deref(), Ok(&*plain), "{name}: unused, it changes nothing");
        let used = canonical_nquads(&with(document, "/credentialSubject/gpa", json!("4.0"))).unwrap();
        assert!(used.contains(&format!("<did:example:learner> <{gpa}> \"4.0\" .")), "{name}: {used}");
    }
    let between = json!([VC, {"gpa": gpa}, OB]);
    assert_eq!(canonical_nquads(&with(credential(), "/@context", between)), Ok(plain));
}

/// A dropped term below one of the document's own terms is reported too.
#[test]
fn own_terms_do_not_hide_dropped_terms() {
    let own = json!({
        "gpa": "https://school.example/terms#gpa",
        "note": null,
        "rank": {"@id": "https://school.example/terms#rank", "@type": "@id"},
        "said": {"@id": "https://school.example/terms#said", "@direction": "rtl"},
        "Award": "https://school.example/no iri"
    });
    let document = with(credential(), "/@context/-", own);
    let cases = [
        ("an undefined term", "/note", json!("x"), "/note", "undefined-property"),
        ("another term", "/gpas", json!("4.0"), "/gpas", "undefined-property"),
        (
            "below an own term",
            "/gpa",
            json!({"id": "https://a.example/", "scale": 4}),
            "/gpa/scale",
            "undefined-property",
        ),
        ("a relative id", "/rank", json!("first"), "/rank", "relative-id"),
        ("a base direction", "/said", json!("x"), "/said", "direction"),
        ("a type that is not an IRI", "/type/-", json!("Award"), "/type/2", "undefined-type"),
    ];
    for (name, at, value, pointer, reason) in cases {
        let error = canonical_nquads(&with(document.clone(), at, value)).expect_err(name);
        assert_eq!(error.code, Code::DiTermDropped, "{name}: {error}");
        assert_eq!(
            (&*error.details["pointer"], &*error.details["reason"]),
            (pointer, reason),
            "{name}: {error}"
        );
    }
}

/// A document's own definitions are not signed, so they must not change a built-in context (F02).
#[test]
fn rejects_redefined_terms() {
    let end = "https://www.w3.org/2018/credentials#validUntil";
    let cases: Vec<(&str, Value, &str)> = vec![
        ("a term with another meaning", json!({"name": "https://a.example/"}), "name"),
        ("a term without meaning", json!({"validUntil": null}), "validUntil"),
        ("a term of a scoped context", json!({"humanCode": "https://a.example/"}), "humanCode"),
        (
            "a term of a context that is not used here",
            json!({"association": "https://a.example/"}),
            "association",
        ),
        (
            "a type has another meaning",
            json!({"VerifiableCredential": "https://a.example/"}),
            "VerifiableCredential",
        ),
        ("an alias of the end", json!({"ending": end}), "ending"),
        (
            "an alias of the end, with its type",
            json!({"ending": {"@id": end, "@type": "https://a.example/"}}),
            "ending",
        ),
        ("the end as its IRI", json!({(end): {"@type": "https://a.example/"}}), end),
        (
            "a status backwards",
            json!({"statusOf": {"@reverse": "https://www.w3.org/2018/credentials#credentialStatus"}}),
            "statusOf",
        ),
        (
            "an alias of a type",
            json!({"Card": "https://www.w3.org/2018/credentials#VerifiableCredential"}),
            "Card",
        ),
        ("an alias of @id", json!({"name2": "@id"}), "name2"),
        ("an alias of @type", json!({"kind": {"@id": "@type"}}), "kind"),
        ("an alias of @nest", json!({"more": "@nest"}), "more"),
        ("a prefix of other ids", json!({"did": "https://a.example/"}), "did"),
        ("a prefix by setting", json!({"did": {"@id": "https://a.example/x", "@prefix": true}}), "did"),
        (
            "a context within",
            json!({"extra": {"@id": "https://a.example/", "@context": {"name": "https://b.example/"}}}),
            "extra",
        ),
        ("a vocabulary", json!({"@vocab": "https://a.example/"}), "@vocab"),
        ("no vocabulary", json!({"@vocab": null}), "@vocab"),
        ("a language", json!({"@language": "en"}), "@language"),
        ("a direction", json!({"@direction": "rtl"}), "@direction"),
        ("an import", json!({"@import": VC}), "@import"),
        ("no propagation", json!({"@propagate": false}), "@propagate"),
        ("settings of @type", json!({"@type": {"@container": "@set"}}), "@type"),
    ];
    for (name, own, term) in cases {
        let error = canonical_nquads(&with(credential(), "/@context/-", own)).expect_err(name);
        assert_eq!(error.code, Code::DiContextUnknown, "{name}: {error}");
        assert_eq!((&*error.details["detail"], &*error.details["term"]), ("inline", term), "{name}: {error}");
        assert_eq!(error.details["pointer"], "/@context/2", "{name}: {error}");
    }
    let twice = json!([VC, OB, {"gpa": "https://a.example/1"}, {"gpa": "https://a.example/2"}]);
    let error = canonical_nquads(&with(credential(), "/@context", twice)).unwrap_err();
    assert_eq!((error.code, &*error.details["pointer"]), (Code::DiContextUnknown, "/@context/3"));
}

/// Readers that look for a type's name would overlook its full IRI.
#[test]
fn rejects_types_written_as_full_iris() {
    for (at, kind) in [
        ("/type/-", "https://www.w3.org/2018/credentials#VerifiableCredential"),
        ("/type/1", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"),
    ] {
        let error = canonical_nquads(&with(credential(), at, json!(kind))).unwrap_err();
        assert_eq!((error.code, &*error.details["term"]), (Code::DiNotCompact, kind));
    }
    let foreign = with(credential(), "/type/-", json!("https://school.example/terms#Award"));
    assert!(canonical_nquads(&foreign).is_ok());
}

#[test]
fn limits_the_number_of_own_terms() {
    let words = |count: usize| -> Value {
        (0..count).map(|at| (format!("word{at}"), json!(format!("https://a.example/{at}")))).collect()
    };
    let document = |count| with(credential(), "/@context/-", words(count));
    assert!(canonical_nquads(&document(limits::OWN_TERMS)).is_ok());
    let error = canonical_nquads(&document(limits::OWN_TERMS + 1)).unwrap_err();
    assert_eq!(error.code, Code::DiGraphBudget);
}

#[test]
fn accepts_only_built_in_contexts_by_address() {
    let cases: Vec<(&str, &str, Value, Code)> = vec![
        ("F02: inline context", "/@context/-", json!({"name": "https://a.example/"}), Code::DiContextUnknown),
        (
            "inline context alone",
            "/@context",
            json!({"@vocab": "https://a.example/"}),
            Code::DiContextUnknown,
        ),
        ("null among contexts", "/@context/-", Value::Null, Code::DiContextUnknown),
        (
            "F04: nested in the subject",
            "/credentialSubject/@context",
            json!([VC, OB]),
            Code::DiContextUnknown,
        ),
        (
            "F04: nested and inline",
            "/credentialSubject/@context",
            json!({"name": "https://a.example/"}),
            Code::DiContextUnknown,
        ),
        ("nested and null", "/credentialSubject/achievement/@context", Value::Null, Code::DiContextUnknown),
        (
            "F05: unknown address",
            "/@context/-",
            json!("https://evil.example/ctx.jsonld"),
            Code::DiContextUnknown,
        ),
        (
            "F05: over http",
            "/@context/0",
            json!("http://www.w3.org/ns/credentials/v2"),
            Code::DiContextUnknown,
        ),
        ("address with a fragment", "/@context/0", json!(format!("{VC}#")), Code::DiContextUnknown),
        ("relative address", "/@context/0", json!("v2"), Code::DiContextUnknown),
        ("F06: base", "/@context/-", json!({"@base": "https://a.example/"}), Code::DiTermDropped),
    ];
    for (name, at, value, code) in cases {
        let error = canonical_nquads(&with(credential(), at, value)).expect_err(name);
        assert_eq!(error.code, code, "{name}: {error}");
    }
}

#[test]
fn embedded_credential_has_its_own_contexts() {
    let endorsement = json!([{
        "@context": [VC, OB],
        "id": "urn:uuid:2",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": "https://school.example/",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "https://bikes.example/achievements/1", "type": ["EndorsementSubject"]}
    }]);
    let endorsed = with(credential(), "/endorsement", endorsement);
    assert!(canonical_nquads(&endorsed).unwrap().contains("https://school.example/"));

    let unknown = with(endorsed.clone(), "/endorsement/0/@context/-", json!("https://evil.example/"));
    assert_eq!(canonical_nquads(&unknown).unwrap_err().code, Code::DiContextUnknown);
    let inline = with(endorsed.clone(), "/endorsement/0/@context/-", json!({"name": "https://a.example/"}));
    assert_eq!(canonical_nquads(&inline).unwrap_err().code, Code::DiContextUnknown);
    let own = with(endorsed.clone(), "/endorsement/0/@context/-", json!({"gpa": "https://a.example/gpa"}));
    assert!(canonical_nquads(&with(own.clone(), "/endorsement/0/credentialSubject/gpa", json!(1))).is_ok());
    let outside = canonical_nquads(&with(own, "/credentialSubject/gpa", json!(1))).unwrap_err();
    assert_eq!((outside.code, &*outside.details["pointer"]), (Code::DiTermDropped, "/credentialSubject/gpa"));
    let no_credential = with(endorsed, "/endorsement/0/type", json!(["EndorsementCredential"]));
    assert_eq!(canonical_nquads(&no_credential).unwrap_err().code, Code::DiContextUnknown);
}

/// Only the edition of 1EdTech's validator defines `endorsementJwt` at the top.
#[test]
fn tries_the_published_edition_first() {
    let edition = |document: &Value| canonical_document(document, Hash::Sha256).unwrap().edition;
    assert_eq!(edition(&credential()), Some(Edition::Published));
    let newer = with(credential(), "/endorsementJwt", json!(["a.b.c"]));
    assert_eq!(edition(&newer), Some(Edition::Variant));
    let older = with(
        credential(),
        "/@context/1",
        json!("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"),
    );
    assert_eq!(edition(&older), None);

    for document in [credential(), with(credential(), "/endorsementJwt", json!(["a.b.c"])), older] {
        assert_eq!(openbadges::linked_data::edition(&document), edition(&document));
    }

    let neither = canonical_nquads(&with(newer, "/gpa", json!("4.0"))).unwrap_err();
    assert_eq!((neither.code, &*neither.details["count"]), (Code::DiTermDropped, "2"));
}
