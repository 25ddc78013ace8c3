//! An issuer of badges of every kind, with the same keys in every run.

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use ed25519_dalek::SigningKey;
use openbadges::{
    did,
    proof::{
        data_integrity::{ProofOptions, Suite, sign},
        jws::Jws,
        key::PublicKey,
    },
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{LEARNER, Web, time};

/// The id of the badge of [`TestIssuer::credential`].
pub(crate) const BADGE: &str = "urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11";

/// The id of its achievement.
pub(crate) const ACHIEVEMENT: &str = "urn:uuid:5a7c2f50-7d24-4c0c-8e0e-3c3f2f3f6a10";

/// The id of the record's own achievement in [`TestIssuer::record`].
pub(crate) const YEAR: &str = "urn:uuid:dd887f0a-56cb-11ec-bf63-0242ac130002";

/// An issuer with an id and one Ed25519 key.
#[derive(Clone, Debug)]
pub(crate) struct TestIssuer {
    /// Its id: a did:key, a did:web or an https address.
    pub(crate) id: String,
    /// Its key.
    pub(crate) key: SigningKey,
    /// The verification method of its key.
    pub(crate) method: String,
}

impl TestIssuer {
    /// Creates a did:key issuer with a key made from `seed`.
    pub(crate) fn did_key(seed: u8) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let id = did::did_key_of(&key.verifying_key());
        Self { method: did::did_key_method(&id), id, key }
    }

    /// Creates an issuer with an address and a key made from `seed`.
    pub(crate) fn at(id: &str, seed: u8) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32]);
        Self { id: id.into(), key, method: format!("{id}#key-1") }
    }

    /// Returns the public key in multibase.
    pub(crate) fn multibase(&self) -> String {
        let key = PublicKey::Ed25519(self.key.verifying_key().to_bytes());
        key.to_multibase().expect("Ed25519 has a multibase form")
    }

    /// Returns the public key as a JWK.
    pub(crate) fn jwk(&self) -> Value {
        let x = BASE64URL_NOPAD.encode(self.key.verifying_key().as_bytes());
        json!({"kty": "OKP", "crv": "Ed25519", "x": x})
    }

    /// Returns the public key in the form of OB 2.0: SubjectPublicKeyInfo (RFC 8410) in PEM.
    pub(crate) fn pem(&self) -> String {
        const PREFIX: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        let der = [PREFIX, self.key.verifying_key().as_bytes()].concat();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64.encode(&der))
    }

    /// Returns the controller document (Controlled Identifiers 1.0) with the key under `relationship`.
    pub(crate) fn controller(&self, relationship: &str) -> Value {
        let method = json!({
            "id": self.method,
            "type": "Multikey",
            "controller": self.id,
            "publicKeyMultibase": self.multibase(),
        });
        let mut document = json!({
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": self.id,
            "verificationMethod": [method],
        });
        document[relationship] = json!([self.method]);
        document
    }

    // -- Open Badges 3.0 --------------------------------------------------------------------------

    /// Returns a credential for the learner, without a proof.
    pub(crate) fn credential(&self) -> Value {
        let subject = json!({
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject",
                "identityType": "emailAddress",
                "hashed": true,
                "salt": "pepper",
                "identityHash": hashed(LEARNER, "pepper"),
            }],
            "achievement": achievement(ACHIEVEMENT, "Teamwork"),
        });
        self.credential_of(BADGE, "OpenBadgeCredential", "Teamwork", subject)
    }

    /// Returns an endorsement of `id`, without a proof.
    pub(crate) fn endorsement(&self, id: &str) -> Value {
        let subject = json!({
            "id": id,
            "type": ["EndorsementSubject"],
            "endorsementComment": "A rigorous badge.",
        });
        let own_id = "urn:uuid:3c0f2a55-6b07-4d0d-9b3f-0c55a3d2a001";
        self.credential_of(own_id, "EndorsementCredential", "In good standing", subject)
    }

    /// Returns a learner record (CLR 2.0) with `inner` and its own achievement [`YEAR`], without a proof.
    pub(crate) fn record(&self, inner: &[Value]) -> Value {
        let subject = json!({
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": inner,
            "achievement": [achievement(YEAR, "Year one")],
        });
        let own_id = "urn:uuid:7d8a1c0e-0f57-4d6a-8a51-9f3f4f3d2c11";
        let mut record = self.credential_of(own_id, "ClrCredential", "Transcript", subject);
        let contexts = record["@context"].as_array_mut().expect("contexts");
        contexts.insert(1, json!("https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"));
        record
    }

    /// Returns a credential of type `kind` about `subject`.
    fn credential_of(&self, id: &str, kind: &str, name: &str, subject: Value) -> Value {
        json!({
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "id": id,
            "type": ["VerifiableCredential", kind],
            "issuer": {"id": self.id, "type": ["Profile"], "name": "Test University"},
            "validFrom": "2025-01-01T00:00:00Z",
            "name": name,
            "credentialSubject": subject,
        })
    }

    /// Returns [`credential`](Self::credential) in the form of the W3C data model 1.1.
    pub(crate) fn credential_v1(&self) -> Value {
        let mut credential = self.credential();
        credential["@context"] = json!([
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://w3id.org/security/suites/ed25519-2020/v1",
        ]);
        let members = credential.as_object_mut().expect("an object");
        let begin = members.remove("validFrom").expect("a begin");
        members.insert("issuanceDate".into(), begin);
        credential
    }

    /// Returns `credential` with a proof of `suite`, as JSON.
    pub(crate) fn with_proof(&self, credential: &Value, suite: Suite) -> Value {
        self.with_proof_by(credential, &self.options(suite))
    }

    /// Returns the options of the proofs that [`with_proof`](Self::with_proof) makes.
    pub(crate) fn options(&self, suite: Suite) -> ProofOptions {
        proof_options(suite, &self.method)
    }

    /// Returns `credential` with a proof according to `options`.
    pub(crate) fn with_proof_by(&self, credential: &Value, options: &ProofOptions) -> Value {
        sign(credential, options, &self.key).unwrap_or_else(|error| panic!("{error}: {credential}"))
    }

    /// Returns `credential` as a VC-JWT with every claim that OB 3.0 requires. The subject has an id, because
    /// `sub` requires one.
    pub(crate) fn jwt(&self, credential: &Value) -> String {
        let mut payload = credential.clone();
        let subject = payload["credentialSubject"]["id"].as_str().unwrap_or("did:example:learner").to_owned();
        payload["credentialSubject"]["id"] = json!(subject);
        payload["iss"] = json!(self.id);
        payload["sub"] = json!(subject);
        payload["jti"] = payload["id"].clone();
        let from = payload["validFrom"].as_str().map(|from| time(from).as_second());
        payload["nbf"] = json!(from);
        if let Some(until) = payload["validUntil"].as_str().map(|until| time(until).as_second()) {
            payload["exp"] = json!(until);
        }
        self.jws(json!({"typ": "JWT", "kid": self.method}), &payload)
    }

    /// Returns `payload` as a compact JWS with `header`.
    pub(crate) fn jws(&self, header: Value, payload: &Value) -> String {
        let Value::Object(header) = header else { panic!("a header is an object") };
        let header: Map<String, Value> = header;
        Jws::sign_ed25519(header, payload.to_string().as_bytes(), &self.key)
    }

    // -- Open Badges 2.0 --------------------------------------------------------------------------

    /// Returns the address `path` on the issuer's host.
    pub(crate) fn url(&self, path: &str) -> String {
        let host = self.id.split('/').take(3).collect::<Vec<_>>().join("/");
        format!("{host}/{path}")
    }

    /// Returns its OB 2.0 profile, which refers to its key.
    pub(crate) fn profile(&self) -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Profile",
            "id": self.id,
            "name": "Test University",
            "url": self.url(""),
            "email": "badges@example.edu",
            "publicKey": self.url("key"),
        })
    }

    /// Returns its OB 2.0 key document.
    pub(crate) fn key_page(&self) -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2",
            "type": "CryptographicKey",
            "id": self.url("key"),
            "owner": self.id,
            "publicKeyPem": self.pem(),
        })
    }

    /// Returns its badge class.
    pub(crate) fn badge_class(&self) -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2",
            "type": "BadgeClass",
            "id": self.url("class"),
            "name": "Teamwork",
            "description": "Works well in a group.",
            "image": self.url("class.png"),
            "criteria": {"narrative": "Nominated by peers."},
            "issuer": self.id,
        })
    }

    /// Returns an assertion for the learner, hosted at [`url`](Self::url) `a1`.
    pub(crate) fn assertion(&self) -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Assertion",
            "id": self.url("a1"),
            "recipient": {
                "type": "email",
                "hashed": true,
                "salt": "pepper",
                "identity": hashed(LEARNER, "pepper"),
            },
            "badge": self.url("class"),
            "verification": {"type": "hosted"},
            "issuedOn": "2025-01-01T00:00:00Z",
        })
    }

    /// Returns the assertion of a signed badge.
    pub(crate) fn signed_assertion(&self) -> Value {
        let mut assertion = self.assertion();
        assertion["id"] = json!("urn:uuid:1f1d7a52-8c88-4f8e-a7f5-16f3a64f1f2d");
        assertion["verification"] = json!({"type": "signed", "creator": self.url("key")});
        assertion
    }

    /// Returns `assertion` as a compact JWS.
    pub(crate) fn signed(&self, assertion: &Value) -> String {
        self.jws(json!({"typ": "JWT"}), assertion)
    }

    /// Returns an OB 2.0 endorsement of `id`, hosted at [`url`](Self::url) `e1`.
    pub(crate) fn endorsement_ob2(&self, id: &str) -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Endorsement",
            "id": self.url("e1"),
            "claim": {"id": id, "endorsementComment": "A rigorous badge."},
            "issuer": self.id,
            "issuedOn": "2025-01-01T00:00:00Z",
            "verification": {"type": "hosted"},
        })
    }

    /// Returns an OB 2.0 endorsement of `id` to be signed.
    pub(crate) fn signed_endorsement_ob2(&self, id: &str) -> Value {
        let mut endorsement = self.endorsement_ob2(id);
        endorsement["id"] = json!("urn:uuid:6a1f24b2-0c0a-4f0c-8e0d-3a6a5d1f9b02");
        endorsement["verification"] = json!({"type": "signed", "creator": self.url("key")});
        endorsement
    }

    /// Returns its pages: profile, key, badge class and hosted assertion.
    pub(crate) fn web(&self) -> Web {
        Web::default()
            .with(&self.id, &self.profile())
            .with(&self.url("key"), &self.key_page())
            .with(&self.url("class"), &self.badge_class())
            .with(&self.url("a1"), &self.assertion())
    }
}

/// Returns the options of a credential's proof by the key `method`.
pub(crate) fn proof_options(suite: Suite, method: &str) -> ProofOptions {
    ProofOptions {
        suite,
        verification_method: method.into(),
        purpose: "assertionMethod".into(),
        created: time("2025-01-01T00:00:00Z"),
        expires: None,
        challenge: None,
        domain: None,
    }
}

fn achievement(id: &str, name: &str) -> Value {
    json!({
        "id": id,
        "type": ["Achievement"],
        "name": name,
        "description": "Works well in a group.",
        "criteria": {"narrative": "Nominated by peers."},
    })
}

/// Returns the hash `sha256$…` of an identity with its salt.
pub(crate) fn hashed(identity: &str, salt: &str) -> String {
    format!("sha256${}", HEXLOWER.encode(&Sha256::digest(format!("{identity}{salt}"))))
}
