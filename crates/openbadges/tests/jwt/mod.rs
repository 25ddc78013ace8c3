//! VC-JWTs of every algorithm, with headers and payloads that say what a test says.
// Each test is a crate of its own and uses its own part of the vocabulary.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use data_encoding::BASE64URL_NOPAD;
use openbadges::proof::{jwk::Jwk, jws::Jws, key::PublicKey};
use rsa::{BigUint, Pkcs1v15Sign, RsaPrivateKey, traits::PublicKeyParts};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::common::{TestIssuer, time};

/// The issuer with an address.
pub const HARVARD: &str = "https://harvard.example/issuers/1";
/// Its origin's key set.
pub const KEY_SET: &str = "https://harvard.example/.well-known/jwks.json";

/// A private key of one of the three families.
#[derive(Clone)]
pub enum Signer {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
    Rsa(Box<RsaPrivateKey>),
}

impl Signer {
    pub fn ed25519(seed: u8) -> Self {
        Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
    }

    pub fn p256(seed: u8) -> Self {
        Self::P256(p256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap())
    }

    /// A key of 2,048 bits, made for these tests.
    pub fn rsa() -> Self {
        let prime = |hex: &str| BigUint::parse_bytes(hex.as_bytes(), 16).unwrap();
        Self::Rsa(Box::new(RsaPrivateKey::from_p_q(prime(P), prime(Q), 65_537u32.into()).unwrap()))
    }

    /// One of each family, under the name of its algorithm.
    pub fn all() -> [(&'static str, Self); 3] {
        [("EdDSA", Self::ed25519(1)), ("ES256", Self::p256(1)), ("RS256", Self::rsa())]
    }

    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "EdDSA",
            Self::P256(_) => "ES256",
            Self::Rsa(_) => "RS256",
        }
    }

    /// The public key.
    pub fn public(&self) -> PublicKey {
        Jwk::from_value(&self.jwk()).unwrap().key
    }

    /// The public key as a JWK.
    pub fn jwk(&self) -> Value {
        let base64url = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        match self {
            Self::Ed25519(key) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": base64url(key.verifying_key().as_bytes())})
            }
            Self::P256(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                json!({"kty": "EC", "crv": "P-256", "x": base64url(point.x().unwrap()), "y": base64url(point.y().unwrap())})
            }
            Self::Rsa(key) => rsa_jwk(&key.n().to_bytes_be(), &key.e().to_bytes_be()),
        }
    }

    /// The public key as a member of a key set.
    pub fn named(&self, kid: &str) -> Value {
        let mut jwk = self.jwk();
        jwk["kid"] = json!(kid);
        jwk
    }

    /// `payload` under `header`, which says its own `alg` or gets this key's.
    pub fn sign(&self, header: Value, payload: &Value) -> String {
        let mut header = header;
        if header.get("alg").is_none() {
            header["alg"] = json!(self.algorithm());
        }
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let input = format!("{}.{}", part(&header), part(payload));
        let signature = BASE64URL_NOPAD.encode(&self.signature(input.as_bytes()));
        format!("{input}.{signature}")
    }

    /// The signature over `input`.
    pub fn signature(&self, input: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => ed25519_dalek::Signer::sign(key, input).to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(key, input);
                signature.to_vec()
            }
            Self::Rsa(key) => key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(input)).unwrap(),
        }
    }
}

/// An RSA key as a JWK.
pub fn rsa_jwk(modulus: &[u8], exponent: &[u8]) -> Value {
    json!({"kty": "RSA", "n": BASE64URL_NOPAD.encode(modulus), "e": BASE64URL_NOPAD.encode(exponent)})
}

/// A key set.
pub fn key_set(keys: &[Value]) -> Value {
    json!({ "keys": keys })
}

/// The payload of a sound VC-JWT by `issuer`, over the data model 2.0.
pub fn payload(issuer: &str) -> Value {
    let mut credential = TestIssuer::at(issuer, 1).credential();
    credential["credentialSubject"]["id"] = json!("did:example:learner");
    credential["validUntil"] = json!("2036-01-01T00:00:00Z");
    let mut payload = claims(&credential);
    let Value::Object(members) = credential else { panic!("a credential is an object") };
    payload.as_object_mut().unwrap().extend(members);
    payload
}

/// The payload of a sound VC-JWT by `issuer`, over the data model 1.1.
pub fn payload_v1(issuer: &str) -> Value {
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

/// A text with its header changed, and the signature left as it was.
pub fn with_header(text: &str, change: impl FnOnce(&mut Value)) -> String {
    let (header, rest) = text.split_once('.').unwrap();
    let mut header: Value =
        serde_json::from_slice(&BASE64URL_NOPAD.decode(header.as_bytes()).unwrap()).unwrap();
    change(&mut header);
    format!("{}.{rest}", BASE64URL_NOPAD.encode(header.to_string().as_bytes()))
}

/// A text with its signature changed.
pub fn with_signature(text: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> String {
    let (input, _) = text.rsplit_once('.').unwrap();
    let signature = change(Jws::parse(text).unwrap().signature);
    format!("{input}.{}", BASE64URL_NOPAD.encode(&signature))
}

const P: &str = "cb60d89ef6effa01393554b82e2a88fe1c29a0db2a18fcc397f860883121854492e3cffe85a8f5db847f2f13bf\
     58ee0db63974c694e6137a456209835339e61d43981fc9e7bed75af4c37d064a6c63c4b56811d14b759768369e\
     66f7d3aa897eb9414de5054bcb9699cb85950010d2644ce795623e767bb70722a81bec261b93";
const Q: &str = "fbd36dbe604fcb77e6e62287f87aa26b020e8f75870b2970140b58a7ea7ae086b43455e81ed7b18e413e86d87f\
     37a8946de76ded4d52a532263ae5f86478e144794313fb8c201fd536aae2cbf65ee4f336769998de405422842a\
     1edbe71b216639a176f39d983ddb7bbe1eb3f42fba1b5a60393bbfb419f68126bdc5393b74dd";
