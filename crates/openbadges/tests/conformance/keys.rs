//! Key formats of public test data: did:key vectors and the PEM files of OB 1.x.

use crate::support::conformance;
use openbadges::{
    Code,
    did::{did_key, did_key_method},
    proof::{
        Curve,
        family::Family,
        jwk::{Jwk, from_pem},
        key::PublicKey,
    },
};
use serde_json::Value;

/// This library supports some of the key types in the did:key vectors. Each other vector has an expected
/// error.
#[test]
fn passes_did_key_vectors() {
    let Some(folder) = conformance::folder("did-key") else { return };
    let read = |file: &str| -> Value {
        serde_json::from_str(&conformance::text(folder.join("test-vectors").join(file))).unwrap()
    };
    let (mut count, mut failures) = (0, Vec::new());
    let mut judge = |did: &str, expected: Result<PublicKey, &str>| {
        count += 1;
        let found = did_key(did);
        let as_expected = match (&found, &expected) {
            (Ok(found), Ok(key)) => {
                found == key
                    && found.to_multibase().map(|key| format!("did:key:{key}")).as_deref() == Some(did)
                    && did_key(&did_key_method(did)).as_ref() == Ok(key)
            }
            (Err(error), Err(family)) => {
                error.code == Code::KeyUnsupported && error.family.as_deref() == Some(family)
            }
            _ => false,
        };
        if !as_expected {
            failures.push(format!("{did}: {found:?}, expected {expected:?}"));
        }
    };
    for file in ["ed25519-x25519.json", "nist-curves.json"] {
        for (did, vector) in read(file).as_object().unwrap() {
            let method = &vector["didDocument"]["verificationMethod"][0];
            match method["publicKeyJwk"]["crv"].as_str() {
                Some(other @ "P-521") => judge(did, Err(other)),
                _ => judge(did, Ok(published(method))),
            }
        }
    }
    for did in read("secp256k1.json").as_object().unwrap().keys() {
        judge(did, Err("secp256k1"));
    }
    for did in read("rsa.json").as_object().unwrap().keys() {
        judge(did, Err("RSA in multibase"));
    }
    for did in read("x25519.json")["didDocument"].as_object().unwrap().keys() {
        judge(did, Err("X25519"));
    }
    for did in read("bls12381.json").as_object().unwrap().keys() {
        let both = did.starts_with("did:key:z5Tc");
        judge(did, Err(if both { "BLS12-381 G1 and G2" } else { "BLS12-381 G2" }));
    }
    // The specification's own examples: the key of a DID document is the DID, repeated in the method.
    let examples: Vec<String> =
        serde_json::from_str(&conformance::text(folder.join("did-key-spec-examples.json"))).unwrap();
    for document in examples.iter().filter_map(|text| serde_json::from_str::<Value>(text).ok()) {
        let method = &document["verificationMethod"][0];
        let (did, key) = (document["id"].as_str().unwrap(), method["publicKeyMultibase"].as_str().unwrap());
        count += 1;
        let same = did_key(did).is_ok_and(|found| Ok(found) == PublicKey::from_multibase(key));
        if !same || method["id"] != did_key_method(did) {
            failures.push(format!("example: {did}"));
        }
    }
    conformance::assert_all_pass("did-key", count, &failures);
}

/// Returns the key of the vector's verification method, read independently of the DID.
fn published(method: &Value) -> PublicKey {
    if let Some(jwk) = method.get("publicKeyJwk") {
        return Jwk::from_value(jwk).unwrap().key;
    }
    let raw = bs58::decode(method["publicKeyBase58"].as_str().unwrap()).into_vec().unwrap();
    match raw.len() {
        32 => PublicKey::ed25519(&raw).unwrap(),
        33 => PublicKey::ec(Curve::P256, &raw).unwrap(),
        _ => PublicKey::ec(Curve::P384, &raw).unwrap(),
    }
}

#[test]
fn reads_pem_files_of_the_first_validator() {
    let Some(folder) = conformance::folder("mozilla-openbadges-validator") else { return };
    let read = |file: &str| from_pem(&conformance::text(folder.join(file)));
    let (right, wrong) = (read("rsa-public.pem").unwrap(), read("rsa-wrong-public.pem").unwrap());
    assert_eq!(right.family(), Family::Rsa);
    assert_ne!(right, wrong);
    let mut failures = Vec::new();
    for file in ["rsa-private.pem", "rsa-wrong-private.pem"] {
        let error = read(file).unwrap_err();
        if error.code != Code::KeyPrivateExposed {
            failures.push(format!("{file}: {error}"));
        }
    }
    conformance::assert_all_pass("mozilla-openbadges-validator (PEM)", 4, &failures);
}
