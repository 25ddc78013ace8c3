//! Rejects statements under other names: a signature covers them, but readers of the JSON overlook them.

use crate::support::credential::{credential, with};
use openbadges::{
    Code,
    json::Value,
    linked_data::{Edition, Hash, ToRdfOptions, canonical_nquads, canonicalize, to_rdf},
};
use serde_json::json;

/// Returns a credential with an end, a status, and an endorsement of the credential.
fn credential_with_end() -> Value {
    let status = json!({
        "id": "https://bikes.example/status/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://bikes.example/status/1"
    });
    let endorsement = json!([{
        "@context": credential()["@context"],
        "id": "urn:uuid:2",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": "https://school.example/",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": credential()["id"], "type": ["EndorsementSubject"]}
    }]);
    let document = with(credential(), "/validUntil", json!("2026-06-01T00:00:00Z"));
    with(with(document, "/credentialStatus", status), "/endorsement", endorsement)
}

/// Returns the statements of `document`, independent of its form: the input of a signature over RDF.
fn statements(document: &Value) -> String {
    let quads = to_rdf(document, ToRdfOptions::default(), Edition::Published).unwrap().quads;
    canonicalize(quads, Hash::Sha256).unwrap().nquads
}

/// Removes the member `name` of the object at `pointer` and returns both.
fn without(mut document: Value, pointer: &str, name: &str) -> (Value, Value) {
    let removed = document.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(name).unwrap();
    (document, removed)
}

#[test]
fn rejects_statements_under_other_names() {
    let original = credential_with_end();
    let id = &original["id"];
    let (without_end, end) = without(original.clone(), "", "validUntil");
    let (without_status, status) = without(original.clone(), "", "credentialStatus");
    let (without_recipient, subject) = without(original.clone(), "/credentialSubject", "id");
    let (without_type, types) = without(original.clone(), "", "type");
    let (without_context, context) = without(original.clone(), "", "@context");
    let typed_end = json!({"@value": end, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"});
    let typed_endorsement =
        with(without_end.clone(), "/endorsement/0/credentialSubject/type/-", json!("VerifiableCredential"));
    let cases: Vec<(&str, Value)> = vec![
        (
            "end under its IRI",
            with(without_end.clone(), "/https:~1~1www.w3.org~12018~1credentials#validUntil", typed_end),
        ),
        ("end in @nest", with(without_end.clone(), "/@nest", json!({"validUntil": end}))),
        (
            "end in @included",
            with(
                without_end,
                "/@included",
                json!([{"id": id, "type": "VerifiableCredential", "validUntil": end}]),
            ),
        ),
        (
            "end at another node with the credential's id",
            with(typed_endorsement, "/endorsement/0/credentialSubject/validUntil", end),
        ),
        (
            "status under its IRI",
            with(without_status, "/https:~1~1www.w3.org~12018~1credentials#credentialStatus", status),
        ),
        ("recipient under @id", with(without_recipient, "/credentialSubject/@id", subject)),
        ("types under @type", with(without_type, "/@type", types)),
        ("all of it in @graph", json!({"@context": context, "@graph": [without_context]})),
    ];
    for (name, document) in cases {
        assert_eq!(statements(&document), statements(&original), "{name}: the statements are the same");
        assert_eq!(canonical_nquads(&document).expect_err(name).code, Code::DiNotCompact, "{name}");
    }
    assert!(canonical_nquads(&original).is_ok());
}

/// An IRI that no context names is not an alias of a term.
#[test]
fn accepts_iris_without_a_term() {
    let document = with(credential(), "/https:~1~1bikes.example~1terms#frame", json!("steel"));
    assert!(canonical_nquads(&document).unwrap().contains("\"steel\""));
}
