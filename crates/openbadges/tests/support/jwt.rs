//! VC-JWTs of every algorithm, with any header and payload.

use data_encoding::BASE64URL_NOPAD;
use openbadges::proof::{
    family::Family,
    jwk::Jwk,
    jws::{Algorithm, Jws},
    key::PublicKey,
};
use rsa::{Pkcs1v15Sign, Pss, RsaPrivateKey, traits::PublicKeyParts};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::support::{
    TestIssuer,
    signing::{SameSalt, TestKey},
    time,
};

/// The id of the issuer with an address.
pub(crate) const HARVARD: &str = "https://harvard.example/issuers/1";
/// The key set of its origin.
pub(crate) const KEY_SET: &str = "https://harvard.example/.well-known/jwks.json";

/// A private key and the algorithm that it is used with.
#[derive(Clone)]
pub(crate) enum Signer {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Rsa(Box<RsaPrivateKey>, Algorithm),
}

impl Signer {
    pub(crate) fn ed25519(seed: u8) -> Self {
        Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
    }

    pub(crate) fn p256(seed: u8) -> Self {
        Self::P256(p256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap())
    }

    pub(crate) fn p384(seed: u8) -> Self {
        Self::P384(p384::ecdsa::SigningKey::from_slice(&[seed; 48]).unwrap())
    }

    /// Returns a key of 2,048 bits, made for these tests.
    pub(crate) fn rsa(algorithm: Algorithm) -> Self {
        let TestKey::Rsa(key) = TestKey::of(Family::Rsa, 1) else { unreachable!() };
        Self::Rsa(key, algorithm)
    }

    /// Returns one signer for each algorithm, with its name.
    pub(crate) fn all() -> Vec<(&'static str, Self)> {
        let signer = |algorithm: &Algorithm| match algorithm {
            Algorithm::EdDsa => Self::ed25519(1),
            Algorithm::Es256 => Self::p256(1),
            Algorithm::Es384 => Self::p384(1),
            rsa => Self::rsa(*rsa),
        };
        Algorithm::ALL.iter().map(|algorithm| (algorithm.name(), signer(algorithm))).collect()
    }

    pub(crate) fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "EdDSA",
            Self::P256(_) => "ES256",
            Self::P384(_) => "ES384",
            Self::Rsa(_, algorithm) => algorithm.name(),
        }
    }

    /// Returns the public key.
    pub(crate) fn public(&self) -> PublicKey {
        Jwk::from_value(&self.jwk()).unwrap().key
    }

    /// Returns the public key as a JWK.
    pub(crate) fn jwk(&self) -> Value {
        let base64url = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        match self {
            Self::Ed25519(key) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": base64url(key.verifying_key().as_bytes())})
            }
            Self::P256(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                json!({"kty": "EC", "crv": "P-256", "x": base64url(point.x().unwrap()), "y": base64url(point.y().unwrap())})
            }
            Self::P384(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                json!({"kty": "EC", "crv": "P-384", "x": base64url(point.x().unwrap()), "y": base64url(point.y().unwrap())})
            }
            Self::Rsa(key, _) => rsa_jwk(&key.n().to_bytes_be(), &key.e().to_bytes_be()),
        }
    }

    /// Returns the public key as a member of a key set.
    pub(crate) fn named(&self, kid: &str) -> Value {
        let mut jwk = self.jwk();
        jwk["kid"] = json!(kid);
        jwk
    }

    /// Signs `payload` with `header`. A header without `alg` gets the algorithm of this key.
    pub(crate) fn sign(&self, header: Value, payload: &Value) -> String {
        let mut header = header;
        if header.get("alg").is_none() {
            header["alg"] = json!(self.algorithm());
        }
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let input = format!("{}.{}", part(&header), part(payload));
        let signature = BASE64URL_NOPAD.encode(&self.signature(input.as_bytes()));
        format!("{input}.{signature}")
    }

    /// Returns the signature of `input`.
    pub(crate) fn signature(&self, input: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => ed25519_dalek::Signer::sign(key, input).to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(key, input);
                signature.to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = p384::ecdsa::signature::Signer::sign(key, input);
                signature.to_vec()
            }
            Self::Rsa(key, algorithm) => match algorithm {
                Algorithm::Rs384 => key.sign(Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(input)),
                Algorithm::Rs512 => key.sign(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(input)),
                Algorithm::Ps256 => {
                    key.sign_with_rng(&mut SameSalt, Pss::new::<Sha256>(), &Sha256::digest(input))
                }
                _ => key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(input)),
            }
            .unwrap(),
        }
    }
}

/// Returns an RSA public key as a JWK.
pub(crate) fn rsa_jwk(modulus: &[u8], exponent: &[u8]) -> Value {
    json!({"kty": "RSA", "n": BASE64URL_NOPAD.encode(modulus), "e": BASE64URL_NOPAD.encode(exponent)})
}

/// Returns a key set.
pub(crate) fn key_set(keys: &[Value]) -> Value {
    json!({ "keys": keys })
}

/// Returns the payload of a valid VC-JWT by `issuer` in the data model 2.0.
pub(crate) fn payload(issuer: &str) -> Value {
    let mut credential = TestIssuer::at(issuer, 1).credential();
    credential["credentialSubject"]["id"] = json!("did:example:learner");
    credential["validUntil"] = json!("2036-01-01T00:00:00Z");
    let mut payload = claims(&credential);
    let Value::Object(members) = credential else { panic!("a credential is an object") };
    payload.as_object_mut().unwrap().extend(members);
    payload
}

/// Returns the payload of a valid VC-JWT by `issuer` in the data model 1.1.
pub(crate) fn payload_v1(issuer: &str) -> Value {
    let mut credential = TestIssuer::at(issuer, 1).credential_v1();
    credential["credentialSubject"]["id"] = json!("did:example:learner");
    credential["expirationDate"] = json!("2036-01-01T00:00:00Z");
    let mut payload = claims(&credential);
    payload["vc"] = credential;
    payload
}

fn claims(credential: &Value) -> Value {
    let second = |members: [&str; 2]| {
        let text = members.iter().find_map(|member| credential[member].as_str()).unwrap();
        time(text).as_second()
    };
    let mut claims = Map::new();
    claims.insert("iss".into(), credential["issuer"]["id"].clone());
    claims.insert("sub".into(), credential["credentialSubject"]["id"].clone());
    claims.insert("jti".into(), credential["id"].clone());
    claims.insert("nbf".into(), second(["validFrom", "issuanceDate"]).into());
    claims.insert("exp".into(), second(["validUntil", "expirationDate"]).into());
    Value::Object(claims)
}

/// Returns the token with a changed header and the original signature.
pub(crate) fn with_header(text: &str, change: impl FnOnce(&mut Value)) -> String {
    let (header, rest) = text.split_once('.').unwrap();
    let mut header: Value =
        serde_json::from_slice(&BASE64URL_NOPAD.decode(header.as_bytes()).unwrap()).unwrap();
    change(&mut header);
    format!("{}.{rest}", BASE64URL_NOPAD.encode(header.to_string().as_bytes()))
}

/// Returns the token with a changed signature.
pub(crate) fn with_signature(text: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> String {
    let (input, _) = text.rsplit_once('.').unwrap();
    let signature = change(Jws::parse(text).unwrap().signature);
    format!("{input}.{}", BASE64URL_NOPAD.encode(&signature))
}
