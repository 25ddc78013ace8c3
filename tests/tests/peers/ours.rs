//! What our test issuer makes for the peers: badges by did:key in every suite that a peer knows.

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

/// What the holder must always show of the badge with a base proof.
const MANDATORY: &[&str] = &["/issuer", "/validFrom", "/credentialSubject/identifier/0"];

/// A badge as JSON.
pub(crate) fn credential(issuer: &Issuer, kind: Kind, award: &Award) -> Value {
    serde_json::from_str(&issuer.issue(kind, award).text).unwrap()
}

/// A badge of the data model 2.0 by the did:key of the issuer's key of `family`.
pub(crate) fn signed(issuer: &Issuer, suite: Suite, family: Family) -> Value {
    let did = did_key(issuer, family);
    sign(issuer, &unsigned(issuer, &did), suite, family)
}

/// A badge that names an issuer whose key did not sign it.
pub(crate) fn signed_for_another(issuer: &Issuer) -> Value {
    let another = did_key(&Issuer::default(), Family::Ed25519);
    sign(issuer, &unsigned(issuer, &another), Suite::EddsaRdfc2022, Family::Ed25519)
}

/// A badge with a base proof of `ecdsa-sd-2023`.
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
