//! The rows of the catalogue of bad inputs for signed and hosted OB 2.0 badges: tokens (E), issuers (G),
//! status and time (I). Hosted addresses and recipients (H) are in `hosted` and `recipient`, OB 1.x is in
//! `ob1`.

use crate::support;
use crate::support::{
    AT, TestIssuer, Web, check, options_at, outcome, parse_badge, report, report_on, summary,
};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use openbadges::{CheckId, Code, IssuerIdentity, Outcome, Report, Verdict, read};
use serde_json::{Value, json};

const ISSUER: &str = "https://badges.example.edu/issuer";

fn issuer() -> TestIssuer {
    TestIssuer::at(ISSUER, 1)
}

fn part(value: &Value) -> String {
    BASE64URL_NOPAD.encode(value.to_string().as_bytes())
}

/// Returns a token with this header for the issuer's assertion, with an invalid signature.
fn token(header: &Value) -> String {
    format!("{}.{}.{}", part(header), part(&issuer().signed_assertion()), BASE64URL_NOPAD.encode(&[1; 64]))
}

/// Returns the correctly signed badge with these header parameters beside `alg`.
fn signed_with(header: Value) -> String {
    issuer().jws(header, &issuer().signed_assertion())
}

fn expect(row: &str, report: &Report, verdict: Verdict, id: CheckId, code: Code) {
    let found = (report.verdict, check(report, id).code);
    assert_eq!(found, (verdict, Some(code)), "{row}: {}", summary(report));
}

// -- E: tokens ----------------------------------------------------------------------------------

#[test]
fn e01_e02_rejects_unlisted_algorithms() {
    let mut rows: Vec<Value> =
        ["none", "None", "nOnE", "NONE", "", "HS256", "HS384", "HS512", "hs256", "EDDSA"]
            .iter()
            .map(|algorithm| json!({"alg": algorithm}))
            .collect();
    rows.extend([json!({}), json!({"alg": null}), json!({"alg": ["RS256"]}), json!({"alg": {"a": "RS256"}})]);
    for header in rows {
        support::vectors::row(&header);
        let report = report(&token(&header), &issuer().web());
        expect(&header.to_string(), &report, Verdict::Invalid, CheckId::Signature, Code::JwtAlgForbidden);
    }
    // Without a signature, and without the dot before it.
    let unsigned = format!("{}.{}", part(&json!({"alg": "none"})), part(&issuer().signed_assertion()));
    assert_eq!(read(unsigned.as_bytes()).unwrap_err().code, Code::JwtAlgForbidden);
    let report = report(&format!("{unsigned}."), &issuer().web());
    expect("missing signature", &report, Verdict::Invalid, CheckId::Signature, Code::JwtAlgForbidden);
}

#[test]
fn e03_rejects_keys_of_another_family() {
    for algorithm in ["RS256", "ES256"] {
        support::vectors::row(algorithm);
        let report = report(&token(&json!({"alg": algorithm})), &issuer().web());
        expect(algorithm, &report, Verdict::Invalid, CheckId::Signature, Code::JwtAlgKeyMismatch);
    }
}

/// Header keys are ignored: only the profile's own keys count, and no other address is fetched.
#[test]
fn e04_e05_e07_ignores_keys_in_the_header() {
    let attacker = TestIssuer::at(ISSUER, 66);
    let forged = |header: Value| attacker.jws(header, &issuer().signed_assertion());
    let rows = [
        ("E04", json!({"jwk": attacker.jwk()})),
        ("E05", json!({"kid": "https://evil.example/k.json"})),
        (
            "E07",
            json!({"jku": "https://evil.example/jwks", "x5u": "https://evil.example/c", "x5c": ["MIIB"]}),
        ),
    ];
    for (row, header) in rows {
        support::vectors::row(row);
        let web = issuer().web();
        let report_of_forged = report(&forged(header.clone()), &web);
        expect(row, &report_of_forged, Verdict::Invalid, CheckId::Signature, Code::JwtSigInvalid);
        assert!(web.requests().iter().all(|url| !url.contains("evil")), "{row}: {:?}", web.requests());
        let own = report(&signed_with(header), &issuer().web());
        assert_eq!(own.verdict, Verdict::Verified, "{row}, by the issuer: {}", summary(&own));
    }
}

#[test]
fn e08_rejects_critical_extensions() {
    for header in [
        json!({"crit": ["exp"], "exp": 1}),
        json!({"crit": ["b64"], "b64": false}),
        json!({"crit": []}),
        json!({"crit": ["myparam"], "myparam": true}),
    ] {
        support::vectors::row(&header);
        let report = report(&signed_with(header.clone()), &issuer().web());
        expect(&header.to_string(), &report, Verdict::Invalid, CheckId::Signature, Code::JwtCrit);
    }
}

#[test]
fn e13_e19_e20_rejects_malformed_tokens() {
    let valid = signed_with(json!({}));
    let (header, rest) = valid.split_once('.').unwrap();
    let (payload, signature) = rest.split_once('.').unwrap();
    let malformed = [
        ("padding", format!("{header}.{payload}=.{signature}")),
        ("a line break", format!("{header}.{}\n{}.{signature}", &payload[..9], &payload[9..])),
        ("two parts", format!("{header}.{payload}")),
        ("four parts", format!("{valid}.e30")),
        ("a header of 1 MB", format!("{}.{payload}.{signature}", part(&json!({"a": "x".repeat(1 << 20)})))),
        ("a deep header", {
            let deep = format!(r#"{{"alg":"EdDSA","a":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
            format!("{}.{payload}.{signature}", BASE64URL_NOPAD.encode(deep.as_bytes()))
        }),
    ];
    for (row, text) in malformed {
        support::vectors::row(row);
        assert_eq!(read(text.as_bytes()).unwrap_err().code, Code::JwtFormat, "{row}");
    }
    let other_payload = part(&{
        let mut assertion = issuer().signed_assertion();
        assertion["narrative"] = json!("with honours");
        assertion
    });
    let altered = [
        ("another payload", format!("{header}.{other_payload}.{signature}")),
        (
            "another header",
            format!("{}.{payload}.{signature}", part(&json!({"alg": "EdDSA", "typ": "JOSE"}))),
        ),
        ("a signature cut short", {
            let mut bytes = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
            bytes.pop();
            format!("{header}.{payload}.{}", BASE64URL_NOPAD.encode(&bytes))
        }),
    ];
    for (row, text) in altered {
        support::vectors::row(row);
        let report = report(&text, &issuer().web());
        expect(row, &report, Verdict::Invalid, CheckId::Signature, Code::JwtSigInvalid);
    }
}

/// Returns a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) of an RSA key in PEM.
fn rsa_pem(modulus: &[u8], exponent: &[u8]) -> String {
    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = content.len();
        let head = match length {
            0..=127 => vec![tag, length as u8],
            128..=255 => vec![tag, 0x81, length as u8],
            _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
        };
        [head, content.to_vec()].concat()
    }
    let integer = |bytes: &[u8]| der(2, &[&[0], bytes].concat());
    let key = der(0x30, &[integer(modulus), der(2, exponent)].concat());
    let rsa_encryption = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let spki = der(0x30, &[der(0x30, &rsa_encryption), der(3, &[&[0], key.as_slice()].concat())].concat());
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64.encode(&spki))
}

#[test]
fn e16_e17_e18_rejects_unreliable_keys() {
    let odd = |bytes: usize| {
        let mut modulus = vec![0xc5; bytes];
        modulus[bytes - 1] |= 1;
        modulus
    };
    let even = {
        let mut modulus = odd(256);
        modulus[255] &= !1;
        modulus
    };
    let private =
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAA\n-----END PRIVATE KEY-----\n".to_owned();
    let rows = [
        ("E16: 512 bits", rsa_pem(&odd(64), &[1, 0, 1]), Code::KeyWeak),
        ("E16: 1,024 bits", rsa_pem(&odd(128), &[1, 0, 1]), Code::KeyWeak),
        ("E16: e = 1", rsa_pem(&odd(256), &[1]), Code::KeyWeak),
        ("E16: an even modulus", rsa_pem(&even, &[1, 0, 1]), Code::KeyWeak),
        ("E17: 16,384 bits", rsa_pem(&odd(2_048), &[1, 0, 1]), Code::KeyLimit),
        ("E18: a private key", private, Code::KeyPrivateExposed),
    ];
    for (row, pem, code) in rows {
        support::vectors::row(row);
        let mut page = issuer().key_page();
        page["publicKeyPem"] = json!(pem);
        let report =
            report(&token(&json!({"alg": "RS256"})), &issuer().web().with(&issuer().url("key"), &page));
        assert_eq!(check(&report, CheckId::IssuerKey).code, Some(code), "{row}: {}", summary(&report));
        assert_ne!(report.verdict, Verdict::Verified, "{row}");
        assert!(!summary(&report).contains("MC4CAQ"), "{row}: the report does not contain the private key");
    }
}

// -- G: issuers ---------------------------------------------------------------------------------

#[test]
fn g02_g04_identifies_issuers_by_registrable_domain() {
    for (id, domain) in [
        ("https://harvard.edu.badges.example/issuer", Some("badges.example")),
        ("https://harvard-edu.org/issuer", Some("harvard-edu.org")),
        ("https://badges.example.edu/issuer", Some("example.edu")),
    ] {
        support::vectors::row(id);
        let issuer = TestIssuer::at(id, 1);
        let report = report(&issuer.assertion().to_string(), &issuer.web());
        let expected = domain.map(|domain| IssuerIdentity::ProvenDomain { domain: domain.into() });
        assert_eq!(Some(report.issuer.identity), expected, "{id}");
    }
    for id in
        ["https://harvard.edu@evil.example/issuer", "https://xn--example-.org/", "https://example.org.xn--/"]
    {
        let issuer = issuer();
        let mut class = issuer.badge_class();
        class["issuer"] = json!(id);
        let web = issuer.web().with(&issuer.url("class"), &class);
        let report = report(&issuer.assertion().to_string(), &web);
        assert_ne!(report.verdict, Verdict::Verified, "{id}: {}", summary(&report));
        assert_eq!(report.issuer.identity, IssuerIdentity::Unproven, "{id}");
        assert!(
            !web.requests().iter().any(|url| url.contains("evil") || url.contains("example.org")),
            "{id}"
        );
    }
}

#[test]
fn g07_rejects_profile_with_another_id() {
    let issuer = issuer();
    let mut profile = issuer.profile();
    profile["id"] = json!("https://harvard.edu/issuer");
    for text in [issuer.assertion().to_string(), issuer.signed(&issuer.signed_assertion())] {
        let report = report(&text, &issuer.web().with(ISSUER, &profile));
        expect("G07", &report, Verdict::Invalid, CheckId::BadgeClassIssuer, Code::IssuerIdMismatch);
        assert_eq!(report.issuer.identity, IssuerIdentity::Unproven);
    }
}

/// G10: a stranger awards another issuer's badge class.
#[test]
fn g10_rejects_another_issuers_badge_class() {
    let (issuer, harvard) = (issuer(), TestIssuer::at("https://harvard.edu/issuer", 2));
    let mut assertion = issuer.assertion();
    assertion["badge"] = json!(harvard.url("class"));
    let web = Web::default()
        .with(&issuer.url("a1"), &assertion)
        .with(&harvard.url("class"), &harvard.badge_class())
        .with(&harvard.id, &harvard.profile());
    let hosted = report(&assertion.to_string(), &web);
    expect("hosted", &hosted, Verdict::Invalid, CheckId::HostedScope, Code::HostedScope);

    let mut assertion = issuer.signed_assertion();
    assertion["badge"] = json!(harvard.url("class"));
    let web = web.with(ISSUER, &issuer.profile()).with(&issuer.url("key"), &issuer.key_page());
    let signed = report(&issuer.signed(&assertion), &web);
    expect("signed", &signed, Verdict::Invalid, CheckId::IssuerKey, Code::IssuerKeyUnbound);
}

// -- I: status and time -------------------------------------------------------------------------

/// Returns a signed badge of an issuer whose revocation list is this page.
fn listed(list: &Value) -> Report {
    let issuer = issuer();
    let mut profile = issuer.profile();
    profile["revocationList"] = json!(issuer.url("revoked"));
    let web = issuer.web().with(ISSUER, &profile).with(&issuer.url("revoked"), list);
    let mut assertion = issuer.signed_assertion();
    assertion["uid"] = json!("legacy-17");
    report(&issuer.signed(&assertion), &web)
}

/// I14: an entry is an id, an object with an id, or an object with the older `uid`. The list is a single
/// entry or an array.
#[test]
fn i14_list_revokes_by_id_uid_and_string() {
    let id = issuer().signed_assertion()["id"].clone();
    let reason = "<script>alert(1)</script>";
    let other = json!("urn:uuid:00000000-0000-4000-8000-000000000001");
    let rows = [
        ("a plain id", json!(id)),
        ("a list of one", json!([id])),
        ("a list of two", json!([other, id])),
        ("an object", json!({"id": id, "revocationReason": reason})),
        ("a list of objects", json!([{"id": other}, {"id": id, "revocationReason": reason}])),
        ("by uid", json!([{"uid": "legacy-17", "revocationReason": reason}])),
        ("said to be revoked", json!([{"id": id, "revoked": true}])),
    ];
    for (row, revoked) in rows {
        support::vectors::row(row);
        let has_reason = revoked.to_string().contains("script");
        let report = listed(&json!({"type": "RevocationList", "revokedAssertions": revoked}));
        expect(row, &report, Verdict::Revoked, CheckId::Revocation, Code::Revoked);
        let found = check(&report, CheckId::Revocation).details.get("reason").map(String::as_str);
        assert_eq!(found, has_reason.then_some(reason), "{row}");
    }
    for (row, others) in [
        ("nobody", json!([])),
        ("another badge", json!([other])),
        ("not after all", json!([{"id": id, "revoked": false}])),
        ("another issuer's uid", json!([{"uid": "legacy-1"}])),
    ] {
        support::vectors::row(row);
        let report = listed(&json!({"type": "RevocationList", "revokedAssertions": others}));
        assert_eq!(report.verdict, Verdict::Verified, "{row}: {}", summary(&report));
    }
}

/// I02, I10: a list that could not be fetched or read leaves the status unknown, never "not revoked".
#[test]
fn i02_i10_unusable_list_leaves_the_status_unknown() {
    for list in [json!({}), json!([]), json!({"revokedAssertions": [17]}), json!({"revokedAssertions": null})]
    {
        let report = listed(&list);
        expect(
            &list.to_string(),
            &report,
            Verdict::Unconfirmed,
            CheckId::Revocation,
            Code::StatusListInvalid,
        );
    }
    let issuer = issuer();
    let mut profile = issuer.profile();
    profile["revocationList"] = json!(issuer.url("nowhere"));
    let report = report(&issuer.signed(&issuer.signed_assertion()), &issuer.web().with(ISSUER, &profile));
    expect("I10", &report, Verdict::Unconfirmed, CheckId::Revocation, Code::StatusUnknown);
}

/// I15, I16: the times of an OB 2.0 assertion.
#[test]
fn i15_i16_times_need_a_zone() {
    let rows = [
        ("2026-11-22T00:00:00Z", None, Verdict::NotYetValid, Some(Code::NotYetValid)),
        ("2020-01-01T00:00:00Z", Some("2026-11-20T00:00:00Z"), Verdict::Expired, Some(Code::Expired)),
        ("2020-01-01T00:00:00Z", Some("2019-12-31T23:59:59Z"), Verdict::Invalid, Some(Code::TimeOrder)),
        ("2024-02-30T00:00:00Z", None, Verdict::Invalid, Some(Code::TimeFormat)),
        ("2024-01-01", None, Verdict::Invalid, Some(Code::TimeFormat)),
        ("+10000-01-01T00:00:00Z", None, Verdict::Invalid, Some(Code::TimeFormat)),
        ("1380833967", None, Verdict::Invalid, Some(Code::TimeFormat)),
        ("2016-12-31T23:59:60Z", None, Verdict::Invalid, Some(Code::TimeFormat)),
        ("2016-12-31T23:59Z", None, Verdict::Verified, None),
    ];
    for (issued, expires, verdict, code) in rows {
        let mut assertion = issuer().signed_assertion();
        assertion["issuedOn"] = json!(issued);
        assertion["expires"] = json!(expires);
        let report = report(&issuer().signed(&assertion), &issuer().web());
        let found = (report.verdict, check(&report, CheckId::Validity).code);
        assert_eq!(found, (verdict, code), "{issued} {expires:?}: {}", summary(&report));
    }
}

/// OB 2.0 allows several forms of the same badge.
#[test]
fn verifies_every_form_that_ob2_allows() {
    let issuer = issuer();
    let rows: [(&str, &str, Value); 9] = [
        (
            "one context among others",
            "@context",
            json!(["https://w3id.org/openbadges/v2", {"x": "https://x.example/"}]),
        ),
        ("the context itself", "@context", json!("https://openbadgespec.org/v2/context.json")),
        ("additional types", "type", json!(["Assertion", "https://x.example/Award"])),
        ("the class of the verification object", "verification", json!({"type": "HostedBadge"})),
        (
            "several of them",
            "verification",
            json!({"type": ["HostedBadge", "https://x.example/Verification"]}),
        ),
        ("an address as evidence", "evidence", json!("https://x.example/work")),
        (
            "evidence of both kinds",
            "evidence",
            json!(["https://x.example/work", {"narrative": "Built a robot.", "genre": "Robots"}]),
        ),
        ("an image with a caption", "image", json!({"id": "https://x.example/a.png", "caption": "A badge"})),
        ("a time without seconds", "issuedOn", json!("2017-10-01T00:00+00:00")),
    ];
    for (row, member, value) in rows {
        support::vectors::row(row);
        let mut assertion = issuer.assertion();
        assertion[member] = value;
        let web = issuer.web().with(&issuer.url("a1"), &assertion);
        let report = report(&assertion.to_string(), &web);
        assert_eq!(report.verdict, Verdict::Verified, "{row}: {}", summary(&report));
        assert_eq!(report.badge.version, Some(openbadges::badge::BadgeVersion::V2_0), "{row}");
    }
    let mut alias = issuer.assertion();
    let members = alias.as_object_mut().unwrap();
    let verification = members.remove("verification").unwrap();
    members.insert("verify".into(), verification);
    let report = report(&alias.to_string(), &issuer.web().with(&issuer.url("a1"), &alias));
    assert_eq!(report.verdict, Verdict::Verified, "`verify` of OB 1.x: {}", summary(&report));
}

/// A URN is not an address, so nothing confirms the JSON of a signed badge without its signature.
#[test]
fn badge_without_address_is_unconfirmed() {
    for id in
        [json!("urn:uuid:1f1d7a52-8c88-4f8e-a7f5-16f3a64f1f2d"), json!("file:///etc/passwd"), json!(null)]
    {
        let mut assertion = issuer().signed_assertion();
        assertion["id"] = id.clone();
        let web = issuer().web();
        let report = report(&assertion.to_string(), &web);
        assert_eq!(check(&report, CheckId::HostedCopy).code, Some(Code::HostedNowhere), "{id}");
        assert_ne!(report.verdict, Verdict::Verified, "{id}: {}", summary(&report));
        assert_eq!(web.requests(), Vec::<String>::new(), "{id}");
    }
}

/// The result for a badge does not depend on other content of its issuer's pages.
#[test]
fn extensions_are_checked_by_their_form_only() {
    let issuer = issuer();
    let report_with = |extension: Value| {
        let mut class = issuer.badge_class();
        class["extensions:ApplyLink"] = extension;
        let web = issuer.web().with(&issuer.url("class"), &class);
        let report = report_on(&parse_badge(&issuer.assertion().to_string()), &web, &options_at(AT));
        assert!(
            web.requests().iter().all(|url| url.starts_with("https://badges.example.edu/")),
            "{:?}",
            web.requests()
        );
        report
    };
    let context = "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json";
    let valid =
        report_with(json!({"@context": context, "type": ["Extension", "extensions:ApplyLink"], "url": "x"}));
    assert_eq!(valid.verdict, Verdict::Verified, "{}", summary(&valid));
    assert_eq!(check(&valid, CheckId::Format).details["extensions"], "extensions:ApplyLink");
    let bare = report_with(json!({"url": "https://example.org"}));
    assert_eq!(outcome(&bare, CheckId::Format), (Outcome::Failed, Some(Code::FieldMissing)));
    let pointers = &check(&bare, CheckId::Format).details["pointers"];
    assert_eq!(pointers, "/badge/extensions:ApplyLink/@context /badge/extensions:ApplyLink/type");
}
