//! The effect of each schema type on a badge, and requirements for the schema document.

use crate::support::{self, AT, Web, check, options_at, outcome, parse_badge, report, report_on, summary};
use data_encoding::BASE64;
use openbadges::{Code, Offline, Outcome, Verdict, documents::FetchErrorKind, limits::SCHEMAS};
use serde_json::{Value, json};
use sha2::{Digest, Sha384};

use super::{
    CONFORMANCE, INVALID, MISMATCH, OPEN_BADGES, PASSED, SCHEMA, STRUCTURE, UNKNOWN, badge, entry, named,
    report_on_schema,
};

/// Open Badges 3.0 "OpenBadgeCredential Verification", step 1; VC JSON Schema, section 4.2 and "Validity of a
/// Verifiable Credential".
#[test]
fn schema_type_determines_the_effect() {
    let cases = [
        (OPEN_BADGES, "Teamwork", CONFORMANCE, PASSED, Verdict::Verified),
        (OPEN_BADGES, "Skating", CONFORMANCE, MISMATCH, Verdict::Invalid),
        ("JsonSchema", "Teamwork", STRUCTURE, PASSED, Verdict::Verified),
        ("JsonSchema", "Skating", STRUCTURE, MISMATCH, Verdict::Verified),
    ];
    for (kind, name, id, expected, verdict) in cases {
        support::vectors::row(format!("{kind} that asks for {name}"));
        let report = report_on_schema(kind, &named(name));
        assert_eq!(outcome(&report, id), expected, "{kind} {name}: {}", summary(&report));
        assert_eq!(report.verdict, verdict, "{kind} {name}");
        let check = check(&report, id);
        assert_eq!(check.documents[0].url, SCHEMA);
        assert_eq!(check.details["url"], SCHEMA);
        if expected == MISMATCH {
            assert_eq!(
                (check.details["pointer"].as_str(), check.details["keyword"].as_str()),
                ("/name", "const")
            );
        }
        // The other check does not apply and is not in the report.
        let other = if id == STRUCTURE { CONFORMANCE } else { STRUCTURE };
        assert!(report.checks.iter().all(|check| check.id != other));
    }
}

#[test]
fn names_the_rule_of_each_schema_type() {
    let rule = |kind: &str, id| {
        let report = report_on_schema(kind, &named("Teamwork"));
        let rule = &check(&report, id).rule;
        (rule.specification.clone(), rule.section.clone())
    };
    let open_badges =
        ("Open Badges 3.0".to_owned(), "OpenBadgeCredential Verification: credentialSchema".to_owned());
    assert_eq!(rule(OPEN_BADGES, CONFORMANCE), open_badges);
    assert_eq!(rule("JsonSchema", STRUCTURE), ("VC JSON Schema".into(), "4.2 Evaluation".into()));
    assert_eq!(rule("Other", STRUCTURE), ("VC Data Model 2.0".into(), "4.11 Data Schemas".into()));
}

#[test]
fn badge_without_a_schema_has_no_schema_checks() {
    let web = Web::default();
    let report = report(&badge(json!(null)), &web);
    assert!(report.checks.iter().all(|check| ![CONFORMANCE, STRUCTURE].contains(&check.id)));
    assert!(web.requests().is_empty());
}

/// Of several schemas the first mismatch counts, otherwise the first that could not be checked.
#[test]
fn checks_several_schemas() {
    let at = |path: &str, kind: &str| json!({"id": format!("https://schemas.example/{path}"), "type": kind});
    let web = || {
        Web::default()
            .with("https://schemas.example/fits", &named("Teamwork"))
            .with("https://schemas.example/differs", &named("Skating"))
    };
    let cases = [
        ("one, not in a list", at("fits", OPEN_BADGES), Some(PASSED), None),
        ("both fit", json!([at("fits", OPEN_BADGES), at("fits", "JsonSchema")]), Some(PASSED), Some(PASSED)),
        (
            "one of two differs",
            json!([at("fits", OPEN_BADGES), at("differs", OPEN_BADGES)]),
            Some(MISMATCH),
            None,
        ),
        (
            "one gone, one fits",
            json!([at("gone", OPEN_BADGES), at("fits", OPEN_BADGES)]),
            Some(UNKNOWN),
            None,
        ),
        (
            "one gone, one differs",
            json!([at("gone", OPEN_BADGES), at("differs", OPEN_BADGES)]),
            Some(MISMATCH),
            None,
        ),
        (
            "each has its own effect",
            json!([at("fits", OPEN_BADGES), at("differs", "JsonSchema")]),
            Some(PASSED),
            Some(MISMATCH),
        ),
        (
            "an unknown type",
            json!([at("fits", OPEN_BADGES), at("fits", "JsonSchemaValidator2018")]),
            Some(PASSED),
            Some((Outcome::Unknown, Some(Code::SchemaTypeUnsupported))),
        ),
    ];
    for (name, schemas, conformance, structure) in cases {
        support::vectors::row(name);
        let report = report(&badge(schemas), &web());
        for (id, expected) in [(CONFORMANCE, conformance), (STRUCTURE, structure)] {
            let found = report.checks.iter().find(|check| check.id == id);
            assert_eq!(
                found.map(|check| (check.outcome, check.code)),
                expected,
                "{name}: {}",
                summary(&report)
            );
        }
    }
    support::vectors::row("only an unknown type");
    let other = report_on_schema("JsonSchemaValidator2018", &named("Teamwork"));
    assert_eq!(check(&other, STRUCTURE).details["type"], "JsonSchemaValidator2018");

    // The number of schemas is limited.
    support::vectors::row("one schema more than the limit");
    for (count, expected) in [(SCHEMAS, PASSED), (SCHEMAS + 1, (Outcome::Unknown, Some(Code::NetBudget)))] {
        let schemas: Vec<Value> = (0..count).map(|_| at("fits", OPEN_BADGES)).collect();
        assert_eq!(outcome(&report(&badge(json!(schemas)), &web()), CONFORMANCE), expected, "{count}");
    }
}

/// A schema counts only if it is certainly the right document, and a schema.
#[test]
fn unavailable_schema_does_not_affect_the_verdict() {
    let sri = |text: &str| format!("sha384-{}", BASE64.encode(&Sha384::digest(text)));
    let skating = named("Skating").to_string();
    let page = |media_type: &str, text: &str| {
        let mut web = Web::default();
        web.bytes(SCHEMA, media_type, text.as_bytes().to_vec());
        web.bytes("http://schemas.example/badge.json", media_type, text.as_bytes().to_vec());
        web
    };
    let no = |kind, code| {
        let mut web = Web::default();
        web.no(SCHEMA, kind, code);
        web
    };
    let json = |text: &str| page("application/schema+json", text);
    let https = entry(OPEN_BADGES);
    let clear = json!({"id": "http://schemas.example/badge.json", "type": OPEN_BADGES});
    let with = |mut entry: Value, digest: String| {
        entry["digestSRI"] = json!(digest);
        entry
    };
    let cases = [
        ("no response", https.clone(), Web::default(), UNKNOWN, Some(Code::NetUnavailable)),
        (
            "no host was contacted",
            https.clone(),
            no(FetchErrorKind::NotRequested, Code::NetConsent),
            UNKNOWN,
            Some(Code::NetConsent),
        ),
        (
            "it is gone",
            https.clone(),
            no(FetchErrorKind::Gone, Code::NetUnavailable),
            UNKNOWN,
            Some(Code::NetUnavailable),
        ),
        ("a web page", https.clone(), page("text/html", &skating), UNKNOWN, Some(Code::NetContentType)),
        ("in clear", clear.clone(), json(&skating), UNKNOWN, Some(Code::NetCleartext)),
        ("in clear, and its digest fits", with(clear, sri(&skating)), json(&skating), MISMATCH, None),
        ("its digest fits", with(https.clone(), sri(&skating)), json(&skating), MISMATCH, None),
        (
            "another digest",
            with(https.clone(), sri("other")),
            json(&skating),
            UNKNOWN,
            Some(Code::RelatedMismatch),
        ),
        (
            "missing address",
            json!({"id": "urn:uuid:1", "type": OPEN_BADGES}),
            json(&skating),
            UNKNOWN,
            Some(Code::NetScheme),
        ),
        ("not JSON", https.clone(), json("schema"), INVALID, Some(Code::JsonSyntax)),
        (
            "a key twice",
            https.clone(),
            json(r#"{"type": "object", "type": "array"}"#),
            INVALID,
            Some(Code::JsonDupKey),
        ),
        ("a text", https.clone(), json(r#""schema""#), INVALID, None),
        ("an invalid type", https.clone(), json(r#"{"type": "badge"}"#), INVALID, None),
        ("a boolean", https.clone(), json("true"), PASSED, None),
        ("no host is allowed", https.clone(), json("false"), MISMATCH, None),
        ("no request is made", https, json("{}"), PASSED, None),
    ];
    for (name, entry, web, expected, cause) in cases {
        support::vectors::row(name);
        let report = report(&badge(json!([entry])), &web);
        assert_eq!(outcome(&report, CONFORMANCE), expected, "{name}: {}", summary(&report));
        let reported = check(&report, CONFORMANCE).details.get("cause").map(String::as_str);
        assert_eq!(reported, cause.map(Code::as_str), "{name}");
        let changed = cause == Some(Code::RelatedMismatch);
        let verdict = if expected == MISMATCH || changed { Verdict::Invalid } else { Verdict::Verified };
        assert_eq!(report.verdict, verdict, "{name}: {}", summary(&report));
    }
    support::vectors::row("offline");
    let offline = report_on(&parse_badge(&badge(json!([entry(OPEN_BADGES)]))), &Offline, &options_at(AT));
    assert_eq!((outcome(&offline, CONFORMANCE), offline.verdict), (UNKNOWN, Verdict::Verified));
}
