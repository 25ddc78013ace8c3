//! What each kind of schema does to a badge, and what is to be had of a schema before it is asked.

use data_encoding::BASE64;
use openbadges::{Code, Offline, Outcome, Verdict, documents::FetchErrorKind, limits::SCHEMAS};
use serde_json::{Value, json};
use sha2::{Digest, Sha384};

use super::{
    CONFORMANCE, INVALID, MISMATCH, OPEN_BADGES, PASSED, SCHEMA, STRUCTURE, UNKNOWN, badge,
    common::{self, AT, Web, check, found, outcome, question, report, report_on, summary},
    entry, judged, named,
};

/// Open Badges 3.0 "OpenBadgeCredential Verification", step 1; VC JSON Schema, section 4.2 and "Validity of a Verifiable
/// Credential".
#[test]
fn what_a_schema_does_to_a_badge_follows_from_its_kind() {
    let cases = [
        (OPEN_BADGES, "Teamwork", CONFORMANCE, PASSED, Verdict::Verified),
        (OPEN_BADGES, "Skating", CONFORMANCE, MISMATCH, Verdict::Invalid),
        ("JsonSchema", "Teamwork", STRUCTURE, PASSED, Verdict::Verified),
        ("JsonSchema", "Skating", STRUCTURE, MISMATCH, Verdict::Verified),
    ];
    for (kind, name, id, expected, verdict) in cases {
        common::vectors::row(format!("{kind} that asks for {name}"));
        let report = judged(kind, &named(name));
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
        // The other check has nothing to look at, and does not stand there.
        let other = if id == STRUCTURE { CONFORMANCE } else { STRUCTURE };
        assert!(report.checks.iter().all(|check| check.id != other));
    }
}

#[test]
fn each_rule_is_named() {
    let rule = |kind: &str, id| {
        let report = judged(kind, &named("Teamwork"));
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
fn a_badge_without_a_schema_is_not_asked_about_one() {
    let web = Web::default();
    let report = report(&badge(json!(null)), &web);
    assert!(report.checks.iter().all(|check| ![CONFORMANCE, STRUCTURE].contains(&check.id)));
    assert!(web.asked().is_empty());
}

/// Of several schemas the first that does not fit counts, else the first that could not be asked.
#[test]
fn several_schemas() {
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
            "each speaks for its own kind",
            json!([at("fits", OPEN_BADGES), at("differs", "JsonSchema")]),
            Some(PASSED),
            Some(MISMATCH),
        ),
        (
            "a kind that is not known",
            json!([at("fits", OPEN_BADGES), at("fits", "JsonSchemaValidator2018")]),
            Some(PASSED),
            Some((Outcome::Unknown, Some(Code::SchemaTypeUnsupported))),
        ),
    ];
    for (name, schemas, conformance, structure) in cases {
        common::vectors::row(name);
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
    common::vectors::row("only a kind that is not known");
    let other = judged("JsonSchemaValidator2018", &named("Teamwork"));
    assert_eq!(check(&other, STRUCTURE).details["type"], "JsonSchemaValidator2018");

    // There is an end to asking.
    common::vectors::row("as many schemas as are looked at, and one more");
    for (count, expected) in [(SCHEMAS, PASSED), (SCHEMAS + 1, (Outcome::Unknown, Some(Code::NetBudget)))] {
        let schemas: Vec<Value> = (0..count).map(|_| at("fits", OPEN_BADGES)).collect();
        assert_eq!(outcome(&report(&badge(json!(schemas)), &web()), CONFORMANCE), expected, "{count}");
    }
}

/// What is to be had of a schema before it is asked: for sure the document that is meant, and a schema.
#[test]
fn a_schema_that_is_not_had_costs_nothing() {
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
        ("nobody answers", https.clone(), Web::default(), UNKNOWN, Some(Code::NetUnavailable)),
        (
            "nobody was asked",
            https.clone(),
            no(FetchErrorKind::NotAsked, Code::NetConsent),
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
            "no address",
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
        ("a type that is none", https.clone(), json(r#"{"type": "badge"}"#), INVALID, None),
        ("a boolean", https.clone(), json("true"), PASSED, None),
        ("nothing is allowed", https.clone(), json("false"), MISMATCH, None),
        ("nothing is asked", https, json("{}"), PASSED, None),
    ];
    for (name, entry, web, expected, cause) in cases {
        common::vectors::row(name);
        let report = report(&badge(json!([entry])), &web);
        assert_eq!(outcome(&report, CONFORMANCE), expected, "{name}: {}", summary(&report));
        let told = check(&report, CONFORMANCE).details.get("cause").map(String::as_str);
        assert_eq!(told, cause.map(Code::as_str), "{name}");
        let changed = cause == Some(Code::RelatedMismatch);
        let verdict = if expected == MISMATCH || changed { Verdict::Invalid } else { Verdict::Verified };
        assert_eq!(report.verdict, verdict, "{name}: {}", summary(&report));
    }
    common::vectors::row("offline");
    let offline = report_on(&found(&badge(json!([entry(OPEN_BADGES)]))), &Offline, &question(AT));
    assert_eq!((outcome(&offline, CONFORMANCE), offline.verdict), (UNKNOWN, Verdict::Verified));
}
