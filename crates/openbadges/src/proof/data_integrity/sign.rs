//! Creates proofs (Data Integrity 1.0, section 4.2 Add Proof).

use super::{
    ProofError, ProofOptions, detached,
    suite::{SignatureEncoding, Transformation},
    transform::signed_bytes,
};
use crate::{
    code::Code,
    json::Value,
    proof::{algorithm::Algorithm, key::PublicKey},
};

type Map = serde_json::Map<String, Value>;

/// A private key that can create proofs.
pub trait Signer {
    /// Returns the public key.
    fn public(&self) -> PublicKey;

    /// Returns the signature over `message` in its JOSE form. `algorithm` is one of the key's family.
    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8>;
}

impl Signer for ed25519_dalek::SigningKey {
    fn public(&self) -> PublicKey {
        PublicKey::Ed25519(self.verifying_key().to_bytes())
    }

    fn sign(&self, _: Algorithm, message: &[u8]) -> Vec<u8> {
        ed25519_dalek::Signer::sign(self, message).to_vec()
    }
}

/// Adds a proof by `key` to `document`. Keeps existing proofs.
///
/// # Errors
///
/// Fails like [`verify`](super::verify) if the signature would not cover every term. Does not support suites for
/// selective disclosure.
pub fn sign(document: &Value, options: &ProofOptions, key: &impl Signer) -> Result<Value, ProofError> {
    let Value::Object(members) = document else {
        return Err(ProofError::new(Code::DiMalformed).with("pointer", "").with("detail", "not an object"));
    };
    let suite = options.suite;
    let family = key.public().family();
    let (algorithm, hash) = suite.algorithm(family).ok_or_else(|| {
        let detail = format!("{} with a key of {}", suite.as_str(), family.name());
        ProofError::new(Code::JwtAlgKeyMismatch).with("suite", suite.as_str()).with("detail", detail)
    })?;
    let mut proof = proof_options(members, options);
    let bytes = signed_bytes(document, suite, hash, &Value::Object(proof.clone()))?;
    let encoded = match suite.encoding() {
        SignatureEncoding::ProofValue => {
            let signature = key.sign(algorithm, &bytes);
            format!("z{}", bs58::encode(signature).into_string())
        }
        SignatureEncoding::DetachedJws => {
            detached::encode(algorithm, &bytes, |input| key.sign(algorithm, input))
        }
    };
    proof.insert(suite.encoding().member().into(), encoded.into());
    let proof = Value::Object(proof);
    let mut members = members.clone();
    let proofs = match members.remove("proof") {
        None | Some(Value::Null) => proof,
        Some(Value::Array(mut proofs)) => {
            proofs.push(proof);
            Value::Array(proofs)
        }
        Some(first) => Value::Array(vec![first, proof]),
    };
    members.insert("proof".into(), proofs);
    Ok(Value::Object(members))
}

/// Creates a proof without its signature (the cryptosuites call it the proof configuration).
fn proof_options(document: &Map, options: &ProofOptions) -> Map {
    let mut proof = Map::new();
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            proof.insert(name.into(), value.into());
        }
    };
    set("type", Some(options.suite.proof_type().into()));
    set("cryptosuite", options.suite.cryptosuite().map(str::to_owned));
    set("created", Some(format!("{:.0}", options.created)));
    set("verificationMethod", Some(options.verification_method.clone()));
    set("proofPurpose", Some(options.purpose.clone()));
    set("expires", options.expires.map(|time| format!("{time:.0}")));
    set("challenge", options.challenge.clone());
    set("domain", options.domain.clone());
    if let (Transformation::Json, Some(context)) = (options.suite.transformation(), document.get("@context"))
    {
        proof.insert("@context".into(), context.clone());
    }
    proof
}
