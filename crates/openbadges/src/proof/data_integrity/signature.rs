//! Whether a proof fits a document and a key.

use super::{
    Proof, ProofError,
    detached::Detached,
    disclosure,
    suite::{Form, Written},
    transform::signed_bytes,
};
use crate::{
    code::Code,
    json::Value,
    proof::{family::Family, key::PublicKey},
};

/// Whether `proof` fits `document` (which is given with its proofs) and `key`. Says nothing about whose key it is, nor
/// about time or purpose.
///
/// A proof in a chain covers the proofs that it names; whether those hold, their own checks say.
pub fn verify(document: &Value, proof: &Proof, key: &PublicKey) -> Result<(), ProofError> {
    let suite = proof.suite;
    let (algorithm, hash) = suite.algorithm(key.family()).ok_or_else(|| {
        // What a key of another family signed is no signature of this suite.
        ProofError::new(Code::JwtAlgKeyMismatch)
            .with("suite", suite.as_str())
            .with("family", key.family().name())
            .with("detail", format!("{} with a key of {}", suite.as_str(), key.family().name()))
    })?;
    let text = proof.value.get(suite.written().member()).and_then(Value::as_str).unwrap_or_default();
    match (suite.form(), suite.written()) {
        (Form::Statements, _) => disclosure::verify(document, &proof.value, text, key),
        (_, Written::ProofValue) => {
            let signature = decode(text, key.family())?;
            let bytes = signed_bytes(document, suite, hash, &proof.value)?;
            key.verify(algorithm, &bytes, &signature).map_err(|error| {
                ProofError::new(error.code).with("suite", suite.as_str()).with("detail", error.detail)
            })
        }
        (_, Written::DetachedJws) => {
            let signature = Detached::read(text, suite)?;
            signature.fits(&signed_bytes(document, suite, hash, &proof.value)?, key)
        }
    }
}

/// `proofValue`: the signature in multibase base58btc, of the one length that its family has (EdDSA Cryptosuites 1.0,
/// section 3.2.2; ECDSA Cryptosuites 1.0, section 3.2.2).
fn decode(text: &str, family: Family) -> Result<Vec<u8>, ProofError> {
    let invalid =
        |detail: String| ProofError::new(Code::SigInvalid).with("term", "proofValue").with("detail", detail);
    let length = match family {
        Family::P384 => 96,
        Family::Ed25519 | Family::P256 | Family::Rsa => 64,
    };
    let base58 = text.strip_prefix('z').ok_or_else(|| invalid("not multibase base58btc".into()))?;
    // Base58 takes less than 11 characters for 8 bytes; decoding takes quadratic time.
    if base58.len() > length / 8 * 11 {
        return Err(invalid(format!("longer than {length} bytes")));
    }
    let bytes = bs58::decode(base58).into_vec().map_err(|_| invalid("not multibase base58btc".into()))?;
    if bytes.len() != length {
        return Err(invalid(format!("not {length} bytes")));
    }
    Ok(bytes)
}
