//! Decrypts locked backups: LearnCard's holder continuity bundle 1.0.0 (its `BUNDLE_SPEC.md`).
//!
//! The archive itself is not encrypted. Each credential in it is an envelope: AES-256-GCM with a key that Argon2id
//! (RFC 9106) derives from the password. The authentication tag detects changes, so the unprotected list of hashes in
//! the archive is not used. Keys and other records of the wallet are encrypted in the same way and are never
//! decrypted.

use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::BASE64;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::limits;

/// An encrypted credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedFile {
    /// Its name in the backup.
    pub name: String,
    /// The envelope as stored in the backup.
    pub envelope: Vec<u8>,
}

/// Why an envelope could not be decrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The password is wrong, or the envelope was changed.
    #[error("wrong password")]
    Password,
    /// The format is unknown, or its parameters exceed the limits.
    #[error("unsupported encryption")]
    Unknown,
}

/// The JSON form of an envelope.
#[derive(Deserialize)]
struct Envelope {
    ciphertext: String,
    iv: String,
    salt: String,
    #[serde(rename = "kdfParams", default)]
    derivation: KeyDerivation,
}

/// The parameters of the key derivation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeyDerivation {
    algorithm: String,
    time_cost: u32,
    memory_cost: u32,
    parallelism: u32,
}

impl Default for KeyDerivation {
    fn default() -> Self {
        Self { algorithm: "argon2id".into(), time_cost: 3, memory_cost: 64 << 10, parallelism: 4 }
    }
}

impl SealedFile {
    /// Decrypts the credential. Key derivation is slow on purpose.
    pub fn open(&self, password: &SecretString) -> Result<Vec<u8>, SealError> {
        let Envelope { ciphertext, iv, salt, derivation } =
            serde_json::from_slice(&self.envelope).map_err(|_| SealError::Unknown)?;
        let bytes = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| SealError::Unknown);
        let key = derivation.key(password, &bytes(&salt)?)?;
        let key = UnboundKey::new(&AES_256_GCM, &*key).map_err(|_| SealError::Unknown)?;
        let nonce = Nonce::try_assume_unique_for_key(&bytes(&iv)?).map_err(|_| SealError::Unknown)?;
        let mut sealed = bytes(&ciphertext)?;
        let opened = LessSafeKey::new(key).open_in_place(nonce, Aad::empty(), &mut sealed);
        let length = opened.map_err(|_| SealError::Password)?.len();
        sealed.truncate(length);
        Ok(sealed)
    }
}

impl KeyDerivation {
    fn key(&self, password: &SecretString, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, SealError> {
        let too_much = self.memory_cost > limits::SEAL_MEMORY_KIB
            || self.time_cost > limits::SEAL_PASSES
            || self.parallelism > limits::SEAL_LANES;
        if self.algorithm != "argon2id" || too_much {
            return Err(SealError::Unknown);
        }
        let params = Params::new(self.memory_cost, self.time_cost, self.parallelism, Some(32));
        let argon2 =
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params.map_err(|_| SealError::Unknown)?);
        let mut key = Zeroizing::new([0; 32]);
        argon2
            .hash_password_into(password.expose_secret().as_bytes(), salt, &mut *key)
            .map_err(|_| SealError::Unknown)?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "correct horse – Batterie";
    /// Created by another implementation (Python's `cryptography` 48): `{"name":"Schweißen"}`.
    const ENVELOPE: &str = r#"{"ciphertext": "Ze+Vk6WTozVjYHMRzSpvP1Va8gjZ9MYO9IRHzmAOV3WkQR1B7w==", "iv": "ZGVmZ2hpamtsbW5v",
        "salt": "AAECAwQFBgcICQoLDA0ODw==", "kdfParams": {"algorithm": "argon2id", "timeCost": 3, "memoryCost": 65536, "parallelism": 4}}"#;

    fn opened(envelope: &str, password: &str) -> Result<String, SealError> {
        let sealed =
            SealedFile { name: "credentials/1.json.enc".into(), envelope: envelope.as_bytes().to_vec() };
        sealed.open(&password.to_owned().into()).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn opens_only_with_the_right_password() {
        let without = ENVELOPE.split(", \"kdfParams\"").next().unwrap().replace(",\n        ", ", ");
        let rows: &[(&str, String, &str, Result<&str, SealError>)] = &[
            ("right password", ENVELOPE.into(), PASSWORD, Ok(r#"{"name":"Schweißen"}"#)),
            ("wrong password", ENVELOPE.into(), "correct horse", Err(SealError::Password)),
            ("empty password", ENVELOPE.into(), "", Err(SealError::Password)),
            ("altered", ENVELOPE.replace("Ze+V", "Ze+W"), PASSWORD, Err(SealError::Password)),
            (
                "default parameters",
                ENVELOPE.replace("kdfParams", "other"),
                PASSWORD,
                Ok(r#"{"name":"Schweißen"}"#),
            ),
            ("another algorithm", ENVELOPE.replace("argon2id", "pbkdf2"), PASSWORD, Err(SealError::Unknown)),
            ("too much memory", ENVELOPE.replace("65536", "4294967295"), PASSWORD, Err(SealError::Unknown)),
            (
                "too many passes",
                ENVELOPE.replace("\"timeCost\": 3", "\"timeCost\": 4000000"),
                PASSWORD,
                Err(SealError::Unknown),
            ),
            (
                "a short nonce",
                ENVELOPE.replace("ZGVmZ2hpamtsbW5v", "ZGVm"),
                PASSWORD,
                Err(SealError::Unknown),
            ),
            ("invalid base64", ENVELOPE.replace("AAEC", "!!!!"), PASSWORD, Err(SealError::Unknown)),
            ("truncated", without, PASSWORD, Err(SealError::Unknown)),
            ("other JSON", "{}".into(), PASSWORD, Err(SealError::Unknown)),
            ("empty", String::new(), PASSWORD, Err(SealError::Unknown)),
        ];
        for (name, envelope, password, expected) in rows {
            assert_eq!(opened(envelope, password), expected.map(str::to_owned), "{name}");
        }
    }
}
