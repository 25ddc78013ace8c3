//! Making proofs.

use super::{
    ProofError, ProofOptions, detached,
    suite::{Form, Written},
    transform::signed_bytes,
};
use crate::{
    code::Code,
    json::Value,
    proof::{algorithm::Algorithm, key::PublicKey},
};

type Map = serde_json::Map<String, Value>;

/// A private key, as far as making a proof needs one. Where it is kept is its owner's business.
pub trait Signer {
    /// Its public part.
    fn public(&self) -> PublicKey;

    /// The signature over `message`, in the form that JOSE gives it. `algorithm` is one of the key's family.
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

/// `document` with a proof by `key`. Fails as `verify` would: what is not covered is not signed.
///
/// A document that has proofs already gets one more beside them. Proofs of selective disclosure are not made here.
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
    let written = match suite.written() {
        Written::ProofValue => {
            let signature = key.sign(algorithm, &bytes);
            format!("z{}", bs58::encode(signature).into_string())
        }
        Written::DetachedJws => detached::write(algorithm, &bytes, |input| key.sign(algorithm, input)),
    };
    proof.insert(suite.written().member().into(), written.into());
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

/// The proof before its signature (Proof Configuration).
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
    if let (Form::Json, Some(context)) = (options.suite.form(), document.get("@context")) {
        proof.insert("@context".into(), context.clone());
    }
    proof
}
