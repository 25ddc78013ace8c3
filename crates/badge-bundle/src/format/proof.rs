//! Proofs by the holder, in the manifest and in the presentation.
//!
//! Each is a Data Integrity proof with the purpose `authentication`. Its `domain`, `challenge` and `expires` state the
//! audience, the challenge that the bundle answers, and the expiry time.

use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use openbadges::{
    Code, did,
    json::Value,
    proof::data_integrity::{self, Proof, ProofError, ProofOptions, Suite},
};

/// The purpose of a holder's proof (Data Integrity 1.0, section 2.1 `proofPurpose`).
const PURPOSE: &str = "authentication";

/// The key and the DID of a holder. The DID is derived from the key (`did:key`).
pub struct Signer<'a> {
    key: &'a SigningKey,
    did: String,
}

impl<'a> Signer<'a> {
    /// Creates a signer whose DID is the `did:key` of `key`.
    pub fn did_key(key: &'a SigningKey) -> Self {
        Self { key, did: did::did_key_of(&key.verifying_key()) }
    }

    /// Returns the holder's DID.
    pub fn did(&self) -> &str {
        &self.did
    }
}

/// The options for the proofs of a bundle.
#[derive(Clone, Debug)]
pub struct BundleOptions {
    /// When the bundle is created.
    pub created: Timestamp,
    /// The audience: a domain or a name. Becomes `domain` of the proofs.
    pub audience: Option<String>,
    /// The reader's challenge or a nonce. Becomes `challenge` of the proofs.
    pub challenge: Option<String>,
    /// When the bundle expires. Becomes `expires` of the proofs.
    pub expires: Option<Timestamp>,
}

impl BundleOptions {
    /// Creates options without audience, challenge and expiry.
    pub fn new(created: Timestamp) -> Self {
        Self { created, audience: None, challenge: None, expires: None }
    }
}

/// Adds a proof by `signer` to `document`.
pub(crate) fn sign(
    document: &Value,
    suite: Suite,
    signer: &Signer<'_>,
    options: &BundleOptions,
) -> Result<Value, ProofError> {
    let options = ProofOptions {
        suite,
        verification_method: did::did_key_method(signer.did()),
        purpose: PURPOSE.into(),
        created: options.created,
        expires: options.expires,
        challenge: options.challenge.clone(),
        domain: options.audience.clone(),
    };
    data_integrity::sign(document, &options, signer.key)
}

/// Verifies that `document` has exactly one proof, made by `holder` with `suite`, and returns it.
///
/// The key is derived from the holder's DID. The proof's `verificationMethod` must name that key and is not used to find one.
pub(crate) fn verify(document: &Value, holder: &str, suite: Suite) -> Result<Proof, ProofError> {
    let mut proofs = data_integrity::proofs(document);
    let proof = match proofs.pop() {
        Some(proof) if proofs.is_empty() => proof?,
        Some(_) => return Err(ProofError::new(Code::DiMalformed).with("detail", "more than one proof")),
        None => return Err(ProofError::new(Code::DiNoProof)),
    };
    if proof.suite != suite {
        return Err(ProofError::new(Code::DiSuiteUnsupported).with("suite", format!("{:?}", proof.suite)));
    }
    if proof.purpose != PURPOSE {
        return Err(ProofError::new(Code::DiPurpose).with("purpose", &proof.purpose));
    }
    let key =
        did::did_key(holder).map_err(|error| ProofError::new(error.code).with("detail", error.detail))?;
    if proof.verification_method != did::did_key_method(holder) {
        return Err(ProofError::new(Code::IssuerKeyUnbound).with("method", &proof.verification_method));
    }
    data_integrity::verify(document, &proof, &key)?;
    Ok(proof)
}
