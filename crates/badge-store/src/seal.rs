//! Seals: XChaCha20-Poly1305 with a random 24-byte nonce, bound to what the bytes are.
//!
//! All keys come from the data key by HMAC-SHA-256 with a label each, so that no key serves two purposes.

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use rand_core::{OsRng, RngCore};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::data_key::DataKey;

/// Bytes of a nonce.
pub(crate) const NONCE: usize = 24;
/// Bytes of a tag.
pub(crate) const TAG: usize = 16;

/// Seals with the data key itself, for the few secrets of the vault.
pub(crate) fn seal(key: &[u8; 32], bound_to: &[u8], plain: &[u8]) -> Vec<u8> {
    seal_with(&XChaCha20Poly1305::new(Key::from_slice(key)), bound_to, plain)
}

/// Opens what [`seal`] made. `None`: other key, other binding, or altered bytes.
pub(crate) fn unseal(key: &[u8; 32], bound_to: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    unseal_with(&XChaCha20Poly1305::new(Key::from_slice(key)), bound_to, sealed).map(Zeroizing::new)
}

fn seal_with(cipher: &XChaCha20Poly1305, bound_to: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    OsRng.fill_bytes(&mut nonce);
    let payload = Payload { msg: plain, aad: bound_to };
    let Ok(ciphertext) = cipher.encrypt(XNonce::from_slice(&nonce), payload) else {
        unreachable!("XChaCha20-Poly1305 refuses only messages beyond 256 GiB")
    };
    let mut sealed = Vec::with_capacity(NONCE + ciphertext.len());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&ciphertext);
    sealed
}

fn unseal_with(cipher: &XChaCha20Poly1305, bound_to: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, ciphertext) = sealed.split_at_checked(NONCE)?;
    cipher.decrypt(XNonce::from_slice(nonce), Payload { msg: ciphertext, aad: bound_to }).ok()
}

/// The keys of a store.
pub(crate) struct Keys {
    records: XChaCha20Poly1305,
    names: Zeroizing<[u8; 32]>,
    manifest: Zeroizing<[u8; 32]>,
    check: [u8; 32],
}

impl Keys {
    /// Derives them from the data key.
    pub(crate) fn derive(key: &DataKey) -> Self {
        let derived = |label: &str| Zeroizing::new(keyed_hash(key.expose(), &[label.as_bytes()]));
        Self {
            records: XChaCha20Poly1305::new(Key::from_slice(&*derived("badge-backpack store records"))),
            names: derived("badge-backpack store names"),
            manifest: derived("badge-backpack store manifest"),
            check: *derived("badge-backpack store key check"),
        }
    }

    /// Tells this key from another one, and nothing about it.
    pub(crate) fn check(&self) -> &[u8; 32] {
        &self.check
    }

    /// Seals bytes.
    pub(crate) fn seal(&self, bound_to: &[u8], plain: &[u8]) -> Vec<u8> {
        seal_with(&self.records, bound_to, plain)
    }

    /// Opens sealed bytes.
    pub(crate) fn unseal(&self, bound_to: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        unseal_with(&self.records, bound_to, sealed)
    }

    /// The keyed hash that names are made of.
    pub(crate) fn name_hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        keyed_hash(&self.names, parts)
    }

    /// The keyed hash that the manifest sums up.
    pub(crate) fn manifest_hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        keyed_hash(&self.manifest, parts)
    }
}

/// HMAC-SHA-256 over the parts, each with its length, so that no two lists of parts read the same.
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
    fn a_seal_opens_only_where_it_belongs_and_unaltered() {
        let keys = Keys::derive(&DataKey::random());
        let sealed = keys.seal(b"here", b"secret");
        assert_eq!(keys.unseal(b"here", &sealed).unwrap(), b"secret");
        assert!(keys.unseal(b"there", &sealed).is_none(), "other place");
        assert!(Keys::derive(&DataKey::random()).unseal(b"here", &sealed).is_none(), "other key");
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(keys.unseal(b"here", &altered).is_none(), "byte {at}");
            assert!(keys.unseal(b"here", &sealed[..at]).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn parts_do_not_run_together() {
        let keys = Keys::derive(&DataKey::random());
        assert_ne!(keys.name_hash(&[b"ab", b"c"]), keys.name_hash(&[b"a", b"bc"]));
    }
}
