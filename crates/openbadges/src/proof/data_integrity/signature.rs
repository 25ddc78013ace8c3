//! Verifies a proof with a key (Data Integrity 1.0, section 4.4 Verify Proof).

use super::{
    Proof, ProofError,
    detached::DetachedSignature,
    disclosure,
    suite::{SignatureEncoding, Transformation},
    transform::signed_bytes,
};
use crate::{
    code::Code,
    json::Value,
    proof::{family::Family, key::PublicKey},
};

/// Verifies `proof` over `document`, which still contains its proofs, with `key`. Does not check the controller of the key,
/// the time or the proof purpose.
///
/// A proof in a chain also covers its previous proofs. Verify those separately.
pub fn verify(document: &Value, proof: &Proof, key: &PublicKey) -> Result<(), ProofError> {
    let suite = proof.suite;
    let (algorithm, hash) = suite.algorithm(key.family()).ok_or_else(|| {
        // The suite does not allow keys of this family.
        ProofError::new(Code::JwtAlgKeyMismatch)
            .with("suite", suite.as_str())
            .with("family", key.family().name())
            .with("detail", format!("{} with a key of {}", suite.as_str(), key.family().name()))
    })?;
    let text = proof.value.get(suite.encoding().member()).and_then(Value::as_str).unwrap_or_default();
    match (suite.transformation(), suite.encoding()) {
        (Transformation::Statements, _) => disclosure::verify(document, &proof.value, text, key),
        (_, SignatureEncoding::ProofValue) => {
            let signature = decode(text, key.family())?;
            let bytes = signed_bytes(document, suite, hash, &proof.value)?;
            key.verify(algorithm, &bytes, &signature).map_err(|error| {
                ProofError::new(error.code).with("suite", suite.as_str()).with("detail", error.detail)
            })
        }
        (_, SignatureEncoding::DetachedJws) => {
            let signature = DetachedSignature::parse(text, suite)?;
            signature.verify(&signed_bytes(document, suite, hash, &proof.value)?, key)
        }
    }
}

/// Decodes a `proofValue`: multibase base58btc, of the length that the key's family requires (EdDSA Cryptosuites 1.0, section
/// 3.2.2; ECDSA Cryptosuites 1.0, section 3.2.2).
fn decode(text: &str, family: Family) -> Result<Vec<u8>, ProofError> {
    let invalid =
        |detail: String| ProofError::new(Code::SigInvalid).with("term", "proofValue").with("detail", detail);
    let length = match family {
        Family::P384 => 96,
        Family::Ed25519 | Family::P256 | Family::Rsa => 64,
    };
    let base58 = text.strip_prefix('z').ok_or_else(|| invalid("not multibase base58btc".into()))?;
    // 8 bytes need fewer than 11 base58 characters. The limit matters because decoding takes quadratic time.
    if base58.len() > length / 8 * 11 {
        return Err(invalid(format!("longer than {length} bytes")));
    }
    let bytes = bs58::decode(base58).into_vec().map_err(|_| invalid("not multibase base58btc".into()))?;
    if bytes.len() != length {
        return Err(invalid(format!("not {length} bytes")));
    }
    Ok(bytes)
}
