//! Schemas in credentials (`JsonSchemaCredential`): the publisher is verified first.

use crate::support::{self, TestIssuer, Web, check, outcome, report, summary};
use openbadges::{Code, Verdict, proof::data_integrity::Suite};
use serde_json::{Value, json};

use super::{INVALID, MISMATCH, PASSED, SCHEMA, STRUCTURE, UNKNOWN, badge, entry, named, report_on_schema};

/// Returns a credential of `issuer` that contains `schema`, without a proof.
fn schema_credential(issuer: &TestIssuer, schema: &Value) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": SCHEMA,
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "issuer": issuer.id,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {"id": format!("{SCHEMA}#schema"), "type": "JsonSchema", "jsonSchema": schema},
    })
}

/// VC JSON Schema, sections 2.2 and 4.1: the credential must be valid before its schema is used.
#[test]
fn verifies_the_credential_of_a_schema() {
    let publisher = TestIssuer::did_key(2);
    let signed = |credential: &Value| publisher.with_proof(credential, Suite::EddsaJcs2022);
    let fits = schema_credential(&publisher, &named("Teamwork"));
    let differs = schema_credential(&publisher, &named("Skating"));
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut credential = differs.clone();
        change(&mut credential);
        credential
    };
    let mut tampered = signed(&differs);
    tampered["credentialSubject"]["jsonSchema"] = named("Cooking");
    let unavailable = TestIssuer::at("https://gone.example/issuer", 4);
    let by_another = TestIssuer::did_key(3).with_proof(&differs, Suite::EddsaJcs2022);
    let cases = [
        ("it fits", signed(&fits), PASSED, None),
        ("it differs", signed(&differs), MISMATCH, None),
        ("it is not signed", differs.clone(), INVALID, Some(Code::DiNoProof)),
        ("it was changed", tampered, INVALID, Some(Code::SigInvalid)),
        ("signed by a stranger", by_another, INVALID, Some(Code::IssuerKeyUnbound)),
        (
            "its time is over",
            signed(&changed(&|it| it["validUntil"] = json!("2026-01-01T00:00:00Z"))),
            INVALID,
            Some(Code::Expired),
        ),
        (
            "its status is unavailable",
            signed(&changed(&|it| it["credentialStatus"] = support::status::entry("revocation", json!("1")))),
            UNKNOWN,
            Some(Code::StatusUnknown),
        ),
        (
            "its issuer's keys are unavailable",
            unavailable.with_proof(&schema_credential(&unavailable, &named("Skating")), Suite::EddsaJcs2022),
            UNKNOWN,
            Some(Code::IssuerUnavailable),
        ),
        (
            "another kind of credential",
            signed(&changed(&|it| it["type"] = json!(["VerifiableCredential"]))),
            INVALID,
            None,
        ),
        (
            "it contains no schema",
            signed(&changed(&|it| it["credentialSubject"] = json!({"type": "JsonSchema"}))),
            INVALID,
            None,
        ),
        (
            "a subject of another kind",
            signed(&changed(&|it| it["credentialSubject"]["type"] = json!("Profile"))),
            INVALID,
            None,
        ),
        ("a schema as it is", named("Skating"), INVALID, None),
    ];
    for (name, credential, expected, cause) in cases {
        support::vectors::row(name);
        let report = report_on_schema("JsonSchemaCredential", &credential);
        assert_eq!(outcome(&report, STRUCTURE), expected, "{name}: {}", summary(&report));
        let reported = check(&report, STRUCTURE).details.get("cause").map(String::as_str);
        assert_eq!(reported, cause.map(Code::as_str), "{name}");
        assert_eq!(report.verdict, Verdict::Verified, "{name}: structure does not affect the verdict");
    }

    support::vectors::row("as a JWT");
    let token = |text: String| {
        let mut web = Web::default();
        web.bytes(SCHEMA, "application/vc+jwt", text.into_bytes());
        outcome(&report(&badge(json!(entry("JsonSchemaCredential"))), &web), STRUCTURE)
    };
    assert_eq!(token(publisher.jwt(&differs)), MISMATCH, "a JWT");
    let mut broken = publisher.jwt(&differs);
    broken.truncate(broken.len() - 8);
    assert_eq!(token(broken).1, Some(Code::SchemaInvalid), "a JWT with a truncated signature");
}

/// The evidence of a report includes the publisher's keys, so that anyone can repeat the check.
#[test]
fn evidence_includes_the_page_of_the_schemas_publisher() {
    const PAGE: &str = "https://publisher.example/.well-known/did.json";
    let publisher = TestIssuer::at("did:web:publisher.example", 4);
    for (name, expected) in [("Teamwork", PASSED), ("Skating", MISMATCH)] {
        let credential =
            publisher.with_proof(&schema_credential(&publisher, &named(name)), Suite::EddsaJcs2022);
        let web =
            Web::default().with(SCHEMA, &credential).with(PAGE, &publisher.controller("assertionMethod"));
        let report = report(&badge(json!(entry("JsonSchemaCredential"))), &web);
        assert_eq!(outcome(&report, STRUCTURE), expected, "{name}: {}", summary(&report));
        let documents = &check(&report, STRUCTURE).documents;
        assert_eq!(
            documents.iter().map(|document| document.url.as_str()).collect::<Vec<_>>(),
            [SCHEMA, PAGE],
            "{name}"
        );
    }
}
