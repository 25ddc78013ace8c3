//! Who signs a bundle, and what the signature says.

use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use openbadges::did;

/// The holder's key and DID. The DID is the key's own (`did:key`), so the two cannot disagree.
pub struct Signer<'a> {
    key: &'a SigningKey,
    did: String,
}

impl<'a> Signer<'a> {
    /// A holder known by `key` alone.
    pub fn did_key(key: &'a SigningKey) -> Self {
        Self { key, did: did::did_key_of(&key.verifying_key()) }
    }

    /// The holder's DID.
    pub fn did(&self) -> &str {
        &self.did
    }

    pub(crate) fn key(&self) -> &SigningKey {
        self.key
    }
}

/// When a bundle is made, for whom, as the answer to what, and until when.
#[derive(Clone, Debug)]
pub struct BundleOptions {
    /// When it is made.
    pub created: Timestamp,
    /// For whom: a domain or a name. The proofs' `domain`.
    pub audience: Option<String>,
    /// The reader's challenge, or the maker's own nonce. The proofs' `challenge`.
    pub challenge: Option<String>,
    /// Until when it is to be relied on. The proofs' `expires`.
    pub expires: Option<Timestamp>,
}

impl BundleOptions {
    /// For nobody in particular and without an end.
    pub fn new(created: Timestamp) -> Self {
        Self { created, audience: None, challenge: None, expires: None }
    }
}
