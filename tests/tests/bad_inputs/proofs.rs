//! Rows F01 to F09: credentials with a Data Integrity proof that must be rejected.

use jiff::Timestamp;
use openbadges::{
    did::did_key_method,
    proof::data_integrity::{self, ProofOptions, Suite},
};
use serde_json::{Value, json};
use whole_system::{Award, Backpack, Issuer, Kind, Reply, keys::Keys};

use crate::bad_inputs::Fault;

fn credential(issuer: &Issuer, kind: Kind) -> Value {
    serde_json::from_str(&issuer.issue(kind, &Award::of("Robotics")).text).unwrap()
}

/// Replaces the proof by one of `keys` with this verification method.
fn signed_by(keys: &Keys, mut credential: Value, method: String) -> String {
    credential.as_object_mut().unwrap().remove("proof");
    let options = ProofOptions {
        suite: Suite::EddsaRdfc2022,
        verification_method: method,
        purpose: "assertionMethod".into(),
        created: Timestamp::now(),
        expires: None,
        challenge: None,
        domain: None,
    };
    data_integrity::sign(&credential, &options, &keys.ed25519).unwrap().to_string()
}

/// Rows F01 to F07: content that no built-in context defines, and a badge without a proof.
#[test]
fn content_outside_the_signature_is_never_verified() {
    let issuer = Issuer::default();
    issuer.server().serve("evil.example", "/ctx.jsonld", Reply::json(&json!({"@context": {}})));
    let person = Backpack::with_access_to(&issuer);
    let context = issuer.server().url("evil.example", "/ctx.jsonld");
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut badge = credential(&issuer, Kind::RdfcDidKey);
        change(&mut badge);
        badge.to_string()
    };
    let with_context =
        |context: Value| changed(&|badge| badge["@context"].as_array_mut().unwrap().push(context.clone()));
    let signature = "proof.signature";
    let faults = [
        Fault::fails(
            "F01",
            "a term added",
            changed(&|badge| badge["gpa"] = json!("4.0")),
            signature,
            "DI_TERM_DROPPED",
        ),
        Fault::fails(
            "F02",
            "a name that means something else",
            with_context(json!({"name": "https://evil.example/other"})),
            signature,
            "DI_CONTEXT_UNKNOWN",
        )
        .unknown(),
        Fault::fails(
            "F04",
            "a context inside",
            changed(&|badge| {
                badge["credentialSubject"]["@context"] = json!({"name": "https://evil.example/x"})
            }),
            signature,
            "DI_CONTEXT_UNKNOWN",
        )
        .unknown(),
        Fault::fails(
            "F05",
            "a context from elsewhere",
            with_context(json!(context)),
            signature,
            "DI_CONTEXT_UNKNOWN",
        )
        .unknown(),
        // The badge is invalid because Open Badges 3.0 does not allow its first context.
        Fault {
            verdict: "invalid",
            ..Fault::fails(
                "F05",
                "the right name without TLS",
                changed(&|badge| badge["@context"][0] = json!("http://www.w3.org/ns/credentials/v2")),
                signature,
                "DI_CONTEXT_UNKNOWN",
            )
            .unknown()
        },
        Fault::fails(
            "F06",
            "a relative id",
            changed(&|badge| badge["credentialSubject"]["achievement"]["id"] = json!("badge1")),
            signature,
            "DI_TERM_DROPPED",
        ),
        Fault::fails(
            "F06",
            "a base of its own",
            with_context(json!({"@base": "https://evil.example/"})),
            signature,
            "DI_TERM_DROPPED",
        ),
        Fault::fails(
            "F07",
            "no proof",
            changed(&|badge| drop(badge.as_object_mut().unwrap().remove("proof"))),
            signature,
            "DI_NO_PROOF",
        ),
    ];
    for fault in faults {
        fault.assert_reported(&person);
    }
    assert!(issuer.server().requests().is_empty(), "a context was fetched: {:?}", issuer.server().requests());
}

/// Row F07: an unsigned badge can be added, and its verdict is invalid.
#[test]
fn unsigned_badge_is_stored_as_unsigned() {
    let issuer = Issuer::default();
    let person = Backpack::with_access_to(&issuer);
    let mut badge = credential(&issuer, Kind::RdfcDidKey);
    badge.as_object_mut().unwrap().remove("proof");
    person.write("unsigned.json", badge.to_string());
    let line = person.run(["import", "--yes", "--json", "unsigned.json"]).exits(1).json();
    assert_eq!((&line["kept"]["outcome"], &line["verdict"]), (&json!("added"), &json!("invalid")));
    assert_eq!(person.run(["list", "--json"]).exits(0).json()["verdict"], "invalid");
}

/// Rows F08 and F09: only the issuer determines which keys belong to it.
#[test]
fn rejects_key_not_listed_by_the_issuer() {
    let issuer = Issuer::default();
    let person = Backpack::with_access_to(&issuer);
    let stranger = Keys::default();
    let badge = || credential(&issuer, Kind::RdfcHttps);
    let own = did_key_method(&stranger.did_key());
    Fault::fails(
        "F08",
        "a did:key in the issuer's name",
        signed_by(&stranger, badge(), own),
        "issuer.key",
        "ISSUER_KEY_UNBOUND",
    )
    .assert_reported(&person);
    let fragment = format!("{}#{}", issuer.url("/ob3/issuer"), stranger.multibase());
    Fault::fails(
        "F09",
        "a key in the fragment",
        signed_by(&stranger, badge(), fragment),
        "issuer.key",
        "ISSUER_KEY_UNBOUND",
    )
    .assert_reported(&person);
}
