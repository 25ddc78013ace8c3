//! Signed OB 2.0 badges: a JWS by a key that the issuer's own profile owns.

use crate::support;
use crate::support::{AT, TestIssuer, check, options_at, outcome, parse_badge, report, report_on, summary};
use openbadges::{CheckId, Code, IssuerIdentity, Offline, Outcome, Verdict, documents::FetchErrorKind};
use serde_json::{Value, json};

const ISSUER: &str = "https://badges.example.edu/issuer";

fn issuer() -> TestIssuer {
    TestIssuer::at(ISSUER, 1)
}

/// Changes the assertion and the issuer's profile and key pages.
type Change = fn(&mut Value, &mut Value, &mut Value);

#[test]
fn verifies_signed_badge() {
    let issuer = issuer();
    let report = report(&issuer.signed(&issuer.signed_assertion()), &issuer.web());
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    assert_eq!(report.issuer.identity, IssuerIdentity::ProvenDomain { domain: "example.edu".into() });
    assert_eq!(
        outcome(&report, CheckId::Revocation),
        (Outcome::Absent, None),
        "no list: never \"not revoked\""
    );
    let ids: Vec<CheckId> = report.checks.iter().map(|check| check.id).collect();
    let order = [
        CheckId::Format,
        CheckId::Signature,
        CheckId::IssuerKey,
        CheckId::BadgeClassIssuer,
        CheckId::Revocation,
        CheckId::Validity,
        CheckId::Recipient,
    ];
    assert_eq!(ids, order);
}

/// OB 2.0 "Signed verification": profile and key must refer to each other. Several forms are allowed.
#[test]
fn key_and_profile_refer_to_each_other() {
    use Outcome::{Failed, Passed, Unknown};
    let cases: &[(&str, Change, Verdict, Outcome, Option<Code>)] = &[
        ("as published", |_, _, _| {}, Verdict::Verified, Passed, None),
        (
            "a list of keys",
            |_, profile, _| {
                profile["publicKey"] = json!(["https://badges.example.edu/old", profile["publicKey"]])
            },
            Verdict::Verified,
            Passed,
            None,
        ),
        (
            "an embedded key",
            |_, profile, key| profile["publicKey"] = key.clone(),
            Verdict::Verified,
            Passed,
            None,
        ),
        (
            "no creator: the profile's key",
            |assertion, _, _| assertion["verification"] = json!({"type": "signed"}),
            Verdict::Verified,
            Passed,
            None,
        ),
        (
            "a creator that the profile does not list",
            |assertion, _, _| assertion["verification"]["creator"] = json!("https://evil.example/key"),
            Verdict::Invalid,
            Failed,
            Some(Code::IssuerKeyUnbound),
        ),
        (
            "a profile without keys",
            |_, profile, _| profile["publicKey"] = json!(null),
            Verdict::Invalid,
            Failed,
            Some(Code::IssuerKeyUnbound),
        ),
        (
            "a key of another owner",
            |_, _, key| key["owner"] = json!("https://evil.example/issuer"),
            Verdict::Invalid,
            Failed,
            Some(Code::IssuerKeyUnbound),
        ),
        (
            "a key without an owner",
            |_, _, key| key["owner"] = json!(null),
            Verdict::Invalid,
            Failed,
            Some(Code::IssuerKeyUnbound),
        ),
        (
            "a key page with another id",
            |_, _, key| key["id"] = json!("https://badges.example.edu/other"),
            Verdict::Invalid,
            Failed,
            Some(Code::IssuerKeyUnbound),
        ),
        (
            "an invalid key",
            |_, _, key| {
                key["publicKeyPem"] = json!("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")
            },
            Verdict::Invalid,
            Failed,
            Some(Code::KeyUnsupported),
        ),
        (
            "a key page without TLS",
            |assertion, profile, key| {
                for place in
                    [&mut assertion["verification"]["creator"], &mut profile["publicKey"], &mut key["id"]]
                {
                    *place = json!("http://badges.example.edu/key");
                }
            },
            Verdict::Unconfirmed,
            Unknown,
            Some(Code::NetCleartext),
        ),
    ];
    for (name, change, verdict, key_outcome, code) in cases {
        support::vectors::row(name);
        let issuer = issuer();
        let (mut assertion, mut profile, mut key) =
            (issuer.signed_assertion(), issuer.profile(), issuer.key_page());
        change(&mut assertion, &mut profile, &mut key);
        let web = issuer
            .web()
            .with(ISSUER, &profile)
            .with(&issuer.url("key"), &key)
            .with("http://badges.example.edu/key", &key);
        let report = report(&issuer.signed(&assertion), &web);
        assert_eq!(
            (report.verdict, outcome(&report, CheckId::IssuerKey)),
            (*verdict, (*key_outcome, *code)),
            "{name}: {}",
            summary(&report)
        );
        assert!(
            !web.requests().iter().any(|url| url.contains("evil.example")),
            "{name}: {:?}",
            web.requests()
        );
    }
}

#[test]
fn rejects_keys_that_the_issuer_does_not_own() {
    let (issuer, mallory) = (issuer(), TestIssuer::at(ISSUER, 2));
    let report = report(&mallory.signed(&issuer.signed_assertion()), &issuer.web());
    assert_eq!(report.verdict, Verdict::Invalid, "{}", summary(&report));
    assert_eq!(outcome(&report, CheckId::Signature), (Outcome::Failed, Some(Code::JwtSigInvalid)));
    assert_eq!(report.issuer.identity, IssuerIdentity::Unproven);
}

/// An attacker on an unprotected connection can redirect to a protected page of their own.
#[test]
fn rejects_a_key_behind_a_redirect_without_tls() {
    let (issuer, mallory) = (issuer(), TestIssuer::at("https://mallory.example/issuer", 2));
    let clear = "http://badges.example.edu/key";
    let mut profile = issuer.profile();
    profile["publicKey"] = json!(clear);
    let mut key = mallory.key_page();
    key["owner"] = json!(ISSUER);
    let mut assertion = issuer.signed_assertion();
    assertion["verification"]["creator"] = json!(clear);
    let mut web = issuer.web().with(ISSUER, &profile).with(&mallory.url("key"), &key);
    web.redirect(clear, &mallory.url("key"));
    let report = report(&mallory.signed(&assertion), &web);
    assert_eq!(report.verdict, Verdict::Unconfirmed, "{}", summary(&report));
    assert_eq!(outcome(&report, CheckId::IssuerKey), (Outcome::Unknown, Some(Code::NetCleartext)));
}

/// An embedded profile is a claim about the issuer; its keys do not count.
#[test]
fn ignores_keys_of_an_embedded_profile() {
    let (issuer, mallory) = (issuer(), TestIssuer::at(ISSUER, 2));
    let mut assertion = issuer.signed_assertion();
    assertion["badge"] = issuer.badge_class();
    assertion["badge"]["issuer"] = mallory.profile();
    assertion["badge"]["issuer"]["publicKey"] = mallory.key_page();
    let report = report(&mallory.signed(&assertion), &issuer.web());
    assert_eq!(report.verdict, Verdict::Invalid, "{}", summary(&report));
    assert_eq!(report.badge.issuer.name.as_deref(), Some("Test University"));
}

#[test]
fn embedded_badge_class_is_signed_with_the_assertion() {
    let issuer = issuer();
    let mut assertion = issuer.signed_assertion();
    assertion["badge"] = issuer.badge_class();
    assertion["badge"]["id"] = json!("urn:uuid:3c1cf7c4-0dd1-4c0f-9b8e-6b1d8a3f6f10");
    let report = report(&issuer.signed(&assertion), &issuer.web());
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
}

#[test]
fn unavailable_pages_leave_checks_unknown() {
    let issuer = issuer();
    let text = issuer.signed(&issuer.signed_assertion());
    let offline = report_on(&parse_badge(&text), &Offline, &options_at(AT));
    assert_eq!(offline.verdict, Verdict::Unconfirmed, "{}", summary(&offline));

    for url in [issuer.url("key"), issuer.url("class"), ISSUER.to_owned()] {
        let mut web = issuer.web();
        web.no(&url, FetchErrorKind::Failed, Code::NetTimeout);
        let report = report(&text, &web);
        assert_eq!(report.verdict, Verdict::Unconfirmed, "{url}: {}", summary(&report));
    }

    let mut assertion = issuer.signed_assertion();
    assertion["badge"] = issuer.badge_class();
    assertion["badge"]["issuer"] = json!("did:example:issuer");
    let report = report(&issuer.signed(&assertion), &issuer.web());
    assert_eq!(outcome(&report, CheckId::IssuerKey), (Outcome::Unknown, Some(Code::IssuerMethodUnsupported)));
    assert_ne!(report.verdict, Verdict::Verified);
}

/// I14: entries by id, by uid, and as an object with a reason. The list is a single entry or an array.
#[test]
fn revocation_list_revokes_only_listed_badges() {
    support::vectors::about("I14");
    let id = "urn:uuid:1f1d7a52-8c88-4f8e-a7f5-16f3a64f1f2d";
    let revoked = (Verdict::Revoked, Outcome::Failed, Some(Code::Revoked));
    let clear = (Verdict::Verified, Outcome::Passed, None);
    let unknown = |code| (Verdict::Unconfirmed, Outcome::Unknown, Some(code));
    let list = |entries: Value| json!({"type": "RevocationList", "revokedAssertions": entries});
    let cases = [
        ("by id", list(json!(["urn:uuid:x", id])), revoked),
        ("one entry, compacted", list(json!(id)), revoked),
        ("an object with a reason", list(json!([{"id": id, "revocationReason": "<script>"}])), revoked),
        ("by uid", list(json!([{"uid": "17"}])), revoked),
        ("others", list(json!(["urn:uuid:x", {"id": "urn:uuid:y"}, {"uid": "1"}])), clear),
        ("none", list(json!([])), clear),
        ("missing list", json!({"type": "RevocationList"}), unknown(Code::StatusListInvalid)),
    ];
    for (name, list, (verdict, status, code)) in cases {
        support::vectors::row(name);
        let issuer = issuer();
        let mut profile = issuer.profile();
        profile["revocationList"] = json!(issuer.url("revoked"));
        let mut assertion = issuer.signed_assertion();
        assertion["uid"] = json!("17");
        let web = issuer.web().with(ISSUER, &profile).with(&issuer.url("revoked"), &list);
        let report = report(&issuer.signed(&assertion), &web);
        assert_eq!(
            (report.verdict, outcome(&report, CheckId::Revocation)),
            (verdict, (status, code)),
            "{name}: {}",
            summary(&report)
        );
        if name == "an object with a reason" {
            assert_eq!(check(&report, CheckId::Revocation).details["reason"], "<script>");
        }
    }

    let issuer = issuer();
    let mut profile = issuer.profile();
    profile["revocationList"] = json!("https://badges.example.edu/nowhere");
    let report = report(&issuer.signed(&issuer.signed_assertion()), &issuer.web().with(ISSUER, &profile));
    assert_eq!(outcome(&report, CheckId::Revocation), (Outcome::Unknown, Some(Code::StatusUnknown)));
    assert_eq!(report.verdict, Verdict::Unconfirmed);
}
