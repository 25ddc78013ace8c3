//! What is hashed, checked and signed (EdDSA Cryptosuites 1.0 sections 3.2 and 3.3).

use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

use super::{Proof, ProofError, ProofOptions, Suite, chain};
use crate::{
    code::Code,
    json::Value,
    linked_data::{Hash, LinkedDataError, as_array, canonical_document_without},
    proof::{jcs, key::PublicKey},
};

type Map = serde_json::Map<String, Value>;

/// Whether `proof` fits `document` (which is given with its proofs) and `key`. Says nothing about whose key it is, nor about time or purpose.
///
/// A proof in a chain covers the proofs that it names; whether those hold, their own checks say.
pub fn verify(document: &Value, proof: &Proof, key: &PublicKey) -> Result<(), ProofError> {
    let signature = decode_signature(&proof.value)?;
    if !matches!(key, PublicKey::Ed25519(_)) {
        return Err(ProofError::new(Code::KeyUnsupported)
            .with("suite", proof.suite.as_str())
            .with("detail", "not an Ed25519 key"));
    }
    let bytes = signed_bytes(document, proof.suite, &proof.value)?;
    key.verify(&bytes, &signature).map_err(|error| {
        ProofError::new(error.code).with("suite", proof.suite.as_str()).with("detail", error.detail)
    })
}

/// `document` with a proof by `key`. Fails as `verify` would: what is not covered is not signed.
///
/// A document that has proofs already gets one more beside them.
pub fn sign(document: &Value, options: &ProofOptions, key: &SigningKey) -> Result<Value, ProofError> {
    let Value::Object(members) = document else {
        return Err(ProofError::new(Code::DiMalformed).with("pointer", "").with("detail", "not an object"));
    };
    let mut proof = proof_options(members, options);
    let bytes = signed_bytes(document, options.suite, &Value::Object(proof.clone()))?;
    let signature = key.sign(&bytes).to_bytes();
    proof.insert("proofValue".into(), format!("z{}", bs58::encode(signature).into_string()).into());
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
    if let (Suite::EddsaJcs2022, Some(context)) = (options.suite, document.get("@context")) {
        proof.insert("@context".into(), context.clone());
    }
    proof
}

/// The bytes that the signature is over: the hash of the proof's options, then the hash of the document.
pub fn signed_bytes(document: &Value, suite: Suite, proof: &Value) -> Result<[u8; 64], ProofError> {
    let (Some(document_members), Some(options)) = (document.as_object(), proof.as_object()) else {
        return Err(ProofError::new(Code::DiMalformed).with("detail", "not an object"));
    };
    let mut options = options.clone();
    options.remove("proofValue");
    let previous = chain::previous(document, proof)?;
    // A chained proof signs the document with the proofs that it names in place of all.
    let chained = (!previous.is_empty()).then(|| {
        let mut members = document_members.clone();
        members.insert("proof".into(), Value::Array(previous.into_iter().cloned().collect()));
        members
    });
    let (options, document) = match suite {
        Suite::EddsaJcs2022 => canonical_json(document_members, chained, options)?,
        Suite::EddsaRdfc2022 | Suite::Ed25519Signature2020 => {
            canonical_rdf(document, chained, options).map_err(|error| error.within(document, proof))?
        }
    };
    let mut bytes = [0; 64];
    let (first, second) = bytes.split_at_mut(32);
    first.copy_from_slice(&Sha256::digest(options));
    second.copy_from_slice(&Sha256::digest(document));
    Ok(bytes)
}

/// The two canonical forms under the suites that sign RDF (section 3.2): the proof's options in the document's context.
fn canonical_rdf(
    document: &Value,
    chained: Option<Map>,
    mut options: Map,
) -> Result<(Vec<u8>, Vec<u8>), Lost> {
    let context = document.get("@context");
    if options.get("@context").is_some_and(|own| Some(own) != context) {
        return Err(Lost::OwnContext);
    }
    if let Some(context) = context {
        options.insert("@context".into(), context.clone());
    }
    let options =
        canonical_document_without(&Value::Object(options), None, Hash::Sha256).map_err(Lost::Options)?;
    let document = match chained {
        Some(chained) => canonical_document_without(&Value::Object(chained), None, Hash::Sha256),
        None => canonical_document_without(document, Some("proof"), Hash::Sha256),
    }
    .map_err(Lost::Document)?;
    Ok((options.nquads.into_bytes(), document.nquads.into_bytes()))
}

/// Which of the two has no canonical RDF.
enum Lost {
    Options(LinkedDataError),
    Document(LinkedDataError),
    /// The proof has contexts of its own, which under these suites sign nothing.
    OwnContext,
}

impl Lost {
    /// The error with its pointer from the document's root.
    fn within(self, document: &Value, proof: &Value) -> ProofError {
        let at = || {
            let proofs = document.get("proof").and_then(Value::as_array);
            match proofs.and_then(|proofs| proofs.iter().position(|other| other == proof)) {
                Some(index) => format!("/proof/{index}"),
                None => "/proof".to_owned(),
            }
        };
        match self {
            Self::Document(error) => error.into(),
            Self::Options(error) => {
                let mut error = ProofError::from(error);
                // The options' contexts are the document's own.
                if let Some(pointer) =
                    error.details.get_mut("pointer").filter(|it| !it.starts_with("/@context"))
                {
                    pointer.insert_str(0, &at());
                }
                error
            }
            Self::OwnContext => ProofError::new(Code::DiContextUnknown)
                .with("pointer", at() + "/@context")
                .with("detail", "nested"),
        }
    }
}

/// The two canonical forms under `eddsa-jcs-2022` (section 3.3): the JSON itself.
fn canonical_json(
    document: &Map,
    chained: Option<Map>,
    options: Map,
) -> Result<(Vec<u8>, Vec<u8>), ProofError> {
    let mut members = chained.unwrap_or_else(|| {
        let mut members = document.clone();
        members.remove("proof");
        members
    });
    // Section 3.3.2, step 4: what stands behind the signed contexts was added later.
    if let Some(signed) = options.get("@context") {
        let found = as_array(document.get("@context").unwrap_or(&Value::Null));
        if !found.starts_with(as_array(signed)) {
            return Err(ProofError::new(Code::SigInvalid)
                .with("pointer", "/proof/@context")
                .with("detail", "the document's contexts are not those that were signed"));
        }
        members.insert("@context".into(), signed.clone());
    }
    let canonical = |members: Map| {
        jcs::canonicalize(&Value::Object(members))
            .map_err(|error| ProofError::new(Code::DiMalformed).with("detail", error.to_string()))
    };
    Ok((canonical(options)?, canonical(members)?))
}

/// `proofValue`: 64 bytes in multibase base58btc (EdDSA Cryptosuites 1.0 section 3.2.2).
fn decode_signature(proof: &Value) -> Result<Vec<u8>, ProofError> {
    let invalid =
        |detail: &str| ProofError::new(Code::SigInvalid).with("term", "proofValue").with("detail", detail);
    let text = proof.get("proofValue").and_then(Value::as_str).unwrap_or_default();
    let base58 = text.strip_prefix('z').ok_or_else(|| invalid("not multibase base58btc"))?;
    // 64 bytes take at most 88 characters; decoding takes quadratic time.
    if base58.len() > 88 {
        return Err(invalid("longer than 64 bytes"));
    }
    let bytes = bs58::decode(base58).into_vec().map_err(|_| invalid("not multibase base58btc"))?;
    if bytes.len() != 64 {
        return Err(invalid("not 64 bytes"));
    }
    Ok(bytes)
}
