//! Badges of Open Badges 0.5, 1.0 and 1.1: hosted badges by their pages, signed badges by the key that they
//! name.

use crate::support;
use crate::support::{
    AT, LEARNER, TestIssuer, Web, check, options_at, outcome, parse_badge, report, report_on, summary,
};
use openbadges::{
    CheckId, Code, Container, Format, IssuerIdentity, Offline, Outcome, ParsedBadge, Report, Verdict,
    badge::BadgeVersion, documents::FetchErrorKind,
};
use serde_json::{Value, json};

const ISSUER: &str = "https://badges.example.edu/issuer";

fn issuer() -> TestIssuer {
    TestIssuer::at(ISSUER, 1)
}

fn at(path: &str) -> String {
    issuer().url(path)
}

/// Returns a hosted assertion of OB 1.0.
fn assertion() -> Value {
    json!({
        "uid": "abc-1234",
        "recipient": {"type": "email", "hashed": true, "salt": "pepper", "identity": support::issuer::hashed(LEARNER, "pepper")},
        "badge": at("class"),
        "issuedOn": 1359217910,
        "verify": {"type": "hosted", "url": at("a1")},
    })
}

/// Returns an assertion of OB 1.0 for a key on the issuer's host.
fn signed() -> Value {
    let mut assertion = assertion();
    assertion["verify"] = json!({"type": "signed", "url": at("key.pem")});
    assertion
}

fn class() -> Value {
    json!({
        "name": "Robotics",
        "description": "Builds robots.",
        "image": at("class.png"),
        "criteria": at("criteria"),
        "issuer": ISSUER,
    })
}

fn profile() -> Value {
    json!({"name": "Test University", "url": at(""), "revocationList": at("revoked")})
}

fn web() -> Web {
    let mut web = Web::default()
        .with(&at("a1"), &assertion())
        .with(&at("class"), &class())
        .with(ISSUER, &profile())
        .with(&at("revoked"), &json!({"other": "Issued in error"}));
    web.bytes(&at("key.pem"), "application/x-pem-file", issuer().pem().into_bytes());
    web
}

/// Outcome and code of a check.
type Finding = (Outcome, Option<Code>);

/// Asserts the verdict and the outcomes of a table row.
fn expect(row: &str, report: &Report, verdict: Verdict, id: CheckId, finding: Finding) {
    assert_eq!((report.verdict, outcome(report, id)), (verdict, finding), "{row}: {}", summary(report));
}

fn failed(code: Code) -> Finding {
    (Outcome::Failed, Some(code))
}

fn unknown(code: Code) -> Finding {
    (Outcome::Unknown, Some(code))
}

// -- hosted -------------------------------------------------------------------------------------

#[test]
fn verifies_hosted_badge_and_reports_its_version() {
    let copy = parse_badge(&assertion().to_string());
    assert_eq!(copy.format, Format::Ob1Hosted);
    let report = report_on(&copy, &web(), &options_at(AT));
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    assert_eq!(report.badge.version, Some(BadgeVersion::V1_0));
    assert_eq!(report.badge.name.as_deref(), Some("Robotics"));
    assert_eq!(report.issuer.id.as_deref(), Some(ISSUER), "an OB 1.0 profile does not contain its address");
    assert_eq!(report.issuer.name.as_deref(), Some("Test University"));
    assert_eq!(report.issuer.identity, IssuerIdentity::ProvenDomain { domain: "example.edu".into() });
    assert_eq!(report.recipient.identity.as_deref(), Some(LEARNER));
    assert_eq!(check(&report, CheckId::HostedCopy).rule.specification, "Open Badges 1.0");
    assert_eq!(check(&report, CheckId::HostedCopy).documents[0].url, at("a1"));
}

/// OB 1.1 is OB 1.0 as JSON-LD.
#[test]
fn ob11_requires_contexts_types_and_ids() {
    let linked = |mut object: Value, class: &str, id: &str| {
        object["@context"] = json!("https://w3id.org/openbadges/v1");
        object["type"] = json!(class);
        object["id"] = json!(id);
        object
    };
    let a1 = linked(assertion(), "Assertion", &at("a1"));
    let pages = |a1: &Value| {
        web()
            .with(&at("a1"), a1)
            .with(&at("class"), &linked(class(), "BadgeClass", &at("class")))
            .with(ISSUER, &linked(profile(), "Issuer", ISSUER))
    };
    let valid = report(&a1.to_string(), &pages(&a1));
    assert_eq!(valid.verdict, Verdict::Verified, "{}", summary(&valid));
    assert_eq!(valid.badge.version, Some(BadgeVersion::V1_1));
    assert_eq!(check(&valid, CheckId::Format).rule.specification, "Open Badges 1.1");

    let unlinked = report(&a1.to_string(), &pages(&a1).with(ISSUER, &profile()));
    expect("missing id", &unlinked, Verdict::Invalid, CheckId::Format, failed(Code::FieldMissing));
    let pointers = &check(&unlinked, CheckId::Format).details["pointers"];
    assert_eq!(pointers, "/badge/issuer/@context /badge/issuer/type /badge/issuer/id");

    let foreign = linked(assertion(), "Assertion", "https://badges.example.edu/other");
    let report = report(&a1.to_string(), &pages(&foreign));
    expect("another id", &report, Verdict::Invalid, CheckId::HostedCopy, failed(Code::HostedIdMismatch));
}

#[test]
fn the_page_overrides_the_copy() {
    let changed = |pointer: &str, value: Value| {
        let mut page = assertion();
        *page.pointer_mut(pointer).unwrap() = value;
        web().with(&at("a1"), &page)
    };
    let text = assertion().to_string();
    let copy = CheckId::HostedCopy;
    let rows: Vec<(&str, Web, Verdict, CheckId, Finding)> = vec![
        (
            "H01: other claims",
            changed("/uid", json!("another")),
            Verdict::Invalid,
            copy,
            failed(Code::HostedMismatch),
        ),
        (
            "H10: another address",
            changed("/verify/url", json!(at("a2"))),
            Verdict::Invalid,
            copy,
            failed(Code::HostedIdMismatch),
        ),
        (
            "a page that says it is signed",
            changed("/verify/type", json!("signed")),
            Verdict::Invalid,
            CheckId::Format,
            failed(Code::FieldType),
        ),
        (
            "H02: a foreign badge class",
            web().with("https://evil.example/class", &class()).with(&at("a1"), &{
                let mut page = assertion();
                page["badge"] = json!("https://evil.example/class");
                page
            }),
            Verdict::Invalid,
            CheckId::BadgeClassIssuer,
            failed(Code::HostedScope),
        ),
        (
            "missing criteria",
            web().with(
                &at("class"),
                &json!({"name": "x", "description": "y", "image": at("i"), "issuer": ISSUER}),
            ),
            Verdict::Invalid,
            CheckId::Format,
            failed(Code::FieldMissing),
        ),
    ];
    for (row, web, verdict, id, finding) in rows {
        support::vectors::row(row);
        expect(row, &report(&text, &web), verdict, id, finding);
    }
}

/// An issuer may serve OB 2.0 for an old image with OB 1.x. The page is the badge, and the fields of both
/// versions must be equal.
#[test]
fn page_of_a_later_version_confirms_common_fields() {
    let issuer = issuer();
    let mut page = issuer.assertion();
    page["issuedOn"] = json!("2013-01-26T16:31:50Z");
    let web = || issuer.web().with(&at("a1"), &page);
    let moved = report(&assertion().to_string(), &web());
    assert_eq!(moved.verdict, Verdict::Verified, "{}", summary(&moved));
    assert_eq!(moved.badge.version, Some(BadgeVersion::V2_0), "the page is the badge");
    assert_eq!(moved.badge.name.as_deref(), Some("Teamwork"));
    for (pointer, value) in [
        ("/recipient", json!({"type": "email", "hashed": false, "identity": "somebody@example.com"})),
        ("/issuedOn", json!("2012-01-26")),
        ("/expires", json!("2030-01-01")),
        ("/evidence", json!("https://evil.example/work")),
    ] {
        let mut copy = assertion();
        copy[&pointer[1..]] = value;
        let report = report(&copy.to_string(), &web());
        expect(pointer, &report, Verdict::Invalid, CheckId::HostedCopy, failed(Code::HostedMismatch));
        assert_eq!(check(&report, CheckId::HostedCopy).details["fields"], pointer);
    }
}

/// H02: an assertion on one host about a badge class on another.
#[test]
fn rejects_assertions_on_another_host() {
    support::vectors::about("H02");
    let mut foreign = assertion();
    foreign["verify"]["url"] = json!("https://evil.example/a1");
    let web = web().with("https://evil.example/a1", &foreign);
    let report = report(&foreign.to_string(), &web);
    expect("another host", &report, Verdict::Invalid, CheckId::HostedScope, failed(Code::HostedScope));
    assert_eq!(report.issuer.identity, IssuerIdentity::Unproven);
}

/// H08 for OB 1.x: gone means revoked, no response does not.
#[test]
fn gone_means_revoked() {
    support::vectors::about("H08");
    let revoked = failed(Code::Revoked);
    let mut web = web();
    web.gone(&at("a1"), r#"{"revoked": true}"#);
    let text = assertion().to_string();
    expect("410", &report(&text, &web), Verdict::Revoked, CheckId::Revocation, revoked);
    web.put(&at("a1"), &json!({"revoked": true}));
    expect("200", &report(&text, &web), Verdict::Revoked, CheckId::Revocation, revoked);
    web.no(&at("a1"), FetchErrorKind::Failed, Code::NetNotFound);
    let silent = report(&text, &web);
    expect("404", &silent, Verdict::Unconfirmed, CheckId::HostedCopy, unknown(Code::HostedUnavailable));
    let offline = report_on(&parse_badge(&text), &Offline, &options_at(AT));
    assert_eq!(offline.verdict, Verdict::Unconfirmed, "{}", summary(&offline));
    assert_eq!(outcome(&offline, CheckId::Revocation), unknown(Code::StatusUnknown));
}

/// An address in an image may lead to any version.
#[test]
fn verifies_the_badge_at_a_bare_address() {
    let reference = |url: &str| openbadges::ParsedBadge {
        format: Format::Reference,
        credential: openbadges::Credential::Reference { url: url.into() },
        badge: openbadges::Badge::default(),
        ..parse_badge(&assertion().to_string())
    };
    let report = report_on(&reference(&at("a1")), &web(), &options_at(AT));
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    assert_eq!(report.badge.version, Some(BadgeVersion::V1_0));

    let old = ob05("https://badges.example.edu");
    let report = report_on(&reference(&at("old")), &web().with(&at("old"), &old), &options_at(AT));
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    assert_eq!(report.badge.version, Some(BadgeVersion::V0_5));
    assert_eq!(report.issuer.identity, IssuerIdentity::ProvenDomain { domain: "example.edu".into() });
    assert_eq!(report.recipient.identity.as_deref(), Some(LEARNER));
    assert_eq!(
        outcome(&report, CheckId::BadgeClassIssuer),
        (Outcome::Absent, None),
        "OB 0.5 has a single document"
    );

    let foreign = ob05("https://harvard.edu");
    let report = report_on(&reference(&at("old")), &web().with(&at("old"), &foreign), &options_at(AT));
    expect("another origin", &report, Verdict::Invalid, CheckId::HostedScope, failed(Code::HostedScope));
    assert_eq!(report.issuer.identity, IssuerIdentity::Unproven);

    let mut without = ob05("https://badges.example.edu");
    without["badge"]["issuer"].as_object_mut().unwrap().remove("origin");
    let report = report_on(&reference(&at("old")), &web().with(&at("old"), &without), &options_at(AT));
    expect("missing origin", &report, Verdict::Invalid, CheckId::Format, failed(Code::FieldMissing));
}

/// Returns an OB 0.5 badge: a single document, with the recipient as a string and the salt beside it.
fn ob05(origin: &str) -> Value {
    json!({
        "recipient": support::issuer::hashed(LEARNER, "pepper"),
        "salt": "pepper",
        "issued_on": "2012-05-01",
        "badge": {
            "version": "0.5.0",
            "name": "Robotics",
            "description": "Builds robots.",
            "image": "/robot.png",
            "criteria": "/robot",
            "issuer": {"origin": origin, "name": "Test University"},
        },
    })
}

/// A document of OB 0.5 does not contain its own address.
#[test]
fn badge_without_address_is_unconfirmed() {
    let text = ob05("https://badges.example.edu").to_string();
    assert_eq!(parse_badge(&text).format, Format::Ob05Hosted);
    let web = web();
    let report = report(&text, &web);
    expect("0.5", &report, Verdict::Unconfirmed, CheckId::HostedCopy, unknown(Code::HostedNowhere));
    assert_eq!(outcome(&report, CheckId::Format), (Outcome::Passed, None));
    assert_eq!(report.recipient.identity.as_deref(), Some(LEARNER));
    assert_eq!(web.requests(), Vec::<String>::new());
}

/// The address from which a bare OB 0.5 assertion was fetched counts as its hosting address. The address must
/// have the issuer's origin, and the page must be unchanged.
#[test]
fn ob05_badge_is_hosted_where_it_was_fetched() {
    let original = ob05("https://badges.example.edu");
    let mut renamed = original.clone();
    renamed["badge"]["name"] = json!("Rocketry");
    let (clear, mirror) = ("http://badges.example.edu/old", "https://mirror.example/old");
    let old = at("old");
    type Row<'r> = (&'r str, &'r str, Option<&'r Value>, Verdict, CheckId, (Outcome, Option<Code>));
    let rows: Vec<Row<'_>> = vec![
        ("sound", &old, Some(&original), Verdict::Verified, CheckId::HostedScope, (Outcome::Passed, None)),
        (
            "the page says something else now",
            &old,
            Some(&renamed),
            Verdict::Invalid,
            CheckId::HostedCopy,
            failed(Code::HostedMismatch),
        ),
        (
            "a copy on another host",
            mirror,
            Some(&original),
            Verdict::Invalid,
            CheckId::HostedScope,
            failed(Code::HostedScope),
        ),
        (
            "an unprotected page",
            clear,
            Some(&original),
            Verdict::Unconfirmed,
            CheckId::HostedCopy,
            unknown(Code::NetCleartext),
        ),
        (
            "the page is gone quiet",
            &old,
            None,
            Verdict::Unconfirmed,
            CheckId::HostedCopy,
            unknown(Code::HostedUnavailable),
        ),
    ];
    for (row, address, page, verdict, id, expected) in rows {
        let copy = ParsedBadge { fetched_from: Some(address.into()), ..parse_badge(&original.to_string()) };
        let mut web = web();
        page.iter().for_each(|page| web.put(address, page));
        let report = report_on(&copy, &web, &options_at(AT));
        expect(row, &report, verdict, id, expected);
        let domain = IssuerIdentity::ProvenDomain { domain: "example.edu".into() };
        assert_eq!(report.issuer.identity == domain, row == "sound", "{row}");
    }
    let in_image = ParsedBadge {
        container: Container::Png,
        fetched_from: Some(at("old.png")),
        ..parse_badge(&original.to_string())
    };
    let report = report_on(&in_image, &web(), &options_at(AT));
    assert_eq!(
        outcome(&report, CheckId::HostedCopy),
        unknown(Code::HostedNowhere),
        "the address in an image"
    );
}

/// Since OB 1.0 an assertion contains its address. The address from which it was fetched does not matter.
#[test]
fn badge_with_address_is_fetched_there() {
    let copy = ParsedBadge {
        fetched_from: Some("https://mirror.example/a1".into()),
        ..parse_badge(&assertion().to_string())
    };
    let web = web();
    assert_eq!(report_on(&copy, &web, &options_at(AT)).verdict, Verdict::Verified);
    assert!(!web.requests().iter().any(|url| url.contains("mirror")), "{:?}", web.requests());
}

// -- signed -------------------------------------------------------------------------------------

/// The assertion names the key, which proves less than in OB 2.0. The report states that.
#[test]
fn signed_badge_proves_less_than_in_later_versions() {
    let copy = parse_badge(&issuer().signed(&signed()));
    assert_eq!(copy.format, Format::Ob1Signed);
    let report = report_on(&copy, &web(), &options_at(AT));
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    assert!(report.notes.iter().any(|note| note.code == Code::IssuerKeyByHost), "{:?}", report.notes);
    assert_eq!(report.issuer.identity, IssuerIdentity::Unproven, "the profile does not name the key");
    assert_eq!(check(&report, CheckId::Signature).details["algorithm"], "EdDSA");
    assert_eq!(outcome(&report, CheckId::Revocation), (Outcome::Passed, None));
}

#[test]
fn signed_badge_depends_on_key_issuer_and_list() {
    let elsewhere = "https://evil.example/key.pem";
    let of = |assertion: &Value| issuer().signed(assertion);
    let with = |pointer: &str, value: Value| {
        let mut assertion = signed();
        *assertion.pointer_mut(pointer).unwrap() = value;
        assertion
    };
    let other_key = || {
        let mut web = web();
        web.bytes(&at("key.pem"), "text/plain", TestIssuer::at(ISSUER, 2).pem().into_bytes());
        web
    };
    let mut evil = web();
    evil.bytes(elsewhere, "text/plain", issuer().pem().into_bytes());
    let mut redirected = web();
    redirected.bytes(elsewhere, "text/plain", issuer().pem().into_bytes());
    redirected.redirect(&at("key.pem"), elsewhere);
    let without = |url: &str| {
        let mut web = web();
        web.no(url, FetchErrorKind::Failed, Code::NetNotFound);
        web
    };
    let mut no_pem = web();
    no_pem.bytes(&at("key.pem"), "text/plain", b"hello".to_vec());
    let rows: Vec<(&str, String, Web, Verdict, CheckId, Finding)> = vec![
        (
            "the key at another host",
            of(&with("/verify/url", json!(elsewhere))),
            evil,
            Verdict::Unconfirmed,
            CheckId::IssuerKey,
            unknown(Code::IssuerKeyUnproven),
        ),
        (
            "the key redirected to another host",
            of(&signed()),
            redirected,
            Verdict::Unconfirmed,
            CheckId::IssuerKey,
            unknown(Code::IssuerKeyUnproven),
        ),
        (
            "another key",
            of(&signed()),
            other_key(),
            Verdict::Invalid,
            CheckId::Signature,
            failed(Code::JwtSigInvalid),
        ),
        (
            "an unavailable key",
            of(&signed()),
            without(&at("key.pem")),
            Verdict::Unconfirmed,
            CheckId::Signature,
            unknown(Code::IssuerUnavailable),
        ),
        (
            "a page without a key",
            of(&signed()),
            no_pem,
            Verdict::Unconfirmed,
            CheckId::Signature,
            unknown(Code::KeyUnsupported),
        ),
        (
            "it says it is hosted",
            of(&with("/verify", json!({"type": "hosted", "url": at("key.pem")}))),
            web(),
            Verdict::Invalid,
            CheckId::Format,
            failed(Code::FieldType),
        ),
        (
            "I14: revoked by uid",
            of(&signed()),
            web().with(&at("revoked"), &json!({"abc-1234": "Issued in <b>error</b>"})),
            Verdict::Revoked,
            CheckId::Revocation,
            failed(Code::Revoked),
        ),
        (
            "an unavailable list",
            of(&signed()),
            without(&at("revoked")),
            Verdict::Unconfirmed,
            CheckId::Revocation,
            unknown(Code::StatusUnknown),
        ),
        (
            "an unavailable issuer",
            of(&signed()),
            without(ISSUER),
            Verdict::Unconfirmed,
            CheckId::IssuerKey,
            unknown(Code::IssuerUnavailable),
        ),
        (
            "expired",
            of(&{
                let mut assertion = signed();
                assertion["expires"] = json!("2014-02-18T18:10+0500");
                assertion
            }),
            web(),
            Verdict::Expired,
            CheckId::Validity,
            failed(Code::Expired),
        ),
    ];
    for (row, text, web, verdict, id, finding) in rows {
        support::vectors::row(row);
        expect(row, &report(&text, &web), verdict, id, finding);
    }
}

/// I14: the report contains the reason unchanged.
#[test]
fn reports_the_reason_for_revocation_verbatim() {
    support::vectors::about("I14");
    let web = web().with(&at("revoked"), &json!({"abc-1234": "<script>alert(1)</script>"}));
    let report = report(&issuer().signed(&signed()), &web);
    assert_eq!(check(&report, CheckId::Revocation).details["reason"], "<script>alert(1)</script>");
}

/// Anybody can make the payload without its signature.
#[test]
fn payload_without_signature_is_not_signed() {
    let web = web();
    let report = report(&signed().to_string(), &web);
    expect("JSON", &report, Verdict::Invalid, CheckId::Signature, failed(Code::DiNoProof));
    assert_eq!(web.requests(), Vec::<String>::new());
}

// -- time ---------------------------------------------------------------------------------------

/// I15, I16: plain dates and Unix times are valid only in these versions.
#[test]
fn accepts_the_time_formats_of_the_version() {
    support::vectors::about("I15 I16");
    let rows = [
        (json!(1359217910), Verdict::Verified),
        (json!("1359217910"), Verdict::Verified),
        (json!("2013-01-26"), Verdict::Verified),
        (json!("2013-02-18T18:10+0500"), Verdict::Verified),
        (json!("2026-11-23"), Verdict::NotYetValid),
        (json!("2024-02-30"), Verdict::Invalid),
        (json!("+10000-01-01T00:00:00Z"), Verdict::Invalid),
        (json!("2016-12-31T23:59:60Z"), Verdict::Invalid),
    ];
    for (time, verdict) in rows {
        let mut page = assertion();
        page["issuedOn"] = time.clone();
        let ob1 = report(&page.to_string(), &web().with(&at("a1"), &page));
        assert_eq!(ob1.verdict, verdict, "{time}: {}", summary(&ob1));

        let mut page = issuer().assertion();
        page["issuedOn"] = time.clone();
        let ob2 = report(&page.to_string(), &issuer().web().with(&at("a1"), &page));
        let zoned = time.as_str().is_some_and(|time| time.contains('+') && time.starts_with("2013"));
        let expected = if zoned { Verdict::Verified } else { Verdict::Invalid };
        assert_eq!(ob2.verdict, expected, "OB 2.0 {time}: {}", summary(&ob2));
    }
}
