//! OB 3.0 credentials: which proofs are valid, and which keys are the issuer's.

use crate::support;
use crate::support::{TestIssuer, Web, outcome, report, summary};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::Signer;
use openbadges::{
    CheckId, Code, IssuerIdentity, Outcome, Report, Verdict,
    documents::FetchErrorKind,
    proof::data_integrity::{ProofOptions, Suite},
};
use serde_json::{Value, json};

const HARVARD: &str = "https://harvard.example/issuers/1";
const SUITES: [Suite; 3] = [Suite::EddsaRdfc2022, Suite::EddsaJcs2022, Suite::Ed25519Signature2020];

fn valid_badge(issuer: &TestIssuer) -> Value {
    issuer.with_proof(&issuer.credential(), Suite::EddsaRdfc2022)
}

fn codes(report: &Report) -> Vec<Code> {
    report.checks.iter().filter_map(|check| check.code).collect()
}

#[test]
fn verifies_a_credential_in_every_suite() {
    for suite in SUITES {
        support::vectors::row(format!("{suite:?}"));
        let key = TestIssuer::did_key(1);
        let credential =
            if suite == Suite::Ed25519Signature2020 { key.credential_v1() } else { key.credential() };
        let web = Web::default();
        let report = report(&key.with_proof(&credential, suite).to_string(), &web);
        assert_eq!(report.verdict, Verdict::Verified, "{suite:?}: {}", summary(&report));
        assert_eq!(
            report.issuer.identity,
            IssuerIdentity::UnknownKey,
            "a key alone does not identify the issuer"
        );
        assert_eq!(outcome(&report, CheckId::Revocation), (Outcome::Absent, None));
        let ids: Vec<CheckId> = report.checks.iter().map(|check| check.id).collect();
        let order = [
            CheckId::Format,
            CheckId::Signature,
            CheckId::IssuerKey,
            CheckId::Resources,
            CheckId::Revocation,
            CheckId::Validity,
            CheckId::Refresh,
            CheckId::Recipient,
        ];
        assert_eq!(ids, order);
        assert_eq!(web.requests(), Vec::<String>::new(), "a did:key causes no requests");
    }
}

#[test]
fn fetches_the_keys_of_an_issuer_with_an_address() {
    let issuer = TestIssuer::at(HARVARD, 1);
    let web = Web::default().with(HARVARD, &issuer.controller("assertionMethod"));
    let https = report(&valid_badge(&issuer).to_string(), &web);
    assert_eq!(https.verdict, Verdict::Verified, "{}", summary(&https));
    assert_eq!(https.issuer.identity, IssuerIdentity::ProvenDomain { domain: "harvard.example".into() });
    assert_eq!(web.requests(), [HARVARD]);

    let issuer = TestIssuer::at("did:web:harvard.example", 1);
    let url = "https://harvard.example/.well-known/did.json";
    let web = Web::default().with(url, &issuer.controller("assertionMethod"));
    let did_web = report(&valid_badge(&issuer).to_string(), &web);
    assert_eq!(did_web.verdict, Verdict::Verified, "{}", summary(&did_web));
    assert_eq!(did_web.issuer.identity, IssuerIdentity::ProvenDomain { domain: "harvard.example".into() });

    let offline = report(&valid_badge(&issuer).to_string(), &Web::default());
    assert_eq!(offline.verdict, Verdict::Unconfirmed, "{}", summary(&offline));
    assert_eq!(outcome(&offline, CheckId::IssuerKey), (Outcome::Unknown, Some(Code::IssuerUnavailable)));
}

/// F01, F02, F04, F05, F06: the signature does not cover a term that no built-in context defines.
#[test]
fn rejects_terms_that_the_signature_does_not_cover() {
    support::vectors::about("F01 F02 F04 F05 F06");
    type Change = fn(&mut Value);
    let cases: &[(&str, Change, Code)] = &[
        ("F01: an undefined term", |badge| badge["gpa"] = json!("4.0"), Code::DiTermDropped),
        (
            "F01: an undefined term deeper down",
            |badge| badge["credentialSubject"]["achievement"]["rank"] = json!("best"),
            Code::DiTermDropped,
        ),
        (
            "F02: a context that means something else",
            |badge| {
                if let Some(contexts) = badge["@context"].as_array_mut() {
                    contexts.push(json!({"name": "https://evil.example/other"}));
                }
            },
            Code::DiContextUnknown,
        ),
        (
            "F04: a context inside",
            |badge| badge["credentialSubject"]["@context"] = json!({"name": "https://evil.example/other"}),
            Code::DiContextUnknown,
        ),
        (
            "F05: a context that is not built in",
            |badge| {
                if let Some(contexts) = badge["@context"].as_array_mut() {
                    contexts.push(json!("https://evil.example/ctx.jsonld"));
                }
            },
            Code::DiContextUnknown,
        ),
        (
            "F05: the right name without TLS",
            |badge| badge["@context"][0] = json!("http://www.w3.org/ns/credentials/v2"),
            Code::DiContextUnknown,
        ),
        (
            "F06: a relative id",
            |badge| badge["credentialSubject"]["achievement"]["id"] = json!("badge1"),
            Code::DiTermDropped,
        ),
    ];
    let issuer = TestIssuer::did_key(1);
    for (name, change, code) in cases {
        support::vectors::row(name);
        let mut badge = valid_badge(&issuer);
        change(&mut badge);
        let web = Web::default();
        let report = report(&badge.to_string(), &web);
        assert_ne!(report.verdict, Verdict::Verified, "{name}: {}", summary(&report));
        assert_eq!(outcome(&report, CheckId::Signature).1, Some(*code), "{name}: {}", summary(&report));
        assert_eq!(web.requests(), Vec::<String>::new(), "{name}: no context is fetched");
    }
}

/// F07, F12, F15, F18: invalid proofs.
#[test]
fn rejects_invalid_proofs() {
    support::vectors::about("F07 F12 F15 F18");
    type Change = fn(&mut Value);
    let cases: &[(&str, Change, &[Code])] = &[
        ("F07: missing proof", |badge| badge["proof"] = json!(null), &[Code::DiNoProof]),
        ("F07: an empty list", |badge| badge["proof"] = json!([]), &[Code::DiNoProof]),
        (
            "F12: another purpose",
            |badge| badge["proof"]["proofPurpose"] = json!("authentication"),
            &[Code::DiPurpose],
        ),
        ("F12: missing purpose", |badge| badge["proof"]["proofPurpose"] = json!(null), &[Code::DiPurpose]),
        (
            "F12: several purposes",
            |badge| badge["proof"]["proofPurpose"] = json!(["assertionMethod", "authentication"]),
            &[Code::DiPurpose],
        ),
        (
            "F15: the suite of one type under another",
            |badge| badge["proof"]["type"] = json!("Ed25519Signature2020"),
            &[Code::DiSuiteUnsupported, Code::DiMalformed, Code::SigInvalid],
        ),
        (
            "F15: an unknown suite",
            |badge| badge["proof"]["cryptosuite"] = json!("rot13-2022"),
            &[Code::DiSuiteUnsupported],
        ),
        (
            "F18: another multibase",
            |badge| badge["proof"]["proofValue"] = json!("uAAAA"),
            &[Code::SigInvalid, Code::DiMalformed],
        ),
        (
            "F18: 63 bytes",
            |badge| badge["proof"]["proofValue"] = json!(format!("z{}", bs58::encode([7; 63]).into_string())),
            &[Code::SigInvalid],
        ),
        (
            "F18: 65 bytes",
            |badge| badge["proof"]["proofValue"] = json!(format!("z{}", bs58::encode([7; 65]).into_string())),
            &[Code::SigInvalid],
        ),
        (
            "F18: all zero",
            |badge| badge["proof"]["proofValue"] = json!(format!("z{}", bs58::encode([0; 64]).into_string())),
            &[Code::SigInvalid],
        ),
        ("another signature", |badge| badge["name"] = json!("Another name"), &[Code::SigInvalid]),
    ];
    let issuer = TestIssuer::did_key(1);
    for (name, change, expected) in cases {
        support::vectors::row(name);
        let mut badge = valid_badge(&issuer);
        if badge["proof"].is_array() {
            badge["proof"] = badge["proof"][0].take();
        }
        change(&mut badge);
        let report = report(&badge.to_string(), &Web::default());
        let (outcome, code) = outcome(&report, CheckId::Signature);
        assert!(code.is_some_and(|code| expected.contains(&code)), "{name}: {}", summary(&report));
        let verdict = match outcome {
            Outcome::Unknown => Verdict::Unconfirmed,
            _ => Verdict::Invalid,
        };
        assert_eq!(report.verdict, verdict, "{name}: {}", summary(&report));
    }
}

/// F08, F09, F11, and the counterpart of E04: only the issuer decides which keys are its own.
#[test]
fn rejects_keys_that_the_issuer_does_not_own() {
    support::vectors::about("F08 F09 F11 E04");
    let (harvard, mallory) = (TestIssuer::at(HARVARD, 1), TestIssuer::did_key(2));
    let genuine = harvard.controller("assertionMethod");
    let fragment = TestIssuer { method: format!("{HARVARD}#{}", mallory.multibase()), ..mallory.clone() };
    let impostor = TestIssuer { id: HARVARD.into(), ..fragment.clone() };
    let cases = [
        (
            "F08: a did:key in the issuer's name",
            &mallory,
            genuine.clone(),
            Verdict::Invalid,
            Code::IssuerKeyUnbound,
        ),
        ("F09: a key in the fragment", &fragment, genuine.clone(), Verdict::Invalid, Code::IssuerKeyUnbound),
        (
            "F11: a key for authentication only",
            &impostor,
            impostor.controller("authentication"),
            Verdict::Invalid,
            Code::KeyNotAuthorised,
        ),
        (
            "F11: a key for agreeing on keys only",
            &impostor,
            impostor.controller("keyAgreement"),
            Verdict::Invalid,
            Code::KeyNotAuthorised,
        ),
        (
            "G07: a document of another id",
            &harvard,
            TestIssuer::at("https://harvard.example/issuers/2", 1).controller("assertionMethod"),
            Verdict::Invalid,
            Code::IssuerIdMismatch,
        ),
    ];
    for (name, signer, document, verdict, code) in cases {
        support::vectors::row(name);
        let badge = signer.with_proof(&harvard.credential(), Suite::EddsaRdfc2022);
        let report = report(&badge.to_string(), &Web::default().with(HARVARD, &document));
        assert_eq!(report.verdict, verdict, "{name}: {}", summary(&report));
        assert_eq!(outcome(&report, CheckId::IssuerKey).1, Some(code), "{name}: {}", summary(&report));
        assert_eq!(report.issuer.identity, IssuerIdentity::Unproven, "{name}");
    }
    let listed = fragment.with_proof(&harvard.credential(), Suite::EddsaRdfc2022).to_string();
    let web = Web::default().with(HARVARD, &impostor.controller("assertionMethod"));
    let listed = report(&listed, &web);
    assert_eq!(listed.verdict, Verdict::Verified, "F09, if the issuer lists the key: {}", summary(&listed));
}

/// F19: the proof's own validity.
#[test]
fn proof_has_its_own_validity() {
    support::vectors::about("F19");
    let issuer = TestIssuer::did_key(1);
    let made = |created: &str, expires: Option<&str>| {
        let options = ProofOptions {
            created: support::time(created),
            expires: expires.map(support::time),
            ..issuer.options(Suite::EddsaRdfc2022)
        };
        report(&issuer.with_proof_by(&issuer.credential(), &options).to_string(), &Web::default())
    };
    let cases = [
        ("in a day", "2026-11-22T00:00:00Z", None, false),
        ("in four minutes", "2026-11-21T00:04:00Z", None, true),
        ("ended", "2025-01-01T00:00:00Z", Some("2026-11-20T00:00:00Z"), false),
        ("ended four minutes ago", "2025-01-01T00:00:00Z", Some("2026-11-20T23:56:00Z"), true),
        ("not ended", "2025-01-01T00:00:00Z", Some("2027-01-01T00:00:00Z"), true),
    ];
    for (name, created, expires, holds) in cases {
        support::vectors::row(name);
        let report = made(created, expires);
        let expected = if holds { None } else { Some(Code::DiTime) };
        assert_eq!(outcome(&report, CheckId::Signature).1, expected, "{name}: {}", summary(&report));
        assert_eq!(report.verdict == Verdict::Verified, holds, "{name}: {}", summary(&report));
    }
}

#[test]
fn one_valid_proof_suffices() {
    let (issuer, mallory) = (TestIssuer::did_key(1), TestIssuer::did_key(2));
    let proof = |signer: &TestIssuer| {
        let proof = signer.with_proof(&issuer.credential(), Suite::EddsaRdfc2022)["proof"].take();
        if proof.is_array() { proof[0].clone() } else { proof }
    };
    let unknown = json!({"type": "DataIntegrityProof", "cryptosuite": "rot13-2022",
        "verificationMethod": issuer.method, "proofPurpose": "assertionMethod", "proofValue": "z1"});
    for (name, proofs, verdict) in [
        ("foreign, then own", json!([proof(&mallory), proof(&issuer)]), Verdict::Verified),
        ("unknown suite, then own", json!([unknown, proof(&issuer)]), Verdict::Verified),
        ("foreign, then unknown suite", json!([proof(&mallory), unknown]), Verdict::Unconfirmed),
        ("foreign only", json!([proof(&mallory)]), Verdict::Invalid),
    ] {
        support::vectors::row(name);
        let mut badge = issuer.credential();
        badge["proof"] = proofs;
        let report = report(&badge.to_string(), &Web::default());
        assert_eq!(report.verdict, verdict, "{name}: {}", summary(&report));
    }
}

/// F16: a graph that would take too long to canonicalize exhausts the budget.
#[test]
fn poison_graph_exhausts_the_budget() {
    support::vectors::about("F16");
    let issuer = TestIssuer::did_key(1);
    let mut badge = valid_badge(&issuer);
    let nodes = 0..10;
    let clique: Vec<Value> = nodes
        .clone()
        .map(|own| {
            let others: Vec<Value> = nodes
                .clone()
                .filter(|other| *other != own)
                .map(|other| json!({"id": format!("_:p{other}")}))
                .collect();
            json!({"id": format!("_:p{own}"), "type": ["Profile"], "parentOrg": others})
        })
        .collect();
    badge["credentialSubject"]["source"] = json!(clique);
    let report = report(&badge.to_string(), &Web::default());
    assert_ne!(report.verdict, Verdict::Verified, "{}", summary(&report));
    assert_eq!(outcome(&report, CheckId::Signature).1, Some(Code::DiGraphBudget), "{}", summary(&report));
}

// -- VC-JWT -----------------------------------------------------------------------------------

/// Returns a compact JWS with any header, signed with the issuer's key.
fn forged(issuer: &TestIssuer, header: &Value, payload: &Value) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let input = format!("{}.{}", part(header), part(payload));
    format!("{input}.{}", BASE64URL_NOPAD.encode(&issuer.key.sign(input.as_bytes()).to_bytes()))
}

/// Returns the payload of a valid VC-JWT.
fn payload(issuer: &TestIssuer) -> Value {
    let mut credential = issuer.credential();
    credential["validUntil"] = json!("2030-01-01T00:00:00Z");
    let jwt = issuer.jwt(&credential);
    let part = jwt.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()).unwrap()
}

#[test]
fn verifies_a_vc_jwt() {
    let issuer = TestIssuer::did_key(1);
    let report = report(&issuer.jwt(&issuer.credential()), &Web::default());
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    let ids: Vec<CheckId> = report.checks.iter().map(|check| check.id).collect();
    assert_eq!(ids[..4], [CheckId::Format, CheckId::Signature, CheckId::Claims, CheckId::IssuerKey]);
}

/// E01–E08, E18, E19: headers.
#[test]
fn rejects_hostile_headers() {
    support::vectors::about("E01 E08 E18 E19");
    let issuer = TestIssuer::did_key(1);
    let header = |name: &str, value: Value| {
        let mut header = json!({"alg": "EdDSA", "kid": issuer.method});
        header[name] = value;
        header
    };
    let mut cases: Vec<(String, Value, Code)> = Vec::new();
    let none = ["none", "None", "nOnE", "NONE", "", "HS256", "HS384", "hs256", "eddsa", "ES256K"];
    for alg in
        none.map(|name| json!(name)).into_iter().chain([json!(null), json!(["EdDSA"]), json!(7), json!({})])
    {
        cases.push((format!("E01, E02: alg {alg}"), header("alg", alg), Code::JwtAlgForbidden));
    }
    for alg in ["RS256", "ES256"] {
        cases.push((
            format!("E03: {alg} with an Ed25519 key"),
            header("alg", json!(alg)),
            Code::JwtAlgKeyMismatch,
        ));
    }
    for name in ["jku", "x5u", "x5c"] {
        cases.push((
            format!("E07: {name}"),
            header(name, json!("https://evil.example/")),
            Code::JwtHeaderForbidden,
        ));
    }
    for crit in [json!(["exp"]), json!(["b64"]), json!([]), json!(["myparam"])] {
        cases.push((format!("E08: crit {crit}"), header("crit", crit), Code::JwtCrit));
    }
    cases.push((
        "E05: a foreign kid".into(),
        header("kid", json!("https://evil.example/k.json")),
        Code::JwtKidScope,
    ));
    cases.push(("neither kid nor jwk".into(), json!({"alg": "EdDSA"}), Code::JwtHeaderMissing));
    let mut private = issuer.jwk();
    private["d"] = json!("AAAA");
    cases.push((
        "E18: a private key".into(),
        json!({"alg": "EdDSA", "jwk": private}),
        Code::KeyPrivateExposed,
    ));
    for (name, header, code) in cases {
        support::vectors::row(&name);
        let web = Web::default();
        let report = report(&forged(&issuer, &header, &payload(&issuer)), &web);
        assert_eq!(report.verdict, Verdict::Invalid, "{name}: {}", summary(&report));
        assert!(codes(&report).contains(&code), "{name}: {}", summary(&report));
        assert_eq!(web.requests(), Vec::<String>::new(), "{name}: no host is contacted");
    }
}

/// E04: a key in the header does not prove who issued the badge.
#[test]
fn ignores_keys_in_the_header() {
    support::vectors::about("E04");
    let (harvard, mallory) = (TestIssuer::at(HARVARD, 1), TestIssuer::did_key(2));
    let text = forged(&mallory, &json!({"alg": "EdDSA", "jwk": mallory.jwk()}), &payload(&harvard));
    let mut web = Web::default().with(HARVARD, &harvard.controller("assertionMethod"));
    let key_set = "https://harvard.example/.well-known/jwks.json";
    let without_key_set = report(&text, &web);
    assert_eq!(
        without_key_set.verdict,
        Verdict::Unconfirmed,
        "the unavailable key set may list the key: {}",
        summary(&without_key_set)
    );
    web.no(key_set, FetchErrorKind::Failed, Code::NetNotFound);
    let report = report(&text, &web);
    assert_eq!(report.verdict, Verdict::Invalid, "{}", summary(&report));
    assert_eq!(outcome(&report, CheckId::IssuerKey), (Outcome::Failed, Some(Code::IssuerKeyUnbound)));
}

/// E10, E11, E22: claims.
#[test]
fn rejects_contradicting_claims() {
    support::vectors::about("E10 E11 E22");
    let issuer = TestIssuer::did_key(1);
    let cases = [
        ("E10: iss", "iss", json!("https://harvard.example"), Code::JwtClaimMismatch),
        ("E10: sub", "sub", json!("did:example:other"), Code::JwtClaimMismatch),
        ("E10: jti", "jti", json!("urn:uuid:other"), Code::JwtClaimMismatch),
        ("E10: nbf", "nbf", json!(1_000_000_000), Code::JwtClaimMismatch),
        ("E10: exp", "exp", json!(4_000_000_000_i64), Code::JwtClaimMismatch),
        ("E11: missing iss", "iss", json!(null), Code::JwtClaimMissing),
        ("E11: missing nbf", "nbf", json!(null), Code::JwtClaimMissing),
        ("E11: missing jti", "jti", json!(null), Code::JwtClaimMissing),
        ("E22: exp as text", "exp", json!("1999999999"), Code::TimeFormat),
        ("E22: exp beyond all times", "exp", json!(1e20), Code::TimeFormat),
    ];
    for (name, claim, value, code) in cases {
        support::vectors::row(name);
        let mut payload = payload(&issuer);
        if value.is_null() {
            payload.as_object_mut().unwrap().remove(claim);
        } else {
            payload[claim] = value;
        }
        let text = forged(&issuer, &json!({"alg": "EdDSA", "kid": issuer.method}), &payload);
        let report = report(&text, &Web::default());
        assert_eq!(report.verdict, Verdict::Invalid, "{name}: {}", summary(&report));
        assert_eq!(outcome(&report, CheckId::Claims), (Outcome::Failed, Some(code)), "{name}");
    }
}
