//! Authenticated encryption (XChaCha20-Poly1305, random 24-byte nonce), with a context as associated data.
//!
//! A seal opens only with the same context, so sealed bytes cannot be swapped. Every key of the store is derived from
//! the data key by HMAC-SHA-256 with its own label, so that no key serves two purposes.

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use rand_core::{OsRng, RngCore};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::data_key::DataKey;

/// Length of a nonce in bytes.
pub(crate) const NONCE: usize = 24;
/// Length of an authentication tag in bytes.
pub(crate) const TAG: usize = 16;

/// Seals a secret of the vault with the given key.
pub(crate) fn seal(key: &[u8; 32], context: &[u8], plain: &[u8]) -> Vec<u8> {
    seal_with(&XChaCha20Poly1305::new(Key::from_slice(key)), context, plain)
}

/// Opens bytes from [`seal`]. Returns `None` for another key, another context or altered bytes.
pub(crate) fn unseal(key: &[u8; 32], context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    unseal_with(&XChaCha20Poly1305::new(Key::from_slice(key)), context, sealed).map(Zeroizing::new)
}

fn seal_with(cipher: &XChaCha20Poly1305, context: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    OsRng.fill_bytes(&mut nonce);
    let payload = Payload { msg: plain, aad: context };
    let Ok(ciphertext) = cipher.encrypt(XNonce::from_slice(&nonce), payload) else {
        unreachable!("XChaCha20-Poly1305 refuses only messages beyond 256 GiB")
    };
    let mut sealed = Vec::with_capacity(NONCE + ciphertext.len());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&ciphertext);
    sealed
}

fn unseal_with(cipher: &XChaCha20Poly1305, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, ciphertext) = sealed.split_at_checked(NONCE)?;
    cipher.decrypt(XNonce::from_slice(nonce), Payload { msg: ciphertext, aad: context }).ok()
}

/// The keys of a store, derived from its data key.
pub(crate) struct Keys {
    entries: XChaCha20Poly1305,
    names: Zeroizing<[u8; 32]>,
    manifest: Zeroizing<[u8; 32]>,
    check: [u8; 32],
}

impl Keys {
    /// Derives the keys from the data key.
    pub(crate) fn derive(key: &DataKey) -> Self {
        let derived = |label: &str| Zeroizing::new(keyed_hash(key.expose(), &[label.as_bytes()]));
        Self {
            entries: XChaCha20Poly1305::new(Key::from_slice(&*derived("badge-backpack store records"))),
            names: derived("badge-backpack store names"),
            manifest: derived("badge-backpack store manifest"),
            check: *derived("badge-backpack store key check"),
        }
    }

    /// Returns a value that identifies the key without revealing it.
    pub(crate) fn check(&self) -> &[u8; 32] {
        &self.check
    }

    /// Seals bytes with the entry key.
    pub(crate) fn seal(&self, context: &[u8], plain: &[u8]) -> Vec<u8> {
        seal_with(&self.entries, context, plain)
    }

    /// Opens bytes from [`seal`](Self::seal). Returns `None` as [`unseal`] does.
    pub(crate) fn unseal(&self, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        unseal_with(&self.entries, context, sealed)
    }

    /// Returns the keyed hash for the names of entries.
    pub(crate) fn name_hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        keyed_hash(&self.names, parts)
    }

    /// Returns the keyed hash for the index manifest.
    pub(crate) fn manifest_hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        keyed_hash(&self.manifest, parts)
    }
}

/// Computes HMAC-SHA-256 (RFC 2104) over the parts. Each part is preceded by its length, so that no two lists
/// of parts collide.
fn keyed_hash(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of any length")
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seal_opens_only_unaltered_in_its_context() {
        let keys = Keys::derive(&DataKey::random());
        let sealed = keys.seal(b"here", b"secret");
        assert_eq!(keys.unseal(b"here", &sealed).unwrap(), b"secret");
        assert!(keys.unseal(b"there", &sealed).is_none(), "other context");
        assert!(Keys::derive(&DataKey::random()).unseal(b"here", &sealed).is_none(), "other key");
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(keys.unseal(b"here", &altered).is_none(), "byte {at}");
            assert!(keys.unseal(b"here", &sealed[..at]).is_none(), "truncated at {at}");
        }
    }

    #[test]
    fn hash_separates_parts() {
        let keys = Keys::derive(&DataKey::random());
        assert_ne!(keys.name_hash(&[b"ab", b"c"]), keys.name_hash(&[b"a", b"bc"]));
    }
}
