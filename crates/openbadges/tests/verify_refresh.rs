//! `refresh.newest`: whether the issuer has a newer edition of a badge, asked once and after the proof.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod common;

use common::{AT, TestIssuer, Web, found, outcome, question, report, report_on, summary};
use openbadges::{
    CheckId, Code, Offline, Outcome, Verdict, documents::FetchErrorKind, proof::data_integrity::Suite,
};
use serde_json::{Value, json};

const SERVICE: &str = "https://refresh.example/badges/1";
/// What a check came to.
type Finding = (Outcome, Option<Code>);

const ABSENT: Finding = (Outcome::Absent, None);
const NEWEST: Finding = (Outcome::Passed, None);
const SUPERSEDED: Finding = (Outcome::Failed, Some(Code::Superseded));
const INVALID: Finding = (Outcome::Unknown, Some(Code::RefreshInvalid));

/// The issuer's badge that names the service.
fn credential(issuer: &TestIssuer) -> Value {
    let mut credential = issuer.credential();
    credential["@context"]
        .as_array_mut()
        .unwrap()
        .push(json!("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"));
    credential["refreshService"] = json!({"id": SERVICE, "type": "1EdTechCredentialRefresh"});
    credential
}

/// Its edition that holds from `from`.
fn edition(issuer: &TestIssuer, from: &str) -> Value {
    let mut credential = credential(issuer);
    credential["validFrom"] = json!(from);
    credential
}

fn signed(issuer: &TestIssuer, credential: &Value) -> Value {
    issuer.with_proof(credential, Suite::EddsaRdfc2022)
}

#[test]
fn what_the_service_hands_out_is_judged_by_itself() {
    let (issuer, mallory) = (TestIssuer::did_key(1), TestIssuer::did_key(2));
    let newer = edition(&issuer, "2026-01-01T00:00:00Z");
    let mut other_id = newer.clone();
    other_id["id"] = json!("urn:uuid:00000000-0000-4000-8000-000000000000");
    let mut nameless = newer.clone();
    nameless.as_object_mut().unwrap().remove("id");
    let mut tampered = signed(&issuer, &newer);
    tampered["name"] = json!("Mastery");
    let cases: Vec<(&str, Value, Finding)> = vec![
        ("the same edition", signed(&issuer, &credential(&issuer)), NEWEST),
        ("an older edition", signed(&issuer, &edition(&issuer, "2024-01-01T00:00:00Z")), NEWEST),
        ("a newer edition", signed(&issuer, &newer), SUPERSEDED),
        ("another badge", signed(&issuer, &other_id), INVALID),
        ("a badge without an id", signed(&issuer, &nameless), INVALID),
        ("another issuer", signed(&mallory, &edition(&mallory, "2026-01-01T00:00:00Z")), INVALID),
        ("signed by somebody else", signed(&mallory, &newer), INVALID),
        ("changed after signing", tampered, INVALID),
        ("unsigned", newer.clone(), INVALID),
        ("no badge", json!({"revoked": true}), INVALID),
    ];
    let text = signed(&issuer, &credential(&issuer)).to_string();
    for (name, page, expected) in cases {
        common::vectors::row(name);
        let web = Web::default().with(SERVICE, &page);
        let report = report(&text, &web);
        assert_eq!(outcome(&report, CheckId::Refresh), expected, "{name}: {}", summary(&report));
        // What the service says never changes what the badge itself is worth, nor the badge that is shown.
        assert_eq!(report.verdict, Verdict::Verified, "{name}");
        assert_eq!(report.badge.valid_from, Some(common::time("2025-01-01T00:00:00Z")), "{name}");
        assert_eq!(report.newer.is_some(), expected == SUPERSEDED, "{name}");
        assert_eq!(web.asked(), [SERVICE], "{name}: asked once");
    }
}

/// The newer edition has a report of its own, and what it names is not asked again: never in a loop.
#[test]
fn the_newer_edition_has_its_own_report() {
    let issuer = TestIssuer::did_key(1);
    let mut newer = edition(&issuer, "2026-01-01T00:00:00Z");
    newer["validUntil"] = json!("2026-06-01T00:00:00Z");
    newer["refreshService"]["id"] = json!("https://refresh.example/badges/2");
    let web = Web::default().with(SERVICE, &signed(&issuer, &newer)).with(
        "https://refresh.example/badges/2",
        &signed(&issuer, &edition(&issuer, "2026-02-01T00:00:00Z")),
    );
    let report = report(&signed(&issuer, &credential(&issuer)).to_string(), &web);
    let its = report.newer.as_ref().expect("a report of its own");
    assert_eq!((report.verdict, its.verdict), (Verdict::Verified, Verdict::Expired), "{}", summary(its));
    assert_eq!(its.badge.valid_until, Some(common::time("2026-06-01T00:00:00Z")));
    assert!(its.newer.is_none() && its.checks.iter().all(|check| check.id != CheckId::Refresh));
    assert_eq!(web.asked(), [SERVICE]);
}

/// A newer edition may come as a JWT.
#[test]
fn a_newer_edition_may_be_a_jwt() {
    let issuer = TestIssuer::did_key(1);
    let mut web = Web::default();
    let newer = issuer.jwt(&edition(&issuer, "2026-01-01T00:00:00Z"));
    web.bytes(SERVICE, "application/vc+jwt", newer.into_bytes());
    let report = report(&signed(&issuer, &credential(&issuer)).to_string(), &web);
    assert_eq!(outcome(&report, CheckId::Refresh), SUPERSEDED, "{}", summary(&report));
}

/// Nobody is asked at an address that the issuer is not shown to have signed.
#[test]
fn the_service_is_asked_only_after_the_proof() {
    let (issuer, mallory) = (TestIssuer::did_key(1), TestIssuer::did_key(2));
    let web = || Web::default().with(SERVICE, &signed(&issuer, &edition(&issuer, "2026-01-01T00:00:00Z")));
    let mut tampered = signed(&issuer, &credential(&issuer));
    tampered["name"] = json!("Mastery");
    let texts = [
        ("changed after signing", tampered),
        ("signed by somebody else", signed(&mallory, &credential(&issuer))),
        ("unsigned", credential(&issuer)),
    ];
    for (name, text) in texts {
        common::vectors::row(name);
        let web = web();
        let report = report(&text.to_string(), &web);
        assert_eq!(
            outcome(&report, CheckId::Refresh),
            (Outcome::Unknown, Some(Code::RefreshUnknown)),
            "{name}"
        );
        assert!(web.asked().is_empty(), "{name}");
    }
}

#[test]
fn a_service_that_cannot_be_asked_costs_nothing() {
    let issuer = TestIssuer::did_key(1);
    let text = signed(&issuer, &credential(&issuer)).to_string();
    let unknown = (Outcome::Unknown, Some(Code::RefreshUnknown));
    for (kind, code) in [
        (FetchErrorKind::Failed, Code::NetUnavailable),
        (FetchErrorKind::Gone, Code::NetUnavailable),
        (FetchErrorKind::NotAsked, Code::NetConsent),
    ] {
        let mut web = Web::default();
        web.no(SERVICE, kind, code);
        let report = report(&text, &web);
        assert_eq!((report.verdict, outcome(&report, CheckId::Refresh)), (Verdict::Verified, unknown));
    }
    let offline = report_on(&found(&text), &Offline, &question(AT));
    assert_eq!(outcome(&offline, CheckId::Refresh), unknown);

    // An unprotected way may hand out the old edition for ever.
    let mut in_clear = credential(&issuer);
    in_clear["refreshService"]["id"] = json!("http://refresh.example/badges/1");
    let page = signed(&issuer, &in_clear);
    let web = Web::default().with("http://refresh.example/badges/1", &page);
    let report = report(&page.to_string(), &web);
    assert_eq!(outcome(&report, CheckId::Refresh), (Outcome::Unknown, Some(Code::NetCleartext)));
}

#[test]
fn a_badge_without_a_service_has_none() {
    let issuer = TestIssuer::did_key(1);
    let report = report(&signed(&issuer, &issuer.credential()).to_string(), &Web::default());
    assert_eq!(outcome(&report, CheckId::Refresh), ABSENT);

    let mut other = issuer.credential();
    other["refreshService"] = json!({"id": SERVICE, "type": "ManualRefreshService2018"});
    let web = Web::default();
    let text = issuer.with_proof(&other, Suite::EddsaJcs2022).to_string();
    let report = common::report(&text, &web);
    assert_eq!(outcome(&report, CheckId::Refresh), (Outcome::Unknown, Some(Code::RefreshUnknown)));
    assert_eq!(common::check(&report, CheckId::Refresh).details["type"], "ManualRefreshService2018");
    assert!(web.asked().is_empty());
}
