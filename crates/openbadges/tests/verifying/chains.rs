//! Proof sets and proof chains (Data Integrity 1.0, sections 2.1.1, 2.1.2 and 4.5). One valid proof suffices,
//! and a proof is valid only if every earlier proof that it names is valid.

use crate::support;
use crate::support::{Web, outcome, report, signing::SuiteIssuer, summary};
use openbadges::{
    CheckId, Code, Outcome, Report, Verdict,
    proof::{
        data_integrity::{Signer, Suite, signed_bytes},
        family::Family,
    },
};
use serde_json::{Value, json};

const SUITES: &[(Suite, Family)] = &[
    (Suite::EddsaRdfc2022, Family::Ed25519),
    (Suite::EddsaJcs2022, Family::Ed25519),
    (Suite::EcdsaRdfc2019, Family::P256),
    (Suite::EcdsaRdfc2019, Family::P384),
    (Suite::EcdsaJcs2019, Family::P384),
];

/// Returns `document` with an additional proof by `signer` that has `id` and names `previous`.
fn linked(document: &Value, signer: &SuiteIssuer, id: &str, previous: Value) -> Value {
    let mut proof = json!({
        "id": id,
        "type": signer.suite.proof_type(),
        "cryptosuite": signer.suite.cryptosuite(),
        "created": "2025-01-01T00:00:00Z",
        "verificationMethod": signer.method,
        "proofPurpose": "assertionMethod",
    });
    if !previous.is_null() {
        proof["previousProof"] = previous;
    }
    let (algorithm, hash) = signer.suite.algorithm(signer.key.public().family()).unwrap();
    let bytes = signed_bytes(document, signer.suite, hash, &proof).unwrap();
    proof["proofValue"] =
        json!(format!("z{}", bs58::encode(signer.key.sign(algorithm, &bytes)).into_string()));
    with(document, proof)
}

/// Returns `document` with an additional proof.
fn with(document: &Value, proof: Value) -> Value {
    let mut document = document.clone();
    match &mut document["proof"] {
        Value::Array(proofs) => proofs.push(proof),
        missing => *missing = json!([proof]),
    }
    document
}

fn report_of(document: &Value) -> Report {
    report(&document.to_string(), &Web::default())
}

fn is(name: &str, report: &Report, verdict: Verdict, code: Option<Code>) {
    assert_eq!(report.verdict, verdict, "{name}: {}", summary(report));
    let outcome = outcome(report, CheckId::Signature);
    let expected = match verdict {
        Verdict::Verified => Outcome::Passed,
        Verdict::Invalid => Outcome::Failed,
        _ => Outcome::Unknown,
    };
    assert_eq!(outcome, (expected, code), "{name}: {}", summary(report));
}

/// Every combination of a proof and an earlier proof, in every suite.
#[test]
fn chain_needs_every_earlier_proof() {
    for (suite, family) in SUITES {
        support::vectors::row(format!("{suite:?}"));
        let issuer = SuiteIssuer::of_key(*suite, *family, 1);
        let stranger = SuiteIssuer::of_key(*suite, *family, 2);
        let start = issuer.credential();
        let (a, b) = (json!("urn:uuid:a"), json!("urn:uuid:b"));
        let own =
            |document: &Value, id: &str, previous: &Value| linked(document, &issuer, id, previous.clone());
        let none = Value::Null;

        let valid = own(&own(&start, "urn:uuid:a", &none), "urn:uuid:b", &a);
        is("two valid proofs", &report_of(&valid), Verdict::Verified, None);
        let mut only_second = valid.clone();
        only_second["proof"][0]["proofPurpose"] = json!("authentication");
        is(
            "the earlier proof changed afterwards",
            &report_of(&only_second),
            Verdict::Invalid,
            Some(Code::SigInvalid),
        );

        let mut broken = own(&start, "urn:uuid:a", &none);
        broken["proof"][0]["created"] = json!("2024-01-01T00:00:00Z");
        let on_broken = own(&broken, "urn:uuid:b", &a);
        is("on an invalid proof", &report_of(&on_broken), Verdict::Invalid, Some(Code::SigInvalid));
        let mut chain_only = on_broken.clone();
        chain_only["proof"].as_array_mut().unwrap().reverse();
        is(
            "on an invalid proof, chain first",
            &report_of(&chain_only),
            Verdict::Invalid,
            Some(Code::DiChain),
        );
        let third = own(&on_broken, "urn:uuid:c", &b);
        assert_eq!(report_of(&third).verdict, Verdict::Invalid, "an invalid proof two links earlier");

        let on_foreign = own(&linked(&start, &stranger, "urn:uuid:a", none.clone()), "urn:uuid:b", &a);
        is("on a stranger's proof", &report_of(&on_foreign), Verdict::Unconfirmed, Some(Code::DiChain));
        let unknown = json!({"id": "urn:uuid:a", "type": "DataIntegrityProof", "cryptosuite": "bbs-2023",
            "verificationMethod": issuer.method, "proofPurpose": "assertionMethod", "proofValue": "u2V0C"});
        let on_unknown = own(&with(&start, unknown.clone()), "urn:uuid:b", &a);
        is(
            "on a proof of an unknown suite",
            &report_of(&on_unknown),
            Verdict::Unconfirmed,
            Some(Code::DiSuiteUnsupported),
        );

        let beside = own(&linked(&start, &stranger, "urn:uuid:a", none.clone()), "urn:uuid:b", &none);
        is("beside a stranger's proof", &report_of(&beside), Verdict::Verified, None);
        let beside = own(&with(&start, unknown), "urn:uuid:b", &none);
        is("beside an unknown suite", &report_of(&beside), Verdict::Verified, None);
        let countersigned = linked(&own(&start, "urn:uuid:a", &none), &stranger, "urn:uuid:b", a.clone());
        is("with a later proof by a stranger", &report_of(&countersigned), Verdict::Verified, None);
    }
}

/// Row F14: a named proof must exist exactly once, and proofs must not name each other in a circle.
#[test]
fn rejects_chains_with_missing_or_circular_links() {
    support::vectors::about("F14");
    for (suite, family) in SUITES {
        support::vectors::row(format!("{suite:?}"));
        let issuer = SuiteIssuer::of_key(*suite, *family, 1);
        let stranger = SuiteIssuer::of_key(*suite, *family, 2);
        let start = issuer.credential();
        let first = linked(&start, &stranger, "urn:uuid:a", Value::Null);
        let valid = linked(&first, &issuer, "urn:uuid:b", json!("urn:uuid:a"));
        let changed = |change: &dyn Fn(&mut Vec<Value>)| {
            let mut document = valid.clone();
            change(document["proof"].as_array_mut().unwrap());
            document
        };
        for (name, document) in [
            ("the earlier one taken away", changed(&|proofs| drop(proofs.remove(0)))),
            ("its id taken away", changed(&|proofs| drop(proofs[0].as_object_mut().unwrap().remove("id")))),
            ("two with its id", changed(&|proofs| proofs.push(proofs[0].clone()))),
            ("it names the later one", changed(&|proofs| proofs[0]["previousProof"] = json!("urn:uuid:b"))),
            ("it names itself", changed(&|proofs| proofs[1]["previousProof"] = json!("urn:uuid:b"))),
            (
                "it names one twice",
                changed(&|proofs| proofs[1]["previousProof"] = json!(["urn:uuid:a", "urn:uuid:a"])),
            ),
            ("it names a number", changed(&|proofs| proofs[1]["previousProof"] = json!(7))),
            (
                "the way leads in a circle further up",
                changed(&|proofs| {
                    let mut other = proofs[0].clone();
                    other["id"] = json!("urn:uuid:c");
                    other["previousProof"] = json!("urn:uuid:a");
                    proofs[0]["previousProof"] = json!("urn:uuid:c");
                    proofs.push(other);
                }),
            ),
        ] {
            support::vectors::row(name);
            let report = report_of(&document);
            assert_eq!(report.verdict, Verdict::Invalid, "{suite:?}, {name}: {}", summary(&report));
            let expected = (Outcome::Failed, Some(Code::DiChain));
            assert_eq!(outcome(&report, CheckId::Signature), expected, "{suite:?}, {name}");
        }
        let rerouted = changed(&|proofs| {
            let mut other = proofs[0].clone();
            other["id"] = json!("urn:uuid:c");
            proofs.push(other);
            proofs[1]["previousProof"] = json!("urn:uuid:c");
        });
        is("another proof named", &report_of(&rerouted), Verdict::Invalid, Some(Code::SigInvalid));
        let unchained = changed(&|proofs| drop(proofs[1].as_object_mut().unwrap().remove("previousProof")));
        is("no proof named", &report_of(&unchained), Verdict::Invalid, Some(Code::SigInvalid));
    }
}

/// A proof beyond the limit may be valid, so too many proofs leave the badge unconfirmed.
#[test]
fn limits_the_number_of_proofs() {
    let issuer = SuiteIssuer::of_key(Suite::EddsaJcs2022, Family::Ed25519, 1);
    let stranger = SuiteIssuer::of_key(Suite::EddsaJcs2022, Family::Ed25519, 2);
    let mut document = issuer.credential();
    for at in 0..1_000 {
        document = with(&document, stranger.signed(&json!({}))["proof"].clone());
        document["proof"][at]["id"] = json!(format!("urn:uuid:{at}"));
    }
    let report = report_of(&with(&document, issuer.badge()["proof"].clone()));
    assert_eq!(report.verdict, Verdict::Unconfirmed, "{}", summary(&report));
    assert_eq!(outcome(&report, CheckId::Signature).1, Some(Code::DiGraphBudget));
}
