//! Project Wycheproof's vectors for the signatures, keys and JWS that badges use.
//!
//! Unsupported algorithms are rejected whatever result the vector states, and are listed here.

use crate::support::conformance;
use data_encoding::HEXLOWER;
use openbadges::{
    Code,
    proof::{
        Curve,
        jwk::{Jwk, from_pem, key_set},
        jws::{Algorithm, Jws},
        key::PublicKey,
    },
};
use serde_json::Value;

const FOLDER: &str = "c2sp-wycheproof";

/// Runs every case of `file`: `accepts` must accept `valid` and reject `invalid` cases. Wycheproof allows
/// either result for `acceptable` cases; they are rejected here, because no conforming signer makes such
/// signatures.
fn run(file: &str, accepts: impl Fn(&Value, &Value) -> bool, unsupported: impl Fn(&Value, &Value) -> bool) {
    let Some(folder) = conformance::folder(FOLDER) else { return };
    let vectors: Value = serde_json::from_str(&conformance::text(folder.join(file))).unwrap();
    let (mut count, mut rejected_unsupported, mut failures) = (0, 0, Vec::new());
    for group in vectors["testGroups"].as_array().unwrap() {
        for test in group["tests"].as_array().unwrap() {
            count += 1;
            let expected = test["result"] == "valid" && !unsupported(group, test);
            rejected_unsupported += usize::from(test["result"] == "valid" && !expected);
            if accepts(group, test) != expected {
                failures.push(format!("{} ({}), expected {expected}", test["tcId"], test["comment"]));
            }
        }
    }
    assert_eq!(vectors["numberOfTests"], count, "every case was run");
    println!("{file}: {rejected_unsupported} valid cases of unsupported algorithms, all rejected");
    conformance::assert_all_pass(&format!("{FOLDER}/{file}"), count, &failures);
}

fn hex(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

fn none_unsupported(_: &Value, _: &Value) -> bool {
    false
}

/// Asserts that the three forms of a key in these files (raw, JWK and PEM) are read as the same key.
fn same_key(group: &Value, key: &PublicKey, jwk: &str) {
    assert_eq!(from_pem(group["publicKeyPem"].as_str().unwrap()).as_ref(), Ok(key));
    if let Some(jwk) = group.get(jwk) {
        assert_eq!(Jwk::from_value(jwk).map(|jwk| jwk.key).as_ref(), Ok(key));
    }
}

#[test]
fn verifies_ed25519() {
    let accepts = |group: &Value, test: &Value| {
        let key = PublicKey::ed25519(&hex(&group["publicKey"]["pk"])).unwrap();
        same_key(group, &key, "publicKeyJwk");
        key.verify(Algorithm::EdDsa, &hex(&test["msg"]), &hex(&test["sig"])).is_ok()
    };
    run("ed25519_test.json", accepts, none_unsupported);
}

/// Case 1 of both files has an s above n/2 and is valid: RFC 7518 does not require a low s, and neither does
/// this library.
#[test]
fn verifies_ecdsa() {
    for (file, curve, algorithm) in [
        ("ecdsa_secp256r1_sha256_p1363_test.json", Curve::P256, Algorithm::Es256),
        ("ecdsa_secp384r1_sha384_p1363_test.json", Curve::P384, Algorithm::Es384),
    ] {
        let accepts = |group: &Value, test: &Value| {
            let key = PublicKey::ec(curve, &hex(&group["publicKey"]["uncompressed"])).unwrap();
            same_key(group, &key, "publicKeyJwk");
            key.verify(algorithm, &hex(&test["msg"]), &hex(&test["sig"])).is_ok()
        };
        run(file, accepts, none_unsupported);
    }
}

#[test]
fn verifies_rsa_2048() {
    let accepts = |group: &Value, test: &Value| {
        let key = &group["publicKey"];
        let key = PublicKey::rsa(&hex(&key["modulus"]), &hex(&key["publicExponent"])).unwrap();
        same_key(group, &key, "keyJwk");
        key.verify(Algorithm::Rs256, &hex(&test["msg"]), &hex(&test["sig"])).is_ok()
    };
    run("rsa_signature_2048_sha256_test.json", accepts, none_unsupported);
}

/// Returns the algorithm in the header of a case, if it can be read.
fn algorithm(test: &Value) -> Option<String> {
    let header = test["jws"].as_str()?.split('.').next()?;
    let header = data_encoding::BASE64URL_NOPAD.decode(header.as_bytes()).ok()?;
    let header: Value = serde_json::from_slice(&header).ok()?;
    header["alg"].as_str().map(str::to_owned)
}

/// PS384, PS512, ES512 and HS* are not on the fixed list, so they are rejected with the code of unsupported
/// algorithms.
fn has_unsupported_algorithm(_: &Value, test: &Value) -> bool {
    let unsupported = algorithm(test).is_none_or(|name| Algorithm::from_name(&name).is_none());
    if unsupported && test["result"] == "valid" {
        // Two of these cases are valid only for readers that skip characters outside the alphabet.
        let code = Jws::parse(test["jws"].as_str().unwrap()).unwrap_err().code;
        assert!(matches!(code, Code::JwtAlgForbidden | Code::JwtFormat), "{}: {code}", test["tcId"]);
    }
    unsupported
}

#[test]
fn verifies_json_web_signatures() {
    let accepts = |group: &Value, test: &Value| {
        let key = group.get("public").and_then(|key| Jwk::from_value(key).ok());
        let jws = test["jws"].as_str().and_then(|text| Jws::parse(text).ok());
        key.zip(jws).is_some_and(|(key, jws)| jws.verify_bound(&key.key, key.alg.as_deref()).is_ok())
    };
    run("json_web_signature_test.json", accepts, has_unsupported_algorithm);
}

#[test]
fn reads_json_web_keys() {
    let accepts = |group: &Value, test: &Value| {
        let set = group.get("public").map(key_set).and_then(Result::ok).unwrap_or_default();
        let Ok(jws) = Jws::parse(test["jws"].as_str().unwrap()) else { return false };
        set.into_iter()
            .filter(|member| member.kid.as_deref() == jws.kid())
            .filter_map(|member| member.jwk.ok())
            .any(|key| jws.verify_bound(&key.key, key.alg.as_deref()).is_ok())
    };
    run("json_web_key_test.json", accepts, has_unsupported_algorithm);
}
