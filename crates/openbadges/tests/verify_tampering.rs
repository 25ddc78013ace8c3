//! Every byte of a signed badge counts: none can be changed so that the badge is still verified.
//!
//! For each kind of signed badge, each byte of the text has its lowest bit flipped, and one other bit that a fixed
//! seed chooses. A changed text that parses to the same JSON is the same badge; such are counted apart.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod common;

use common::{AT, TestIssuer, Web, question, report, report_on, summary};
use openbadges::{Documents, Verdict, json, proof::data_integrity::Suite, read};
use serde_json::json;

/// What the mutations of one badge came to.
#[derive(Debug, Default)]
struct Tally {
    mutations: usize,
    unreadable: usize,
    same_meaning: Vec<usize>,
    verified: Vec<String>,
}

fn tamper(kind: &str, text: &str, documents: &(impl Documents + Sync)) {
    let question = question(AT);
    let sound = report_on(&common::found(text), documents, &question);
    assert_eq!(sound.verdict, Verdict::Verified, "{kind}, untouched: {}", summary(&sound));

    let meaning = json::parse(text.as_bytes()).ok();
    let mut tally = Tally::default();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for at in 0..text.len() {
        for bit in [0, 1 + random.next() % 7] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            tally.mutations += 1;
            let Ok(found) = read(&bytes) else {
                tally.unreadable += 1;
                continue;
            };
            if report_on(&found, documents, &question).verdict != Verdict::Verified {
                continue;
            }
            if meaning.is_some() && json::parse(&bytes).ok() == meaning {
                tally.same_meaning.push(at);
            } else {
                tally.verified.push(format!("byte {at}, bit {bit}: {}", String::from_utf8_lossy(&bytes)));
            }
        }
    }
    let Tally { mutations, unreadable, same_meaning, verified } = &tally;
    println!(
        "tampering: {kind}: {mutations} mutations, {} verified, {unreadable} unreadable, {} with the same meaning at {same_meaning:?}",
        verified.len(),
        same_meaning.len(),
    );
    assert!(verified.is_empty(), "{kind}: {}", verified.join("\n"));
    assert!(*mutations >= 1_000, "{kind}: {mutations} mutations");
}

/// xorshift64: the same numbers in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

#[test]
fn ob2_jws() {
    let issuer = TestIssuer::at("https://badges.example.edu/issuer", 1);
    tamper("OB 2.0 JWS", &issuer.signed(&issuer.signed_assertion()), &issuer.web());
}

#[test]
fn ob3_eddsa_rdfc_2022() {
    let issuer = TestIssuer::did_key(1);
    let badge = issuer.with_proof(&issuer.credential(), Suite::EddsaRdfc2022);
    tamper("OB 3.0 eddsa-rdfc-2022", &badge.to_string(), &Web::default());
}

#[test]
fn ob3_eddsa_jcs_2022() {
    let issuer = TestIssuer::did_key(1);
    let badge = issuer.with_proof(&issuer.credential(), Suite::EddsaJcs2022);
    tamper("OB 3.0 eddsa-jcs-2022", &badge.to_string(), &Web::default());
}

#[test]
fn ob3_ed25519_signature_2020() {
    let issuer = TestIssuer::did_key(1);
    let badge = issuer.with_proof(&issuer.credential_v1(), Suite::Ed25519Signature2020);
    tamper("OB 3.0 Ed25519Signature2020", &badge.to_string(), &Web::default());
}

#[test]
fn ob3_vc_jwt() {
    let issuer = TestIssuer::did_key(1);
    tamper("OB 3.0 VC-JWT", &issuer.jwt(&issuer.credential()), &Web::default());
}

/// What the count of equal meanings stands for: another spelling of the same JSON is the same badge.
#[test]
fn another_spelling_of_the_same_json_is_the_same_badge() {
    let issuer = TestIssuer::did_key(1);
    let mut credential = issuer.credential();
    credential["name"] = json!("Café");
    let badge = issuer.with_proof(&credential, Suite::EddsaRdfc2022);
    for text in [
        serde_json::to_string_pretty(&badge).unwrap(),
        badge.to_string().replace("Café", "Caf\\u00E9"),
        badge.to_string().replace("Café", "Caf\\u00e9"),
    ] {
        let report = report(&text, &Web::default());
        assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    }
}
