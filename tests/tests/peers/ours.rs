//! Badges of our test issuer for the peers: by did:key, in every suite that a peer supports.

use jiff::Timestamp;
use openbadges::{
    did::did_key_method,
    proof::{
        data_integrity::{self, ProofOptions, Suite},
        family::Family,
    },
};
use serde_json::Value;
use whole_system::{Award, Issuer, Kind, disclosure};

/// The fields that every derived proof must disclose.
const MANDATORY: &[&str] = &["/issuer", "/validFrom", "/credentialSubject/identifier/0"];

/// Returns a badge as JSON.
pub(crate) fn credential(issuer: &Issuer, kind: Kind, award: &Award) -> Value {
    serde_json::from_str(&issuer.issue(kind, award).text).unwrap()
}

/// Returns a badge of the VC Data Model 2.0, signed by the did:key of the issuer's key of `family`.
pub(crate) fn signed(issuer: &Issuer, suite: Suite, family: Family) -> Value {
    let did = did_key(issuer, family);
    sign(issuer, &unsigned(issuer, &did), suite, family)
}

/// Returns a badge that another key than its issuer's signed.
pub(crate) fn signed_for_another(issuer: &Issuer) -> Value {
    let another = did_key(&Issuer::default(), Family::Ed25519);
    sign(issuer, &unsigned(issuer, &another), Suite::EddsaRdfc2022, Family::Ed25519)
}

/// Returns a badge with a base proof of `ecdsa-sd-2023`.
pub(crate) fn base(issuer: &Issuer) -> Value {
    let did = did_key(issuer, Family::P256);
    disclosure::base_proof(&unsigned(issuer, &did), &did_key_method(&did), MANDATORY, &issuer.keys.p256)
}

fn did_key(issuer: &Issuer, family: Family) -> String {
    format!("did:key:{}", issuer.keys.public(family).to_multibase().unwrap())
}

fn unsigned(issuer: &Issuer, did: &str) -> Value {
    let mut credential = credential(issuer, Kind::RdfcDidKey, &Award::of("Robotics"));
    credential.as_object_mut().unwrap().remove("proof");
    credential["issuer"]["id"] = did.into();
    credential
}

fn sign(issuer: &Issuer, credential: &Value, suite: Suite, family: Family) -> Value {
    let options = ProofOptions {
        suite,
        verification_method: did_key_method(&did_key(issuer, family)),
        purpose: "assertionMethod".into(),
        created: Timestamp::from_second(Timestamp::now().as_second()).unwrap(),
        expires: None,
        challenge: None,
        domain: None,
    };
    data_integrity::sign(credential, &options, &issuer.keys.signer(family)).unwrap()
}
