//! Securing Verifiable Credentials using JOSE and COSE 1.0: the W3C's test suite, and how the rules for a
//! token of type `vc+jwt` differ from those for Open Badges 3.0's own JWT proof.

use crate::support;
use crate::support::conformance;
use crate::support::jwt;
use crate::support::jwt::{HARVARD, KEY_SET, Signer, key_set, payload, payload_v1};
use crate::support::{AT, Web, options_at, outcome, report, report_on, summary, time};
use openbadges::{
    CheckId, Code, Credential, Format, Outcome, ParsedBadge, Verdict, VerifyOptions, json::parse,
    proof::jws::Jws, read, read_all,
};
use serde_json::{Value, json};

/// The reasons why cases are not run.
const NOT_RUN: &[(&str, &str, &str)] = &[
    ("TestFunction.issue", "", "this library does not issue"),
    ("", "_sdjwt", "SD-JWT is not a format of Open Badges (Open Badges 3.0, \"Proofs\")"),
    ("", "_cose", "COSE is not a format of Open Badges (Open Badges 3.0, \"Proofs\")"),
];

/// Every case of the suite is compared with its verdict, or listed with the reason why it is not run.
#[test]
fn passes_w3c_test_suite() {
    let Some(folder) = conformance::folder("w3c-vc-jose-cose-test-suite") else { return };
    let cases: Vec<Value> = serde_json::from_str(&conformance::text(folder.join("cases.json"))).unwrap();
    let (mut count, mut failures) = (0, Vec::new());
    for case in &cases {
        let text = |name: &str| case[name].as_str().unwrap();
        let reason = NOT_RUN.iter().find(|(function, feature, _)| {
            text("fn").contains(function) && text("feature").contains(feature)
        });
        if let Some((.., reason)) = reason {
            println!("  {} {}: not run: {reason}", case["number"], text("name"));
            continue;
        }
        count += 1;
        let key = match text("key") {
            "TestVerificationMethods.ed25519" => "vm-ed25519.json",
            "TestVerificationMethods.p256" => "vm-p256.json",
            "TestVerificationMethods.p384" => "vm-p384.json",
            other => panic!("{other}"),
        };
        let input = folder.join("tests/input");
        let method: Value = serde_json::from_str(&conformance::text(input.join(key))).unwrap();
        let web = Web::default().with(
            "https://example.issuer/.well-known/jwks.json",
            &key_set(&[method["publicKeyJwk"].clone()]),
        );
        let token = conformance::text(input.join(text("input_file")));
        let accepted = match text("feature").ends_with("presentation_jose") {
            true => presentation_is_valid(token.trim(), &web),
            false => credential_is_valid(token.trim(), &web),
        };
        if accepted != (text("expected") == "success") {
            failures.push(format!("{} {}: {}", case["number"], text("name"), text("expected")));
        }
    }
    assert_eq!(cases.len(), 35);
    println!("w3c-vc-jose-cose-test-suite: {} cases, {count} with JOSE", cases.len());
    conformance::assert_all_pass("w3c-vc-jose-cose-test-suite", count, &failures);
}

/// Returns whether signature, claims and key are valid. The suite's credentials are not badges, so they are
/// not read as badges.
fn credential_is_valid(token: &str, web: &Web) -> bool {
    let Some(payload) = Jws::parse(token).ok().and_then(|jws| parse(&jws.payload).ok()) else { return false };
    let report = report_on(&parse_badge(token, payload), web, &options_at(AT));
    [CheckId::Signature, CheckId::Claims, CheckId::IssuerKey]
        .iter()
        .all(|id| outcome(&report, *id).0 == Outcome::Passed)
}

/// Returns whether a presentation contains readable credentials and its holder signed it. SD-JWT and COSE are
/// reported by name. The suite's token was valid for one day, so it is verified at the time of its creation.
fn presentation_is_valid(token: &str, web: &Web) -> bool {
    let created = Jws::parse(token).ok().and_then(|jws| parse(&jws.payload).ok()?.get("iat")?.as_i64());
    let at = created.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let options = VerifyOptions::new(at.unwrap_or_else(|| time(AT)));
    let read: Vec<ParsedBadge> = read_all(token.as_bytes()).into_iter().flatten().collect();
    let shown = |found| outcome(&report_on(found, web, &options), CheckId::Presentation).0 == Outcome::Passed;
    !read.is_empty() && read.iter().all(shown)
}

fn parse_badge(token: &str, payload: Value) -> ParsedBadge {
    let valid = Signer::ed25519(1).sign(json!({"kid": "k"}), &jwt::payload(HARVARD));
    let credential = Credential::Jws { text: token.into(), payload };
    ParsedBadge { credential, format: Format::Ob3Jwt, ..support::parse_badge(&valid) }
}

fn verify_token(header: &Value, payload: &Value) -> openbadges::Report {
    let key = Signer::p384(1);
    let web = Web::default().with(KEY_SET, &key_set(&[key.named("k")]));
    let mut header = header.clone();
    header["kid"] = json!("k");
    report(&key.sign(header, payload), &web)
}

fn without(mut payload: Value, members: &[&str]) -> Value {
    for member in members {
        payload.as_object_mut().unwrap().remove(*member);
    }
    payload
}

/// Each of the two token types requires other claims and allows other header parameters.
#[test]
fn token_type_selects_the_rules() {
    use Verdict::{Invalid, Verified};
    let bare = || without(payload(HARVARD), &["iss", "sub", "jti", "nbf", "exp"]);
    let with = |member: &str, value: Value| {
        let mut payload = bare();
        payload[member] = value;
        payload
    };
    let (ob, jose) = (json!({"typ": "JWT"}), json!({"typ": "vc+jwt", "cty": "vc"}));
    let extra = |header: &Value, name: &str| {
        let mut header = header.clone();
        header[name] = json!("https://harvard.example/x");
        header
    };
    for (name, header, payload, verdict) in [
        ("every claim", &ob, payload(HARVARD), Verified),
        ("every claim", &jose, payload(HARVARD), Verified),
        ("no claims", &ob, bare(), Invalid),
        ("no claims", &jose, bare(), Verified),
        ("the data model 1.1", &ob, payload_v1(HARVARD), Verified),
        ("the data model 1.1", &jose, payload_v1(HARVARD), Invalid),
        ("iss of another", &jose, with("iss", json!("https://evil.example")), Invalid),
        ("jti of another", &jose, with("jti", json!("urn:uuid:x")), Invalid),
        ("vc", &jose, with("vc", json!("oops")), Invalid),
        ("exp as text", &jose, with("exp", json!("2000000000")), Invalid),
        ("an unknown parameter", &extra(&ob, "iss"), payload(HARVARD), Invalid),
        ("an unknown parameter", &extra(&jose, "iss"), bare(), Verified),
        ("jku", &extra(&jose, "jku"), bare(), Invalid),
        ("x5u", &extra(&jose, "x5u"), bare(), Invalid),
        ("an unknown type", &json!({"typ": "vp+jwt"}), payload(HARVARD), Invalid),
        ("an unknown content type", &json!({"typ": "vc+jwt", "cty": "vp"}), bare(), Invalid),
    ] {
        let report = verify_token(header, &payload);
        assert_eq!(report.verdict, verdict, "{name}, {header}: {}", summary(&report));
    }
}

/// Under VC JOSE COSE, section 3.1.3, `nbf` and `exp` are the signature's own validity: outside this period
/// the credential counts as unsigned, whatever its own validity.
#[test]
fn signature_has_its_own_validity() {
    let jose = json!({"typ": "vc+jwt"});
    let at = |claim: &str, time: &str| {
        let mut payload = without(payload(HARVARD), &["iss", "sub", "jti", "nbf", "exp"]);
        payload[claim] = json!(support::time(time).as_second());
        verify_token(&jose, &payload).verdict
    };
    assert_eq!(at("exp", "2026-11-01T00:00:00Z"), Verdict::Expired);
    assert_eq!(at("exp", "2027-11-01T00:00:00Z"), Verdict::Verified);
    assert_eq!(at("exp", "2099-11-01T00:00:00Z"), Verdict::Verified);
    assert_eq!(at("nbf", "2027-11-01T00:00:00Z"), Verdict::NotYetValid);
    assert_eq!(at("nbf", "2020-11-01T00:00:00Z"), Verdict::Verified);
}

/// VC data model 2.0, "Enveloped Verifiable Credentials": the inner credential is the badge.
#[test]
fn envelope_is_read_as_the_credential_inside() {
    let key = Signer::p256(1);
    let token = key.sign(json!({"typ": "vc+jwt", "kid": "k"}), &payload(HARVARD));
    let envelope = |id: &str| {
        json!({"@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential", "id": id})
            .to_string()
    };
    let web = Web::default().with(KEY_SET, &key_set(&[key.named("k")]));
    for media_type in ["application/vc+jwt", "application/vc+ld+json+jwt"] {
        let text = envelope(&format!("data:{media_type},{token}"));
        let found = read(text.as_bytes()).unwrap();
        assert_eq!((found.format, found.credential.text()), (Format::Ob3Jwt, &*token), "{media_type}");
        assert_eq!(found.original, text.as_bytes(), "the original is unchanged");
        let report = report_on(&found, &web, &options_at(AT));
        assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    }
    for (name, id, code) in [
        ("no data", "https://harvard.example/vc".to_owned(), Code::JsonNotABadge),
        ("an SD-JWT", format!("data:application/vc+sd-jwt,{token}~"), Code::JsonNotABadge),
        ("a COSE message", "data:application/vc+cose;base64,AAAA".into(), Code::JsonNotABadge),
        ("something else in base64", "data:application/vc+jwt;base64,AAAA".into(), Code::JwtFormat),
        ("empty", "data:application/vc+jwt,".into(), Code::JwtFormat),
        ("data is not a token", "data:application/vc+jwt,hello".into(), Code::JwtFormat),
        ("an unsigned token", "data:application/vc+jwt,eyJhbGciOiJub25lIn0.e30.".into(), Code::JsonNotABadge),
    ] {
        assert_eq!(read(envelope(&id).as_bytes()).unwrap_err().code, code, "{name}");
    }
}
