//! The issuer identity, which is independent of the verdict.

use crate::support;
use crate::support::{AT, TestIssuer, Web, options_at, parse_badge, report_on, summary};
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
    let first_seen = support::time("2026-01-01T00:00:00Z");
    KnownIssuer { id: id.into(), name: Some(name.into()), keys: keys.to_vec(), first_seen }
}

fn noted(report: &Report, code: Code) -> bool {
    report.notes.iter().any(|note| note.code == code)
}

/// Returns a signed badge of `issuer`, which has an address, and the pages that the badge refers to.
fn signed(issuer: &TestIssuer) -> (String, Web) {
    let badge = issuer.with_proof(&issuer.credential(), Suite::EddsaRdfc2022);
    (badge.to_string(), Web::default().with(&issuer.id, &issuer.controller("assertionMethod")))
}

/// Valid and invalid badges: checks and verdict do not depend on the caller's knowledge of the issuers.
#[test]
fn issuer_identity_never_changes_the_verdict() {
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
        ("its issuer is unavailable", at_host, Web::default(), Verdict::Unconfirmed),
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
        VerifyOptions { trust_lists: vec![list("all", &[&key.id, HOST])], ..options_at(AT) },
        VerifyOptions {
            trust_lists: vec![list("others", &["https://badges.example.edu/other"])],
            ..options_at(AT)
        },
        VerifyOptions {
            known_issuers: vec![known(HOST, "x", &["other".into()]), known(&key.id, "x", &["other".into()])],
            ..options_at(AT)
        },
        VerifyOptions {
            known_issuers: vec![known("https://uni.example/", "Test University", &[])],
            ..options_at(AT)
        },
    ];
    for (name, text, web, verdict) in &badges {
        support::vectors::row(name);
        let plain = report_on(&parse_badge(text), web, &options_at(AT));
        assert_eq!(plain.verdict, *verdict, "{name}: {}", summary(&plain));
        for options in &knowledge {
            let with_knowledge = report_on(&parse_badge(text), web, options);
            assert_eq!(
                (with_knowledge.verdict, &with_knowledge.checks),
                (plain.verdict, &plain.checks),
                "{name}"
            );
            assert_eq!(with_knowledge.issuer.identity, plain.issuer.identity, "{name}");
        }
    }
}

#[test]
fn listed_issuer_needs_a_proven_key() {
    let key = TestIssuer::did_key(1);
    let registry = json!({"registry": {&key.id: {"name": "My University", "url": "https://uni.example"}}});
    let list = TrustList::read("DCC", registry.to_string().as_bytes()).unwrap();
    let options = VerifyOptions { trust_lists: vec![list], ..options_at(AT) };
    let valid = key.with_proof(&key.credential(), Suite::EddsaRdfc2022);
    let report = report_on(&parse_badge(&valid.to_string()), &Web::default(), &options);
    assert_eq!(report.issuer.identity, IssuerIdentity::UnknownKey);
    assert_eq!(report.issuer.lists.len(), 1);
    assert_eq!(report.issuer.lists[0].name.as_deref(), Some("My University"));
    assert!(!noted(&report, Code::IssuerSelfAsserted), "the issuer is on a trust list");

    let mut tampered = valid;
    tampered["name"] = json!("Doctorate");
    let report = report_on(&parse_badge(&tampered.to_string()), &Web::default(), &options);
    assert_eq!((report.verdict, report.issuer.lists.len()), (Verdict::Invalid, 0));
}

/// Row G14: a lapsed domain, or a new key. Both are reported and neither changes the verdict.
#[test]
fn reports_a_changed_issuer_key() {
    support::vectors::about("G14");
    let (then, now) = (TestIssuer::at(HOST, 1), TestIssuer::at(HOST, 2));
    let (text, web) = signed(&then);
    let first = report_on(&parse_badge(&text), &web, &options_at(AT));
    assert_eq!(first.issuer.identity, IssuerIdentity::ProvenDomain { domain: "example.edu".into() });
    assert_eq!((first.issuer.keys.len(), &first.issuer.pin_match), (1, &None));

    let memory = known(HOST, "Test University", &first.issuer.keys);
    let options = VerifyOptions { known_issuers: vec![memory.clone()], ..options_at(AT) };
    let first_seen = memory.first_seen;
    let again = report_on(&parse_badge(&text), &web, &options);
    assert_eq!(again.issuer.pin_match, Some(PinMatch::PinnedSince { first_seen }));
    assert!(!noted(&again, Code::IssuerChanged));

    let (text, web) = signed(&now);
    let changed = report_on(&parse_badge(&text), &web, &options);
    assert_eq!(changed.verdict, Verdict::Verified, "{}", summary(&changed));
    assert_eq!(changed.issuer.pin_match, Some(PinMatch::ChangedSince { first_seen }));
    assert!(noted(&changed, Code::IssuerChanged));

    // An OB 2.0 profile shows its key in the same form.
    let signed = report_on(&parse_badge(&then.signed(&then.signed_assertion())), &then.web(), &options);
    assert_eq!(signed.issuer.pin_match, Some(PinMatch::PinnedSince { first_seen }), "{}", summary(&signed));
    // A hosted badge of the same issuer has no key to compare.
    let hosted = report_on(&parse_badge(&then.assertion().to_string()), &then.web(), &options);
    assert_eq!(hosted.issuer.pin_match, Some(PinMatch::PinnedSince { first_seen }), "{}", summary(&hosted));
}

/// Rows G01 and G03.
#[test]
fn reports_a_key_with_the_name_of_a_known_issuer() {
    support::vectors::about("G01 G03");
    let mallory = TestIssuer::did_key(2);
    let mut credential = mallory.credential();
    credential["issuer"]["name"] = json!("T\u{435}st University");
    let text = mallory.with_proof(&credential, Suite::EddsaRdfc2022).to_string();
    let options =
        VerifyOptions { known_issuers: vec![known(HOST, "Test University", &[])], ..options_at(AT) };
    let report = report_on(&parse_badge(&text), &Web::default(), &options);
    assert_eq!(report.issuer.identity, IssuerIdentity::UnknownKey);
    assert_eq!(report.issuer.confusable_names[0].id, HOST);
    assert!(noted(&report, Code::IssuerLookalike) && noted(&report, Code::IssuerSelfAsserted));
}
