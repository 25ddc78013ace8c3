//! Derived proofs of `ecdsa-sd-2023`.
//!
//! The test acts as issuer and holder. The issuer chooses the labels of blank nodes, so a derived proof can
//! be made directly from the disclosed document.

use ciborium::Value as Cbor;
use data_encoding::BASE64URL_NOPAD;
use openbadges::{
    linked_data::canonical_nquads,
    proof::data_integrity::{ProofError, ProofOptions},
};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The components of a derived proof before encoding.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) base_signature: Vec<u8>,
    pub(crate) public_key: Vec<u8>,
    pub(crate) signatures: Vec<Vec<u8>>,
    pub(crate) labels: Vec<Vec<u8>>,
    pub(crate) mandatory: Vec<usize>,
}

impl Parts {
    /// Returns the `proofValue`.
    pub(crate) fn encode(&self) -> String {
        let bytes = |part: &[u8]| Cbor::Bytes(part.to_vec());
        let labels = self.labels.iter().enumerate().map(|(node, label)| ((node as u64).into(), bytes(label)));
        self.with_labels(labels.collect())
    }

    /// Returns the `proofValue` with these labels.
    pub(crate) fn with_labels(&self, labels: Vec<(Cbor, Cbor)>) -> String {
        let bytes = |part: &[u8]| Cbor::Bytes(part.to_vec());
        write(
            &[0xd9, 0x5d, 0x01],
            &Cbor::Array(vec![
                bytes(&self.base_signature),
                bytes(&self.public_key),
                Cbor::Array(self.signatures.iter().map(|signature| bytes(signature)).collect()),
                Cbor::Map(labels),
                Cbor::Array(self.mandatory.iter().map(|place| (*place as u64).into()).collect()),
            ]),
        )
    }
}

/// Encodes CBOR with a header as multibase.
pub(crate) fn write(header: &[u8], components: &Cbor) -> String {
    let mut encoded = header.to_vec();
    ciborium::into_writer(components, &mut encoded).expect("into a vector");
    format!("u{}", BASE64URL_NOPAD.encode(&encoded))
}

/// Returns `document` with a derived proof that discloses every statement.
pub(crate) fn derived(
    document: &Value,
    options: &ProofOptions,
    key: &SigningKey,
) -> Result<Value, ProofError> {
    let (mut proof, parts) = parts(document, options, key)?;
    proof.insert("proofValue".into(), parts.encode().into());
    let mut document = document.clone();
    document["proof"] = Value::Object(proof);
    Ok(document)
}

/// Returns a proof without its value, and the components of the value. Every third statement is mandatory.
pub(crate) fn parts(
    document: &Value,
    options: &ProofOptions,
    key: &SigningKey,
) -> Result<(Map<String, Value>, Parts), ProofError> {
    let proof = json!({
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "created": format!("{:.0}", options.created),
        "verificationMethod": options.verification_method,
        "proofPurpose": options.purpose,
    });
    let mut config = proof.clone();
    config["@context"] = document["@context"].clone();
    let proof_hash = Sha256::digest(canonical_nquads(&config)?);

    let canonical = canonical_nquads(document)?;
    let nodes = (0..).take_while(|node| canonical.contains(&format!("_:c14n{node} "))).count();
    let labels: Vec<Vec<u8>> =
        (0..nodes).map(|node| Sha256::digest(format!("label {node}")).to_vec()).collect();
    let mut relabelled = canonical;
    for (node, label) in labels.iter().enumerate() {
        let label = format!("_:u{} ", BASE64URL_NOPAD.encode(label));
        relabelled = relabelled.replace(&format!("_:c14n{node} "), &label);
    }
    let mut statements: Vec<&str> = relabelled.split_inclusive('\n').collect();
    statements.sort_unstable();

    let proof_key = SigningKey::from_slice(&[0x77; 32]).expect("a scalar");
    let signed = |key: &SigningKey, message: &[u8]| {
        let signature: Signature = key.sign(message);
        signature.to_vec()
    };
    let point = proof_key.verifying_key().to_encoded_point(true);
    let public_key = [&[0x80, 0x24], point.as_bytes()].concat();
    let mandatory: Vec<usize> = (0..statements.len()).step_by(3).collect();
    let (mut mandatory_statements, mut signatures) = (String::new(), Vec::new());
    for (place, statement) in statements.iter().enumerate() {
        if mandatory.contains(&place) {
            mandatory_statements.push_str(statement);
        } else {
            signatures.push(signed(&proof_key, statement.as_bytes()));
        }
    }
    let base = [&proof_hash[..], &public_key, &Sha256::digest(mandatory_statements)].concat();
    let base_signature = signed(key, &base);
    let Value::Object(proof) = proof else { panic!("an object") };
    Ok((proof, Parts { base_signature, public_key, signatures, labels, mandatory }))
}
