//! The issuer's keys, and the formats in which they are published.

use std::sync::OnceLock;

use data_encoding::BASE64URL_NOPAD;
use openbadges::{
    did::did_key_of,
    proof::{Curve, algorithm::Algorithm, data_integrity, family::Family, key::PublicKey},
};
use rand_core::{OsRng, RngCore};
use rsa::{
    Pkcs1v15Sign, Pss, RsaPrivateKey,
    pkcs8::{EncodePublicKey, LineEnding},
    traits::PublicKeyParts,
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// One key of each family. The RSA key is generated once per process, because generating it is slow.
pub struct Keys {
    /// Ed25519.
    pub ed25519: ed25519_dalek::SigningKey,
    /// P-256.
    pub p256: p256::ecdsa::SigningKey,
    /// P-384.
    pub p384: p384::ecdsa::SigningKey,
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
            p384: p384::ecdsa::SigningKey::random(&mut OsRng),
            rsa: rsa_key(),
        }
    }
}

impl Keys {
    /// Returns the `did:key` of the Ed25519 key.
    pub fn did_key(&self) -> String {
        did_key_of(&self.ed25519.verifying_key())
    }

    /// Returns the Ed25519 key in the multibase form of a Multikey.
    pub fn multibase(&self) -> String {
        self.public(Family::Ed25519).to_multibase().expect("Ed25519 has a multibase form")
    }

    /// Returns the public RSA key in PEM, as in OB 2.0.
    pub fn rsa_pem(&self) -> String {
        self.rsa.to_public_key().to_public_key_pem(LineEnding::LF).expect("a valid key")
    }

    /// Returns the public key of `family`.
    pub fn public(&self, family: Family) -> PublicKey {
        let key = match family {
            Family::Ed25519 => PublicKey::ed25519(self.ed25519.verifying_key().as_bytes()),
            Family::P256 => {
                PublicKey::ec(Curve::P256, self.p256.verifying_key().to_encoded_point(true).as_bytes())
            }
            Family::P384 => {
                PublicKey::ec(Curve::P384, self.p384.verifying_key().to_encoded_point(true).as_bytes())
            }
            Family::Rsa => PublicKey::rsa(&self.rsa.n().to_bytes_be(), &self.rsa.e().to_bytes_be()),
        };
        key.expect("a valid key")
    }

    /// Returns the JWK of the key for a JOSE algorithm.
    pub fn jwk(&self, algorithm: &str, kid: &str) -> Value {
        let mut jwk = self.public_jwk(algorithm_named(algorithm).family());
        jwk["kid"] = kid.into();
        jwk
    }

    /// Returns the public key of `family` as a JWK.
    pub fn public_jwk(&self, family: Family) -> Value {
        let base64 = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        match self.public(family) {
            PublicKey::Ed25519(bytes) => json!({"kty": "OKP", "crv": "Ed25519", "x": base64(&bytes)}),
            PublicKey::Ec { curve, point } => {
                let (x, y) = point[1..].split_at(curve.coordinate_bytes());
                json!({"kty": "EC", "crv": curve.family().name(), "x": base64(x), "y": base64(y)})
            }
            PublicKey::Rsa { modulus, exponent } => {
                json!({"kty": "RSA", "n": base64(&modulus), "e": base64(&exponent)})
            }
        }
    }

    /// Signs `payload` with the key for `algorithm` as a compact JWS (RFC 7515). `header` contains the
    /// parameters other than `alg`.
    pub fn jws(&self, algorithm: &str, mut header: Map<String, Value>, payload: &Value) -> String {
        header.insert("alg".into(), algorithm.into());
        let encode = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let input = format!("{}.{}", encode(&Value::Object(header)), encode(payload));
        format!(
            "{input}.{}",
            BASE64URL_NOPAD.encode(&self.signature(algorithm_named(algorithm), input.as_bytes()))
        )
    }

    /// Signs `message`. Returns the signature in the form of JOSE.
    pub fn signature(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        let rsa = match algorithm {
            Algorithm::EdDsa => return ed25519_dalek::Signer::sign(&self.ed25519, message).to_vec(),
            Algorithm::Es256 => {
                let signature: p256::ecdsa::Signature =
                    p256::ecdsa::signature::Signer::sign(&self.p256, message);
                return signature.to_vec();
            }
            Algorithm::Es384 => {
                let signature: p384::ecdsa::Signature =
                    p384::ecdsa::signature::Signer::sign(&self.p384, message);
                return signature.to_vec();
            }
            Algorithm::Rs256 => self.rsa.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message)),
            Algorithm::Rs384 => self.rsa.sign(Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(message)),
            Algorithm::Rs512 => self.rsa.sign(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(message)),
            Algorithm::Ps256 => {
                self.rsa.sign_with_rng(&mut OsRng, Pss::new::<Sha256>(), &Sha256::digest(message))
            }
        };
        rsa.expect("a valid key")
    }

    /// Returns a signer for Data Integrity proofs with the key of `family`.
    pub fn signer(&self, family: Family) -> impl data_integrity::Signer {
        KeyOf { keys: self, family }
    }
}

/// A signer with one of the keys.
struct KeyOf<'k> {
    keys: &'k Keys,
    family: Family,
}

impl data_integrity::Signer for KeyOf<'_> {
    fn public(&self) -> PublicKey {
        self.keys.public(self.family)
    }

    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        self.keys.signature(algorithm, message)
    }
}

fn algorithm_named(algorithm: &str) -> Algorithm {
    Algorithm::from_name(algorithm).unwrap_or_else(|| panic!("no key for {algorithm}"))
}

fn rsa_key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut OsRng, 2048).expect("a key"))
}
