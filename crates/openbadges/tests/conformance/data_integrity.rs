//! Test vectors of the EdDSA and ECDSA cryptosuites, step by step, and of JCS (RFC 8785).

use crate::support::conformance;
use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::support::signing::TestKey;
use openbadges::{
    json::{Value, jcs},
    linked_data::{Hash, canonical_document},
    proof::{
        data_integrity::{Proof, ProofOptions, Signer, Suite, proofs, sign, signed_bytes, verify},
        key::PublicKey,
    },
};

fn json(path: PathBuf) -> Value {
    serde_json::from_str(&conformance::text(path)).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// Returns the key pair of `keys`: Multikey, where the private part has its own multicodec.
fn key_pair(keys: &Value) -> (PublicKey, TestKey) {
    let text = |names: &[&str]| names.iter().find_map(|name| keys[name].as_str()).unwrap().to_owned();
    let private =
        bs58::decode(&text(&["privateKeyMultibase", "secretKeyMultibase"])[1..]).into_vec().unwrap();
    let (codec, private) = private.split_at(2);
    let key = match codec {
        [0x80, 0x26] => TestKey::Ed25519(ed25519_dalek::SigningKey::from_bytes(private.try_into().unwrap())),
        [0x86, 0x26] => TestKey::P256(p256::ecdsa::SigningKey::from_slice(private).unwrap()),
        [0x87, 0x26] => TestKey::P384(p384::ecdsa::SigningKey::from_slice(private).unwrap()),
        other => panic!("multicodec {other:x?}"),
    };
    (PublicKey::from_multibase(&text(&["publicKeyMultibase"])).unwrap(), key)
}

fn only_proofs(document: &Value) -> Vec<Proof> {
    proofs(document).into_iter().map(|proof| proof.expect("a proof")).collect()
}

fn without_proof(document: &Value) -> Value {
    let mut members = document.as_object().unwrap().clone();
    members.remove("proof");
    members.into()
}

/// The number of comparisons and the failures.
#[derive(Default)]
struct Tally {
    of: usize,
    failures: Vec<String>,
}

impl Tally {
    fn check(&mut self, name: &str, passed: bool) {
        self.of += 1;
        if !passed {
            self.failures.push(name.to_owned());
        }
    }
}

#[test]
fn passes_eddsa_vectors() {
    let Some(folder) = conformance::folder("w3c-vc-di-eddsa") else { return };
    let vectors = folder.join("TestVectors");
    let keys = key_pair(&json(vectors.join("keyPair.json")));
    let mut tally = Tally::default();
    for (folder, suffix, suite) in [
        ("eddsa-rdfc-2022", "DataInt", Suite::EddsaRdfc2022),
        ("eddsa-rdfc-2022/employ", "DataInt", Suite::EddsaRdfc2022),
        ("eddsa-jcs-2022", "JCS", Suite::EddsaJcs2022),
        ("Ed25519Signature2020", "EdSig", Suite::Ed25519Signature2020),
    ] {
        one_proof(&mut tally, &vectors.join(folder), folder, suffix, suite, &keys);
    }
    proof_sets_and_chains(&mut tally, &vectors.join("proof-set-chain"));
    conformance::assert_all_pass("w3c-vc-di-eddsa", tally.of, &tally.failures);
}

/// The vectors of `ecdsa-sd-2023` are in `proofs/selective_disclosure.rs`.
#[test]
fn passes_ecdsa_vectors() {
    let Some(folder) = conformance::folder("w3c-vc-di-ecdsa") else { return };
    let vectors = folder.join("TestVectors");
    let mut tally = Tally::default();
    for (keys, curve) in [("p256KeyPair.json", "P256"), ("p384KeyPair.json", "P384")] {
        let keys = key_pair(&json(vectors.join(keys)));
        let lower = curve.to_lowercase();
        for (folder, suffix, suite) in [
            (format!("ecdsa-rdfc-2019-{lower}"), format!("ECDSA{curve}"), Suite::EcdsaRdfc2019),
            (format!("ecdsa-rdfc-2019-{lower}/employ"), format!("ECDSA{curve}"), Suite::EcdsaRdfc2019),
            (format!("ecdsa-jcs-2019-{lower}"), format!("JCSECDSA{curve}"), Suite::EcdsaJcs2019),
        ] {
            one_proof(&mut tally, &vectors.join(&folder), &folder, &suffix, suite, &keys);
        }
    }
    conformance::assert_all_pass("w3c-vc-di-ecdsa (rdfc and jcs)", tally.of, &tally.failures);
}

/// The nine files of one suite: every step between the unsigned and the signed document.
fn one_proof(
    tally: &mut Tally,
    folder: &Path,
    name: &str,
    suffix: &str,
    suite: Suite,
    (public, private): &(PublicKey, TestKey),
) {
    let (algorithm, hash) = suite.algorithm(public.family()).unwrap();
    let text = |file: &str| conformance::text(folder.join(format!("{file}{suffix}.txt")));
    let signed = json(folder.join(format!("signed{suffix}.json")));
    let options = json(folder.join(format!("proofConfig{suffix}.json")));
    let unsigned = without_proof(&signed);
    let canonical = |value: &Value| match suite {
        Suite::EddsaJcs2022 | Suite::EcdsaJcs2019 => {
            String::from_utf8(jcs::canonicalize(value).unwrap()).unwrap()
        }
        _ => canonical_document(value, hash).unwrap().nquads,
    };
    let mut check = |file: &str, passed| tally.check(&format!("{name}/{file}"), passed);

    check("canonDoc", canonical(&unsigned) == text("canonDoc"));
    check("proofCanon", canonical(&options) == text("proofCanon"));
    check("docHash", hex(&hash.digest(canonical(&unsigned).as_bytes())) == text("docHash"));
    check("proofHash", hex(&hash.digest(canonical(&options).as_bytes())) == text("proofHash"));
    let [proof] = &only_proofs(&signed)[..] else { panic!("one proof") };
    check("proofConfig", proof.suite == suite);
    let bytes = signed_bytes(&signed, suite, hash, &proof.value).unwrap();
    check("combinedHash", hex(&bytes) == text("combinedHash"));
    let signature = private.sign(algorithm, &bytes);
    check("sigHex", hex(&signature) == text("sigHex"));
    check("sigBTC58", format!("z{}", bs58::encode(&signature).into_string()) == text("sigBTC58"));
    check("signed: verified", verify(&signed, proof, public) == Ok(()));
    let again = ProofOptions {
        suite,
        verification_method: proof.verification_method.clone(),
        purpose: proof.purpose.clone(),
        created: proof.created.unwrap(),
        expires: None,
        challenge: None,
        domain: None,
    };
    check("signed: made again", sign(&unsigned, &again, private).unwrap() == signed);
}

/// Sets and chains: every proof is valid, and signing again gives the same signature.
fn proof_sets_and_chains(tally: &mut Tally, folder: &Path) {
    let keys = json(folder.join("multiKeyPairs.json"));
    let pairs: Vec<_> = keys.as_object().unwrap().values().map(key_pair).collect();
    for name in ["signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2"] {
        let signed = json(folder.join(format!("{name}.json")));
        for (at, proof) in only_proofs(&signed).iter().enumerate() {
            let multibase = proof.verification_method.rsplit('#').next().unwrap();
            let (public, private) =
                pairs.iter().find(|(key, _)| key.to_multibase().as_deref() == Some(multibase)).unwrap();
            tally.check(&format!("{name}/{at}: verified"), verify(&signed, proof, public) == Ok(()));
            let bytes = signed_bytes(&signed, proof.suite, Hash::Sha256, &proof.value).unwrap();
            let (algorithm, _) = proof.suite.algorithm(public.family()).unwrap();
            let made = format!("z{}", bs58::encode(private.sign(algorithm, &bytes)).into_string());
            tally.check(&format!("{name}/{at}: made again"), proof.value["proofValue"] == made);
        }
    }
}

#[test]
fn passes_json_canonicalization_vectors() {
    let Some(folder) = conformance::folder("json-canonicalization") else { return };
    let data = folder.join("testdata");
    let mut tally = Tally::default();
    let mut inputs: Vec<_> =
        fs::read_dir(data.join("input")).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.sort();
    for input in inputs {
        let name = input.file_name().unwrap().to_owned();
        let output = conformance::text(data.join("output").join(&name));
        let found = jcs::canonicalize(&json(input)).unwrap();
        tally.check(&name.to_string_lossy(), found == output.trim_end_matches('\n').as_bytes());
    }
    // Each line has the bits of a double in hex, a comma, and its ECMAScript form.
    for line in conformance::text(data.join("es6testfile10k.txt")).lines() {
        let (bits, expected) = line.split_once(',').unwrap();
        let number = f64::from_bits(u64::from_str_radix(bits, 16).unwrap());
        let value = serde_json::Number::from_f64(number).map(Value::Number).unwrap();
        tally.check(line, jcs::canonicalize(&value).unwrap() == expected.as_bytes());
    }
    conformance::assert_all_pass("json-canonicalization", tally.of, &tally.failures);
}
