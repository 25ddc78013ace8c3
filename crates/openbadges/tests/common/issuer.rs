//! An issuer that makes badges of every kind, with keys that are the same in every run.

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

/// The id of a badge of [`TestIssuer::credential`].
pub const BADGE: &str = "urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11";

/// The id of its achievement.
pub const ACHIEVEMENT: &str = "urn:uuid:5a7c2f50-7d24-4c0c-8e0e-3c3f2f3f6a10";

/// The id of the achievement that a record of [`TestIssuer::record`] has itself.
pub const YEAR: &str = "urn:uuid:dd887f0a-56cb-11ec-bf63-0242ac130002";

/// An issuer: its id, and one Ed25519 key.
#[derive(Clone, Debug)]
pub struct TestIssuer {
    /// Its id: a did:key, a did:web or an https address.
    pub id: String,
    /// Its key.
    pub key: SigningKey,
    /// The verification method of its key.
    pub method: String,
}

impl TestIssuer {
    /// An issuer that is nothing but a key, made from `seed`.
    pub fn did_key(seed: u8) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let id = did::did_key_of(&key.verifying_key());
        Self { method: did::did_key_method(&id), id, key }
    }

    /// An issuer with an address, and a key made from `seed`.
    pub fn at(id: &str, seed: u8) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32]);
        Self { id: id.into(), key, method: format!("{id}#key-1") }
    }

    /// Its key in multibase.
    pub fn multibase(&self) -> String {
        let key = PublicKey::Ed25519(self.key.verifying_key().to_bytes());
        key.to_multibase().expect("Ed25519 has a multibase form")
    }

    /// Its key as a JWK.
    pub fn jwk(&self) -> Value {
        let x = BASE64URL_NOPAD.encode(self.key.verifying_key().as_bytes());
        json!({"kty": "OKP", "crv": "Ed25519", "x": x})
    }

    /// Its key as OB 2.0 publishes keys: SubjectPublicKeyInfo (RFC 8410) in PEM.
    pub fn pem(&self) -> String {
        const PREFIX: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        let der = [PREFIX, self.key.verifying_key().as_bytes()].concat();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64.encode(&der))
    }

    /// Its controller document (Controlled Identifiers 1.0), with its key under `relationship`.
    pub fn controller(&self, relationship: &str) -> Value {
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

    /// A credential for the learner, without a proof.
    pub fn credential(&self) -> Value {
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

    /// An endorsement of `id`, without a proof.
    pub fn endorsement(&self, id: &str) -> Value {
        let subject = json!({
            "id": id,
            "type": ["EndorsementSubject"],
            "endorsementComment": "A rigorous badge.",
        });
        let own_id = "urn:uuid:3c0f2a55-6b07-4d0d-9b3f-0c55a3d2a001";
        self.credential_of(own_id, "EndorsementCredential", "In good standing", subject)
    }

    /// A learner record (CLR 2.0) with `inner` and an achievement of its own, [`YEAR`], without a proof.
    pub fn record(&self, inner: &[Value]) -> Value {
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

    /// A credential of the kind `kind` about `subject`.
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

    /// [`credential`](Self::credential) in the form of the W3C data model 1.1.
    pub fn credential_v1(&self) -> Value {
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

    /// `credential` with a proof of `suite`, as JSON.
    pub fn with_proof(&self, credential: &Value, suite: Suite) -> Value {
        self.with_proof_by(credential, &self.options(suite))
    }

    /// What [`with_proof`](Self::with_proof) says in its proof.
    pub fn options(&self, suite: Suite) -> ProofOptions {
        proof_options(suite, &self.method)
    }

    /// `credential` with a proof that says what `options` say.
    pub fn with_proof_by(&self, credential: &Value, options: &ProofOptions) -> Value {
        sign(credential, options, &self.key).unwrap_or_else(|error| panic!("{error}: {credential}"))
    }

    /// `credential` as a VC-JWT with every claim that OB 3.0 requires. The subject has an id, as `sub` demands.
    pub fn jwt(&self, credential: &Value) -> String {
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

    /// `payload` as a compact JWS with `header`.
    pub fn jws(&self, header: Value, payload: &Value) -> String {
        let Value::Object(header) = header else { panic!("a header is an object") };
        let header: Map<String, Value> = header;
        Jws::sign_ed25519(header, payload.to_string().as_bytes(), &self.key)
    }

    // -- Open Badges 2.0 --------------------------------------------------------------------------

    /// The address `path` on the issuer's own host.
    pub fn url(&self, path: &str) -> String {
        let host = self.id.split('/').take(3).collect::<Vec<_>>().join("/");
        format!("{host}/{path}")
    }

    /// Its OB 2.0 profile, with its key.
    pub fn profile(&self) -> Value {
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

    /// Its OB 2.0 key document.
    pub fn key_page(&self) -> Value {
        json!({
            "@context": "https://w3id.org/openbadges/v2",
            "type": "CryptographicKey",
            "id": self.url("key"),
            "owner": self.id,
            "publicKeyPem": self.pem(),
        })
    }

    /// Its badge class.
    pub fn badge_class(&self) -> Value {
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

    /// An assertion for the learner, hosted at [`url`](Self::url) `a1`.
    pub fn assertion(&self) -> Value {
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

    /// The assertion for a signed badge.
    pub fn signed_assertion(&self) -> Value {
        let mut assertion = self.assertion();
        assertion["id"] = json!("urn:uuid:1f1d7a52-8c88-4f8e-a7f5-16f3a64f1f2d");
        assertion["verification"] = json!({"type": "signed", "creator": self.url("key")});
        assertion
    }

    /// `assertion` as a compact JWS.
    pub fn signed(&self, assertion: &Value) -> String {
        self.jws(json!({"typ": "JWT"}), assertion)
    }

    /// An endorsement of OB 2.0 of what has `id`, hosted at [`url`](Self::url) `e1`.
    pub fn endorsement_ob2(&self, id: &str) -> Value {
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

    /// The same for a signed endorsement.
    pub fn signed_endorsement_ob2(&self, id: &str) -> Value {
        let mut endorsement = self.endorsement_ob2(id);
        endorsement["id"] = json!("urn:uuid:6a1f24b2-0c0a-4f0c-8e0d-3a6a5d1f9b02");
        endorsement["verification"] = json!({"type": "signed", "creator": self.url("key")});
        endorsement
    }

    /// Its pages: profile, key, badge class and the hosted assertion.
    pub fn web(&self) -> Web {
        Web::default()
            .with(&self.id, &self.profile())
            .with(&self.url("key"), &self.key_page())
            .with(&self.url("class"), &self.badge_class())
            .with(&self.url("a1"), &self.assertion())
    }
}

/// What the proof of a credential says that is made by the key `method`.
pub fn proof_options(suite: Suite, method: &str) -> ProofOptions {
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

/// `sha256$…` of an identity and its salt.
pub fn hashed(identity: &str, salt: &str) -> String {
    format!("sha256${}", HEXLOWER.encode(&Sha256::digest(format!("{identity}{salt}"))))
}
