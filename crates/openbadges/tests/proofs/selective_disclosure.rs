//! Selective disclosure (`ecdsa-sd-2023`): the vectors of its specification, and derived proofs with a single
//! change to a statement, a signature, a label or another part of the value.

use crate::support::conformance;
use std::{collections::BTreeMap, path::Path};

use crate::support::{
    Web,
    disclosure::{Parts, parts, write},
    outcome, report,
    signing::{SuiteIssuer, TestKey},
    summary,
};
use ciborium::Value as Cbor;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use openbadges::{
    CheckId, Code, Outcome, Verdict,
    json::Value,
    linked_data::canonical_nquads,
    proof::{
        data_integrity::{Suite, proofs, verify},
        family::Family,
        key::PublicKey,
    },
};
use serde_json::json;
use sha2::{Digest, Sha256};

fn read(folder: &Path, file: &str) -> Value {
    serde_json::from_str(&conformance::text(folder.join(file))).unwrap()
}

fn check(document: &Value, key: &PublicKey) -> Result<(), Code> {
    let proof = proofs(document).remove(0).map_err(|error| error.code)?;
    verify(document, &proof, key).map_err(|error| error.code)
}

/// Performs a verifier's steps and compares each with its file. The other files belong to steps of an issuer
/// (`add…`) and a holder (`derived…`), which this library does not perform. Their results are the verifier's
/// input.
#[test]
fn passes_selective_disclosure_vectors() {
    let Some(folder) = conformance::folder("w3c-vc-di-ecdsa") else { return };
    let folder = folder.join("TestVectors/ecdsa-sd-2023");
    let keys = read(&folder, "SDKeyMaterial.json");
    let issuer =
        PublicKey::from_multibase(keys["baseKeyPair"]["publicKeyMultibase"].as_str().unwrap()).unwrap();
    let (mut of, mut failures) = (0, Vec::new());
    for name in ["prc", "employ"] {
        let folder = folder.join(name);
        let mut step = |step: &str, passed: bool| {
            of += 1;
            if !passed {
                failures.push(format!("{name}/{step}"));
            }
        };
        let base = read(&folder, "addSignedSDBase.json");
        step("addSignedSDBase: a base proof is rejected", check(&base, &issuer) == Err(Code::DiBaseProof));
        let mut unsigned = base.clone();
        unsigned.as_object_mut().unwrap().remove("proof");
        let canonical = canonical_nquads(&unsigned).unwrap();
        let lines: Vec<&str> = canonical.split_inclusive('\n').collect();
        step("addBaseDocCanon", json!(lines) == read(&folder, "addBaseDocCanon.json"));
        let config = canonical_nquads(&read(&folder, "addProofConfig.json")).unwrap();
        step("addProofConfigCanon", config == conformance::text(folder.join("addProofConfigCanon.txt")));

        let revealed = read(&folder, "derivedRevealDocument.json");
        step("derivedRevealDocument: verified", check(&revealed, &issuer) == Ok(()));
        let mut unsigned = revealed.clone();
        unsigned.as_object_mut().unwrap().remove("proof");
        step("derivedUnsignedReveal", unsigned == read(&folder, "derivedUnsignedReveal.json"));
        let value = read(&folder, "verifyDerivedProofValue.json");
        let statements = relabelled(&unsigned, &labels(&value["labelMap"]));
        step("verifyNQuads", json!(statements) == read(&folder, "verifyNQuads.json"));
        let data = read(&folder, "verifyCreateVerifyData.json");
        let mandatory: Vec<usize> = serde_json::from_value(value["mandatoryIndexes"].clone()).unwrap();
        let (always, chosen): (Vec<_>, Vec<_>) =
            statements.iter().enumerate().partition(|(place, _)| mandatory.contains(place));
        let text = |group: Vec<(usize, &String)>| -> Vec<String> {
            group.into_iter().map(|(_, line)| line.clone()).collect()
        };
        step("proofHash", data["proofHash"] == HEXLOWER.encode(&Sha256::digest(config)));
        step("nonMandatory", data["nonMandatory"] == json!(text(chosen)));
        let hash = HEXLOWER.encode(&Sha256::digest(text(always).concat()));
        step("mandatoryHash", data["mandatoryHash"] == hash);
        step("verifyDerivedProofValue", encode_parts(&value) == revealed["proof"]["proofValue"]);
    }
    conformance::assert_all_pass("w3c-vc-di-ecdsa (sd)", of, &failures);
}

/// Returns a label map of the vectors: `{"c14n0": "u…"}`, or a list of pairs.
fn labels(map: &Value) -> BTreeMap<String, String> {
    let pairs = map.get("value").unwrap_or(map);
    match pairs {
        Value::Object(members) => {
            members.iter().map(|(node, label)| (node.clone(), label.as_str().unwrap().to_owned())).collect()
        }
        pairs => {
            serde_json::from_value::<Vec<(String, String)>>(pairs.clone()).unwrap().into_iter().collect()
        }
    }
}

fn relabelled(document: &Value, labels: &BTreeMap<String, String>) -> Vec<String> {
    let mut text = canonical_nquads(document).unwrap();
    for (node, label) in labels {
        text = text.replace(&format!("_:{node} "), &format!("_:{label} "));
    }
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    lines.sort();
    lines
}

/// Encodes the parts that the vectors list.
fn encode_parts(value: &Value) -> String {
    let hex = |value: &Value| HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap();
    let key = value["publicKey"].as_str().unwrap();
    let mut labels: Vec<(usize, Vec<u8>)> = labels(&value["labelMap"])
        .into_iter()
        .map(|(node, label)| {
            (node[4..].parse().unwrap(), BASE64URL_NOPAD.decode(&label.as_bytes()[1..]).unwrap())
        })
        .collect();
    labels.sort();
    let parts = Parts {
        base_signature: hex(&value["baseSignature"]),
        public_key: bs58::decode(&key[1..]).into_vec().unwrap(),
        signatures: value["signatures"].as_array().unwrap().iter().map(hex).collect(),
        labels: Vec::new(),
        mandatory: serde_json::from_value(value["mandatoryIndexes"].clone()).unwrap(),
    };
    parts.with_labels(
        labels.into_iter().map(|(node, label)| ((node as u64).into(), Cbor::Bytes(label))).collect(),
    )
}

fn issuer() -> SuiteIssuer {
    SuiteIssuer::of_key(Suite::EcdsaSd2023, Family::P256, 1)
}

/// Returns the parts of a valid badge: the proof without its value, and the components of the value.
fn in_parts(issuer: &SuiteIssuer) -> (Value, serde_json::Map<String, Value>, Parts) {
    let TestKey::P256(key) = &issuer.key else { unreachable!() };
    let credential = issuer.credential();
    let (proof, parts) = parts(&credential, &issuer.options(), key).unwrap();
    (credential, proof, parts)
}

fn with_value(credential: &Value, proof: &serde_json::Map<String, Value>, value: String) -> Value {
    let mut badge = credential.clone();
    badge["proof"] = Value::Object(proof.clone());
    badge["proof"]["proofValue"] = json!(value);
    badge
}

#[test]
fn verifies_a_derived_proof() {
    let issuer = issuer();
    let report = report(&issuer.badge().to_string(), &Web::default());
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
}

/// A base proof is only for the holder, so the report neither accepts it nor calls it forged.
#[test]
fn base_proof_is_not_verified() {
    let issuer = issuer();
    let (credential, proof, _) = in_parts(&issuer);
    let value = write(&[0xd9, 0x5d, 0x00], &Cbor::Array(Vec::new()));
    let report = report(&with_value(&credential, &proof, value).to_string(), &Web::default());
    assert_eq!(outcome(&report, CheckId::Signature), (Outcome::Unknown, Some(Code::DiBaseProof)));
    assert_eq!(report.verdict, Verdict::Unconfirmed, "{}", summary(&report));
}

/// Changes every part of the value, and every member of every part.
#[test]
fn rejects_changes_to_every_part_of_the_value() {
    let issuer = issuer();
    let key = openbadges::proof::data_integrity::Signer::public(&issuer.key);
    let (credential, proof, valid) = in_parts(&issuer);
    let judge = |value: String| check(&with_value(&credential, &proof, value), &key);
    assert_eq!(judge(valid.encode()), Ok(()));
    let mut cases: Vec<(String, String)> = Vec::new();
    let mut changed = |name: String, change: &dyn Fn(&mut Parts)| {
        let mut parts = valid.clone();
        change(&mut parts);
        cases.push((name, parts.encode()));
    };
    changed("base signature".into(), &|parts| parts.base_signature[0] ^= 1);
    changed("base signature, short".into(), &|parts| parts.base_signature.truncate(63));
    changed("key of the proof".into(), &|parts| parts.public_key[0] ^= 3);
    changed("another key of the proof".into(), &|parts| {
        let other = p256::ecdsa::SigningKey::from_slice(&[0x78; 32]).unwrap();
        parts.public_key[2..].copy_from_slice(other.verifying_key().to_encoded_point(true).as_bytes());
    });
    for at in 0..valid.signatures.len() {
        changed(format!("signature {at}"), &|parts| parts.signatures[at][40] ^= 1);
        changed(format!("signature {at} removed"), &|parts| {
            parts.signatures.remove(at);
        });
        changed(format!("signature {at} twice"), &|parts| {
            let twice = parts.signatures[at].clone();
            parts.signatures.insert(at, twice);
        });
    }
    changed("signatures in another order".into(), &|parts| parts.signatures.reverse());
    for at in 0..valid.labels.len() {
        changed(format!("label {at}"), &|parts| parts.labels[at][0] ^= 1);
        changed(format!("label {at} replaced by another"), &|parts| {
            let other = parts.labels[(at + 1) % parts.labels.len()].clone();
            parts.labels[at] = other;
        });
    }
    changed("one label missing".into(), &|parts| {
        parts.labels.pop();
    });
    changed("one label added".into(), &|parts| parts.labels.push(vec![9; 32]));
    changed("a short label".into(), &|parts| {
        parts.labels[0].pop();
    });
    for at in 0..valid.mandatory.len() {
        changed(format!("mandatory {at}"), &|parts| parts.mandatory[at] += 1);
        changed(format!("mandatory {at} removed"), &|parts| {
            parts.mandatory.remove(at);
        });
        changed(format!("mandatory {at} twice"), &|parts| {
            let twice = parts.mandatory[at];
            parts.mandatory.push(twice);
        });
    }
    changed("mandatory beyond the end".into(), &|parts| parts.mandatory.push(100_000));
    let count = cases.len();
    for (name, value) in cases {
        let found = judge(value);
        assert!(matches!(found, Err(Code::SigInvalid | Code::DiMalformed)), "{name}: {found:?}");
    }
    println!("tampering: ecdsa-sd-2023, parts of the value: {count} changed, 0 verified");
}

/// Changes each text and removes each member of the badge. Only the holder may omit statements, before the
/// proof is derived.
#[test]
fn rejects_changed_and_removed_statements() {
    let issuer = issuer();
    let key = openbadges::proof::data_integrity::Signer::public(&issuer.key);
    let badge = issuer.badge();
    let mut pointers = Vec::new();
    leaves(&badge, String::new(), &mut pointers);
    let mut tried = 0;
    for pointer in pointers.iter().filter(|pointer| !pointer.starts_with("/proof/proofValue")) {
        let mut changed = badge.clone();
        let leaf = changed.pointer_mut(pointer).unwrap();
        *leaf = match &*leaf {
            Value::String(text) => json!(format!("{text}x")),
            Value::Bool(flag) => json!(!flag),
            other => json!([other, "x"]),
        };
        assert!(check(&changed, &key).is_err(), "{pointer} changed");
        let (parent, last) = pointer.rsplit_once('/').unwrap();
        let mut without = badge.clone();
        if let Value::Object(members) = without.pointer_mut(parent).unwrap() {
            members.remove(last);
            assert!(check(&without, &key).is_err(), "{pointer} removed");
            tried += 1;
        }
        tried += 1;
    }
    println!("tampering: ecdsa-sd-2023, statements: {tried} changed, 0 verified");
}

fn leaves(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                leaves(member, format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(elements) => {
            for (at, element) in elements.iter().enumerate() {
                leaves(element, format!("{pointer}/{at}"), found);
            }
        }
        _ => found.push(pointer),
    }
}

/// A value has one encoding: other encodings of the same parts, and extra parts, are rejected.
#[test]
fn rejects_other_encodings_of_the_value() {
    let issuer = issuer();
    let key = openbadges::proof::data_integrity::Signer::public(&issuer.key);
    let (credential, proof, valid) = in_parts(&issuer);
    let judge = |value: String| check(&with_value(&credential, &proof, value), &key);
    let bytes = BASE64URL_NOPAD.decode(&valid.encode().as_bytes()[1..]).unwrap();
    let encoded = |bytes: &[u8]| format!("u{}", BASE64URL_NOPAD.encode(bytes));
    let tagged = {
        let Cbor::Array(mut components) = ciborium::from_reader::<Cbor, _>(&bytes[3..]).unwrap() else {
            unreachable!()
        };
        components[0] = Cbor::Tag(64, Box::new(components[0].clone()));
        write(&bytes[..3], &Cbor::Array(components))
    };
    let long = [&bytes[..3], &[0x98, 0x05], &bytes[4..]].concat();
    let unterminated = [&bytes[..3], &[0x9f], &bytes[4..], &[0xff]].concat();
    for (name, value) in [
        ("base58btc", format!("z{}", bs58::encode(&bytes).into_string())),
        ("not multibase", valid.encode()[1..].to_owned()),
        ("padded", format!("{}=", valid.encode())),
        ("another header", encoded(&[&[0xd9, 0x5d, 0x02], &bytes[3..]].concat())),
        ("nothing after the header", encoded(&bytes[..3])),
        ("truncated", encoded(&bytes[..bytes.len() - 1])),
        ("trailing byte", encoded(&[&bytes[..], &[0]].concat())),
        ("a longer length", encoded(&long)),
        ("missing length", encoded(&unterminated)),
        ("tagged", tagged),
        ("six parts", write(&bytes[..3], &Cbor::Array(vec![Cbor::Null; 6]))),
        ("deep", encoded(&[&bytes[..3], &[0x81; 10_000]].concat())),
        (
            "a huge declared array",
            encoded(&[0xd9, 0x5d, 0x01, 0x9b, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ),
        (
            "a huge declared byte string",
            encoded(&[0xd9, 0x5d, 0x01, 0x85, 0x5b, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ),
        ("a map with a label twice", {
            let label = |node: u64| (node.into(), Cbor::Bytes(valid.labels[0].clone()));
            valid.with_labels(vec![label(0), label(0)])
        }),
    ] {
        assert_eq!(judge(value), Err(Code::DiMalformed), "{name}");
    }
}
