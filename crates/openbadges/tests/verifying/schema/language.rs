//! JSON Schema: the drafts and keywords, supported and unsupported.

use crate::support::{self, Web, check, outcome, report, summary};
use openbadges::Verdict;
use serde_json::{Value, json};

use super::{
    CONFORMANCE, DRAFT_7, DRAFT_2019, DRAFT_2020, Finding, INVALID, MISMATCH, OPEN_BADGES, PASSED, SCHEMA,
    STRUCTURE, UNSUPPORTED, badge, entry, named, report_on_schema, schema,
};

/// The drafts of VC JSON Schema, section 3. An Open Badges schema without a draft is of 2019-09.
#[test]
fn supports_three_drafts() {
    let with = |address: Value| {
        let mut schema = named("Skating");
        schema["$schema"] = address;
        schema
    };
    let cases = [
        ("2020-12", json!(DRAFT_2020), MISMATCH, MISMATCH),
        ("2019-09", json!(DRAFT_2019), MISMATCH, MISMATCH),
        ("2019-09 with an empty fragment", json!(format!("{DRAFT_2019}#")), MISMATCH, MISMATCH),
        ("draft-07", json!(DRAFT_7), MISMATCH, MISMATCH),
        ("draft-04", json!("http://json-schema.org/draft-04/schema#"), UNSUPPORTED, UNSUPPORTED),
        ("a private draft", json!("https://schemas.example/draft"), UNSUPPORTED, UNSUPPORTED),
        ("not a string", json!(2020), INVALID, INVALID),
    ];
    for (name, address, open_badges, w3c) in cases {
        support::vectors::row(name);
        let schema = with(address);
        assert_eq!(outcome(&report_on_schema(OPEN_BADGES, &schema), CONFORMANCE), open_badges, "{name}");
        assert_eq!(outcome(&report_on_schema("JsonSchema", &schema), STRUCTURE), w3c, "{name}");
    }
    support::vectors::row("none is stated");
    let mut unstated = named("Skating");
    unstated.as_object_mut().unwrap().remove("$schema");
    assert_eq!(outcome(&report_on_schema(OPEN_BADGES, &unstated), CONFORMANCE), MISMATCH);
    assert_eq!(
        outcome(&report_on_schema("JsonSchema", &unstated), STRUCTURE),
        INVALID,
        "MUST NOT be processed"
    );
    let report = report_on_schema(OPEN_BADGES, &with(json!("http://json-schema.org/draft-04/schema#")));
    assert_eq!(check(&report, CONFORMANCE).details["keyword"], "http://json-schema.org/draft-04/schema#");
}

/// Keywords are evaluated as their draft defines them.
#[test]
fn evaluates_keywords_by_their_draft() {
    let subject = |keywords: Value| json!({"properties": {"credentialSubject": keywords}});
    let tuple = |keyword: &str| json!({"properties": {"type": {(keyword): [{"const": "VerifiableCredential"}, {"const": "x"}]}}});
    let cases: Vec<(&str, &str, Value, Finding)> = vec![
        ("a missing part", DRAFT_2020, json!({"required": ["evidence"]}), MISMATCH),
        (
            "a part that may not be there",
            DRAFT_2020,
            subject(json!({"additionalProperties": false})),
            MISMATCH,
        ),
        (
            "a reference",
            DRAFT_2020,
            json!({"$ref": "#/$defs/a", "$defs": {"a": {"required": ["evidence"]}}}),
            MISMATCH,
        ),
        (
            "a reference, escaped",
            DRAFT_2020,
            json!({"$ref": "#/$defs/a~1b%20c", "$defs": {"a/b c": false}}),
            MISMATCH,
        ),
        (
            "a reference to the whole",
            DRAFT_2020,
            subject(json!({"properties": {"achievement": {"$ref": "#"}}})),
            PASSED,
        ),
        (
            "an alternative",
            DRAFT_2020,
            json!({"anyOf": [{"required": ["evidence"]}, {"required": ["name"]}]}),
            PASSED,
        ),
        (
            "two that may not both be",
            DRAFT_2020,
            json!({"oneOf": [{"required": ["id"]}, {"required": ["name"]}]}),
            MISMATCH,
        ),
        (
            "a condition",
            DRAFT_2020,
            json!({"if": {"required": ["name"]}, "then": {"required": ["evidence"]}}),
            MISMATCH,
        ),
        ("a condition in draft-07", DRAFT_7, json!({"if": {"required": ["name"]}, "then": false}), MISMATCH),
        ("a tuple in 2020-12", DRAFT_2020, tuple("prefixItems"), MISMATCH),
        ("a tuple in 2019-09", DRAFT_2019, tuple("items"), MISMATCH),
        ("a pattern", DRAFT_2020, json!({"properties": {"name": {"pattern": "^Team"}}}), PASSED),
        ("names", DRAFT_2020, json!({"propertyNames": {"maxLength": 3}}), MISMATCH),
        ("names by pattern", DRAFT_2020, json!({"patternProperties": {"^na": {"type": "number"}}}), MISMATCH),
        (
            "siblings of a reference",
            DRAFT_2020,
            json!({"$ref": "#/$defs/a", "$defs": {"a": true}, "not": {}}),
            MISMATCH,
        ),
        (
            "siblings of a reference in draft-07",
            DRAFT_7,
            json!({"$ref": "#/definitions/a", "definitions": {"a": true}, "not": {}}),
            PASSED,
        ),
    ];
    for (name, draft, mut schema, expected) in cases {
        support::vectors::row(name);
        schema["$schema"] = json!(draft);
        let report = report_on_schema(OPEN_BADGES, &schema);
        assert_eq!(outcome(&report, CONFORMANCE), expected, "{name}: {}", summary(&report));
    }
    // JSON Schema 2019-09 leaves the effect of `format` open; under VC JSON Schema, section 4.2.2, a
    // credential fails by it.
    support::vectors::row("a format");
    let format = schema(json!({"properties": {"name": {"format": "email"}}}));
    assert_eq!(outcome(&report_on_schema(OPEN_BADGES, &format), CONFORMANCE), PASSED);
    assert_eq!(outcome(&report_on_schema("JsonSchema", &format), STRUCTURE), MISMATCH);
}

/// A schema that needs an unsupported keyword gives no result, and the keyword is named. Its parts are not
/// fetched.
#[test]
fn names_unsupported_keywords() {
    let elsewhere = "https://schemas.example/other.json";
    let cases = [
        ("another document", json!({"$ref": elsewhere}), "$ref https://schemas.example/other.json"),
        (
            "another document, in a branch",
            json!({"anyOf": [true, {"$ref": "other.json#/a"}]}),
            "$ref other.json#/a",
        ),
        ("a meta-schema", json!({"$ref": DRAFT_2020}), "$ref https://json-schema.org/draft/2020-12/schema"),
        ("a name inside", json!({"$ref": "#name", "$defs": {"a": {"$anchor": "name"}}}), "$ref #name"),
        ("its place", json!({"$ref": ""}), "$ref "),
        ("a second document inside", json!({"$defs": {"a": {"$id": "https://schemas.example/b"}}}), "$id"),
        ("a second draft inside", json!({"$defs": {"a": {"$schema": DRAFT_7}}}), "$schema"),
        ("a dynamic reference", json!({"$dynamicRef": "#a"}), "$dynamicRef"),
        (
            "properties that no other keyword evaluated",
            json!({"unevaluatedProperties": false}),
            "unevaluatedProperties",
        ),
        ("a pattern that looks ahead", json!({"properties": {"name": {"pattern": "^(?=T)"}}}), "format"),
        ("a pattern that looks back", json!({"properties": {"name": {"pattern": "(a)\\1"}}}), "format"),
        (
            "a pattern that multiplies",
            json!({"properties": {"name": {"pattern": "((a{99}){99}){99}"}}}),
            "format",
        ),
    ];
    for (name, keywords, keyword) in cases {
        support::vectors::row(name);
        let web = Web::default().with(SCHEMA, &schema(keywords)).with(elsewhere, &json!(false));
        let report = report(&badge(json!([entry(OPEN_BADGES)])), &web);
        assert_eq!(outcome(&report, CONFORMANCE), UNSUPPORTED, "{name}: {}", summary(&report));
        assert_eq!(check(&report, CONFORMANCE).details["keyword"], keyword, "{name}");
        assert_eq!(report.verdict, Verdict::Verified, "{name}: the verdict is unaffected");
        assert_eq!(web.requests(), [SCHEMA], "{name}");
    }
    // Property names are not keywords.
    support::vectors::row("names of parts that look like keywords");
    let harmless =
        schema(json!({"properties": {"$id": {"type": "string"}, "$anchor": false}, "const": {"$ref": "x"}}));
    assert_eq!(outcome(&report_on_schema(OPEN_BADGES, &harmless), CONFORMANCE), MISMATCH);
}
