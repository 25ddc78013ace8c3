//! Private keys of every family and proofs of every suite.

use data_encoding::BASE64URL_NOPAD;
use openbadges::proof::{
    Curve,
    algorithm::Algorithm,
    data_integrity::{ProofError, ProofOptions, Signer, Suite, sign},
    family::Family,
    key::PublicKey,
};
use rsa::{
    BigUint, Pss, RsaPrivateKey,
    rand_core::{CryptoRng, Error, RngCore},
    traits::PublicKeyParts,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{TestIssuer, disclosure, issuer::proof_options};

/// A private key.
#[derive(Clone)]
pub(crate) enum TestKey {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Rsa(Box<RsaPrivateKey>),
}

impl TestKey {
    /// Returns the key of `family` made from `seed`. There is only one RSA key.
    pub(crate) fn of(family: Family, seed: u8) -> Self {
        match family {
            Family::Ed25519 => Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&[seed; 32])),
            Family::P256 => Self::P256(p256::ecdsa::SigningKey::from_slice(&[seed; 32]).expect("a scalar")),
            Family::P384 => Self::P384(p384::ecdsa::SigningKey::from_slice(&[seed; 48]).expect("a scalar")),
            Family::Rsa => {
                let prime = |hex: &str| BigUint::parse_bytes(hex.as_bytes(), 16).expect("a prime");
                let (p, q) = (prime(P), prime(Q));
                Self::Rsa(Box::new(RsaPrivateKey::from_p_q(p, q, 65_537u32.into()).expect("a key")))
            }
        }
    }

    /// Returns the public key as a JWK.
    pub(crate) fn jwk(&self) -> Value {
        let base64url = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        match (self, self.public()) {
            (_, PublicKey::Ed25519(bytes)) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": base64url(&bytes)})
            }
            (_, PublicKey::Ec { curve, point }) => {
                let (x, y) = point[1..].split_at(curve.coordinate_bytes());
                json!({"kty": "EC", "crv": curve.family().name(), "x": base64url(x), "y": base64url(y)})
            }
            (_, PublicKey::Rsa { modulus, exponent }) => {
                json!({"kty": "RSA", "n": base64url(&modulus), "e": base64url(&exponent)})
            }
        }
    }
}

impl Signer for TestKey {
    fn public(&self) -> PublicKey {
        let valid = |key: Result<PublicKey, _>| key.unwrap_or_else(|error| panic!("{error:?}"));
        match self {
            Self::Ed25519(key) => Signer::public(key),
            Self::P256(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                valid(PublicKey::ec(Curve::P256, point.as_bytes()))
            }
            Self::P384(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                valid(PublicKey::ec(Curve::P384, point.as_bytes()))
            }
            Self::Rsa(key) => valid(PublicKey::rsa(&key.n().to_bytes_be(), &key.e().to_bytes_be())),
        }
    }

    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => Signer::sign(key, algorithm, message),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(key, message);
                signature.to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = p384::ecdsa::signature::Signer::sign(key, message);
                signature.to_vec()
            }
            Self::Rsa(key) => {
                assert_eq!(
                    algorithm,
                    Algorithm::Ps256,
                    "PS256 is the only RSA algorithm of a Data Integrity suite"
                );
                let signature =
                    key.sign_with_rng(&mut SameSalt, Pss::new::<Sha256>(), &Sha256::digest(message));
                signature.expect("a signature")
            }
        }
    }
}

/// Returns `document` with a proof by `key` of the suite that the options name.
pub(crate) fn proven(document: &Value, options: &ProofOptions, key: &TestKey) -> Result<Value, ProofError> {
    match (options.suite, key) {
        (Suite::EcdsaSd2023, TestKey::P256(key)) => disclosure::derived(document, options, key),
        _ => sign(document, options, key),
    }
}

/// Returns the context that defines the terms of a proof of `suite`, or `None` if the data model 2.0 defines
/// them.
pub(crate) fn suite_context(suite: Suite) -> Option<&'static str> {
    match suite {
        Suite::Ed25519Signature2020 => Some("https://w3id.org/security/suites/ed25519-2020/v1"),
        Suite::Ed25519Signature2018 => Some("https://w3id.org/security/suites/ed25519-2018/v1"),
        Suite::JsonWebSignature2020 => Some("https://w3id.org/security/suites/jws-2020/v1"),
        _ => None,
    }
}

/// Returns every suite with every key family that it accepts.
pub(crate) fn suites() -> Vec<(Suite, Family)> {
    let takes =
        |suite: Suite| Family::ALL.into_iter().filter(move |family| suite.algorithm(*family).is_some());
    Suite::ALL.into_iter().flat_map(|suite| takes(suite).map(move |family| (suite, family))).collect()
}

/// An issuer with a key of any family and proofs of any suite.
#[derive(Clone)]
pub(crate) struct SuiteIssuer {
    /// Its id.
    pub(crate) id: String,
    /// Its key.
    pub(crate) key: TestKey,
    /// The verification method of its key.
    pub(crate) method: String,
    /// The suite of its proofs.
    pub(crate) suite: Suite,
}

impl SuiteIssuer {
    /// Creates a `did:key` issuer, or a `did:jwk` issuer if this library has no Multikey for the family.
    pub(crate) fn of_key(suite: Suite, family: Family, seed: u8) -> Self {
        let key = TestKey::of(family, seed);
        match key.public().to_multibase() {
            Some(multibase) => {
                let id = format!("did:key:{multibase}");
                Self { method: format!("{id}#{multibase}"), id, key, suite }
            }
            None => {
                let id = format!("did:jwk:{}", BASE64URL_NOPAD.encode(key.jwk().to_string().as_bytes()));
                Self { method: format!("{id}#0"), id, key, suite }
            }
        }
    }

    /// Creates an issuer with an address.
    pub(crate) fn at(id: &str, suite: Suite, family: Family, seed: u8) -> Self {
        Self { id: id.into(), key: TestKey::of(family, seed), method: format!("{id}#key-1"), suite }
    }

    /// Returns an issuer with the same key and another id and verification method.
    pub(crate) fn impersonate(&self, id: &str, method: &str) -> Self {
        Self { id: id.into(), method: method.into(), ..self.clone() }
    }

    /// Returns its controller document with its key under `relationship`.
    pub(crate) fn controller(&self, relationship: &str) -> Value {
        let method = json!({
            "id": self.method, "type": "JsonWebKey", "controller": self.id, "publicKeyJwk": self.key.jwk(),
        });
        let mut document = json!({"id": self.id, "verificationMethod": [method]});
        document[relationship] = json!([self.method]);
        document
    }

    /// Returns a credential for the learner, with the context of the suite.
    pub(crate) fn credential(&self) -> Value {
        let mut credential = TestIssuer::at(&self.id, 1).credential();
        if let (Some(context), Some(contexts)) =
            (suite_context(self.suite), credential["@context"].as_array_mut())
        {
            contexts.push(json!(context));
        }
        credential
    }

    /// Returns the options of its proofs.
    pub(crate) fn options(&self) -> ProofOptions {
        proof_options(self.suite, &self.method)
    }

    /// Returns a signed badge.
    pub(crate) fn badge(&self) -> Value {
        self.signed(&self.credential())
    }

    /// Returns `credential` with a proof.
    pub(crate) fn signed(&self, credential: &Value) -> Value {
        proven(credential, &self.options(), &self.key).unwrap_or_else(|error| panic!("{error}: {credential}"))
    }
}

/// A random number generator that yields the same salt in every run.
pub(crate) struct SameSalt;

impl RngCore for SameSalt {
    fn next_u32(&mut self) -> u32 {
        0x5a5a_5a5a
    }

    fn next_u64(&mut self) -> u64 {
        0x5a5a_5a5a_5a5a_5a5a
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.fill(0x5a);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        bytes.fill(0x5a);
        Ok(())
    }
}

impl CryptoRng for SameSalt {}

/// The factors of the 2,048-bit RSA key, made for these tests.
const P: &str = "cb60d89ef6effa01393554b82e2a88fe1c29a0db2a18fcc397f860883121854492e3cffe85a8f5db847f2f13bf\
     58ee0db63974c694e6137a456209835339e61d43981fc9e7bed75af4c37d064a6c63c4b56811d14b759768369e\
     66f7d3aa897eb9414de5054bcb9699cb85950010d2644ce795623e767bb70722a81bec261b93";
const Q: &str = "fbd36dbe604fcb77e6e62287f87aa26b020e8f75870b2970140b58a7ea7ae086b43455e81ed7b18e413e86d87f\
     37a8946de76ded4d52a532263ae5f86478e144794313fb8c201fd536aae2cbf65ee4f336769998de405422842a\
     1edbe71b216639a176f39d983ddb7bbe1eb3f42fba1b5a60393bbfb419f68126bdc5393b74dd";
