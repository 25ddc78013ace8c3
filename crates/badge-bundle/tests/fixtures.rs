//! Fixtures: an [`Issuer`], a [`Learner`], the [`Web`], and functions that [unpack] and [pack] a bundle.

use std::{
    collections::BTreeMap,
    future::Future,
    io::{Cursor, Read, Write},
    pin::pin,
    task::{Context, Poll, Waker},
};

use badge_bundle::{
    Bundle, BundleError, BundleOptions, Contents, Review, ReviewOptions, SectionContents, SharedBadge,
    Signer, build, review,
};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signer as _, SigningKey};
use jiff::Timestamp;
use openbadges::{
    Code, Document, Documents, FetchError, Identity, IdentityKind,
    did::{did_key_method, did_key_of},
    documents::{FetchErrorKind, Request, sha256_hex},
    json::Value,
    proof::data_integrity::{self, ProofOptions, Suite},
};
use serde_json::json;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Returns the time at which tests build and review bundles.
pub(crate) fn noon() -> Timestamp {
    at("2026-06-01T12:00:00Z")
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An issuer with a `did:key`.
pub(crate) struct Issuer {
    key: SigningKey,
    pub(crate) did: String,
}

impl Issuer {
    pub(crate) fn new() -> Self {
        let key = SigningKey::from_bytes(&[7; 32]);
        Self { did: did_key_of(&key.verifying_key()), key }
    }

    /// Returns an unsigned OB 3.0 credential about `subject`.
    pub(crate) fn credential(&self, name: &str, subject: Value) -> Value {
        let mut subject = subject;
        subject["type"] = json!(["AchievementSubject"]);
        subject["achievement"] = json!({
            "id": format!("urn:uuid:achievement-{name}"),
            "type": ["Achievement"],
            "name": name,
            "description": "Knows how to weld.",
            "criteria": { "narrative": "Welded a gate." },
        });
        json!({
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "id": format!("urn:uuid:credential-{name}"),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": { "id": self.did, "type": ["Profile"], "name": "Town College" },
            "validFrom": "2025-01-01T00:00:00Z",
            "name": name,
            "credentialSubject": subject,
        })
    }

    /// Returns an unsigned OB 3.0 credential in VC Data Model 1.1.
    pub(crate) fn older_credential(&self, name: &str, subject: Value) -> Value {
        let mut credential = self.credential(name, subject);
        credential["@context"] = json!([
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://w3id.org/security/data-integrity/v2",
        ]);
        let members = credential.as_object_mut().unwrap();
        let from = members.remove("validFrom").unwrap();
        members.insert("issuanceDate".into(), from);
        credential
    }

    /// Returns a badge: `credential` with a Data Integrity proof.
    pub(crate) fn signed(&self, credential: &Value) -> Vec<u8> {
        let options = ProofOptions {
            suite: Suite::EddsaRdfc2022,
            verification_method: did_key_method(&self.did),
            purpose: "assertionMethod".into(),
            created: at("2025-01-01T00:00:00Z"),
            expires: None,
            challenge: None,
            domain: None,
        };
        data_integrity::sign(credential, &options, &self.key).unwrap().to_string().into_bytes()
    }

    /// Returns a badge: `credential` as a VC-JWT.
    pub(crate) fn jwt(&self, credential: &Value) -> Vec<u8> {
        let mut claims = credential.clone();
        claims["iss"] = json!(self.did);
        claims["jti"] = credential["id"].clone();
        claims["sub"] = credential["credentialSubject"]["id"].clone();
        claims["nbf"] = json!(at(credential["validFrom"].as_str().unwrap()).as_second());
        let header = json!({ "alg": "EdDSA", "typ": "vc+jwt", "kid": did_key_method(&self.did) });
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let input = format!("{}.{}", part(&header), part(&claims));
        let signature = BASE64URL_NOPAD.encode(&self.key.sign(input.as_bytes()).to_bytes());
        format!("{input}.{signature}").into_bytes()
    }

    /// Returns a badge issued to `learner`'s DID.
    pub(crate) fn badge_for(&self, learner: &Learner, name: &str) -> Vec<u8> {
        self.signed(&self.credential(name, json!({ "id": learner.did })))
    }

    /// Returns a badge issued to the hashes of e-mail addresses.
    pub(crate) fn badge_by_mail(&self, name: &str, addresses: &[&str]) -> Vec<u8> {
        let identifier = |address: &&str| {
            let hash = sha256_hex(format!("{address}salt").as_bytes());
            json!({
                "type": "IdentityObject",
                "hashed": true,
                "identityHash": format!("sha256${hash}"),
                "identityType": "emailAddress",
                "salt": "salt",
            })
        };
        let identifiers: Vec<Value> = addresses.iter().map(identifier).collect();
        self.signed(&self.credential(name, json!({ "identifier": identifiers })))
    }
}

/// A person with a key and a DID.
pub(crate) struct Learner {
    pub(crate) key: SigningKey,
    pub(crate) did: String,
}

impl Learner {
    pub(crate) fn alice() -> Self {
        Self::with(1)
    }

    pub(crate) fn mallory() -> Self {
        Self::with(66)
    }

    fn with(seed: u8) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32]);
        Self { did: did_key_of(&key.verifying_key()), key }
    }

    pub(crate) fn signer(&self) -> Signer<'_> {
        Signer::did_key(&self.key)
    }

    /// Builds a bundle of `originals` without audience.
    pub(crate) fn bundle(&self, originals: &[Vec<u8>]) -> Vec<u8> {
        self.bundle_with(contents(originals), &BundleOptions::new(noon()))
    }

    pub(crate) fn bundle_with(&self, contents: Contents, options: &BundleOptions) -> Vec<u8> {
        build(&contents, &self.signer(), options).unwrap()
    }

    /// Replaces the manifest with a manifest of all `entries`, signed by this learner. `change` is applied
    /// before signing.
    pub(crate) fn sign_over(
        &self,
        entries: &mut Entries,
        change: impl FnOnce(&mut Value, &mut ProofOptions),
    ) {
        let listed = entries.iter().filter(|(path, _)| path != "manifest.json").map(|(path, bytes)| {
            json!({ "path": path, "mediaType": "application/octet-stream", "size": bytes.len(), "sha256": sha256_hex(bytes) })
        });
        let mut manifest = json!({
            "type": "BadgeBundle",
            "formatVersion": 1,
            "created": noon().to_string(),
            "holder": self.did,
            "requiredFeatures": [],
            "optionalFeatures": [],
            "entries": listed.collect::<Vec<_>>(),
        });
        let mut options = ProofOptions {
            suite: Suite::EddsaJcs2022,
            verification_method: did_key_method(&self.did),
            purpose: "authentication".into(),
            created: noon(),
            expires: None,
            challenge: None,
            domain: None,
        };
        change(&mut manifest, &mut options);
        let signed = data_integrity::sign(&manifest, &options, &self.key).unwrap();
        entry(entries, "manifest.json").1 = signed.to_string().into_bytes();
    }
}

/// Returns a collection of `originals` with a title and an introduction.
pub(crate) fn contents(originals: &[Vec<u8>]) -> Contents {
    Contents {
        title: "Welding".into(),
        introduction: "What I learned at the forge.".into(),
        sections: vec![SectionContents {
            title: Some("First".into()),
            badges: originals.iter().map(|original| SharedBadge::new(original.clone())).collect(),
        }],
        identities: Vec::new(),
    }
}

pub(crate) fn mail(address: &str) -> Identity {
    Identity { kind: IdentityKind::Email, value: address.into() }
}

/// The paths and contents of a bundle's entries, in order.
pub(crate) type Entries = Vec<(String, Vec<u8>)>;

/// Unpacks a bundle with an independent library.
pub(crate) fn unpack(bundle: &[u8]) -> Entries {
    let mut archive = ZipArchive::new(Cursor::new(bundle)).unwrap();
    let mut entries = Entries::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        entries.push((file.name().unwrap().into_owned(), bytes));
    }
    entries
}

/// Packs entries into a ZIP file with an independent library.
pub(crate) fn pack(entries: &Entries) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(name.as_str(), stored).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(crate) fn entry<'a>(entries: &'a mut Entries, path: &str) -> &'a mut (String, Vec<u8>) {
    entries.iter_mut().find(|(name, _)| name == path).unwrap()
}

/// Reads and reviews a bundle at noon, offline.
pub(crate) fn read_and_review(bundle: &[u8]) -> Result<(Bundle, Review), BundleError> {
    let bundle = badge_bundle::read(bundle)?;
    let review = block_on(review(&bundle, &openbadges::Offline, &ReviewOptions::new(noon())));
    Ok((bundle, review))
}

/// Documents by address. Requests for any other address fail.
#[derive(Default)]
pub(crate) struct Web(pub(crate) BTreeMap<String, Vec<u8>>);

impl Web {
    pub(crate) fn with(mut self, url: &str, document: &Value) -> Self {
        self.0.insert(url.into(), document.to_string().into_bytes());
        self
    }

    /// Returns all documents in the form in which bundles archive them.
    pub(crate) fn archived(&self) -> Vec<Document> {
        self.0.keys().map(|url| self.document(url).unwrap()).collect()
    }

    fn document(&self, url: &str) -> Option<Document> {
        self.0.get(url).map(|bytes| Document {
            url: url.into(),
            final_url: url.into(),
            media_type: "application/ld+json".into(),
            bytes: bytes.clone(),
            fetched_at: noon(),
        })
    }
}

impl Documents for Web {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        self.document(&request.url).ok_or_else(|| FetchError {
            kind: FetchErrorKind::Failed,
            code: Code::NetUnavailable,
            detail: "not on this web".into(),
            gone_body: None,
        })
    }
}

/// Runs a future that is always ready.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
