//! Base proofs of `ecdsa-sd-2023` (Data Integrity ECDSA Cryptosuites 1.0, section 3.6.1).
//!
//! An issuer gives a base proof to the holder, who derives other proofs from it. The library does not create
//! base proofs.

use std::collections::BTreeMap;

use ciborium::Value as Cbor;
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use openbadges::linked_data::{
    Edition, Hash, ToRdfOptions, canonical_nquads, canonicalize,
    rdf::{Quad, Term},
    to_rdf,
};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use rand_core::{OsRng, RngCore};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The first bytes of a base proof's value (section 3.5.2).
const BASE_PROOF: [u8; 3] = [0xd9, 0x5d, 0x00];
/// The multicodec of a P-256 public key.
const P256_PUB: [u8; 2] = [0x80, 0x24];
/// Prefix of the temporary ids of nodes without an id (section 3.4.5, skolemization).
const UNNAMED: &str = "urn:bnid:";

/// Adds a base proof with `key` to `document`. The holder must always disclose the parts that the JSON
/// pointers in `mandatory` select.
pub fn base_proof(document: &Value, method: &str, mandatory: &[&str], key: &SigningKey) -> Value {
    let mut proof = json!({
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "created": "2025-05-01T00:00:00Z",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    });
    let mut config = proof.clone();
    config["@context"] = document["@context"].clone();
    let proof_hash = Sha256::digest(canonical_nquads(&config).expect("proof options"));

    let mut hmac_key = [0; 32];
    OsRng.fill_bytes(&mut hmac_key);
    let mut named = document.clone();
    name_all(&mut named, &mut 0);
    let labels = labels(&named, &hmac_key);
    let always = statements(&selected(&named, &paths(mandatory)), &labels);
    let (mandatory_statements, others): (Vec<String>, Vec<String>) =
        statements(&named, &labels).into_iter().partition(|statement| always.contains(statement));

    let proof_key = SigningKey::random(&mut OsRng);
    let public_key = [&P256_PUB, proof_key.verifying_key().to_encoded_point(true).as_bytes()].concat();
    let signed = |key: &SigningKey, message: &[u8]| {
        let signature: Signature = key.sign(message);
        Cbor::Bytes(signature.to_vec())
    };
    let base = [&proof_hash[..], &public_key, &Sha256::digest(mandatory_statements.concat())].concat();
    let components = Cbor::Array(vec![
        signed(key, &base),
        Cbor::Bytes(public_key),
        Cbor::Bytes(hmac_key.to_vec()),
        Cbor::Array(others.iter().map(|statement| signed(&proof_key, statement.as_bytes())).collect()),
        Cbor::Array(mandatory.iter().map(|pointer| Cbor::Text((*pointer).into())).collect()),
    ]);
    let mut value = BASE_PROOF.to_vec();
    ciborium::into_writer(&components, &mut value).expect("into a vector");
    proof["proofValue"] = format!("u{}", BASE64URL_NOPAD.encode(&value)).into();
    let mut document = document.clone();
    document["proof"] = proof;
    document
}

/// Gives every node without an id a temporary id.
fn name_all(value: &mut Value, count: &mut u32) {
    match value {
        Value::Object(members) => {
            if !members.contains_key("id") {
                members.insert("id".into(), format!("{UNNAMED}{count}").into());
                *count += 1;
            }
            let parts = members.iter_mut().filter(|(name, _)| *name != "@context");
            parts.for_each(|(_, part)| name_all(part, count));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| name_all(element, count)),
        _ => {}
    }
}

/// Returns the label of each blank node: the HMAC-SHA-256 of its canonical identifier (section 3.4.4,
/// createHmacIdLabelMapFunction).
fn labels(named: &Value, hmac_key: &[u8]) -> BTreeMap<u32, String> {
    let label = |number: usize| {
        let mut hmac = Hmac::<Sha256>::new_from_slice(hmac_key).expect("any length");
        hmac.update(format!("c14n{number}").as_bytes());
        format!("u{}", BASE64URL_NOPAD.encode(&hmac.finalize().into_bytes()))
    };
    let canonical = canonicalize(quads(named), Hash::Sha256).expect("a credential");
    canonical.issued.into_iter().map(|(blank, number)| (blank, label(number))).collect()
}

/// Returns the statements of a document in code point order, with those labels.
fn statements(named: &Value, labels: &BTreeMap<u32, String>) -> Vec<String> {
    let canonical = canonicalize(quads(named), Hash::Sha256).expect("a credential");
    let mut text = canonical.nquads;
    for (blank, number) in canonical.issued {
        text = text.replace(&format!("_:c14n{number} "), &format!("_:{} ", labels[&blank]));
    }
    let mut statements: Vec<String> = text.split_inclusive('\n').map(String::from).collect();
    statements.sort_unstable();
    statements
}

/// Returns the statements of a document, with blank nodes in place of temporary ids.
fn quads(named: &Value) -> Vec<Quad> {
    let dataset = to_rdf(named, ToRdfOptions::default(), Edition::Published).expect("a credential");
    assert_eq!(dataset.dropped, [], "every term is defined");
    let unnamed = |term: Term| match &term {
        Term::Iri(iri) => match iri.strip_prefix(UNNAMED) {
            Some(number) => Term::Blank(number.parse().expect("a number")),
            None => term,
        },
        _ => term,
    };
    let back = |quad: Quad| Quad { subject: unnamed(quad.subject), object: unnamed(quad.object), ..quad };
    dataset.quads.into_iter().map(back).collect()
}

/// Splits JSON pointers into paths. Escapes (`~0`, `~1`) are not supported.
fn paths<'p>(pointers: &[&'p str]) -> Vec<Vec<&'p str>> {
    pointers.iter().map(|pointer| pointer.split('/').skip(1).collect()).collect()
}

/// Returns the parts of `value` at `paths`, with the ids and types of the objects that contain them (section
/// 3.4.11, selectJsonLd).
fn selected(value: &Value, paths: &[Vec<&str>]) -> Value {
    if paths.iter().any(Vec::is_empty) {
        return value.clone();
    }
    let below = |name: &str| -> Vec<Vec<&str>> {
        paths.iter().filter(|path| path[0] == name).map(|path| path[1..].to_vec()).collect()
    };
    match value {
        Value::Object(members) => {
            let part = |(name, part): (&String, &Value)| {
                let always = ["@context", "id", "type"].contains(&name.as_str());
                match below(name) {
                    _ if always => Some((name.clone(), part.clone())),
                    paths if paths.is_empty() => None,
                    paths => Some((name.clone(), selected(part, &paths))),
                }
            };
            Value::Object(members.iter().filter_map(part).collect())
        }
        Value::Array(elements) => {
            let parts = elements.iter().enumerate().filter_map(|(place, element)| {
                let paths = below(&place.to_string());
                (!paths.is_empty()).then(|| selected(element, &paths))
            });
            Value::Array(parts.collect())
        }
        scalar => scalar.clone(),
    }
}
