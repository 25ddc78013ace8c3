//! Proofs that must fail (bad inputs F01, F02, F12, F14, F15, F18), and tampering.

use crate::support::credential::{credential, with};
use ed25519_dalek::{Signer, SigningKey};
use openbadges::{
    Code,
    json::Value,
    linked_data::Hash,
    proof::{
        Curve,
        data_integrity::{ProofError, ProofOptions, Suite, proofs, sign, signed_bytes, verify},
        key::PublicKey,
    },
};
use serde_json::json;

const SUITE_2020: &str = "https://w3id.org/security/suites/ed25519-2020/v1";

/// The Ed25519 suites that the product signs with. Rules for every suite are in `verifying/suites.rs`.
const ED25519: [Suite; 3] = [Suite::EddsaRdfc2022, Suite::EddsaJcs2022, Suite::Ed25519Signature2020];

fn signer() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn public() -> PublicKey {
    PublicKey::Ed25519(signer().verifying_key().to_bytes())
}

fn options(suite: Suite) -> ProofOptions {
    let key = public().to_multibase().unwrap();
    ProofOptions {
        suite,
        verification_method: format!("did:key:{key}#{key}"),
        purpose: "assertionMethod".into(),
        created: "2026-01-02T03:04:05Z".parse().unwrap(),
        expires: Some("2030-01-02T03:04:05Z".parse().unwrap()),
        challenge: Some("why".into()),
        domain: Some("reader.example".into()),
    }
}

fn signed(suite: Suite) -> Value {
    let document = match suite {
        Suite::Ed25519Signature2020 => with(credential(), "/@context/-", json!(SUITE_2020)),
        _ => credential(),
    };
    sign(&document, &options(suite), &signer()).unwrap()
}

/// Verifies the first proof of a document.
fn check(document: &Value, key: &PublicKey) -> Result<(), ProofError> {
    let proof =
        proofs(document).into_iter().next().unwrap_or_else(|| Err(ProofError::new(Code::DiNoProof)))?;
    verify(document, &proof, key)
}

fn code(document: &Value) -> Option<Code> {
    check(document, &public()).err().map(|error| error.code)
}

#[test]
fn every_suite_verifies_its_own_signatures() {
    for suite in ED25519 {
        let document = signed(suite);
        assert_eq!(check(&document, &public()), Ok(()), "{suite:?}");
        let proof = proofs(&document).remove(0).unwrap();
        let expected = options(suite);
        assert_eq!(
            (proof.suite, proof.created, proof.expires),
            (suite, Some(expected.created), expected.expires)
        );
        assert_eq!((proof.challenge, proof.domain), (expected.challenge, expected.domain));
        let other_key = PublicKey::Ed25519(SigningKey::from_bytes(&[8; 32]).verifying_key().to_bytes());
        assert_eq!(check(&document, &other_key).unwrap_err().code, Code::SigInvalid);
    }
}

#[test]
fn signing_again_adds_a_second_proof() {
    let once = signed(Suite::EddsaRdfc2022);
    let twice = sign(&once, &options(Suite::EddsaJcs2022), &signer()).unwrap();
    let both = proofs(&twice);
    assert_eq!(both.len(), 2);
    for proof in both {
        assert_eq!(verify(&twice, &proof.unwrap(), &public()), Ok(()));
    }
}

#[test]
fn rejects_invalid_proofs() {
    let rdfc = || signed(Suite::EddsaRdfc2022);
    let jcs = || signed(Suite::EddsaJcs2022);
    let old = || signed(Suite::Ed25519Signature2020);
    let without = |document: Value, name: &str| {
        let mut document = document;
        document["proof"].as_object_mut().unwrap().remove(name);
        document
    };
    let cases: Vec<(&str, Value, Code)> = vec![
        ("F01: term added", with(rdfc(), "/credentialSubject/gpa", json!("4.0")), Code::DiTermDropped),
        ("F01: term added, older suite", with(old(), "/gpa", json!("4.0")), Code::DiTermDropped),
        ("term added under JCS: signed bytes differ", with(jcs(), "/gpa", json!("4.0")), Code::SigInvalid),
        ("term added to the proof", with(rdfc(), "/proof/note", json!("x")), Code::DiTermDropped),
        ("nonce added to the proof", with(rdfc(), "/proof/nonce", json!("x")), Code::SigInvalid),
        (
            "F02: inline context",
            with(rdfc(), "/@context/-", json!({"name": "https://a.example/"})),
            Code::DiContextUnknown,
        ),
        (
            "context in the proof",
            with(rdfc(), "/proof/@context", json!(["https://www.w3.org/ns/credentials/v2"])),
            Code::DiContextUnknown,
        ),
        (
            "JCS: context added before the signed contexts",
            with(jcs(), "/@context/0", json!(SUITE_2020)),
            Code::SigInvalid,
        ),
        ("JCS: signed contexts removed from the proof", without(jcs(), "@context"), Code::SigInvalid),
        (
            "F12: other purpose",
            with(rdfc(), "/proof/proofPurpose", json!("authentication")),
            Code::SigInvalid,
        ),
        ("F12: missing purpose", without(rdfc(), "proofPurpose"), Code::DiPurpose),
        ("F12: purposes", with(rdfc(), "/proof/proofPurpose", json!(["assertionMethod"])), Code::DiPurpose),
        (
            "F14: previous proof missing",
            with(rdfc(), "/proof/previousProof", json!("urn:uuid:1")),
            Code::DiChain,
        ),
        ("F14: previous proof is not an id", with(rdfc(), "/proof/previousProof", json!([1])), Code::DiChain),
        (
            "F14: previous proof is itself",
            with(with(rdfc(), "/proof/id", json!("urn:uuid:1")), "/proof/previousProof", json!("urn:uuid:1")),
            Code::DiChain,
        ),
        (
            "F15: cryptosuite with the older type",
            with(rdfc(), "/proof/type", json!("Ed25519Signature2020")),
            Code::DiSuiteUnsupported,
        ),
        (
            "F15: cryptosuite added to the older type",
            with(old(), "/proof/cryptosuite", json!("eddsa-rdfc-2022")),
            Code::DiSuiteUnsupported,
        ),
        ("F15: missing cryptosuite", without(rdfc(), "cryptosuite"), Code::DiSuiteUnsupported),
        (
            "F15: unknown suite",
            with(rdfc(), "/proof/cryptosuite", json!("rot13-2026")),
            Code::DiSuiteUnsupported,
        ),
        (
            "F15: selective disclosure",
            with(rdfc(), "/proof/cryptosuite", json!("ecdsa-sd-2023")),
            Code::JwtAlgKeyMismatch,
        ),
        (
            "F15: other suite of the same family",
            with(rdfc(), "/proof/cryptosuite", json!("eddsa-jcs-2022")),
            Code::SigInvalid,
        ),
        ("types", with(rdfc(), "/proof/type", json!(["DataIntegrityProof"])), Code::DiSuiteUnsupported),
        ("missing verification method", without(rdfc(), "verificationMethod"), Code::DiMalformed),
        (
            "method as an object",
            with(rdfc(), "/proof/verificationMethod", json!({"id": "did:key:z"})),
            Code::DiMalformed,
        ),
        ("missing value", without(rdfc(), "proofValue"), Code::DiMalformed),
        ("proof is a string", with(rdfc(), "/proof", json!("signed")), Code::DiMalformed),
        ("created is not a time", with(rdfc(), "/proof/created", json!("yesterday")), Code::TimeFormat),
        ("created is a day", with(rdfc(), "/proof/created", json!("2026-01-02")), Code::TimeFormat),
        ("created is a number", with(rdfc(), "/proof/created", json!(1)), Code::DiMalformed),
        (
            "expires is not a time",
            with(rdfc(), "/proof/expires", json!("2026-02-30T00:00:00Z")),
            Code::TimeFormat,
        ),
        ("challenges", with(rdfc(), "/proof/challenge", json!(["why"])), Code::DiMalformed),
        ("domains", with(rdfc(), "/proof/domain", json!(["a", "b"])), Code::DiMalformed),
        ("proof removed", with(rdfc(), "/proof", Value::Null), Code::DiNoProof),
    ];
    for (name, document, expected) in cases {
        assert_eq!(code(&document), Some(expected), "{name}: {:?}", check(&document, &public()));
    }
}

#[test]
fn rejects_circular_proof_chains() {
    let link = |id: &str, previous: &str| {
        let proof = signed(Suite::EddsaRdfc2022)["proof"].clone();
        with(with(proof, "/id", json!(id)), "/previousProof", json!(previous))
    };
    let circle = json!([
        link("urn:uuid:1", "urn:uuid:2"),
        link("urn:uuid:2", "urn:uuid:3"),
        link("urn:uuid:3", "urn:uuid:2")
    ]);
    assert_eq!(code(&with(credential(), "/proof", circle)), Some(Code::DiChain));
}

/// F18: values that are not signatures, and malleable signatures that other verifiers accept.
#[test]
fn rejects_malformed_signatures() {
    let document = signed(Suite::EddsaRdfc2022);
    let text = document["proof"]["proofValue"].as_str().unwrap().to_owned();
    let bytes: Vec<u8> = bs58::decode(&text[1..]).into_vec().unwrap();
    let base58 = |bytes: &[u8]| format!("z{}", bs58::encode(bytes).into_string());
    let bits = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let cases = [
        ("base16 prefix", format!("f{}", bits(&bytes))),
        ("base64url prefix", format!("u{}", data_encoding::BASE64URL_NOPAD.encode(&bytes))),
        ("missing prefix", text[1..].to_owned()),
        ("not base58", "z0OIl".to_owned()),
        ("empty", String::new()),
        ("only the prefix", "z".to_owned()),
        ("63 bytes", base58(&bytes[..63])),
        ("65 bytes", base58(&[&bytes[..], &[1]].concat())),
        ("100,000 characters", format!("z{}", "2".repeat(100_000))),
        ("all zero", base58(&[0; 64])),
        ("s plus the order of the group", base58(&[&bytes[..32], &plus_order(&bytes[32..])[..]].concat())),
        ("R of small order", base58(&[&SMALL_ORDER[0][..], &bytes[32..]].concat())),
    ];
    for (name, value) in cases {
        let changed = with(document.clone(), "/proof/proofValue", json!(value));
        assert_eq!(code(&changed), Some(Code::SigInvalid), "{name}");
    }
}

/// Points of small order, the identity first: with the identity as key, R = identity and s = 0 satisfy the
/// equation for any message.
const SMALL_ORDER: [[u8; 32]; 3] = {
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut order_2 = [0xff; 32];
    order_2[0] = 0xec;
    order_2[31] = 0x7f;
    [identity, order_2, [0; 32]]
};

#[test]
fn rejects_keys_of_small_order() {
    let document = signed(Suite::EddsaRdfc2022);
    for key in SMALL_ORDER {
        for r in SMALL_ORDER {
            let value = format!("z{}", bs58::encode([&r[..], &[0; 32]].concat()).into_string());
            let forged = with(document.clone(), "/proof/proofValue", json!(value));
            let error = check(&forged, &PublicKey::Ed25519(key)).unwrap_err();
            assert_eq!(error.code, Code::SigInvalid, "{key:?}");
        }
    }
}

/// Adds the group order to `s`. Verifiers that do not require the canonical form accept the result as the
/// same signature.
fn plus_order(s: &[u8]) -> [u8; 32] {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut sum = [0; 32];
    let mut carry = 0;
    for at in 0..32 {
        let total = u16::from(s[at]) + u16::from(ORDER[at]) + carry;
        sum[at] = total as u8;
        carry = total >> 8;
    }
    sum
}

#[test]
fn rejects_keys_of_other_families() {
    let document = signed(Suite::EddsaRdfc2022);
    let error = check(&document, &PublicKey::Ec { curve: Curve::P256, point: vec![4; 65] }).unwrap_err();
    assert_eq!(error.code, Code::JwtAlgKeyMismatch);
}

/// Documents with uncovered terms cannot be signed.
#[test]
fn refuses_to_sign_unverifiable_documents() {
    let refused = |document: Value, suite| sign(&document, &options(suite), &signer()).unwrap_err();
    let undefined = with(credential(), "/gpa", json!("4.0"));
    assert_eq!(refused(undefined.clone(), Suite::EddsaRdfc2022).code, Code::DiTermDropped);
    assert!(sign(&undefined, &options(Suite::EddsaJcs2022), &signer()).is_ok(), "JCS signs every byte");
    let error = refused(credential(), Suite::Ed25519Signature2020);
    assert_eq!((error.code, &*error.details["pointer"]), (Code::DiTermDropped, "/proof/type"));
    assert_eq!(refused(json!([]), Suite::EddsaJcs2022).code, Code::DiMalformed);
}

/// Data Integrity 1.0, section 2.4, Context Injection: if no context of the document defines the terms of the
/// proof, those of Data Integrity apply. The terms are signed.
#[test]
fn proof_terms_need_no_context_of_the_document() {
    let document = with(credential(), "/@context/0", json!("https://www.w3.org/2018/credentials/v1"));
    let mut document = with(document, "/issuanceDate", json!("2026-01-01T00:00:00Z"));
    document.as_object_mut().unwrap().remove("validFrom");
    let named = with(document, "/@context/-", json!("https://w3id.org/security/data-integrity/v2"));
    let mut signed = sign(&named, &options(Suite::EddsaRdfc2022), &signer()).unwrap();
    assert_eq!(check(&signed, &public()), Ok(()));
    signed["@context"].as_array_mut().unwrap().pop();
    assert_eq!(check(&signed, &public()), Ok(()));
    let later = with(signed.clone(), "/proof/expires", json!("2031-01-02T03:04:05Z"));
    assert_eq!(code(&later), Some(Code::SigInvalid));
    assert_eq!(code(&with(signed, "/proof/note", json!("x"))), Some(Code::DiTermDropped));
}

/// A signature of one suite is invalid under another, even with the same key.
#[test]
fn rejects_signatures_of_other_suites() {
    let document = signed(Suite::EddsaRdfc2022);
    let proof = &document["proof"];
    let bytes = signed_bytes(&document, Suite::EddsaRdfc2022, Hash::Sha256, proof).unwrap();
    assert_ne!(bytes, signed_bytes(&document, Suite::EddsaJcs2022, Hash::Sha256, proof).unwrap());
    let signature = signer().sign(&bytes).to_bytes();
    assert_eq!(proof["proofValue"], format!("z{}", bs58::encode(signature).into_string()));
}

/// Changes every byte of a signed text. A changed text that still verifies has the same meaning.
#[test]
fn rejects_every_changed_byte() {
    for suite in ED25519 {
        let document = signed(suite);
        let text = serde_json::to_vec(&document).unwrap();
        let mut verified = Vec::new();
        for at in 0..text.len() {
            let mut changed = text.clone();
            changed[at] ^= 1;
            let Ok(read) = openbadges::json::parse(&changed) else { continue };
            if read != document && check(&read, &public()).is_ok() {
                verified.push(String::from_utf8_lossy(&changed[at.saturating_sub(20)..at + 1]).into_owned());
            }
        }
        assert_eq!(verified, Vec::<String>::new(), "{suite:?}");
    }
}
