//! DIDs as far as issuers and holders use them: `did:key` and `did:web`.

use crate::proof::key::{KeyError, PublicKey};

/// The key that a `did:key` is (with or without its fragment, which must repeat the key).
pub fn did_key(did_url: &str) -> Result<PublicKey, KeyError> {
    let _ = did_url;
    todo!("helper: proofs")
}

/// The `did:key` of an Ed25519 key.
pub fn did_key_of(key: &ed25519_dalek::VerifyingKey) -> String {
    let _ = key;
    todo!("helper: proofs")
}

/// The verification method of a `did:key`: the DID, `#`, and the key again.
pub fn did_key_method(did: &str) -> String {
    format!("{did}#{}", did.trim_start_matches("did:key:"))
}

/// The address of the document of a `did:web` (did:web method specification, "Read"). IP addresses are refused.
pub fn did_web_url(did: &str) -> Result<String, KeyError> {
    let _ = did;
    todo!("helper: proofs")
}
