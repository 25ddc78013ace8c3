//! F20 and VC Data Model 2.0, section 5.3: resources are compared with the digests in the badge.

use crate::support;
use crate::support::{
    AT, TestIssuer, Web, check, options_at, outcome, parse_badge, report, report_on, summary,
};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use openbadges::{
    CheckId, Code, Offline, Outcome, Verdict, documents::FetchErrorKind, limits::RESOURCES,
    proof::data_integrity::Suite,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384};

const PICTURE: &str = "https://badges.example.edu/badge.png";
const EVIDENCE: &str = "https://portfolio.example/essay.pdf";
const BYTES: &[u8] = b"\x89PNG, more or less";
/// Outcome and code of a check.
type Finding = (Outcome, Option<Code>);
/// Adds a resource to a badge.
type Put = fn(&mut Value, Value);

const PASSED: Finding = (Outcome::Passed, None);
const MISMATCH: Finding = (Outcome::Failed, Some(Code::RelatedMismatch));
const UNKNOWN: Finding = (Outcome::Unknown, Some(Code::RelatedUnknown));

fn sri(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64.encode(&Sha384::digest(bytes)))
}

fn multibase(bytes: &[u8]) -> String {
    format!("u{}", BASE64URL_NOPAD.encode(&[&[0x12, 0x20], Sha256::digest(bytes).as_slice()].concat()))
}

/// Returns a badge with these related resources.
fn related(resources: Value) -> Value {
    let mut credential = TestIssuer::did_key(1).credential();
    credential["relatedResource"] = resources;
    credential
}

/// Returns a signed badge. JCS signs the JSON as it is, whatever the contexts define.
fn badge(credential: &Value) -> String {
    TestIssuer::did_key(1).with_proof(credential, Suite::EddsaJcs2022).to_string()
}

/// Returns the pages that a badge may refer to.
fn web() -> Web {
    let mut web = Web::default();
    web.bytes(PICTURE, "image/png", BYTES.to_vec());
    web.bytes(EVIDENCE, "application/pdf", b"%PDF-1.7".to_vec());
    web.bytes("http://portfolio.example/essay.pdf", "application/pdf", b"%PDF-1.7".to_vec());
    web
}

#[test]
fn compares_a_resource_with_every_digest() {
    support::vectors::about("F20");
    let (good, other) = (sri(BYTES), sri(b"another"));
    let cases: Vec<(&str, Value, Finding)> = vec![
        ("digestSRI", json!({"id": PICTURE, "digestSRI": good}), PASSED),
        ("digestMultibase", json!({"id": PICTURE, "digestMultibase": multibase(BYTES)}), PASSED),
        ("both", json!({"id": PICTURE, "digestSRI": good, "digestMultibase": multibase(BYTES)}), PASSED),
        (
            "one of both",
            json!({"id": PICTURE, "digestSRI": good, "digestMultibase": multibase(b"x")}),
            MISMATCH,
        ),
        ("another text", json!({"id": PICTURE, "digestSRI": other}), MISMATCH),
        ("its media type", json!({"id": PICTURE, "mediaType": "image/png", "digestSRI": good}), PASSED),
        (
            "another media type",
            json!({"id": PICTURE, "mediaType": "image/svg+xml", "digestSRI": other}),
            UNKNOWN,
        ),
        ("missing digest", json!({"id": PICTURE}), UNKNOWN),
        ("an unknown digest", json!({"id": PICTURE, "digestSRI": "md5-AAAA"}), UNKNOWN),
        ("digest is not a string", json!({"id": PICTURE, "digestSRI": 17}), UNKNOWN),
        ("missing address", json!({"digestSRI": good}), UNKNOWN),
        ("a deleted page", json!({"id": "https://gone.example/", "digestSRI": good}), UNKNOWN),
        (
            "two digests, one differs",
            json!([
                {"id": PICTURE, "digestSRI": good},
                {"id": EVIDENCE, "digestSRI": other},
            ]),
            MISMATCH,
        ),
        (
            "two resources, one deleted",
            json!([
                {"id": "https://gone.example/", "digestSRI": good},
                {"id": PICTURE, "digestSRI": good},
            ]),
            UNKNOWN,
        ),
        (
            "one gone, one different",
            json!([
                {"id": "https://gone.example/", "digestSRI": good},
                {"id": PICTURE, "digestSRI": other},
            ]),
            MISMATCH,
        ),
        (
            "in clear, the same",
            json!({"id": "http://portfolio.example/essay.pdf", "digestSRI": sri(b"%PDF-1.7")}),
            PASSED,
        ),
        (
            "in clear, another",
            json!({"id": "http://portfolio.example/essay.pdf", "digestSRI": other}),
            UNKNOWN,
        ),
    ];
    for (name, resources, expected) in cases {
        support::vectors::row(name);
        let report = report(&badge(&related(resources)), &web());
        assert_eq!(outcome(&report, CheckId::Resources), expected, "{name}: {}", summary(&report));
        let verdict = if expected == MISMATCH { Verdict::Invalid } else { Verdict::Verified };
        assert_eq!(report.verdict, verdict, "{name}: an unavailable resource does not affect the verdict");
    }
}

/// Evidence, images and schemas have the digest beside the id.
#[test]
fn accepts_a_digest_beside_any_id() {
    let issuer = TestIssuer::did_key(1);
    let places: [(&str, Put); 4] = [
        ("an image", |credential, resource| {
            credential["credentialSubject"]["achievement"]["image"] = resource;
        }),
        ("evidence", |credential, resource| credential["evidence"] = json!([resource])),
        ("the issuer's image", |credential, resource| credential["issuer"]["image"] = resource),
        ("an alignment", |credential, resource| {
            credential["credentialSubject"]["achievement"]["alignment"] = json!([resource]);
        }),
    ];
    for (name, put) in places {
        support::vectors::row(name);
        for (bytes, expected) in [(BYTES, PASSED), (b"another".as_slice(), MISMATCH)] {
            let mut credential = issuer.credential();
            put(&mut credential, json!({"id": PICTURE, "type": "Image", "digestSRI": sri(bytes)}));
            let report = report(&badge(&credential), &web());
            assert_eq!(outcome(&report, CheckId::Resources), expected, "{name}: {}", summary(&report));
            assert_eq!(check(&report, CheckId::Resources).documents[0].url, PICTURE, "{name}");
        }
    }
}

/// The digests are signed, so Data Integrity must cover them as linked data too.
#[test]
fn related_resource_is_signed_as_linked_data() {
    let issuer = TestIssuer::did_key(1);
    let credential = related(json!([{"id": PICTURE, "digestSRI": sri(BYTES), "mediaType": "image/png"}]));
    let mut signed = issuer.with_proof(&credential, Suite::EddsaRdfc2022);
    assert_eq!(report(&signed.to_string(), &web()).verdict, Verdict::Verified);
    signed["relatedResource"][0]["digestSRI"] = json!(sri(b"another"));
    let report = report(&signed.to_string(), &web());
    assert_eq!(outcome(&report, CheckId::Signature).0, Outcome::Failed, "the digest is signed");
}

/// Contexts are never fetched: the built-in edition is compared.
#[test]
fn compares_contexts_with_the_built_in_edition() {
    let v2 = "https://www.w3.org/ns/credentials/v2";
    let contexts = openbadges::linked_data::contexts::BUILT_IN;
    let text = contexts.iter().find(|context| context.url == v2).unwrap().text;
    for (name, digest, expected) in
        [("the same", sri(text.as_bytes()), PASSED), ("another", sri(b"another"), UNKNOWN)]
    {
        support::vectors::row(name);
        let web = Web::default();
        let report = report(&badge(&related(json!({"id": v2, "digestSRI": digest}))), &web);
        assert_eq!(outcome(&report, CheckId::Resources), expected, "{name}: {}", summary(&report));
        assert!(web.requests().is_empty());
    }
    // Both editions of Open Badges 3.0.3 are in use.
    for context in contexts.iter().filter(|context| context.url.ends_with("context-3.0.3.json")) {
        let resource = json!({"id": context.url, "digestSRI": sri(context.text.as_bytes())});
        let report = report(&badge(&related(resource)), &Web::default());
        assert_eq!(outcome(&report, CheckId::Resources), PASSED, "{}", context.sha256);
    }
}

/// A badge without digests causes no requests.
#[test]
fn badge_without_digests_causes_no_requests() {
    let web = web();
    let mut credential = TestIssuer::did_key(1).credential();
    credential["evidence"] = json!([{"id": EVIDENCE, "type": ["Evidence"]}]);
    let report = report(&badge(&credential), &web);
    assert_eq!(outcome(&report, CheckId::Resources), (Outcome::Absent, None));
    assert!(web.requests().is_empty());

    // Inner credentials and endorsements have their own digests.
    for member in ["endorsement", "verifiableCredential"] {
        let mut credential = TestIssuer::did_key(1).credential();
        credential[member] = json!([{"evidence": [{"id": EVIDENCE, "digestSRI": sri(b"x")}]}]);
        let report = support::report(&badge(&credential), &web);
        assert_eq!(outcome(&report, CheckId::Resources), (Outcome::Absent, None), "{member}");
    }
}

#[test]
fn unavailable_resource_does_not_affect_the_verdict() {
    let text = badge(&related(json!({"id": PICTURE, "digestSRI": sri(BYTES)})));
    let offline = report_on(&parse_badge(&text), &Offline, &options_at(AT));
    assert_eq!((offline.verdict, outcome(&offline, CheckId::Resources)), (Verdict::Verified, UNKNOWN));
    let mut web = Web::default();
    web.no(PICTURE, FetchErrorKind::NotRequested, Code::NetConsent);
    assert_eq!(outcome(&report(&text, &web), CheckId::Resources), UNKNOWN);
}

/// J14: the number of requests is limited, and the check does not pass if it skips resources.
#[test]
fn limits_the_number_of_resources() {
    let resource = |at: usize| json!({"id": format!("{PICTURE}?{at}"), "digestSRI": sri(BYTES)});
    for (count, expected) in [(RESOURCES, PASSED), (RESOURCES + 1, (Outcome::Unknown, Some(Code::NetBudget)))]
    {
        let mut web = Web::default();
        for at in 0..count {
            web.bytes(&format!("{PICTURE}?{at}"), "image/png", BYTES.to_vec());
        }
        let resources: Vec<Value> = (0..count).map(resource).collect();
        let report = report(&badge(&related(json!(resources))), &web);
        assert_eq!(outcome(&report, CheckId::Resources), expected, "{count}: {}", summary(&report));
        assert_eq!(web.requests().len(), RESOURCES);
    }
}
