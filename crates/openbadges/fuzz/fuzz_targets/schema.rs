//! A schema that a signed badge names, of any text, run on any part of the badge: checking it ends, and a schema that could
//! not be checked costs the badge nothing.
#![no_main]

use std::{future::Future, pin::pin, sync::LazyLock, task::{Context, Poll, Waker}};

use ed25519_dalek::SigningKey;
use libfuzzer_sys::fuzz_target;
use openbadges::{
    CheckId, Document, Documents, Outcome, Question, Unavailable, Verdict, did,
    documents::Request,
    json,
    proof::data_integrity::{ProofOptions, Suite, sign},
    read, verify,
};
use serde_json::{Value, json};

static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::from_bytes(&[1; 32]));

/// Answers every question with one page.
struct Page(Vec<u8>);

impl Documents for Page {
    async fn get(&self, request: &Request) -> Result<Document, Unavailable> {
        Ok(Document {
            url: request.url.clone(),
            final_url: request.url.clone(),
            media_type: "application/schema+json".into(),
            bytes: self.0.clone(),
            fetched_at: "2026-11-21T00:00:00Z".parse().expect("a time"),
        })
    }
}

fn signed(credential: &Value) -> String {
    let id = did::did_key_of(&KEY.verifying_key());
    let options = ProofOptions {
        suite: Suite::EddsaJcs2022,
        verification_method: did::did_key_method(&id),
        purpose: "assertionMethod".into(),
        created: "2025-01-01T00:00:00Z".parse().expect("a time"),
        expires: None,
        challenge: None,
        domain: None,
    };
    sign(credential, &options, &*KEY).expect("JCS signs anything").to_string()
}

fuzz_target!(|input: (bool, &str, &str)| {
    let (conformance, schema, part) = input;
    let kind = if conformance { "1EdTechJsonSchemaValidator2019" } else { "JsonSchema" };
    let badge = signed(&json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did::did_key_of(&KEY.verifying_key()), "type": ["Profile"], "name": "Test University"},
        "validFrom": "2025-01-01T00:00:00Z",
        "name": "Teamwork",
        "credentialSubject": {"type": ["AchievementSubject"], "achievement": {
            "id": "urn:uuid:5a7c2f50-7d24-4c0c-8e0e-3c3f2f3f6a10", "type": ["Achievement"], "name": "Teamwork",
            "description": "Works well in a group.", "criteria": {"narrative": "Nominated by peers."},
        }},
        "credentialSchema": [{"id": "https://schemas.example/badge.json", "type": kind}],
        "x": json::parse(part.as_bytes()).unwrap_or(Value::Null),
    }));
    let Ok(found) = read(badge.as_bytes()) else { return };
    let question = Question::new("2026-11-21T00:00:00Z".parse().expect("a time"));
    let page = Page(schema.as_bytes().to_vec());
    let mut report = pin!(verify(&found, &page, &question));
    let Poll::Ready(report) = report.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the page is at hand")
    };
    let id = if conformance { CheckId::SchemaConformance } else { CheckId::SchemaStructure };
    let check = report.checks.iter().find(|check| check.id == id).expect("a badge with a schema");
    let differs = check.outcome == Outcome::Failed;
    assert_eq!(report.verdict == Verdict::Invalid, differs && conformance, "{check:?}");
});
