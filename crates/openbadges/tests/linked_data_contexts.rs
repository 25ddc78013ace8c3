//! Which contexts a document to be verified may use (bad inputs F02, F04, F05, F06), and which edition fits.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod credential;

use credential::{credential, with};
use openbadges::{
    Code,
    json::Value,
    linked_data::{Edition, Hash, canonical_document, canonical_nquads},
};
use serde_json::json;

const VC: &str = "https://www.w3.org/ns/credentials/v2";
const OB: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

#[test]
fn only_built_in_contexts_by_address_at_the_top() {
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
fn an_embedded_credential_brings_its_own_contexts() {
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
    let no_credential = with(endorsed, "/endorsement/0/type", json!(["EndorsementCredential"]));
    assert_eq!(canonical_nquads(&no_credential).unwrap_err().code, Code::DiContextUnknown);
}

/// `endorsementJwt` is defined at the top only in the edition of 1EdTech's validator.
#[test]
fn of_two_editions_the_published_one_is_tried_first() {
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

    let neither = canonical_nquads(&with(newer, "/gpa", json!("4.0"))).unwrap_err();
    assert_eq!((neither.code, &*neither.details["count"]), (Code::DiTermDropped, "2"));
}
