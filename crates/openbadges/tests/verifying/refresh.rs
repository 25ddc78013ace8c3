//! `refresh.newest`: whether the issuer has a newer edition of a badge, fetched once and after the proof.

use crate::support;
use crate::support::{AT, TestIssuer, Web, options_at, outcome, parse_badge, report, report_on, summary};
use openbadges::{
    CheckId, Code, Offline, Outcome, Verdict, documents::FetchErrorKind, proof::data_integrity::Suite,
};
use serde_json::{Value, json};

const SERVICE: &str = "https://refresh.example/badges/1";
/// Outcome and code of a check.
type Finding = (Outcome, Option<Code>);

const ABSENT: Finding = (Outcome::Absent, None);
const NEWEST: Finding = (Outcome::Passed, None);
const SUPERSEDED: Finding = (Outcome::Failed, Some(Code::Superseded));
const INVALID: Finding = (Outcome::Unknown, Some(Code::RefreshInvalid));

/// Returns a badge of the issuer that names the service.
fn credential(issuer: &TestIssuer) -> Value {
    let mut credential = issuer.credential();
    credential["@context"]
        .as_array_mut()
        .unwrap()
        .push(json!("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"));
    credential["refreshService"] = json!({"id": SERVICE, "type": "1EdTechCredentialRefresh"});
    credential
}

/// Returns the edition of the badge that is valid from `from`.
fn edition(issuer: &TestIssuer, from: &str) -> Value {
    let mut credential = credential(issuer);
    credential["validFrom"] = json!(from);
    credential
}

fn signed(issuer: &TestIssuer, credential: &Value) -> Value {
    issuer.with_proof(credential, Suite::EddsaRdfc2022)
}

#[test]
fn verifies_the_newer_edition_on_its_own() {
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
        ("signed by a stranger", signed(&mallory, &newer), INVALID),
        ("changed after signing", tampered, INVALID),
        ("unsigned", newer.clone(), INVALID),
        ("not a badge", json!({"revoked": true}), INVALID),
    ];
    let text = signed(&issuer, &credential(&issuer)).to_string();
    for (name, page, expected) in cases {
        support::vectors::row(name);
        let web = Web::default().with(SERVICE, &page);
        let report = report(&text, &web);
        assert_eq!(outcome(&report, CheckId::Refresh), expected, "{name}: {}", summary(&report));
        // The service changes neither the verdict of the badge nor the badge that is shown.
        assert_eq!(report.verdict, Verdict::Verified, "{name}");
        assert_eq!(report.badge.valid_from, Some(support::time("2025-01-01T00:00:00Z")), "{name}");
        assert_eq!(report.newer.is_some(), expected == SUPERSEDED, "{name}");
        assert_eq!(web.requests(), [SERVICE], "{name}: the service is contacted once");
    }
}

/// The newer edition has its own report, and its own service is not contacted, so there is no loop.
#[test]
fn newer_edition_has_its_own_report() {
    let issuer = TestIssuer::did_key(1);
    let mut newer = edition(&issuer, "2026-01-01T00:00:00Z");
    newer["validUntil"] = json!("2026-06-01T00:00:00Z");
    newer["refreshService"]["id"] = json!("https://refresh.example/badges/2");
    let web = Web::default().with(SERVICE, &signed(&issuer, &newer)).with(
        "https://refresh.example/badges/2",
        &signed(&issuer, &edition(&issuer, "2026-02-01T00:00:00Z")),
    );
    let report = report(&signed(&issuer, &credential(&issuer)).to_string(), &web);
    let newer_report = report.newer.as_ref().expect("its own report");
    assert_eq!(
        (report.verdict, newer_report.verdict),
        (Verdict::Verified, Verdict::Expired),
        "{}",
        summary(newer_report)
    );
    assert_eq!(newer_report.badge.valid_until, Some(support::time("2026-06-01T00:00:00Z")));
    assert!(
        newer_report.newer.is_none() && newer_report.checks.iter().all(|check| check.id != CheckId::Refresh)
    );
    assert_eq!(web.requests(), [SERVICE]);
}

/// A newer edition may be a JWT.
#[test]
fn newer_edition_may_be_a_jwt() {
    let issuer = TestIssuer::did_key(1);
    let mut web = Web::default();
    let newer = issuer.jwt(&edition(&issuer, "2026-01-01T00:00:00Z"));
    web.bytes(SERVICE, "application/vc+jwt", newer.into_bytes());
    let report = report(&signed(&issuer, &credential(&issuer)).to_string(), &web);
    assert_eq!(outcome(&report, CheckId::Refresh), SUPERSEDED, "{}", summary(&report));
}

/// An address without a valid signature of the issuer is not contacted.
#[test]
fn contacts_the_service_only_after_the_proof() {
    let (issuer, mallory) = (TestIssuer::did_key(1), TestIssuer::did_key(2));
    let web = || Web::default().with(SERVICE, &signed(&issuer, &edition(&issuer, "2026-01-01T00:00:00Z")));
    let mut tampered = signed(&issuer, &credential(&issuer));
    tampered["name"] = json!("Mastery");
    let texts = [
        ("changed after signing", tampered),
        ("signed by a stranger", signed(&mallory, &credential(&issuer))),
        ("unsigned", credential(&issuer)),
    ];
    for (name, text) in texts {
        support::vectors::row(name);
        let web = web();
        let report = report(&text.to_string(), &web);
        assert_eq!(
            outcome(&report, CheckId::Refresh),
            (Outcome::Unknown, Some(Code::RefreshUnknown)),
            "{name}"
        );
        assert!(web.requests().is_empty(), "{name}");
    }
}

#[test]
fn unavailable_service_does_not_affect_the_verdict() {
    let issuer = TestIssuer::did_key(1);
    let text = signed(&issuer, &credential(&issuer)).to_string();
    let unknown = (Outcome::Unknown, Some(Code::RefreshUnknown));
    for (kind, code) in [
        (FetchErrorKind::Failed, Code::NetUnavailable),
        (FetchErrorKind::Gone, Code::NetUnavailable),
        (FetchErrorKind::NotRequested, Code::NetConsent),
    ] {
        let mut web = Web::default();
        web.no(SERVICE, kind, code);
        let report = report(&text, &web);
        assert_eq!((report.verdict, outcome(&report, CheckId::Refresh)), (Verdict::Verified, unknown));
    }
    let offline = report_on(&parse_badge(&text), &Offline, &options_at(AT));
    assert_eq!(outcome(&offline, CheckId::Refresh), unknown);

    // Without TLS, an attacker could always serve the old edition.
    let mut in_clear = credential(&issuer);
    in_clear["refreshService"]["id"] = json!("http://refresh.example/badges/1");
    let page = signed(&issuer, &in_clear);
    let web = Web::default().with("http://refresh.example/badges/1", &page);
    let report = report(&page.to_string(), &web);
    assert_eq!(outcome(&report, CheckId::Refresh), (Outcome::Unknown, Some(Code::NetCleartext)));
}

#[test]
fn badge_without_a_service_has_no_refresh_check() {
    let issuer = TestIssuer::did_key(1);
    let report = report(&signed(&issuer, &issuer.credential()).to_string(), &Web::default());
    assert_eq!(outcome(&report, CheckId::Refresh), ABSENT);

    let mut other = issuer.credential();
    other["refreshService"] = json!({"id": SERVICE, "type": "ManualRefreshService2018"});
    let web = Web::default();
    let text = issuer.with_proof(&other, Suite::EddsaJcs2022).to_string();
    let report = support::report(&text, &web);
    assert_eq!(outcome(&report, CheckId::Refresh), (Outcome::Unknown, Some(Code::RefreshUnknown)));
    assert_eq!(support::check(&report, CheckId::Refresh).details["type"], "ManualRefreshService2018");
    assert!(web.requests().is_empty());
}
