//! Signs proofs for issuers with the learner's key. A proof shows only that the holder of the key makes this
//! request now.
//!
//! This is the only module that signs for an issuer, and it builds everything that it signs. An issuer
//! contributes only the challenge, which is copied, and the host name. The callers of
//! [`Holder::presentation`] pass only the name of the contacted host.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use openbadges::{
    did,
    json::Value,
    proof::{
        data_integrity::{self, ProofOptions, Suite},
        jws::Jws,
    },
};
use serde_json::json;

use super::OfferError;

/// The learner as an issuer sees them: a key and its `did:key`.
pub struct Holder {
    key: SigningKey,
}

/// Cryptosuites for presentations. The first is the default (VCALM 1.0, section 3.4.3.1
/// `acceptedCryptosuites`).
const SUITES: [(&str, Suite); 3] = [
    ("eddsa-rdfc-2022", Suite::EddsaRdfc2022),
    ("eddsa-jcs-2022", Suite::EddsaJcs2022),
    ("Ed25519Signature2020", Suite::Ed25519Signature2020),
];

/// Returns the cryptosuite with this name, if the learner's key can sign with it.
pub(super) fn suite(name: &str) -> Option<Suite> {
    SUITES.iter().find(|(known, _)| *known == name).map(|(_, suite)| *suite)
}

/// How a key proof names the key (OpenID4VCI 1.0, section F.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// By the learner's DID.
    Did,
    /// By the bare key.
    Jwk,
}

impl Holder {
    /// Creates a holder with this key.
    pub fn new(key: SigningKey) -> Self {
        Self { key }
    }

    /// Returns the learner's DID.
    pub fn did(&self) -> String {
        did::did_key_of(&self.key.verifying_key())
    }

    /// Signs a presentation that contains only its holder (VCALM 1.0, section 3.4.3.2 "DID Authentication
    /// Response Format"), for `domain` only, as the response to `challenge`.
    pub(super) fn presentation(
        &self,
        suite: Suite,
        challenge: Option<&str>,
        domain: &str,
    ) -> Result<Value, OfferError> {
        let context = match suite {
            Suite::Ed25519Signature2020 => json!([
                "https://www.w3.org/2018/credentials/v1",
                "https://w3id.org/security/suites/ed25519-2020/v1",
            ]),
            _ => json!(["https://www.w3.org/ns/credentials/v2"]),
        };
        let did = self.did();
        let document = json!({ "@context": context, "type": ["VerifiablePresentation"], "holder": did });
        let options = ProofOptions {
            suite,
            verification_method: did::did_key_method(&did),
            purpose: "authentication".into(),
            created: Timestamp::now(),
            expires: None,
            challenge: challenge.map(str::to_owned),
            domain: Some(domain.to_owned()),
        };
        Ok(data_integrity::sign(&document, &options, &self.key)?)
    }

    /// Signs a key proof for the issuer `audience` (OpenID4VCI 1.0, section F.1). It has no `iss`, because
    /// the token was requested without a client id.
    pub(super) fn key_proof(&self, audience: &str, nonce: Option<&str>, binding: Binding) -> String {
        let mut header = serde_json::Map::new();
        header.insert("typ".into(), "openid4vci-proof+jwt".into());
        match binding {
            Binding::Did => header.insert("kid".into(), did::did_key_method(&self.did()).into()),
            Binding::Jwk => {
                let x = BASE64URL_NOPAD.encode(self.key.verifying_key().as_bytes());
                header.insert("jwk".into(), json!({ "kty": "OKP", "crv": "Ed25519", "x": x }))
            }
        };
        let mut claims = json!({ "aud": audience, "iat": Timestamp::now().as_second() });
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.into();
        }
        Jws::sign_ed25519(header, claims.to_string().as_bytes(), &self.key)
    }
}

impl std::fmt::Debug for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Holder").field("did", &self.did()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use openbadges::proof::key::PublicKey;

    use super::*;

    fn holder() -> Holder {
        Holder::new(SigningKey::from_bytes(&[7; 32]))
    }

    #[test]
    fn presentation_contains_only_holder_and_domain() {
        for (name, suite) in SUITES {
            let signed = holder().presentation(suite, Some("8d3f"), "issuer.example").unwrap();
            let members: Vec<&str> = signed.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(members, ["@context", "type", "holder", "proof"], "{name}");
            let read = data_integrity::proofs(&signed).remove(0).unwrap();
            assert_eq!(
                (read.challenge.as_deref(), read.domain.as_deref(), read.purpose.as_str()),
                (Some("8d3f"), Some("issuer.example"), "authentication"),
                "{name}"
            );
            let key = did::did_key(&holder().did()).unwrap();
            assert_eq!(data_integrity::verify(&signed, &read, &key), Ok(()), "{name}");
        }
    }

    #[test]
    fn key_proof_names_issuer_and_nonce() {
        let did = holder().did();
        for binding in [Binding::Did, Binding::Jwk] {
            let jws = Jws::parse(&holder().key_proof("https://issuer.example", Some("n"), binding)).unwrap();
            let key = PublicKey::ed25519(holder().key.verifying_key().as_bytes()).unwrap();
            assert_eq!(jws.verify(&key), Ok(()));
            assert_eq!(jws.header["typ"], "openid4vci-proof+jwt");
            let claims: Value = serde_json::from_slice(&jws.payload).unwrap();
            assert_eq!((&claims["aud"], &claims["nonce"]), (&json!("https://issuer.example"), &json!("n")));
            assert_eq!(claims.get("iss"), None);
            match binding {
                Binding::Did => assert_eq!(jws.kid(), Some(did::did_key_method(&did).as_str())),
                Binding::Jwk => assert_eq!((jws.kid(), &jws.header["jwk"]["crv"]), (None, &json!("Ed25519"))),
            }
        }
        let without = Jws::parse(&holder().key_proof("https://issuer.example", None, Binding::Did)).unwrap();
        let claims: Value = serde_json::from_slice(&without.payload).unwrap();
        assert_eq!(claims.get("nonce"), None);
    }
}
