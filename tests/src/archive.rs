//! ZIP archives, and the encrypted envelopes that backups contain.

use std::io::{Cursor, Write};

use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::BASE64;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use serde_json::json;
use zip::{ZipWriter, write::SimpleFileOptions};

/// Returns a ZIP archive with `entries`, given as name and content.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).expect("memory");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// Encrypts `text` as an envelope of LearnCard's holder continuity bundle. The cost of Argon2id is low, so
/// that tests are fast.
pub fn encrypt_envelope(text: &str, password: &str) -> String {
    let (salt, iv, mut key) = ([7; 16], [9; 12], [0; 32]);
    let params = Params::new(64, 1, 4, Some(32)).expect("parameters");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(password.as_bytes(), &salt, &mut key).expect("a key");
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).expect("a key"));
    let mut ciphertext = text.as_bytes().to_vec();
    let nonce = Nonce::assume_unique_for_key(iv);
    key.seal_in_place_append_tag(nonce, Aad::empty(), &mut ciphertext).expect("encryption");
    json!({
        "ciphertext": BASE64.encode(&ciphertext),
        "iv": BASE64.encode(&iv),
        "salt": BASE64.encode(&salt),
        "kdfParams": {"algorithm": "argon2id", "timeCost": 1, "memoryCost": 64, "parallelism": 4},
    })
    .to_string()
}
