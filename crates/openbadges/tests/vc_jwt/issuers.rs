//! The places where the issuer of a VC-JWT may publish its keys.

use crate::support;
use crate::support::jwt::{HARVARD, KEY_SET, Signer, key_set, payload};
use crate::support::{Web, outcome, report, summary};
use data_encoding::BASE64URL_NOPAD;
use openbadges::{CheckId, Code, IssuerIdentity, Outcome, Report, Verdict, did, documents::FetchErrorKind};
use serde_json::{Value, json};

const DID: &str = "did:web:harvard.example";
const DID_DOCUMENT: &str = "https://harvard.example/.well-known/did.json";

/// Returns a document of `owner` that lists `keys` as JWKs for assertions.
fn controller(owner: &str, keys: &[(&str, &Signer)]) -> Value {
    let methods = keys.iter().map(|(name, key)| {
        json!({"id": format!("{owner}#{name}"), "type": "JsonWebKey", "controller": owner, "publicKeyJwk": key.jwk()})
    });
    json!({"id": owner, "assertionMethod": methods.collect::<Vec<_>>()})
}

fn by_kid(issuer: &str, kid: &str, key: &Signer, web: &Web) -> Report {
    report(&key.sign(json!({"kid": kid}), &payload(issuer)), web)
}

fn verified(name: &str, report: &Report) {
    assert_eq!(report.verdict, Verdict::Verified, "{name}: {}", summary(report));
}

fn not(name: &str, report: &Report, verdict: Verdict, code: Code) {
    assert_eq!(report.verdict, verdict, "{name}: {}", summary(report));
    assert_eq!(outcome(report, CheckId::IssuerKey).1, Some(code), "{name}: {}", summary(report));
    assert_eq!(report.issuer.identity, IssuerIdentity::Unproven, "{name}");
}

/// did:key: the id is the key, and nothing is fetched.
#[test]
fn did_key_verifies_only_its_own_tokens() {
    for key in [Signer::ed25519(1), Signer::p256(1), Signer::p384(1)] {
        let did = format!("did:key:{}", key.public().to_multibase().unwrap());
        let method = did::did_key_method(&did);
        let fragment = method.split_once('#').unwrap().1;
        for kid in [&method[..], &did, fragment, &format!("#{fragment}")] {
            support::vectors::row(kid);
            let web = Web::default();
            let report = by_kid(&did, kid, &key, &web);
            verified(kid, &report);
            assert_eq!(report.issuer.identity, IssuerIdentity::UnknownKey);
            assert_eq!(web.requests(), Vec::<String>::new());
        }
        let other_name = by_kid(&did, "key-1", &key, &Web::default());
        not("another name", &other_name, Verdict::Invalid, Code::IssuerKeyUnbound);
        let mallory = match key {
            Signer::P256(_) => Signer::p256(2),
            Signer::P384(_) => Signer::p384(2),
            _ => Signer::ed25519(2),
        };
        let wrong = by_kid(&did, &did, &mallory, &Web::default());
        assert_eq!(outcome(&wrong, CheckId::Signature), (Outcome::Failed, Some(Code::JwtSigInvalid)));
    }
}

/// did:jwk: the id is the key, for every family.
#[test]
fn did_jwk_verifies_only_its_own_tokens() {
    for (algorithm, key) in Signer::all() {
        support::vectors::row(algorithm);
        let of = |jwk: &Value| format!("did:jwk:{}", BASE64URL_NOPAD.encode(jwk.to_string().as_bytes()));
        let did = of(&key.jwk());
        for kid in [&format!("{did}#0")[..], "#0"] {
            support::vectors::row(kid);
            let report = by_kid(&did, kid, &key, &Web::default());
            verified(algorithm, &report);
            assert_eq!(report.issuer.identity, IssuerIdentity::UnknownKey);
        }
        let mut exposed = key.jwk();
        exposed["d"] = json!("AAAA");
        let exposed = by_kid(&of(&exposed), "#0", &key, &Web::default());
        not("with its private part", &exposed, Verdict::Invalid, Code::KeyPrivateExposed);
    }
}

#[test]
fn rejects_malformed_and_unsupported_did_keys() {
    support::vectors::about("G08");
    for (did, verdict, code) in [
        ("did:key:", Verdict::Invalid, Code::DidInvalid),
        ("did:key:z6Mk0", Verdict::Unconfirmed, Code::KeyUnsupported),
        ("did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", Verdict::Invalid, Code::KeyUnsupported),
        ("did:example:123", Verdict::Unconfirmed, Code::IssuerMethodUnsupported),
        ("urn:uuid:1", Verdict::Unconfirmed, Code::IssuerMethodUnsupported),
        ("did:web:localhost%3A3000", Verdict::Invalid, Code::DidInvalid),
        ("did:web:192.168.1.1", Verdict::Invalid, Code::DidInvalid),
        ("did:web:%2e%2e%2fetc", Verdict::Invalid, Code::DidInvalid),
        ("http://harvard.example/issuers/1", Verdict::Unconfirmed, Code::NetCleartext),
        ("https://harvard.example@evil.example/", Verdict::Unconfirmed, Code::NetScheme),
        ("https://xn--example-.org/", Verdict::Invalid, Code::NetUrlInvalid),
    ] {
        let web = Web::default();
        let report = by_kid(did, "key-1", &Signer::ed25519(1), &web);
        not(did, &report, verdict, code);
        assert_eq!(web.requests(), Vec::<String>::new(), "{did}");
    }
}

/// did:web: the document on that host, with that id, under `assertionMethod`.
#[test]
fn did_web_uses_the_keys_of_its_document() {
    for (algorithm, key) in Signer::all() {
        support::vectors::row(algorithm);
        let web = Web::default()
            .with(DID_DOCUMENT, &controller(DID, &[("other", &Signer::ed25519(9)), ("k", &key)]));
        for kid in [&format!("{DID}#k")[..], "#k", "k"] {
            support::vectors::row(kid);
            let report = by_kid(DID, kid, &key, &web);
            verified(&format!("{algorithm} {kid}"), &report);
            assert_eq!(
                report.issuer.identity,
                IssuerIdentity::ProvenDomain { domain: "harvard.example".into() }
            );
        }
        verified("by jwk", &report(&key.sign(json!({"jwk": key.jwk()}), &payload(DID)), &web));
        not("unlisted", &by_kid(DID, "#x", &key, &web), Verdict::Invalid, Code::IssuerKeyUnbound);
    }
    let key = Signer::ed25519(1);
    let with = |document: Value| by_kid(DID, "#k", &key, &Web::default().with(DID_DOCUMENT, &document));
    let good = controller(DID, &[("k", &key)]);
    let moved = |from: &str, to: &str| {
        let mut document = good.clone();
        document[to] = document[from].take();
        document
    };
    let of_id = |id: &str| {
        let mut document = good.clone();
        document["id"] = json!(id);
        document
    };
    not(
        "authentication",
        &with(moved("assertionMethod", "authentication")),
        Verdict::Invalid,
        Code::KeyNotAuthorised,
    );
    not(
        "not in a relationship",
        &with(moved("assertionMethod", "verificationMethod")),
        Verdict::Invalid,
        Code::KeyNotAuthorised,
    );
    not(
        "another id",
        &with(of_id("did:web:harvard.example:students")),
        Verdict::Invalid,
        Code::IssuerIdMismatch,
    );
    not("another host's", &with(of_id("did:web:evil.example")), Verdict::Invalid, Code::IssuerIdMismatch);
    not("missing id", &with(json!({})), Verdict::Invalid, Code::IssuerIdMismatch);
    not(
        "no response",
        &by_kid(DID, "#k", &key, &Web::default()),
        Verdict::Unconfirmed,
        Code::IssuerUnavailable,
    );

    let redirected = "https://evil.example/did.json";
    let mut web = Web::default().with(redirected, &good);
    web.redirect(DID_DOCUMENT, redirected);
    not(
        "redirected to another host",
        &by_kid(DID, "#k", &key, &web),
        Verdict::Unconfirmed,
        Code::IssuerUnavailable,
    );
    let mut web = Web::default();
    web.bytes(DID_DOCUMENT, "text/html", b"<html>".to_vec());
    not("a web page", &by_kid(DID, "#k", &key, &web), Verdict::Unconfirmed, Code::IssuerUnavailable);
}

/// https: the key set of the origin, or the issuer's own document. The place in the `kid` is fetched first.
#[test]
fn https_issuer_publishes_keys_in_two_places() {
    let key = Signer::ed25519(1);
    let own = controller(HARVARD, &[("k", &key)]);
    let set = key_set(&[key.named("k")]);
    let not_found = |url: &str, mut web: Web| {
        web.no(url, FetchErrorKind::Failed, Code::NetNotFound);
        web
    };

    let web = Web::default().with(KEY_SET, &set);
    verified("the key set", &by_kid(HARVARD, "k", &key, &web));
    assert_eq!(web.requests(), [KEY_SET], "one place suffices");
    let web = Web::default().with(HARVARD, &own);
    verified("the document", &by_kid(HARVARD, &format!("{HARVARD}#k"), &key, &web));
    assert_eq!(web.requests(), [HARVARD], "one place suffices");
    let web = not_found(KEY_SET, Web::default().with(HARVARD, &own));
    verified("the document, by a short name", &by_kid(HARVARD, "k", &key, &web));
    verified("the document, by jwk", &report(&key.sign(json!({"jwk": key.jwk()}), &payload(HARVARD)), &web));

    let web = Web::default().with(HARVARD, &own).with(KEY_SET, &json!({"error": "missing page"}));
    verified("the document, beside an invalid key set", &by_kid(HARVARD, "k", &key, &web));

    let mallory = Signer::ed25519(9);
    let web = not_found(KEY_SET, Web::default().with(HARVARD, &own));
    let jwk = report(&mallory.sign(json!({"jwk": mallory.jwk()}), &payload(HARVARD)), &web);
    not("the document does not list the key", &jwk, Verdict::Invalid, Code::IssuerKeyUnbound);
    let web = not_found(HARVARD, not_found(KEY_SET, Web::default()));
    not("neither exists", &by_kid(HARVARD, "k", &key, &web), Verdict::Unconfirmed, Code::IssuerUnavailable);
    let web = Web::default().with(KEY_SET, &key_set(&[mallory.named("m")]));
    not(
        "no document, and a key set with other keys",
        &by_kid(HARVARD, "k", &key, &web),
        Verdict::Unconfirmed,
        Code::IssuerUnavailable,
    );
    let page = |mut web: Web| {
        web.bytes(HARVARD, "text/html", b"<html>".to_vec());
        web
    };
    let web = page(not_found(KEY_SET, Web::default()));
    not(
        "a web page is not a key document",
        &by_kid(HARVARD, "k", &key, &web),
        Verdict::Unconfirmed,
        Code::IssuerUnavailable,
    );
    let web = page(Web::default().with(KEY_SET, &key_set(&[mallory.named("m")])));
    not(
        "a web page, and a key set with other keys",
        &by_kid(HARVARD, "k", &key, &web),
        Verdict::Invalid,
        Code::IssuerKeyUnbound,
    );
    let web = Web::default().with(HARVARD, &controller("https://harvard.example/issuers/2", &[("k", &key)]));
    not(
        "another issuer's document",
        &by_kid(HARVARD, &format!("{HARVARD}#k"), &key, &web),
        Verdict::Invalid,
        Code::IssuerIdMismatch,
    );

    let redirected = "https://evil.example/.well-known/jwks.json";
    let mut web = not_found(HARVARD, Web::default().with(redirected, &set));
    web.redirect(KEY_SET, redirected);
    not(
        "the key set redirects to another host",
        &by_kid(HARVARD, "k", &key, &web),
        Verdict::Unconfirmed,
        Code::IssuerUnavailable,
    );
}

/// A confusable issuer domain is shown as it was contacted.
#[test]
fn reports_the_domain_that_was_contacted() {
    let key = Signer::ed25519(1);
    for (issuer, set, domain) in [
        (
            "https://harvard.example.badges.test/i",
            "https://harvard.example.badges.test/.well-known/jwks.json",
            "badges.test",
        ),
        (
            "https://h\u{430}rvard.example/i",
            "https://xn--hrvard-3nf.example/.well-known/jwks.json",
            "xn--hrvard-3nf.example",
        ),
    ] {
        let web = Web::default().with(set, &key_set(&[key.named("k")]));
        let report = by_kid(issuer, "k", &key, &web);
        assert_eq!(web.requests().first().map(String::as_str), Some(set));
        verified(issuer, &report);
        assert_eq!(report.issuer.identity, IssuerIdentity::ProvenDomain { domain: domain.into() });
    }
}
