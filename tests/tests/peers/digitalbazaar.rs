//! `@digitalbazaar/vc` (JavaScript): `eddsa-rdfc-2022`, `ecdsa-rdfc-2019` (P-256, P-384), `ecdsa-sd-2023`,
//! `Ed25519Signature2020`, by did:key.
//!
//! For `ecdsa-sd-2023` the peer verifies base proofs of our test issuer and its own, and derives proofs from
//! them. Both programs verify the derived proofs. Our library creates no such proofs, and does not check base
//! proofs, which are only for the holder.

use std::{collections::BTreeMap, sync::LazyLock};

use openbadges::{
    CheckId, Code, Offline, Outcome, Verdict,
    proof::{data_integrity::Suite, family::Family},
};
use serde_json::{Value, json};
use whole_system::{Award, Issuer, Kind, faults, outcome};

use super::{call, inspect, ours};

/// A badge of our test issuer and our verdict.
struct Row {
    name: String,
    credential: Value,
    verdict: Verdict,
}

struct Comparison {
    rows: Vec<Row>,
    output: Value,
}

const BASE: &str = "vc-2.0/ecdsa-sd-2023/base";

static COMPARISON: LazyLock<Comparison> = LazyLock::new(|| {
    let issuer = Issuer::default();
    let rows = rows(&issuer);
    let credentials: BTreeMap<&str, &Value> =
        rows.iter().map(|row| (row.name.as_str(), &row.credential)).collect();
    let derive = json!({
        "ours/all shown": {"credential": credentials[BASE], "show": ["/name", "/credentialSubject"]},
        "ours/some shown": {"credential": credentials[BASE], "show": ["/credentialSubject/achievement"]},
        "ours/only what must be": {"credential": credentials[BASE], "show": []},
    });
    let output = call("node", "digitalbazaar.mjs", &json!({"verify": credentials, "derive": derive}));
    Comparison { rows, output }
});

fn rows(issuer: &Issuer) -> Vec<Row> {
    let row = |name: &str, credential, verdict| Row { name: name.into(), credential, verdict };
    let signed = |suite, family| ours::signed(issuer, suite, family);
    let signed_2020 = ours::credential(issuer, Kind::Signature2020, &Award::of("Robotics"));
    let mut rows = vec![
        row("vc-2.0/eddsa-rdfc-2022", signed(Suite::EddsaRdfc2022, Family::Ed25519), Verdict::Verified),
        row("vc-2.0/ecdsa-rdfc-2019/P-256", signed(Suite::EcdsaRdfc2019, Family::P256), Verdict::Verified),
        row("vc-2.0/ecdsa-rdfc-2019/P-384", signed(Suite::EcdsaRdfc2019, Family::P384), Verdict::Verified),
        row("vc-1.1/Ed25519Signature2020", signed_2020, Verdict::Verified),
        row(BASE, ours::base(issuer), Verdict::Unconfirmed),
    ];
    let changed = rows.iter().map(|each| {
        let verdict = if each.name == BASE { Verdict::Unconfirmed } else { Verdict::Invalid };
        row(&format!("{}, changed", each.name), changed(&each.credential), verdict)
    });
    let changed: Vec<Row> = changed.collect();
    rows.extend(changed);
    rows.push(row("by another's key", ours::signed_for_another(issuer), Verdict::Invalid));
    rows
}

/// Changes a word in the signed content.
fn changed(credential: &Value) -> Value {
    let text = credential.to_string();
    let changed = text.replace("Three tasks", "Thirty tasks");
    assert_ne!(changed, text);
    serde_json::from_str(&changed).unwrap()
}

/// Returns the badges that the peer signed.
pub(crate) fn signed() -> &'static Value {
    &COMPARISON.output["signed"]
}

#[tokio::test]
async fn verifies_peer_badges_and_rejects_changed_ones() {
    let output = &COMPARISON.output;
    let kinds = [("signed", 6), ("derived", 5)];
    for (kind, count) in kinds {
        let credentials = output[kind].as_object().unwrap();
        assert_eq!(credentials.len(), count, "{kind}");
        for (name, credential) in credentials {
            let text = credential.to_string();
            let ours = inspect(text.as_bytes(), &Offline).await;
            // The proof is valid, but Open Badges 3.0 requires more fields of an AchievementSubject.
            let is_badge = name != "ours/only what must be";
            let expected = if is_badge { Verdict::Verified } else { Verdict::Invalid };
            assert_eq!(ours.verdict, expected, "{name}: {:#?}", faults(&ours));
            assert_eq!(outcome(&ours, CheckId::Signature), (Outcome::Passed, None), "{name}");
            assert_eq!(outcome(&ours, CheckId::Format).0 == Outcome::Passed, is_badge, "{name}");
            let changes: &[(&str, &str)] = match name.starts_with("ours/") {
                true => &[("2025-05-01", "2025-05-02"), ("Example College", "Example Collage")],
                false => {
                    &[("three* stairs", "five* stairs"), ("2025-05-01", "2025-05-02"), ("A Peer", "A Pear")]
                }
            };
            for (old, new) in changes {
                let changed = text.replace(old, new);
                assert_ne!(changed, text, "{name}: {old}");
                let ours = inspect(changed.as_bytes(), &Offline).await;
                assert_eq!(outcome(&ours, CheckId::Signature).0, Outcome::Failed, "{name} with {new}");
                assert_eq!(ours.verdict, Verdict::Invalid, "{name} with {new}: {:#?}", faults(&ours));
            }
        }
    }
}

#[tokio::test]
async fn peer_verifies_our_badges_and_rejects_changed_ones() {
    let Comparison { rows, output } = &*COMPARISON;
    for Row { name, credential, verdict } in rows {
        let ours = inspect(credential.to_string().as_bytes(), &Offline).await;
        assert_eq!(ours.verdict, *verdict, "{name}: {:#?}", faults(&ours));
        let theirs = &output["verified"][name];
        let is_valid = !name.contains("changed") && !name.contains("another");
        assert_eq!(theirs["verified"], is_valid, "{name}: {theirs:#}");
    }
}

#[test]
fn peer_derives_and_verifies_from_our_base_proof() {
    let output = &COMPARISON.output;
    for name in ["ours/all shown", "ours/some shown", "ours/only what must be"] {
        assert_eq!(output["verified"][name]["verified"], true, "{name}: {:#}", output["verified"][name]);
    }
    let shown = |name: &str, pointer: &str| output["derived"][name].pointer(pointer).is_some();
    assert!(shown("ours/all shown", "/name"));
    assert!(!shown("ours/some shown", "/name"));
    assert!(shown("ours/some shown", "/credentialSubject/achievement/criteria/narrative"));
    assert!(!shown("ours/only what must be", "/credentialSubject/achievement"));
    assert!(shown("ours/only what must be", "/credentialSubject/identifier/0/identityHash"));
}

#[tokio::test]
async fn base_proof_is_left_unchecked() {
    let Comparison { rows, output } = &*COMPARISON;
    let ours = &rows.iter().find(|row| row.name == BASE).unwrap().credential;
    for credential in [ours, &output["bases"]["vc-2.0/ecdsa-sd-2023"]] {
        let ours = inspect(credential.to_string().as_bytes(), &Offline).await;
        assert_eq!(ours.verdict, Verdict::Unconfirmed, "{:#?}", faults(&ours));
        assert_eq!(outcome(&ours, CheckId::Signature), (Outcome::Unknown, Some(Code::DiBaseProof)));
    }
}
