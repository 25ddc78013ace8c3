//! An issuer that signs the badges of the fuzz targets, and the report on a badge with one arbitrary page.

use std::{future::Future, pin::pin, sync::LazyLock, task::{Context, Poll, Waker}};

use ed25519_dalek::SigningKey;
use openbadges::{
    Document, Documents, VerifyOptions, Report, FetchError, did,
    documents::Request,
    proof::data_integrity::{ProofOptions, Suite, sign},
    read, verify,
};
use serde_json::{Value, json};

const AT: &str = "2026-11-21T00:00:00Z";
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::from_bytes(&[1; 32]));

/// Returns the issuer's `did:key`.
pub(crate) fn id() -> String {
    did::did_key_of(&KEY.verifying_key())
}

/// Returns `credential` with the issuer's proof.
pub(crate) fn signed(credential: &Value) -> String {
    let options = ProofOptions {
        suite: Suite::EddsaJcs2022,
        verification_method: did::did_key_method(&id()),
        purpose: "assertionMethod".into(),
        created: "2025-01-01T00:00:00Z".parse().expect("a time"),
        expires: None,
        challenge: None,
        domain: None,
    };
    sign(credential, &options, &*KEY).expect("JCS signs anything").to_string()
}

/// Returns a signed badge with these additional members.
pub(crate) fn badge(members: Value) -> String {
    let mut badge = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": id(), "type": ["Profile"], "name": "Test University"},
        "validFrom": "2025-01-01T00:00:00Z",
        "name": "Teamwork",
        "credentialSubject": {"id": "did:example:learner", "type": ["AchievementSubject"], "achievement": {
            "id": "urn:uuid:5a7c2f50-7d24-4c0c-8e0e-3c3f2f3f6a10", "type": ["Achievement"], "name": "Teamwork",
            "description": "Works well in a group.", "criteria": {"narrative": "Nominated by peers."},
        }},
    });
    let Value::Object(members) = members else { panic!("members are an object") };
    badge.as_object_mut().expect("an object").extend(members);
    signed(&badge)
}

/// Documents that return the same page for every address.
struct Page {
    media_type: &'static str,
    bytes: Vec<u8>,
}

impl Documents for Page {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        Ok(Document {
            url: request.url.clone(),
            final_url: request.url.clone(),
            media_type: self.media_type.into(),
            bytes: self.bytes.clone(),
            fetched_at: AT.parse().expect("a time"),
        })
    }
}

/// Returns the report on `badge`, where `bytes` is the page at every address, or `None` if the badge cannot
/// be read.
pub(crate) fn report(badge: &str, media_type: &'static str, bytes: Vec<u8>) -> Option<Report> {
    let found = read(badge.as_bytes()).ok()?;
    let (page, options) = (Page { media_type, bytes }, VerifyOptions::new(AT.parse().expect("a time")));
    let mut report = pin!(verify(&found, &page, &options));
    match report.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(report) => Some(report),
        Poll::Pending => panic!("the page is available at once"),
    }
}
