//! A list that its issuer signed, with any bytes in it: reading ends within its limits, and a badge beyond the end is
//! never said to stand.
#![no_main]

use std::{future::Future, pin::pin, sync::LazyLock, task::{Context, Poll, Waker}};

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use libfuzzer_sys::fuzz_target;
use openbadges::{
    CheckId, Document, Documents, Outcome, Question, Unavailable, did,
    documents::Request,
    proof::data_integrity::{ProofOptions, Suite, sign},
    read, verify,
};
use serde_json::{Value, json};

const LIST: &str = "https://status.example/list";
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::from_bytes(&[1; 32]));

/// Answers every question with one page.
struct Page(Vec<u8>);

impl Documents for Page {
    async fn get(&self, request: &Request) -> Result<Document, Unavailable> {
        Ok(Document {
            url: request.url.clone(),
            final_url: request.url.clone(),
            media_type: "application/vc".into(),
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

fuzz_target!(|input: (u32, Option<u8>, bool, bool, &[u8])| {
    let (index, size, zip, older, bytes) = input;
    let zipped = match zip {
        false => bytes.to_vec(),
        true => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut encoder, bytes).expect("into memory");
            encoder.finish().expect("into memory")
        }
    };
    let encoded = BASE64URL_NOPAD.encode(&zipped);
    let (credential, subject, entry, encoded) = match older {
        true => ("StatusList2021Credential", "StatusList2021", "StatusList2021Entry", encoded),
        false => {
            ("BitstringStatusListCredential", "BitstringStatusList", "BitstringStatusListEntry", format!("u{encoded}"))
        }
    };
    let issuer = did::did_key_of(&KEY.verifying_key());
    let list = signed(&json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", credential],
        "issuer": issuer,
        "credentialSubject": {
            "id": format!("{LIST}#list"), "type": subject, "statusPurpose": "revocation", "encodedList": encoded,
        },
    }));
    let mut status = json!({
        "type": entry, "statusPurpose": "revocation", "statusListIndex": index.to_string(), "statusListCredential": LIST,
    });
    if let Some(size) = size {
        status["statusSize"] = json!(size);
    }
    let badge = signed(&json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Test University"},
        "validFrom": "2025-01-01T00:00:00Z",
        "name": "Teamwork",
        "credentialSubject": {"type": ["AchievementSubject"], "achievement": {
            "id": "urn:uuid:5a7c2f50-7d24-4c0c-8e0e-3c3f2f3f6a10", "type": ["Achievement"], "name": "Teamwork",
            "description": "Works well in a group.", "criteria": {"narrative": "Nominated by peers."},
        }},
        "credentialStatus": status,
    }));
    let found = read(badge.as_bytes()).expect("a badge");
    let question = Question::new("2026-11-21T00:00:00Z".parse().expect("a time"));
    let page = Page(list.into_bytes());
    let mut report = pin!(verify(&found, &page, &question));
    let Poll::Ready(report) = report.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the page is at hand")
    };
    let status = report.checks.iter().find(|check| check.id == CheckId::Revocation).expect("a badge with a status");
    if zip && size.is_none_or(|size| size == 1) && u64::from(index) >= bytes.len() as u64 * 8 {
        assert_eq!(status.outcome, Outcome::Unknown, "there is no such entry");
    }
});
