//! Who the issuer is shown to be: beside the verdict, and never part of it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod common;

use common::{AT, TestIssuer, Web, found, question, report_on, summary};
use openbadges::{
    Code, IssuerIdentity, Report, Verdict, VerifyOptions,
    proof::data_integrity::Suite,
    trust::{KnownIssuer, PinMatch, TrustList},
};
use serde_json::json;

const HOST: &str = "https://badges.example.edu/issuer";

fn list(name: &str, ids: &[&str]) -> TrustList {
    TrustList::read(name, ids.join("\n").as_bytes()).unwrap()
}

fn known(id: &str, name: &str, keys: &[String]) -> KnownIssuer {
    let first_seen = common::time("2026-01-01T00:00:00Z");
    KnownIssuer { id: id.into(), name: Some(name.into()), keys: keys.to_vec(), first_seen }
}

fn noted(report: &Report, code: Code) -> bool {
    report.notes.iter().any(|note| note.code == code)
}

/// A badge of `issuer` with an address, signed in the form of a Data Integrity proof, and the pages behind it.
fn signed(issuer: &TestIssuer) -> (String, Web) {
    let badge = issuer.with_proof(&issuer.credential(), Suite::EddsaRdfc2022);
    (badge.to_string(), Web::default().with(&issuer.id, &issuer.controller("assertionMethod")))
}

/// Sound and unsound badges: whatever is known of their issuers, checks and verdict are the same.
#[test]
fn nothing_that_is_known_of_an_issuer_turns_a_verdict() {
    let (key, host) = (TestIssuer::did_key(1), TestIssuer::at(HOST, 1));
    let (at_host, web) = signed(&host);
    let mut tampered = key.with_proof(&key.credential(), Suite::EddsaRdfc2022);
    tampered["name"] = json!("Doctorate");
    let mut unsigned = key.credential();
    unsigned["issuer"]["name"] = json!("Test University of everything");
    let badges = [
        ("hosted", host.assertion().to_string(), host.web(), Verdict::Verified),
        ("signed, OB 2.0", host.signed(&host.signed_assertion()), host.web(), Verdict::Verified),
        ("signed, https issuer", at_host.clone(), web, Verdict::Verified),
        ("its issuer is not to be had", at_host, Web::default(), Verdict::Unconfirmed),
        (
            "signed by a bare key",
            key.with_proof(&key.credential(), Suite::EddsaRdfc2022).to_string(),
            Web::default(),
            Verdict::Verified,
        ),
        ("tampered with", tampered.to_string(), Web::default(), Verdict::Invalid),
        ("not signed", unsigned.to_string(), Web::default(), Verdict::Invalid),
    ];
    let knowledge = [
        VerifyOptions { trust_lists: vec![list("all", &[&key.id, HOST])], ..question(AT) },
        VerifyOptions {
            trust_lists: vec![list("others", &["https://badges.example.edu/other"])],
            ..question(AT)
        },
        VerifyOptions {
            known_issuers: vec![known(HOST, "x", &["other".into()]), known(&key.id, "x", &["other".into()])],
            ..question(AT)
        },
        VerifyOptions {
            known_issuers: vec![known("https://uni.example/", "Test University", &[])],
            ..question(AT)
        },
    ];
    for (name, text, web, verdict) in &badges {
        common::vectors::row(name);
        let plain = report_on(&found(text), web, &question(AT));
        assert_eq!(plain.verdict, *verdict, "{name}: {}", summary(&plain));
        for question in &knowledge {
            let told = report_on(&found(text), web, question);
            assert_eq!((told.verdict, &told.checks), (plain.verdict, &plain.checks), "{name}");
            assert_eq!(told.issuer.identity, plain.issuer.identity, "{name}");
        }
    }
}

#[test]
fn a_listed_issuer_is_said_to_be_on_the_list_when_its_key_was_shown() {
    let key = TestIssuer::did_key(1);
    let registry = json!({"registry": {&key.id: {"name": "My University", "url": "https://uni.example"}}});
    let list = TrustList::read("DCC", registry.to_string().as_bytes()).unwrap();
    let asked = VerifyOptions { trust_lists: vec![list], ..question(AT) };
    let sound = key.with_proof(&key.credential(), Suite::EddsaRdfc2022);
    let report = report_on(&found(&sound.to_string()), &Web::default(), &asked);
    assert_eq!(report.issuer.identity, IssuerIdentity::UnknownKey);
    assert_eq!(report.issuer.lists.len(), 1);
    assert_eq!(report.issuer.lists[0].name.as_deref(), Some("My University"));
    assert!(!noted(&report, Code::IssuerSelfAsserted), "somebody vouches for it");

    let mut tampered = sound;
    tampered["name"] = json!("Doctorate");
    let report = report_on(&found(&tampered.to_string()), &Web::default(), &asked);
    assert_eq!((report.verdict, report.issuer.lists.len()), (Verdict::Invalid, 0));
}

/// Row G14: a lapsed domain, or a new key. Both are told; neither is decided here.
#[test]
fn another_key_than_at_first_is_told() {
    common::vectors::about("G14");
    let (then, now) = (TestIssuer::at(HOST, 1), TestIssuer::at(HOST, 2));
    let (text, web) = signed(&then);
    let first = report_on(&found(&text), &web, &question(AT));
    assert_eq!(first.issuer.identity, IssuerIdentity::ProvenDomain { domain: "example.edu".into() });
    assert_eq!((first.issuer.keys.len(), &first.issuer.pin_match), (1, &None));

    let memory = known(HOST, "Test University", &first.issuer.keys);
    let asked = VerifyOptions { known_issuers: vec![memory.clone()], ..question(AT) };
    let first_seen = memory.first_seen;
    let again = report_on(&found(&text), &web, &asked);
    assert_eq!(again.issuer.pin_match, Some(PinMatch::PinnedSince { first_seen }));
    assert!(!noted(&again, Code::IssuerChanged));

    let (text, web) = signed(&now);
    let changed = report_on(&found(&text), &web, &asked);
    assert_eq!(changed.verdict, Verdict::Verified, "{}", summary(&changed));
    assert_eq!(changed.issuer.pin_match, Some(PinMatch::ChangedSince { first_seen }));
    assert!(noted(&changed, Code::IssuerChanged));

    // An OB 2.0 profile shows its key in the same form.
    let signed = report_on(&found(&then.signed(&then.signed_assertion())), &then.web(), &asked);
    assert_eq!(signed.issuer.pin_match, Some(PinMatch::PinnedSince { first_seen }), "{}", summary(&signed));
    // A hosted badge of the same issuer has no key to compare.
    let hosted = report_on(&found(&then.assertion().to_string()), &then.web(), &asked);
    assert_eq!(hosted.issuer.pin_match, Some(PinMatch::PinnedSince { first_seen }), "{}", summary(&hosted));
}

/// Rows G01 and G03.
#[test]
fn a_key_that_calls_itself_like_a_known_issuer_is_told_apart_from_it() {
    common::vectors::about("G01 G03");
    let mallory = TestIssuer::did_key(2);
    let mut credential = mallory.credential();
    credential["issuer"]["name"] = json!("T\u{435}st University");
    let text = mallory.with_proof(&credential, Suite::EddsaRdfc2022).to_string();
    let asked = VerifyOptions { known_issuers: vec![known(HOST, "Test University", &[])], ..question(AT) };
    let report = report_on(&found(&text), &Web::default(), &asked);
    assert_eq!(report.issuer.identity, IssuerIdentity::UnknownKey);
    assert_eq!(report.issuer.confusable_names[0].id, HOST);
    assert!(noted(&report, Code::IssuerLookalike) && noted(&report, Code::IssuerSelfAsserted));
}
