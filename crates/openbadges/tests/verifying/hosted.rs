//! Hosted OB 2.0 badges: the issuer's page decides, and only for the addresses that the issuer issues from.

use crate::support;
use crate::support::{
    AT, TestIssuer, Web, check, options_at, outcome, parse_badge, report, report_on, summary,
};
use openbadges::{
    CheckId, Code, IssuerIdentity, Offline, Outcome, Report, Verdict, documents::FetchErrorKind,
    limits::DOCUMENTS_PER_VERIFICATION,
};
use serde_json::{Value, json};

const ISSUER: &str = "https://badges.example.edu/issuer";

fn issuer() -> TestIssuer {
    TestIssuer::at(ISSUER, 1)
}

fn text(assertion: &Value) -> String {
    assertion.to_string()
}

/// The expected result of a table row.
struct Expected {
    verdict: Verdict,
    check: CheckId,
    outcome: Outcome,
    code: Option<Code>,
}

fn expect(name: &str, report: &Report, expected: &Expected) {
    assert_eq!(
        (report.verdict, outcome(report, expected.check)),
        (expected.verdict, (expected.outcome, expected.code)),
        "{name}: {}",
        summary(report)
    );
}

fn row(verdict: Verdict, check: CheckId, outcome: Outcome, code: Code) -> Expected {
    Expected { verdict, check, outcome, code: Some(code) }
}

#[test]
fn verifies_hosted_badge_and_reports_its_domain() {
    let issuer = issuer();
    let report = report(&text(&issuer.assertion()), &issuer.web());
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    assert_eq!(report.issuer.identity, IssuerIdentity::ProvenDomain { domain: "example.edu".into() });
    assert_eq!(report.issuer.name.as_deref(), Some("Test University"));
    assert_eq!(report.badge.name.as_deref(), Some("Teamwork"), "the fetched badge class is in the report");
    assert_eq!(report.recipient.identity.as_deref(), Some(support::LEARNER));
    let ids: Vec<CheckId> = report.checks.iter().map(|check| check.id).collect();
    let order = [
        CheckId::Format,
        CheckId::HostedCopy,
        CheckId::HostedScope,
        CheckId::BadgeClassIssuer,
        CheckId::Revocation,
        CheckId::Validity,
        CheckId::Recipient,
    ];
    assert_eq!(ids, order);
    let copy = check(&report, CheckId::HostedCopy);
    assert_eq!(copy.documents[0].url, issuer.url("a1"));
    assert_eq!(copy.documents[0].sha256.len(), 64);
}

#[test]
fn verifies_the_badge_at_a_bare_address() {
    let issuer = issuer();
    let reference = openbadges::ParsedBadge {
        original: issuer.url("a1").into_bytes(),
        container: openbadges::Container::Bare,
        format: openbadges::Format::Reference,
        credential: openbadges::Credential::Reference { url: issuer.url("a1") },
        badge: openbadges::Badge::default(),
        notes: vec![],
        presentation: None,
        fetched_from: None,
    };
    let verified = report_on(&reference, &issuer.web(), &options_at(AT));
    assert_eq!(verified.verdict, Verdict::Verified, "{}", summary(&verified));
    assert_eq!(verified.badge.id, Some(issuer.url("a1")));

    let unavailable = report_on(&reference, &Web::default(), &options_at(AT));
    expect(
        "no response",
        &unavailable,
        &row(Verdict::Unconfirmed, CheckId::HostedCopy, Outcome::Unknown, Code::HostedUnavailable),
    );
    assert_eq!(unavailable.recipient.outcome, Outcome::Unknown);
    assert_eq!(
        (&unavailable.notes, &unavailable.assessment),
        (&vec![], &vec![]),
        "no findings about pages that were not fetched"
    );
}

#[test]
fn offline_badge_is_unconfirmed_without_failures() {
    let report = report_on(&parse_badge(&text(&issuer().assertion())), &Offline, &options_at(AT));
    assert_eq!(report.verdict, Verdict::Unconfirmed, "{}", summary(&report));
    assert_eq!(outcome(&report, CheckId::HostedCopy), (Outcome::Unknown, Some(Code::HostedUnavailable)));
    assert_eq!(check(&report, CheckId::HostedCopy).details["cause"], "NET_OFFLINE");
    assert_eq!(outcome(&report, CheckId::Revocation), (Outcome::Unknown, Some(Code::StatusUnknown)));
    assert_eq!(report.issuer.identity, IssuerIdentity::Unproven);
}

/// H01: the copy contains "PhD", the page does not.
#[test]
fn names_claims_that_differ_from_the_page() {
    support::vectors::about("H01");
    let issuer = issuer();
    let mut class = issuer.badge_class();
    class["name"] = json!("PhD");
    let mut copy = issuer.assertion();
    copy["badge"] = class;
    copy["narrative"] = json!("With honours");
    let report = report(&text(&copy), &issuer.web());
    expect(
        "H01",
        &report,
        &row(Verdict::Invalid, CheckId::HostedCopy, Outcome::Failed, Code::HostedMismatch),
    );
    assert_eq!(check(&report, CheckId::HostedCopy).details["fields"], "/narrative");
    assert_eq!(report.badge.name.as_deref(), Some("Teamwork"), "the report contains the claims of the page");
    assert_eq!(report.badge.narrative, None);
}

#[test]
fn compares_embedded_objects_with_their_own_pages() {
    let issuer = issuer();
    let mut embedded = issuer.assertion();
    embedded["badge"] = issuer.badge_class();
    embedded["badge"]["issuer"] = issuer.profile();
    let valid = report(&text(&embedded), &issuer.web().with(&issuer.url("a1"), &embedded));
    assert_eq!(valid.verdict, Verdict::Verified, "{}", summary(&valid));

    embedded["badge"]["name"] = json!("PhD");
    embedded["badge"]["issuer"]["name"] = json!("Harvard");
    let changed = report(&text(&embedded), &issuer.web().with(&issuer.url("a1"), &embedded));
    expect(
        "embedded claims",
        &changed,
        &row(Verdict::Invalid, CheckId::HostedCopy, Outcome::Failed, Code::HostedMismatch),
    );
    let fields = &check(&changed, CheckId::HostedCopy).details["fields"];
    assert!(fields.contains("/badge/name"), "{fields}");
}

/// H02, H03, H04 and the rules of VerificationObject: the addresses from which an issuer issues.
#[test]
fn issuer_issues_only_from_its_own_addresses() {
    support::vectors::about("H02 H03 H04");
    let same = "https://badges.example.edu/a1";
    let cases: &[(&str, &str, Value, bool)] = &[
        ("the issuer's own origin", same, json!(null), true),
        ("another host", "https://evil.example/a", json!(null), false),
        ("another port", "https://badges.example.edu:8443/a1", json!(null), false),
        ("the issuer's host, without TLS", "http://badges.example.edu/a1", json!(null), true),
        ("a host below the issuer's", "https://x.badges.example.edu/a1", json!(null), false),
        ("an allowed host", "https://cdn.example/a", json!({"allowedOrigins": ["cdn.example"]}), true),
        (
            "an allowed host, at another port",
            "https://cdn.example:8443/a",
            json!({"allowedOrigins": ["cdn.example"]}),
            true,
        ),
        (
            "another port than the allowed",
            "https://cdn.example:8443/a",
            json!({"allowedOrigins": ["cdn.example:443"]}),
            false,
        ),
        (
            "one allowed host, as text",
            "https://cdn.example/a",
            json!({"allowedOrigins": "cdn.example"}),
            true,
        ),
        ("only other hosts allowed", same, json!({"allowedOrigins": ["cdn.example"]}), false),
        ("no allowed host", same, json!({"allowedOrigins": []}), false),
        (
            "an allowed host as a prefix",
            "https://cdn.example.evil.example/a",
            json!({"allowedOrigins": ["cdn.example"]}),
            false,
        ),
        ("below a start", "https://cdn.example/b/a1", json!({"startsWith": "https://cdn.example/b/"}), true),
        (
            "H03: a start without its end",
            "https://example.org.evil.example/a",
            json!({"startsWith": "https://example.org"}),
            false,
        ),
        (
            "half a segment",
            "https://cdn.example/badges-2/1",
            json!({"startsWith": ["https://cdn.example/badges"]}),
            false,
        ),
        (
            "a start outside of the allowed",
            "https://cdn.example/b/a1",
            json!({"startsWith": "https://cdn.example/b/", "allowedOrigins": ["badges.example.edu"]}),
            false,
        ),
    ];
    for (name, url, policy, in_scope) in cases {
        support::vectors::row(name);
        let issuer = issuer();
        let mut assertion = issuer.assertion();
        assertion["id"] = json!(url);
        let mut profile = issuer.profile();
        profile["verification"] = policy.clone();
        // The badge class is embedded without a page, so only the assertion's address counts.
        let mut class = issuer.badge_class();
        class["id"] = json!("urn:uuid:3c1cf7c4-0dd1-4c0f-9b8e-6b1d8a3f6f10");
        assertion["badge"] = class;
        let web = issuer.web().with(ISSUER, &profile).with(url, &assertion);
        let report = report(&text(&assertion), &web);
        let expected = match in_scope {
            true => Expected {
                verdict: match url.starts_with("https:") {
                    true => Verdict::Verified,
                    false => Verdict::Unconfirmed,
                },
                check: CheckId::HostedScope,
                outcome: Outcome::Passed,
                code: None,
            },
            false => row(Verdict::Invalid, CheckId::HostedScope, Outcome::Failed, Code::HostedScope),
        };
        expect(name, &report, &expected);
    }
}

#[test]
fn issuer_without_an_address_hosts_nothing() {
    for id in [
        "urn:uuid:6d1c0f8e-6b0e-4f6f-8f2e-0c9f6c3b9a11",
        "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
    ] {
        let issuer = issuer();
        let mut class = issuer.badge_class();
        class["issuer"] = json!(id);
        let web = issuer.web().with(&issuer.url("class"), &class);
        let report = report(&text(&issuer.assertion()), &web);
        expect(id, &report, &row(Verdict::Invalid, CheckId::HostedScope, Outcome::Failed, Code::HostedScope));
        assert_eq!(report.issuer.identity, IssuerIdentity::Unproven);
    }
}

/// H02 for the badge class: a class that another host defines is not the issuer's.
#[test]
fn rejects_badge_class_of_another_host() {
    support::vectors::about("H02");
    let issuer = issuer();
    let mut class = issuer.badge_class();
    class["id"] = json!("https://evil.example/class");
    let mut assertion = issuer.assertion();
    assertion["badge"] = class["id"].clone();
    let web = issuer.web().with("https://evil.example/class", &class).with(&issuer.url("a1"), &assertion);
    expect(
        "a foreign badge class",
        &report(&text(&assertion), &web),
        &row(Verdict::Invalid, CheckId::BadgeClassIssuer, Outcome::Failed, Code::HostedScope),
    );
}

/// H06: after a redirect, the host that served the page is the author.
#[test]
fn redirect_target_is_the_author() {
    support::vectors::about("H06");
    let issuer = issuer();
    let elsewhere = "https://evil.example/a1";
    let mut web = issuer.web().with(elsewhere, &issuer.assertion());
    web.redirect(&issuer.url("a1"), elsewhere);
    expect(
        "the assertion",
        &report(&text(&issuer.assertion()), &web),
        &row(Verdict::Invalid, CheckId::HostedScope, Outcome::Failed, Code::HostedScope),
    );

    let mut profile = issuer.profile();
    profile["verification"] = json!({"allowedOrigins": ["evil.example", "badges.example.edu"]});
    let mut web = issuer.web().with("https://evil.example/profile", &profile);
    web.redirect(ISSUER, "https://evil.example/profile");
    expect(
        "the profile",
        &report(&text(&issuer.assertion()), &web),
        &row(Verdict::Invalid, CheckId::BadgeClassIssuer, Outcome::Failed, Code::HostedScope),
    );

    let mut web = issuer.web().with(&issuer.url("v2/a1"), &issuer.assertion());
    web.redirect(&issuer.url("a1"), &issuer.url("v2/a1"));
    let moved = report(&text(&issuer.assertion()), &web);
    assert_eq!(moved.verdict, Verdict::Verified, "on the same origin: {}", summary(&moved));

    for (kind, code) in [
        (FetchErrorKind::Refused, Code::NetDowngrade),
        (FetchErrorKind::Refused, Code::NetBlockedAddress),
        (FetchErrorKind::Failed, Code::NetRedirect),
    ] {
        let mut web = issuer.web();
        web.no(&issuer.url("a1"), kind, code);
        expect(
            "a rejected redirect",
            &report(&text(&issuer.assertion()), &web),
            &row(Verdict::Unconfirmed, CheckId::HostedCopy, Outcome::Unknown, code),
        );
    }
}

/// H08, J12, J17: only "gone" and "revoked" are statements of the issuer. Any other response without an
/// assertion counts as no response.
#[test]
fn gone_means_revoked_but_no_response_does_not() {
    support::vectors::about("H08");
    let issuer = issuer();
    let url = issuer.url("a1");
    let revoked = row(Verdict::Revoked, CheckId::Revocation, Outcome::Failed, Code::Revoked);
    let unavailable =
        row(Verdict::Unconfirmed, CheckId::HostedCopy, Outcome::Unknown, Code::HostedUnavailable);

    let mut web = issuer.web();
    web.gone(&url, r#"{"revoked": true, "revocationReason": "Issued in error <script>"}"#);
    let gone = report(&text(&issuer.assertion()), &web);
    expect("410 with a reason", &gone, &revoked);
    assert_eq!(check(&gone, CheckId::Revocation).details["reason"], "Issued in error <script>");

    web.gone(&url, "<html>");
    expect("410 without a reason", &report(&text(&issuer.assertion()), &web), &revoked);

    let mut page = issuer.assertion();
    page["revoked"] = json!(true);
    web.put(&url, &page);
    expect("revoked: true", &report(&text(&issuer.assertion()), &web), &revoked);

    web.put(&url, &json!({"revoked": true}));
    expect("only revoked: true", &report(&text(&issuer.assertion()), &web), &revoked);
    web.put(&url, &json!({"type": "Assertion", "id": url, "revoked": true, "revocationReason": "An error"}));
    let minimal = report(&text(&issuer.assertion()), &web);
    expect("only the members that a revoked assertion requires", &minimal, &revoked);
    assert_eq!(check(&minimal, CheckId::Revocation).details["reason"], "An error");

    page["revoked"] = json!(false);
    web.put(&url, &page);
    assert_eq!(report(&text(&issuer.assertion()), &web).verdict, Verdict::Verified, "revoked: false");

    web.no(&url, FetchErrorKind::Failed, Code::NetUnavailable);
    expect("404 and 500", &report(&text(&issuer.assertion()), &web), &unavailable);
    web.bytes(&url, "text/html", b"<!doctype html><form>Log in</form>".to_vec());
    expect("a login page", &report(&text(&issuer.assertion()), &web), &unavailable);
    web.bytes(&url, "application/json", b"<!doctype html>".to_vec());
    expect("a page with a false media type", &report(&text(&issuer.assertion()), &web), &unavailable);
    web.put(&url, &json!({"error": "not found"}));
    expect("an error message in JSON", &report(&text(&issuer.assertion()), &web), &unavailable);
}

/// The issuer's list can revoke a signed badge even if only its JSON is available.
#[test]
fn list_revokes_signed_assertion_without_its_signature() {
    let issuer = issuer();
    let mut assertion = issuer.assertion();
    assertion["verification"] = json!({"type": "SignedBadge", "creator": issuer.url("key")});
    let mut profile = issuer.profile();
    profile["revocationList"] = json!(issuer.url("revoked"));
    let list = json!({"type": "RevocationList", "revokedAssertions": [assertion["id"]]});
    let web = issuer.web().with(&issuer.url("a1"), &assertion).with(ISSUER, &profile);
    expect(
        "an unavailable list",
        &report(&text(&assertion), &web),
        &row(Verdict::Unconfirmed, CheckId::Revocation, Outcome::Unknown, Code::StatusUnknown),
    );
    expect(
        "listed",
        &report(&text(&assertion), &web.with(&issuer.url("revoked"), &list)),
        &row(Verdict::Revoked, CheckId::Revocation, Outcome::Failed, Code::Revoked),
    );
}

/// Without the page of the badge class or the issuer, the badge stays unconfirmed.
#[test]
fn missing_page_leaves_the_badge_unconfirmed() {
    let issuer = issuer();
    for (url, code) in
        [(issuer.url("class"), Code::HostedUnavailable), (ISSUER.to_owned(), Code::IssuerUnavailable)]
    {
        support::vectors::row(&url);
        let mut web = issuer.web();
        web.no(&url, FetchErrorKind::Failed, Code::NetTimeout);
        let report = report(&text(&issuer.assertion()), &web);
        expect(&url, &report, &row(Verdict::Unconfirmed, CheckId::BadgeClassIssuer, Outcome::Unknown, code));
        assert_eq!(outcome(&report, CheckId::HostedScope), (Outcome::Unknown, Some(code)));
    }
}

/// H09: a page without TLS confirms nothing.
#[test]
fn page_without_tls_confirms_nothing() {
    support::vectors::about("H09");
    let issuer = TestIssuer::at("http://badges.example.edu/issuer", 1);
    let report = report(&text(&issuer.assertion()), &issuer.web());
    expect(
        "http only",
        &report,
        &row(Verdict::Unconfirmed, CheckId::HostedCopy, Outcome::Unknown, Code::NetCleartext),
    );
    assert_eq!(outcome(&report, CheckId::BadgeClassIssuer), (Outcome::Unknown, Some(Code::NetCleartext)));
    assert_eq!(report.issuer.identity, IssuerIdentity::Unproven);
}

/// An attacker on an unprotected connection can redirect to a protected page of their own.
#[test]
fn redirect_from_a_page_without_tls_confirms_nothing() {
    let issuer = issuer();
    let (clear, own) = ("http://badges.example.edu/a1", issuer.url("a1"));
    let mut web = issuer.web();
    web.redirect(clear, &own);
    let reference = openbadges::ParsedBadge {
        original: clear.into(),
        container: openbadges::Container::Bare,
        format: openbadges::Format::Reference,
        credential: openbadges::Credential::Reference { url: clear.into() },
        badge: openbadges::Badge::default(),
        notes: vec![],
        presentation: None,
        fetched_from: None,
    };
    expect(
        "an address without TLS",
        &report_on(&reference, &web, &options_at(AT)),
        &row(Verdict::Unconfirmed, CheckId::HostedCopy, Outcome::Unknown, Code::NetCleartext),
    );
}

/// H10: a page is valid only for its own address.
#[test]
fn rejects_page_with_another_id() {
    support::vectors::about("H10");
    let issuer = issuer();
    for (url, page, check, code) in [
        (issuer.url("a1"), issuer.assertion(), CheckId::HostedCopy, Code::HostedIdMismatch),
        (issuer.url("class"), issuer.badge_class(), CheckId::BadgeClassIssuer, Code::HostedIdMismatch),
        (ISSUER.to_owned(), issuer.profile(), CheckId::BadgeClassIssuer, Code::IssuerIdMismatch),
    ] {
        support::vectors::row(&url);
        let mut page = page;
        page["id"] = json!("https://badges.example.edu/other");
        let report = report(&text(&issuer.assertion()), &issuer.web().with(&url, &page));
        expect(&url, &report, &row(Verdict::Invalid, check, Outcome::Failed, code));
    }
}

/// H11: lists instead of an object, ids that differ from the page's, and circular references.
#[test]
fn rejects_lists_and_circular_references() {
    support::vectors::about("H11");
    let issuer = issuer();
    let with_class = |change: &dyn Fn(&mut Value)| {
        let mut class = issuer.badge_class();
        change(&mut class);
        report(&text(&issuer.assertion()), &issuer.web().with(&issuer.url("class"), &class))
    };
    let failed = |code| row(Verdict::Invalid, CheckId::BadgeClassIssuer, Outcome::Failed, code);
    expect(
        "a list of issuers",
        &with_class(&|class| class["issuer"] = json!([ISSUER, "https://harvard.edu/i"])),
        &failed(Code::FieldType),
    );
    expect("a number", &with_class(&|class| class["issuer"] = json!(7)), &failed(Code::FieldType));
    expect(
        "missing issuer",
        &with_class(&|class| class["issuer"] = json!(null)),
        &failed(Code::FieldMissing),
    );
    expect(
        "back to the assertion",
        &with_class(&|class| class["issuer"] = json!(issuer.url("a1"))),
        &failed(Code::HostedCycle),
    );
    expect(
        "to itself",
        &with_class(&|class| class["issuer"] = json!(issuer.url("class"))),
        &failed(Code::HostedCycle),
    );
    let mut circular = issuer.assertion();
    circular["badge"] = circular["id"].clone();
    let web = issuer.web().with(&issuer.url("a1"), &circular);
    expect("its own badge class", &report(&text(&circular), &web), &failed(Code::HostedCycle));
    assert!(web.requests().len() <= DOCUMENTS_PER_VERIFICATION);

    let mut list = issuer.assertion();
    list["badge"] = json!([issuer.url("class")]);
    let web = issuer.web().with(&issuer.url("a1"), &list);
    expect("a list of badge classes", &report(&text(&issuer.assertion()), &web), &failed(Code::FieldType));
}

#[test]
fn fetches_each_page_once() {
    let issuer = issuer();
    let mut embedded = issuer.assertion();
    embedded["badge"] = issuer.badge_class();
    embedded["badge"]["issuer"] = issuer.profile();
    let web = issuer.web().with(&issuer.url("a1"), &embedded);
    report(&text(&embedded), &web);
    assert_eq!(web.requests(), [issuer.url("a1"), issuer.url("class"), ISSUER.to_owned()]);
}

#[test]
fn the_page_determines_the_validity_period() {
    let issuer = issuer();
    for (member, time, verdict) in [
        ("expires", "2026-11-20T00:00:00Z", Verdict::Expired),
        ("issuedOn", "2026-11-22T00:00:00Z", Verdict::NotYetValid),
        ("expires", "2024-12-31T00:00:00Z", Verdict::Invalid),
        ("issuedOn", "2024-02-30T00:00:00Z", Verdict::Invalid),
    ] {
        let mut page = issuer.assertion();
        page[member] = json!(time);
        let mut copy = issuer.assertion();
        copy[member] = json!(time);
        let report = report(&text(&copy), &issuer.web().with(&issuer.url("a1"), &page));
        assert_eq!(report.verdict, verdict, "{member} {time}: {}", summary(&report));
    }
}
