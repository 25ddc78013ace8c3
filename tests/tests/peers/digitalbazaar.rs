//! `@digitalbazaar/vc` (JavaScript): `eddsa-rdfc-2022`, `ecdsa-rdfc-2019` (P-256, P-384), `ecdsa-sd-2023`,
//! `Ed25519Signature2020`, by did:key.
//!
//! With `ecdsa-sd-2023` both ways means: it verifies the base proof that our test issuer makes, derives from it what
//! a holder shows, and both verify that; and the same from a base proof of its own. The library itself makes no such
//! proofs, and leaves a base proof unchecked, which is the holder's alone.

use std::{collections::BTreeMap, sync::LazyLock};

use openbadges::{
    CheckId, Code, Offline, Outcome, Verdict,
    proof::{data_integrity::Suite, family::Family},
};
use serde_json::{Value, json};
use whole_system::{Award, Issuer, Kind, faults, outcome};

use super::{ask, judge, ours};

/// A badge of ours and the verdict here.
struct Row {
    name: String,
    credential: Value,
    verdict: Verdict,
}

struct Said {
    rows: Vec<Row>,
    answer: Value,
}

const BASE: &str = "vc-2.0/ecdsa-sd-2023/base";

static SAID: LazyLock<Said> = LazyLock::new(|| {
    let issuer = Issuer::default();
    let rows = rows(&issuer);
    let asked: BTreeMap<&str, &Value> = rows.iter().map(|row| (row.name.as_str(), &row.credential)).collect();
    let derive = json!({
        "ours/all shown": {"credential": asked[BASE], "show": ["/name", "/credentialSubject"]},
        "ours/some shown": {"credential": asked[BASE], "show": ["/credentialSubject/achievement"]},
        "ours/only what must be": {"credential": asked[BASE], "show": []},
    });
    let answer = ask("node", "digitalbazaar.mjs", &json!({"verify": asked, "derive": derive}));
    Said { rows, answer }
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

/// With another word in what was signed.
fn changed(credential: &Value) -> Value {
    let text = credential.to_string();
    let changed = text.replace("Three tasks", "Thirty tasks");
    assert_ne!(changed, text);
    serde_json::from_str(&changed).unwrap()
}

/// What it signs by itself, for tests that want other people's badges.
pub(crate) fn signed() -> &'static Value {
    &SAID.answer["signed"]
}

#[tokio::test]
async fn verifies_peer_badges_and_rejects_changed_ones() {
    let said = &SAID.answer;
    let kinds = [("signed", 6), ("derived", 5)];
    for (kind, count) in kinds {
        let credentials = said[kind].as_object().unwrap();
        assert_eq!(credentials.len(), count, "{kind}");
        for (name, credential) in credentials {
            let text = credential.to_string();
            let ours = judge(text.as_bytes(), &Offline).await;
            // The proof holds, and what is shown is less than Open Badges 3.0 asks of an AchievementSubject.
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
            for (was, is) in changes {
                let changed = text.replace(was, is);
                assert_ne!(changed, text, "{name}: {was}");
                let ours = judge(changed.as_bytes(), &Offline).await;
                assert_eq!(outcome(&ours, CheckId::Signature).0, Outcome::Failed, "{name} with {is}");
                assert_eq!(ours.verdict, Verdict::Invalid, "{name} with {is}: {:#?}", faults(&ours));
            }
        }
    }
}

#[tokio::test]
async fn peer_verifies_our_badges_and_rejects_changed_ones() {
    let Said { rows, answer } = &*SAID;
    for Row { name, credential, verdict } in rows {
        let here = judge(credential.to_string().as_bytes(), &Offline).await;
        assert_eq!(here.verdict, *verdict, "{name}: {:#?}", faults(&here));
        let there = &answer["verified"][name];
        let is_good = !name.contains("changed") && !name.contains("another");
        assert_eq!(there["verified"], is_good, "{name}: {there:#}");
    }
}

#[test]
fn peer_derives_and_verifies_from_our_base_proof() {
    let said = &SAID.answer;
    for name in ["ours/all shown", "ours/some shown", "ours/only what must be"] {
        assert_eq!(said["verified"][name]["verified"], true, "{name}: {:#}", said["verified"][name]);
    }
    let shown = |name: &str, pointer: &str| said["derived"][name].pointer(pointer).is_some();
    assert!(shown("ours/all shown", "/name"));
    assert!(!shown("ours/some shown", "/name"));
    assert!(shown("ours/some shown", "/credentialSubject/achievement/criteria/narrative"));
    assert!(!shown("ours/only what must be", "/credentialSubject/achievement"));
    assert!(shown("ours/only what must be", "/credentialSubject/identifier/0/identityHash"));
}

#[tokio::test]
async fn base_proof_is_left_unchecked() {
    let Said { rows, answer } = &*SAID;
    let ours = &rows.iter().find(|row| row.name == BASE).unwrap().credential;
    for credential in [ours, &answer["bases"]["vc-2.0/ecdsa-sd-2023"]] {
        let ours = judge(credential.to_string().as_bytes(), &Offline).await;
        assert_eq!(ours.verdict, Verdict::Unconfirmed, "{:#?}", faults(&ours));
        assert_eq!(outcome(&ours, CheckId::Signature), (Outcome::Unknown, Some(Code::DiBaseProof)));
    }
}
