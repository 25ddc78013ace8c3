//! Every suite with every key family that it accepts, and unsupported suites.

use crate::support;
use crate::support::{
    Web, check, outcome, report,
    signing::{SuiteIssuer, TestKey, proven, suites},
    summary,
};
use openbadges::{
    CheckId, Code, IssuerIdentity, Outcome, Verdict,
    documents::FetchErrorKind,
    proof::{
        data_integrity::{Signer, Suite},
        family::Family,
    },
};
use serde_json::{Value, json};

const HARVARD: &str = "https://harvard.example/issuers/1";
const DID: &str = "did:web:harvard.example";
const DID_DOCUMENT: &str = "https://harvard.example/.well-known/did.json";

#[test]
fn verifies_every_suite_and_key_family() {
    for (suite, family) in suites() {
        support::vectors::row(format!("{suite:?}"));
        let name = format!("{} with {}", suite.as_str(), family.name());
        let web = Web::default();
        let bare = report(&SuiteIssuer::of_key(suite, family, 1).badge().to_string(), &web);
        assert_eq!(bare.verdict, Verdict::Verified, "{name}: {}", summary(&bare));
        assert_eq!(bare.issuer.identity, IssuerIdentity::UnknownKey, "{name}");
        let signature = check(&bare, CheckId::Signature);
        assert_eq!(signature.details["suite"], suite.as_str());
        assert_eq!(signature.rule.specification, suite.specification().0, "each suite has its own rule");
        let is_partial = bare.notes.iter().any(|note| note.code == Code::DiDisclosure);
        assert_eq!(
            is_partial,
            suite == Suite::EcdsaSd2023,
            "{name}: a note reports that statements may be missing"
        );
        assert_eq!(web.requests(), Vec::<String>::new(), "{name}");

        for (id, url) in [(HARVARD, HARVARD), (DID, DID_DOCUMENT)] {
            support::vectors::row(id);
            let issuer = SuiteIssuer::at(id, suite, family, 1);
            let web = Web::default().with(url, &issuer.controller("assertionMethod"));
            let listed = report(&issuer.badge().to_string(), &web);
            assert_eq!(listed.verdict, Verdict::Verified, "{name}, {id}: {}", summary(&listed));
            let domain = IssuerIdentity::ProvenDomain { domain: "harvard.example".into() };
            assert_eq!(listed.issuer.identity, domain, "{name}");
        }
    }
}

/// A valid signature is not necessarily the issuer's. Public vectors have no such case.
#[test]
fn rejects_valid_signature_of_another_issuer() {
    for (suite, family) in suites() {
        support::vectors::row(format!("{suite:?}"));
        // The tests have a single RSA key. If the stranger has it, the issuer has an Ed25519 key.
        let own = if family == Family::Rsa { Family::Ed25519 } else { family };
        let genuine = SuiteIssuer::at(HARVARD, suite, own, 1);
        let stranger = SuiteIssuer::of_key(suite, family, 2);
        let in_web = SuiteIssuer::at(DID, suite, own, 1);
        let fragment = |id: &str| format!("{id}#{}", stranger.id.rsplit(':').next().unwrap());
        let cases = [
            ("its own key", stranger.impersonate(HARVARD, &stranger.method), Code::IssuerKeyUnbound),
            (
                "its key in a fragment",
                stranger.impersonate(HARVARD, &fragment(HARVARD)),
                Code::IssuerKeyUnbound,
            ),
            (
                "a method of another origin",
                stranger.impersonate(HARVARD, "https://evil.example/1#k"),
                Code::IssuerKeyUnbound,
            ),
            (
                "a method of another DID",
                stranger.impersonate(DID, "did:web:evil.example#k"),
                Code::IssuerKeyUnbound,
            ),
            (
                "a method that the DID has not",
                stranger.impersonate(DID, &fragment(DID)),
                Code::IssuerKeyUnbound,
            ),
            (
                "a name that is another key",
                stranger.impersonate(&SuiteIssuer::of_key(suite, own, 1).id, &stranger.method),
                Code::IssuerKeyUnbound,
            ),
        ];
        for (case, badge, code) in cases {
            support::vectors::row(case);
            let web = Web::default()
                .with(HARVARD, &genuine.controller("assertionMethod"))
                .with(DID_DOCUMENT, &in_web.controller("assertionMethod"));
            let report = report(&badge.badge().to_string(), &web);
            let name = format!("{} with {}, {case}", suite.as_str(), family.name());
            assert_eq!(report.verdict, Verdict::Invalid, "{name}: {}", summary(&report));
            assert_eq!(outcome(&report, CheckId::IssuerKey), (Outcome::Failed, Some(code)), "{name}");
            assert_eq!(report.issuer.identity, IssuerIdentity::Unproven, "{name}");
        }
    }
}

/// The issuer's own document decides the purpose of a key, and the listed key must be the signer.
#[test]
fn rejects_keys_listed_for_other_purposes() {
    for (suite, family) in suites().into_iter().filter(|(_, family)| *family != Family::Rsa) {
        support::vectors::row(format!("{suite:?}"));
        let issuer = SuiteIssuer::at(HARVARD, suite, family, 1);
        let badge = issuer.badge().to_string();
        let page = |document: &Value| report(&badge, &Web::default().with(HARVARD, document));
        let barred = page(&issuer.controller("authentication"));
        assert_eq!(outcome(&barred, CheckId::IssuerKey).1, Some(Code::KeyNotAuthorised), "{suite:?}");
        assert_eq!(barred.verdict, Verdict::Invalid, "{suite:?}");
        let other = page(&SuiteIssuer::at(HARVARD, suite, family, 2).controller("assertionMethod"));
        assert_eq!(
            outcome(&other, CheckId::Signature),
            (Outcome::Failed, Some(Code::SigInvalid)),
            "{suite:?}"
        );
        assert_eq!(other.verdict, Verdict::Invalid, "{suite:?}");
        let silent = report(&badge, &Web::default());
        assert_eq!(silent.verdict, Verdict::Unconfirmed, "{suite:?}: {}", summary(&silent));
    }
}

/// An https issuer's key set serves proofs as well as tokens; a key with `alg` is valid for no other
/// algorithm.
#[test]
fn key_set_lists_keys_for_proofs() {
    const KEY_SET: &str = "https://harvard.example/.well-known/jwks.json";
    for (suite, family) in suites() {
        support::vectors::row(format!("{suite:?}"));
        let issuer = SuiteIssuer::at(HARVARD, suite, family, 1).impersonate(HARVARD, &format!("{KEY_SET}#k"));
        let badge = issuer.badge().to_string();
        let (algorithm, _) = suite.algorithm(family).unwrap();
        for (alg, verdict) in [
            (json!(null), Verdict::Verified),
            (json!(algorithm.name()), Verdict::Verified),
            (json!("ECDH-ES"), Verdict::Invalid),
            (json!("RS512"), Verdict::Invalid),
        ] {
            let mut key = issuer.key.jwk();
            key["kid"] = json!("k");
            if !alg.is_null() {
                key["alg"] = alg.clone();
            }
            let mut web = Web::default().with(KEY_SET, &json!({"keys": [key]}));
            web.no(HARVARD, FetchErrorKind::Failed, Code::NetNotFound);
            let report = report(&badge, &web);
            assert_eq!(report.verdict, verdict, "{suite:?} {family:?} {alg}: {}", summary(&report));
            let code = (verdict == Verdict::Invalid).then_some(Code::JwtAlgKeyMismatch);
            assert_eq!(outcome(&report, CheckId::Signature).1, code, "{suite:?} {family:?} {alg}");
        }
    }
}

/// A key of a family that the suite does not accept cannot have made the signature.
#[test]
fn rejects_keys_of_other_families() {
    for suite in Suite::ALL {
        support::vectors::row(format!("{suite:?}"));
        for family in Family::ALL.into_iter().filter(|family| suite.algorithm(*family).is_none()) {
            let (_, own) = suites().into_iter().find(|(known, _)| *known == suite).unwrap();
            let issuer = SuiteIssuer::of_key(suite, own, 1);
            let other = SuiteIssuer::of_key(suite, family, 1);
            let mut badge = issuer.signed(&other.impersonate(&other.id, &other.method).credential());
            badge["proof"]["verificationMethod"] = json!(other.method);
            let report = report(&badge.to_string(), &Web::default());
            let expected = (Outcome::Failed, Some(Code::JwtAlgKeyMismatch));
            assert_eq!(outcome(&report, CheckId::Signature), expected, "{suite:?}: {}", summary(&report));
            assert!(proven(&issuer.credential(), &issuer.options(), &TestKey::of(family, 1)).is_err());
        }
    }
}

/// Suites of other standards and unknown suites are reported by name. Their outcome is unknown, not failed.
#[test]
fn names_unsupported_suites() {
    let issuer = SuiteIssuer::of_key(Suite::EddsaRdfc2022, Family::Ed25519, 1);
    let valid = issuer.badge();
    for (proof_type, cryptosuite) in [
        ("DataIntegrityProof", Some("bbs-2023")),
        ("DataIntegrityProof", Some("ecdsa-2019")),
        ("DataIntegrityProof", Some("eddsa-2022")),
        ("DataIntegrityProof", Some("mldsa44-rdfc-2024")),
        ("EcdsaSecp256k1Signature2019", None),
        ("EcdsaSecp256r1Signature2019", None),
        ("RsaSignature2018", None),
        ("BbsBlsSignature2020", None),
        ("Ed25519Signature2020", Some("eddsa-rdfc-2022")),
    ] {
        let mut badge = valid.clone();
        badge["proof"]["type"] = json!(proof_type);
        match cryptosuite {
            Some(name) => badge["proof"]["cryptosuite"] = json!(name),
            None => {
                badge["proof"].as_object_mut().unwrap().remove("cryptosuite");
            }
        }
        let report = report(&badge.to_string(), &Web::default());
        let signature = check(&report, CheckId::Signature);
        assert_eq!((signature.outcome, signature.code), (Outcome::Unknown, Some(Code::DiSuiteUnsupported)));
        assert!(signature.details["suite"].contains(cryptosuite.unwrap_or(proof_type)), "{signature:?}");
        assert_eq!(report.verdict, Verdict::Unconfirmed, "{}", summary(&report));
    }

    let secp256k1 = "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme";
    let badge = issuer.impersonate(secp256k1, secp256k1).badge();
    let report = report(&badge.to_string(), &Web::default());
    for id in [CheckId::Signature, CheckId::IssuerKey] {
        let check = check(&report, id);
        assert_eq!((check.outcome, check.code), (Outcome::Unknown, Some(Code::KeyUnsupported)), "{id:?}");
        assert_eq!(check.details["family"], "secp256k1", "{id:?}");
    }
}

/// A `jws` has exactly the header of its suite (RFC 7797, section 6; JSON Web Signature 2020).
#[test]
fn detached_jws_has_one_header() {
    let encode = |header: Value| data_encoding::BASE64URL_NOPAD.encode(header.to_string().as_bytes());
    for suite in [Suite::Ed25519Signature2018, Suite::JsonWebSignature2020] {
        support::vectors::row(format!("{suite:?}"));
        let issuer = SuiteIssuer::of_key(suite, Family::Ed25519, 1);
        let valid = issuer.badge();
        let jws = valid["proof"]["jws"].as_str().unwrap();
        let (header, signature) = jws.split_once("..").unwrap();
        let with = |header: Value| format!("{}..{signature}", encode(header));
        for (name, jws, code) in [
            ("with a payload", format!("{header}.e30.{signature}"), Code::JwtFormat),
            ("one part", header.to_owned(), Code::JwtFormat),
            ("padded", format!("{header}..{signature}="), Code::JwtFormat),
            ("not JSON", format!("AAAA..{signature}"), Code::JwtFormat),
            ("alg none", with(json!({"alg": "none", "b64": false, "crit": ["b64"]})), Code::JwtAlgForbidden),
            (
                "alg HS256",
                with(json!({"alg": "HS256", "b64": false, "crit": ["b64"]})),
                Code::JwtAlgForbidden,
            ),
            (
                "alg RS256",
                with(json!({"alg": "RS256", "b64": false, "crit": ["b64"]})),
                Code::JwtAlgForbidden,
            ),
            ("missing alg", with(json!({"b64": false, "crit": ["b64"]})), Code::JwtAlgForbidden),
            ("encoded", with(json!({"alg": "EdDSA"})), Code::JwtCrit),
            ("b64 true", with(json!({"alg": "EdDSA", "b64": true, "crit": ["b64"]})), Code::JwtCrit),
            ("b64 not critical", with(json!({"alg": "EdDSA", "b64": false})), Code::JwtCrit),
            (
                "more critical parameters",
                with(json!({"alg": "EdDSA", "b64": false, "crit": ["b64", "exp"]})),
                Code::JwtCrit,
            ),
            (
                "a key in the header",
                with(json!({"alg": "EdDSA", "b64": false, "crit": ["b64"], "jwk": {}})),
                Code::JwtHeaderForbidden,
            ),
            (
                "in another order",
                with(json!({"b64": false, "alg": "EdDSA", "crit": ["b64"]})),
                Code::SigInvalid,
            ),
            ("another signature", format!("{header}..{}", "A".repeat(86)), Code::SigInvalid),
        ] {
            support::vectors::row(name);
            let mut badge = valid.clone();
            badge["proof"]["jws"] = json!(jws);
            let report = report(&badge.to_string(), &Web::default());
            assert_eq!(
                outcome(&report, CheckId::Signature),
                (Outcome::Failed, Some(code)),
                "{suite:?}, {name}"
            );
            assert_eq!(report.verdict, Verdict::Invalid, "{suite:?}, {name}");
        }
        let mut other = valid.clone();
        let es256 = encode(json!({"alg": "ES256", "b64": false, "crit": ["b64"]}));
        other["proof"]["jws"] = json!(format!("{es256}..{signature}"));
        let report = report(&other.to_string(), &Web::default());
        let expected = if suite == Suite::JsonWebSignature2020 {
            Code::JwtAlgKeyMismatch
        } else {
            Code::JwtAlgForbidden
        };
        assert_eq!(outcome(&report, CheckId::Signature).1, Some(expected), "{suite:?}");
    }
}

/// A term that no context defines is not signed under the JWS suites either, and the suite's own type must be
/// defined.
#[test]
fn rejects_undefined_terms_in_every_rdf_suite() {
    for (suite, family) in suites() {
        support::vectors::row(format!("{suite:?}"));
        let issuer = SuiteIssuer::of_key(suite, family, 1);
        let mut badge = issuer.badge();
        badge["gpa"] = json!("4.0");
        let report = report(&badge.to_string(), &Web::default());
        let expected = match suite {
            Suite::EddsaJcs2022 | Suite::EcdsaJcs2019 => Code::SigInvalid,
            _ => Code::DiTermDropped,
        };
        assert_eq!(outcome(&report, CheckId::Signature), (Outcome::Failed, Some(expected)), "{suite:?}");
    }
    let issuer = SuiteIssuer::of_key(Suite::Ed25519Signature2018, Family::Ed25519, 1);
    let mut undefined = issuer.credential();
    undefined["@context"].as_array_mut().unwrap().pop();
    let error = proven(&undefined, &issuer.options(), &issuer.key).unwrap_err();
    assert_eq!(error.code, Code::DiTermDropped);
    assert_eq!(issuer.key.public().family(), Family::Ed25519);
}
