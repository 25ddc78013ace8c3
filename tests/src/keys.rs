//! The issuer's keys and the forms that they are published in.

use std::sync::OnceLock;

use data_encoding::BASE64URL_NOPAD;
use openbadges::{did::did_key_of, proof::key::PublicKey};
use rand_core::{OsRng, RngCore};
use rsa::{
    RsaPrivateKey,
    pkcs1v15::SigningKey as RsaSigningKey,
    pkcs8::{EncodePublicKey, LineEnding},
    signature::{SignatureEncoding, Signer},
    traits::PublicKeyParts,
};
use serde_json::{Map, Value, json};
use sha2::Sha256;

/// One key of each family. The RSA key is made once a process, because that takes a while.
pub struct Keys {
    /// Ed25519.
    pub ed25519: ed25519_dalek::SigningKey,
    /// P-256.
    pub p256: p256::ecdsa::SigningKey,
    /// RSA, 2048 bits.
    pub rsa: &'static RsaPrivateKey,
}

impl Default for Keys {
    fn default() -> Self {
        let mut seed = [0; 32];
        OsRng.fill_bytes(&mut seed);
        Self {
            ed25519: ed25519_dalek::SigningKey::from_bytes(&seed),
            p256: p256::ecdsa::SigningKey::random(&mut OsRng),
            rsa: rsa_key(),
        }
    }
}

impl Keys {
    /// The `did:key` of the Ed25519 key.
    pub fn did_key(&self) -> String {
        did_key_of(&self.ed25519.verifying_key())
    }

    /// The Ed25519 key as a Multikey writes it.
    pub fn multibase(&self) -> String {
        let key = PublicKey::Ed25519(self.ed25519.verifying_key().to_bytes());
        key.to_multibase().expect("Ed25519 has a multibase form")
    }

    /// The RSA key in PEM, as OB 2.0 publishes it.
    pub fn rsa_pem(&self) -> String {
        self.rsa.to_public_key().to_public_key_pem(LineEnding::LF).expect("a sound key")
    }

    /// The JWK of the key for a JOSE algorithm.
    pub fn jwk(&self, algorithm: &str, kid: &str) -> Value {
        let base64 = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        match algorithm {
            "EdDSA" => {
                let x = base64(self.ed25519.verifying_key().as_bytes());
                json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid})
            }
            "ES256" => {
                let point = self.p256.verifying_key().to_encoded_point(false);
                let (x, y) = (point.x().expect("uncompressed"), point.y().expect("uncompressed"));
                json!({"kty": "EC", "crv": "P-256", "x": base64(x), "y": base64(y), "kid": kid})
            }
            "RS256" => {
                let (n, e) = (self.rsa.n().to_bytes_be(), self.rsa.e().to_bytes_be());
                json!({"kty": "RSA", "n": base64(&n), "e": base64(&e), "kid": kid})
            }
            other => panic!("no key for {other}"),
        }
    }

    /// A compact JWS (RFC 7515) by the key for `algorithm`. `header` gives the parameters beside `alg`.
    pub fn jws(&self, algorithm: &str, mut header: Map<String, Value>, payload: &Value) -> String {
        header.insert("alg".into(), algorithm.into());
        let encode = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let input = format!("{}.{}", encode(&Value::Object(header)), encode(payload));
        let signature = match algorithm {
            "EdDSA" => ed25519_dalek::Signer::sign(&self.ed25519, input.as_bytes()).to_vec(),
            "ES256" => {
                let signature: p256::ecdsa::Signature =
                    p256::ecdsa::signature::Signer::sign(&self.p256, input.as_bytes());
                signature.to_vec()
            }
            "RS256" => RsaSigningKey::<Sha256>::new(self.rsa.clone()).sign(input.as_bytes()).to_vec(),
            other => panic!("no key for {other}"),
        };
        format!("{input}.{}", BASE64URL_NOPAD.encode(&signature))
    }
}

fn rsa_key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut OsRng, 2048).expect("a key"))
}
