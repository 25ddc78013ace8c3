//! F20 and VC Data Model 2.0, section 5.3: what a badge names with a digest is what is there.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod common;

use common::{AT, TestIssuer, Web, check, found, outcome, question, report, report_on, summary};
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
/// What a check came to.
type Finding = (Outcome, Option<Code>);
/// How a resource is put into a badge.
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

/// A badge with these related resources.
fn related(resources: Value) -> Value {
    let mut credential = TestIssuer::did_key(1).credential();
    credential["relatedResource"] = resources;
    credential
}

/// A signed badge. JCS signs what stands there, whatever a context makes of it.
fn badge(credential: &Value) -> String {
    TestIssuer::did_key(1).with_proof(credential, Suite::EddsaJcs2022).to_string()
}

/// The pages that a badge may refer to.
fn web() -> Web {
    let mut web = Web::default();
    web.bytes(PICTURE, "image/png", BYTES.to_vec());
    web.bytes(EVIDENCE, "application/pdf", b"%PDF-1.7".to_vec());
    web.bytes("http://portfolio.example/essay.pdf", "application/pdf", b"%PDF-1.7".to_vec());
    web
}

#[test]
fn a_resource_is_compared_with_every_digest_that_is_stated() {
    common::vectors::about("F20");
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
        ("no digest", json!({"id": PICTURE}), UNKNOWN),
        ("an unknown digest", json!({"id": PICTURE, "digestSRI": "md5-AAAA"}), UNKNOWN),
        ("a digest that is no text", json!({"id": PICTURE, "digestSRI": 17}), UNKNOWN),
        ("no address", json!({"digestSRI": good}), UNKNOWN),
        ("a page that is gone", json!({"id": "https://gone.example/", "digestSRI": good}), UNKNOWN),
        (
            "two, of which one differs",
            json!([
                {"id": PICTURE, "digestSRI": good},
                {"id": EVIDENCE, "digestSRI": other},
            ]),
            MISMATCH,
        ),
        (
            "two, of which one is gone",
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
        common::vectors::row(name);
        let report = report(&badge(&related(resources)), &web());
        assert_eq!(outcome(&report, CheckId::Resources), expected, "{name}: {}", summary(&report));
        let verdict = if expected == MISMATCH { Verdict::Invalid } else { Verdict::Verified };
        assert_eq!(report.verdict, verdict, "{name}: what is not at hand costs nothing");
    }
}

/// Evidence, pictures and schemas carry their digest beside their id.
#[test]
fn a_digest_may_stand_beside_any_id() {
    let issuer = TestIssuer::did_key(1);
    let places: [(&str, Put); 4] = [
        ("a picture", |credential, resource| {
            credential["credentialSubject"]["achievement"]["image"] = resource;
        }),
        ("evidence", |credential, resource| credential["evidence"] = json!([resource])),
        ("the issuer's picture", |credential, resource| credential["issuer"]["image"] = resource),
        ("an alignment", |credential, resource| {
            credential["credentialSubject"]["achievement"]["alignment"] = json!([resource]);
        }),
    ];
    for (name, put) in places {
        common::vectors::row(name);
        for (bytes, expected) in [(BYTES, PASSED), (b"another".as_slice(), MISMATCH)] {
            let mut credential = issuer.credential();
            put(&mut credential, json!({"id": PICTURE, "type": "Image", "digestSRI": sri(bytes)}));
            let report = report(&badge(&credential), &web());
            assert_eq!(outcome(&report, CheckId::Resources), expected, "{name}: {}", summary(&report));
            assert_eq!(check(&report, CheckId::Resources).documents[0].url, PICTURE, "{name}");
        }
    }
}

/// The digests are signed with the rest, so they are linked data that Data Integrity covers too.
#[test]
fn a_related_resource_is_signed_as_linked_data() {
    let issuer = TestIssuer::did_key(1);
    let credential = related(json!([{"id": PICTURE, "digestSRI": sri(BYTES), "mediaType": "image/png"}]));
    let mut signed = issuer.with_proof(&credential, Suite::EddsaRdfc2022);
    assert_eq!(report(&signed.to_string(), &web()).verdict, Verdict::Verified);
    signed["relatedResource"][0]["digestSRI"] = json!(sri(b"another"));
    let report = report(&signed.to_string(), &web());
    assert_eq!(outcome(&report, CheckId::Signature).0, Outcome::Failed, "the digest is signed");
}

/// A context is never fetched: the edition that is built in is compared.
#[test]
fn a_context_is_compared_with_the_edition_that_is_built_in() {
    let v2 = "https://www.w3.org/ns/credentials/v2";
    let contexts = openbadges::linked_data::contexts::BUILT_IN;
    let text = contexts.iter().find(|context| context.url == v2).unwrap().text;
    for (name, digest, expected) in
        [("the same", sri(text.as_bytes()), PASSED), ("another", sri(b"another"), UNKNOWN)]
    {
        common::vectors::row(name);
        let web = Web::default();
        let report = report(&badge(&related(json!({"id": v2, "digestSRI": digest}))), &web);
        assert_eq!(outcome(&report, CheckId::Resources), expected, "{name}: {}", summary(&report));
        assert!(web.asked().is_empty());
    }
    // Both editions of Open Badges 3.0.3 are in use.
    for context in contexts.iter().filter(|context| context.url.ends_with("context-3.0.3.json")) {
        let resource = json!({"id": context.url, "digestSRI": sri(context.text.as_bytes())});
        let report = report(&badge(&related(resource)), &Web::default());
        assert_eq!(outcome(&report, CheckId::Resources), PASSED, "{}", context.sha256);
    }
}

/// Where nothing is named with a digest there is nothing to compare, and nobody is asked.
#[test]
fn without_a_digest_nothing_is_asked() {
    let web = web();
    let mut credential = TestIssuer::did_key(1).credential();
    credential["evidence"] = json!([{"id": EVIDENCE, "type": ["Evidence"]}]);
    let report = report(&badge(&credential), &web);
    assert_eq!(outcome(&report, CheckId::Resources), (Outcome::Absent, None));
    assert!(web.asked().is_empty());

    // An inner credential and an endorsement answer for themselves.
    for member in ["endorsement", "verifiableCredential"] {
        let mut credential = TestIssuer::did_key(1).credential();
        credential[member] = json!([{"evidence": [{"id": EVIDENCE, "digestSRI": sri(b"x")}]}]);
        let report = common::report(&badge(&credential), &web);
        assert_eq!(outcome(&report, CheckId::Resources), (Outcome::Absent, None), "{member}");
    }
}

#[test]
fn what_cannot_be_had_is_not_held_against_the_badge() {
    let text = badge(&related(json!({"id": PICTURE, "digestSRI": sri(BYTES)})));
    let offline = report_on(&found(&text), &Offline, &question(AT));
    assert_eq!((offline.verdict, outcome(&offline, CheckId::Resources)), (Verdict::Verified, UNKNOWN));
    let mut web = Web::default();
    web.no(PICTURE, FetchErrorKind::NotAsked, Code::NetConsent);
    assert_eq!(outcome(&report(&text, &web), CheckId::Resources), UNKNOWN);
}

/// J14: there is an end to asking, and what is not compared is not passed.
#[test]
fn there_is_an_end_to_comparing() {
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
        assert_eq!(web.asked().len(), RESOURCES);
    }
}
