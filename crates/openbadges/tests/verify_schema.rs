//! `credentialSchema`: what a badge says about its own form, by schemas that anyone may have written.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod common;
mod conformance;

use common::{AT, TestIssuer, Web, check, found, outcome, question, report, report_on, summary};
use data_encoding::BASE64;
use openbadges::{
    CheckId, Code, Offline, Outcome, Report, Verdict,
    documents::UnavailableKind,
    limits::{SCHEMA_CHAIN, SCHEMA_DEPTH, SCHEMA_NODES, SCHEMA_PATTERN_CHARS, SCHEMA_PATTERNS, SCHEMAS},
    proof::data_integrity::Suite,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha384};

const CONFORMANCE: CheckId = CheckId::SchemaConformance;
const STRUCTURE: CheckId = CheckId::SchemaStructure;
const OPEN_BADGES: &str = "1EdTechJsonSchemaValidator2019";
const SCHEMA: &str = "https://schemas.example/badge.json";
const DRAFT_2020: &str = "https://json-schema.org/draft/2020-12/schema";
const DRAFT_2019: &str = "https://json-schema.org/draft/2019-09/schema";
const DRAFT_7: &str = "http://json-schema.org/draft-07/schema#";

/// What a check came to.
type Finding = (Outcome, Option<Code>);

const PASSED: Finding = (Outcome::Passed, None);
const MISMATCH: Finding = (Outcome::Failed, Some(Code::SchemaMismatch));
const UNKNOWN: Finding = (Outcome::Unknown, Some(Code::SchemaUnknown));
const INVALID: Finding = (Outcome::Unknown, Some(Code::SchemaInvalid));
const UNSUPPORTED: Finding = (Outcome::Unknown, Some(Code::SchemaUnsupported));
const BUDGET: Finding = (Outcome::Unknown, Some(Code::SchemaBudget));

/// A badge that names these schemas. JCS signs what stands there, whatever a context makes of it.
fn badge(schemas: Value) -> String {
    let issuer = TestIssuer::did_key(1);
    let mut credential = issuer.credential();
    credential["credentialSchema"] = schemas;
    issuer.with_proof(&credential, Suite::EddsaJcs2022).to_string()
}

fn entry(kind: &str) -> Value {
    json!({"id": SCHEMA, "type": kind})
}

/// The report on a badge that names one schema of this type, which is at its address.
fn judged(kind: &str, schema: &Value) -> Report {
    report(&badge(json!([entry(kind)])), &Web::default().with(SCHEMA, schema))
}

/// A schema of the draft that VC JSON Schema asks for.
fn schema(mut keywords: Value) -> Value {
    keywords["$schema"] = json!(DRAFT_2020);
    keywords
}

/// A schema that asks for `name` to be this text.
fn named(name: &str) -> Value {
    schema(json!({"type": "object", "properties": {"name": {"const": name}}, "required": ["name"]}))
}

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
            no(UnavailableKind::NotAsked, Code::NetConsent),
            UNKNOWN,
            Some(Code::NetConsent),
        ),
        (
            "it is gone",
            https.clone(),
            no(UnavailableKind::Gone, Code::NetUnavailable),
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

/// The drafts of VC JSON Schema, section 3. A schema of Open Badges that states none is of 2019-09.
#[test]
fn drafts() {
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
        ("a draft of somebody's own", json!("https://schemas.example/draft"), UNSUPPORTED, UNSUPPORTED),
        ("no text", json!(2020), INVALID, INVALID),
    ];
    for (name, address, open_badges, w3c) in cases {
        common::vectors::row(name);
        let schema = with(address);
        assert_eq!(outcome(&judged(OPEN_BADGES, &schema), CONFORMANCE), open_badges, "{name}");
        assert_eq!(outcome(&judged("JsonSchema", &schema), STRUCTURE), w3c, "{name}");
    }
    common::vectors::row("none is stated");
    let mut unstated = named("Skating");
    unstated.as_object_mut().unwrap().remove("$schema");
    assert_eq!(outcome(&judged(OPEN_BADGES, &unstated), CONFORMANCE), MISMATCH);
    assert_eq!(outcome(&judged("JsonSchema", &unstated), STRUCTURE), INVALID, "MUST NOT be processed");
    let report = judged(OPEN_BADGES, &with(json!("http://json-schema.org/draft-04/schema#")));
    assert_eq!(check(&report, CONFORMANCE).details["keyword"], "http://json-schema.org/draft-04/schema#");
}

/// What each draft says about a keyword is what is evaluated.
#[test]
fn keywords() {
    let subject = |keywords: Value| json!({"properties": {"credentialSubject": keywords}});
    let tuple = |keyword: &str| json!({"properties": {"type": {(keyword): [{"const": "VerifiableCredential"}, {"const": "x"}]}}});
    let cases: Vec<(&str, &str, Value, Finding)> = vec![
        ("a part that is not there", DRAFT_2020, json!({"required": ["evidence"]}), MISMATCH),
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
        common::vectors::row(name);
        schema["$schema"] = json!(draft);
        let report = judged(OPEN_BADGES, &schema);
        assert_eq!(outcome(&report, CONFORMANCE), expected, "{name}: {}", summary(&report));
    }
    // JSON Schema 2019-09 leaves it open what `format` does; VC JSON Schema, section 4.2.2, has a credential fail by it.
    common::vectors::row("a format");
    let format = schema(json!({"properties": {"name": {"format": "email"}}}));
    assert_eq!(outcome(&judged(OPEN_BADGES, &format), CONFORMANCE), PASSED);
    assert_eq!(outcome(&judged("JsonSchema", &format), STRUCTURE), MISMATCH);
}

/// A schema that needs what is not looked at says nothing, and the keyword is named. Nobody is asked for its parts.
#[test]
fn what_is_not_checked_is_named() {
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
        ("the place where it stands", json!({"$ref": ""}), "$ref "),
        ("a second document inside", json!({"$defs": {"a": {"$id": "https://schemas.example/b"}}}), "$id"),
        ("a second draft inside", json!({"$defs": {"a": {"$schema": DRAFT_7}}}), "$schema"),
        ("a dynamic reference", json!({"$dynamicRef": "#a"}), "$dynamicRef"),
        ("what no other keyword saw", json!({"unevaluatedProperties": false}), "unevaluatedProperties"),
        ("a pattern that looks ahead", json!({"properties": {"name": {"pattern": "^(?=T)"}}}), "format"),
        ("a pattern that looks back", json!({"properties": {"name": {"pattern": "(a)\\1"}}}), "format"),
        (
            "a pattern that multiplies",
            json!({"properties": {"name": {"pattern": "((a{99}){99}){99}"}}}),
            "format",
        ),
    ];
    for (name, keywords, keyword) in cases {
        common::vectors::row(name);
        let web = Web::default().with(SCHEMA, &schema(keywords)).with(elsewhere, &json!(false));
        let report = report(&badge(json!([entry(OPEN_BADGES)])), &web);
        assert_eq!(outcome(&report, CONFORMANCE), UNSUPPORTED, "{name}: {}", summary(&report));
        assert_eq!(check(&report, CONFORMANCE).details["keyword"], keyword, "{name}");
        assert_eq!(report.verdict, Verdict::Verified, "{name}: it says nothing against the badge");
        assert_eq!(web.asked(), [SCHEMA], "{name}");
    }
    // Names of parts are no keywords.
    common::vectors::row("names of parts that look like keywords");
    let harmless =
        schema(json!({"properties": {"$id": {"type": "string"}, "$anchor": false}, "const": {"$ref": "x"}}));
    assert_eq!(outcome(&judged(OPEN_BADGES, &harmless), CONFORMANCE), MISMATCH);
}

/// Subschemas `$defs/0` to `$defs/(count - 1)`, each made from a reference to the next; the last is `end`.
fn chained(count: usize, step: impl Fn(Value) -> Value, end: Value) -> Value {
    let next = |at: usize| json!({"$ref": format!("#/$defs/{}", at + 1)});
    let mut defs: Map<String, Value> = (0..count).map(|at| (at.to_string(), step(next(at)))).collect();
    defs.insert(count.to_string(), end);
    schema(json!({"$ref": "#/$defs/0", "$defs": defs}))
}

/// `inner` inside `levels` schemas.
fn nested(levels: usize, inner: Value, wrap: impl Fn(Value) -> Value) -> Value {
    schema((0..levels).fold(inner, |inner, _| wrap(inner)))
}

/// A schema is a stranger's program. What one that takes for ever comes to, or one that would exhaust the stack.
#[test]
fn a_hostile_schema_ends() {
    let never = || json!({"required": ["evidence"]});
    let every_member = |branches: usize| {
        let branch = json!({"$ref": "#"});
        schema(json!({
            "additionalProperties": {"anyOf": vec![branch.clone(); branches]},
            "items": {"anyOf": vec![branch; branches]},
            "type": ["object", "array"],
        }))
    };
    let text = |pattern: &str| schema(json!({"properties": {"name": {"pattern": pattern}}}));
    let patterns: Map<String, Value> =
        (0..=SCHEMA_PATTERNS).map(|at| (format!("^{at}"), json!(true))).collect();
    let cases: Vec<(&str, Value, Finding)> = vec![
        ("28 alternatives of two", chained(28, |next| json!({"anyOf": [next, next]}), never()), BUDGET),
        ("28 times both", chained(28, |next| json!({"allOf": [next, next]}), never()), BUDGET),
        ("28 times none", chained(28, |next| json!({"not": {"anyOf": [next, next]}}), never()), BUDGET),
        (
            "28 conditions",
            chained(28, |next| json!({"if": next, "then": next, "else": next}), never()),
            BUDGET,
        ),
        (
            "8 times eight alternatives that all say who they are",
            chained(
                8,
                |next| json!({"anyOf": vec![json!({"allOf": [next, {"required": ["name"]}]}); 8]}),
                never(),
            ),
            BUDGET,
        ),
        ("ten ways into every member", every_member(10), BUDGET),
        ("one way into every member", every_member(1), MISMATCH),
        ("itself", schema(json!({"$ref": "#"})), INVALID),
        (
            "each other",
            schema(
                json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"allOf": [{"$ref": "#/$defs/a"}]}}}),
            ),
            INVALID,
        ),
        ("a chain", chained(SCHEMA_CHAIN / 2 - 2, |next| json!({"allOf": [next]}), never()), MISMATCH),
        ("a longer chain", chained(SCHEMA_CHAIN, |next| json!({"allOf": [next]}), never()), BUDGET),
        ("a chain of thousands", chained(3_000, |next| json!({"allOf": [next]}), never()), BUDGET),
        (
            "a chain of thousands into members",
            chained(3_000, |next| json!({"properties": {"name": next}}), json!(true)),
            PASSED,
        ),
        ("references alone", chained(100, |next| next, never()), MISMATCH),
        ("a depth", nested(SCHEMA_DEPTH / 2 - 1, never(), |inner| json!({"allOf": [inner]})), MISMATCH),
        ("too deep", nested(SCHEMA_DEPTH / 2 + 1, never(), |inner| json!({"allOf": [inner]})), BUDGET),
        (
            "deep into what is not there",
            nested(SCHEMA_DEPTH / 2 - 1, never(), |inner| json!({"properties": {"x": inner}})),
            PASSED,
        ),
        ("too many values", schema(json!({"enum": (0..SCHEMA_NODES).collect::<Vec<_>>()})), BUDGET),
        ("a pattern that goes back and forth", text("^(([a-zA-Z])+)+![a-z]$"), MISMATCH),
        ("a pattern of many choices", text("(.*.*.*.*.*=)*$"), PASSED),
        ("a long pattern", text(&"a".repeat(SCHEMA_PATTERN_CHARS + 1)), BUDGET),
        ("many patterns", schema(json!({"patternProperties": patterns})), BUDGET),
        ("a reference to nowhere", schema(json!({"$ref": "#/$defs/a"})), INVALID),
        ("a reference to a number", schema(json!({"$ref": "#/minProperties", "minProperties": 1})), INVALID),
        ("a list of schemas that is none", schema(json!({"allOf": 7})), INVALID),
        ("members that are none", schema(json!({"properties": []})), INVALID),
        ("members that are numbers", schema(json!({"properties": {"name": 7}})), INVALID),
    ];
    for (name, schema, expected) in cases {
        common::vectors::row(name);
        let report = judged(OPEN_BADGES, &schema);
        assert_eq!(outcome(&report, CONFORMANCE), expected, "{name}: {}", summary(&report));
        let verdict = if expected == MISMATCH { Verdict::Invalid } else { Verdict::Verified };
        assert_eq!(report.verdict, verdict, "{name}");
    }
}

/// What a badge holds is hostile too: a harmless schema on a badge made for it.
#[test]
fn a_hostile_badge_ends() {
    let issuer = TestIssuer::did_key(1);
    let members = |count: usize| -> Map<String, Value> {
        (0..count).map(|at| (format!("member-number-{at}"), json!("text"))).collect()
    };
    // A text of two letters without a period that a pattern of this size could see.
    let unlike = |length: u64| -> String {
        let letter = |at: u64| if (at * at * at) % 1_009 % 2 == 0 { 'a' } else { 'b' };
        (0..length).map(letter).collect()
    };
    let judged = |evidence: Value, keywords: Value| {
        let mut credential = issuer.credential();
        credential["credentialSchema"] = json!([entry(OPEN_BADGES)]);
        credential["credentialSubject"]["achievement"]["extra"] = evidence;
        let achievement = json!({"properties": {"extra": keywords}});
        let subject = json!({"properties": {"achievement": achievement}});
        let schema = schema(json!({"properties": {"credentialSubject": subject}}));
        let text = issuer.with_proof(&credential, Suite::EddsaJcs2022).to_string();
        report(&text, &Web::default().with(SCHEMA, &schema))
    };
    let patterns: Map<String, Value> =
        (0..100).map(|at| (format!("{at}$"), json!({"type": "string"}))).collect();
    let cases = [
        (
            "many elements that differ",
            json!((0..50_000).collect::<Vec<_>>()),
            json!({"uniqueItems": true}),
            PASSED,
        ),
        ("members by many patterns", json!(members(5_000)), json!({"patternProperties": patterns}), BUDGET),
        (
            "members by a pattern",
            json!(members(500)),
            json!({"patternProperties": {"^m": {"type": "string"}}}),
            PASSED,
        ),
        (
            "names by a pattern",
            json!(members(500)),
            json!({"propertyNames": {"pattern": "^[a-z0-9-]+$"}}),
            PASSED,
        ),
        ("a long text by a pattern", json!("a".repeat(100_000)), json!({"pattern": "^(a+)+$"}), PASSED),
        ("a longer text by a pattern", json!("a".repeat(300_000)), json!({"pattern": "^(a+)+$"}), BUDGET),
        (
            "a text that a pattern has to remember",
            json!(unlike(200_000)),
            json!({"pattern": "(a|b)*a(a|b){120}c"}),
            MISMATCH,
        ),
    ];
    for (name, evidence, keywords, expected) in cases {
        let report = judged(evidence, keywords);
        assert_eq!(outcome(&report, CONFORMANCE), expected, "{name}: {}", summary(&report));
    }
}

// -- JsonSchemaCredential ------------------------------------------------------------------------

/// A credential of `issuer` that holds `schema`, without a proof.
fn schema_credential(issuer: &TestIssuer, schema: &Value) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": SCHEMA,
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "issuer": issuer.id,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {"id": format!("{SCHEMA}#schema"), "type": "JsonSchema", "jsonSchema": schema},
    })
}

/// VC JSON Schema, sections 2.2 and 4.1: the credential holds before its schema is asked.
#[test]
fn a_schema_in_a_credential() {
    let publisher = TestIssuer::did_key(2);
    let signed = |credential: &Value| publisher.with_proof(credential, Suite::EddsaJcs2022);
    let fits = schema_credential(&publisher, &named("Teamwork"));
    let differs = schema_credential(&publisher, &named("Skating"));
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut credential = differs.clone();
        change(&mut credential);
        credential
    };
    let mut tampered = signed(&differs);
    tampered["credentialSubject"]["jsonSchema"] = named("Cooking");
    let gone = TestIssuer::at("https://gone.example/issuer", 4);
    let by_another = TestIssuer::did_key(3).with_proof(&differs, Suite::EddsaJcs2022);
    let cases = [
        ("it fits", signed(&fits), PASSED, None),
        ("it differs", signed(&differs), MISMATCH, None),
        ("it is not signed", differs.clone(), INVALID, Some(Code::DiNoProof)),
        ("it was changed", tampered, INVALID, Some(Code::SigInvalid)),
        ("somebody else signed", by_another, INVALID, Some(Code::IssuerKeyUnbound)),
        (
            "its time is over",
            signed(&changed(&|it| it["validUntil"] = json!("2026-01-01T00:00:00Z"))),
            INVALID,
            Some(Code::Expired),
        ),
        (
            "whether it was taken back is not to be had",
            signed(&changed(&|it| it["credentialStatus"] = common::status::entry("revocation", json!("1")))),
            UNKNOWN,
            Some(Code::StatusUnknown),
        ),
        (
            "its issuer's keys are not to be had",
            gone.with_proof(&schema_credential(&gone, &named("Skating")), Suite::EddsaJcs2022),
            UNKNOWN,
            Some(Code::IssuerUnavailable),
        ),
        (
            "another kind of credential",
            signed(&changed(&|it| it["type"] = json!(["VerifiableCredential"]))),
            INVALID,
            None,
        ),
        (
            "no schema in it",
            signed(&changed(&|it| it["credentialSubject"] = json!({"type": "JsonSchema"}))),
            INVALID,
            None,
        ),
        (
            "a subject of another kind",
            signed(&changed(&|it| it["credentialSubject"]["type"] = json!("Profile"))),
            INVALID,
            None,
        ),
        ("a schema as it is", named("Skating"), INVALID, None),
    ];
    for (name, credential, expected, cause) in cases {
        common::vectors::row(name);
        let report = judged("JsonSchemaCredential", &credential);
        assert_eq!(outcome(&report, STRUCTURE), expected, "{name}: {}", summary(&report));
        let told = check(&report, STRUCTURE).details.get("cause").map(String::as_str);
        assert_eq!(told, cause.map(Code::as_str), "{name}");
        assert_eq!(report.verdict, Verdict::Verified, "{name}: structure says nothing about verification");
    }

    common::vectors::row("as a JWT");
    let token = |text: String| {
        let mut web = Web::default();
        web.bytes(SCHEMA, "application/vc+jwt", text.into_bytes());
        outcome(&report(&badge(json!(entry("JsonSchemaCredential"))), &web), STRUCTURE)
    };
    assert_eq!(token(publisher.jwt(&differs)), MISMATCH, "a JWT");
    let mut broken = publisher.jwt(&differs);
    broken.truncate(broken.len() - 8);
    assert_eq!(token(broken).1, Some(Code::SchemaInvalid), "a JWT that does not hold");
}

// -- which credentials, in which form ------------------------------------------------------------

/// Open Badges 3.0 "Compacted document form": a list of one may be written as that one.
#[test]
fn a_compacted_badge_conforms_where_its_lists_do() {
    let lists = schema(json!({
        "properties": {
            "type": {"type": "array"},
            "proof": {"type": "array"},
            "credentialSchema": {"type": "array"},
            "issuer": {"properties": {"type": {"type": "array"}}},
            "credentialSubject": {"properties": {"type": {"type": "array"}, "identifier": {"type": "array"}}},
        },
    }));
    let issuer = TestIssuer::did_key(1);
    let mut compacted = issuer.credential();
    compacted["credentialSchema"] = entry(OPEN_BADGES);
    compacted["issuer"]["type"] = json!("Profile");
    compacted["credentialSubject"]["type"] = json!("AchievementSubject");
    let web = || Web::default().with(SCHEMA, &lists);
    let judge =
        |credential: &Value| report(&issuer.with_proof(credential, Suite::EddsaJcs2022).to_string(), &web());
    common::vectors::row("compacted");
    let report = judge(&compacted);
    assert_eq!(
        (outcome(&report, CONFORMANCE), report.verdict),
        (PASSED, Verdict::Verified),
        "{}",
        summary(&report)
    );

    // The table has no row for it.
    common::vectors::row("compacted where the table has no row");
    compacted["credentialSubject"]["identifier"] = compacted["credentialSubject"]["identifier"][0].take();
    assert_eq!(outcome(&judge(&compacted), CONFORMANCE), MISMATCH);
}

#[test]
fn every_kind_of_credential_is_compared() {
    let issuer = TestIssuer::did_key(1);
    let skating = named("Skating");
    // A VC-JWT.
    let mut credential = issuer.credential();
    credential["credentialSchema"] = json!([entry(OPEN_BADGES)]);
    common::vectors::row("a JWT");
    let token = report(&issuer.jwt(&credential), &Web::default().with(SCHEMA, &skating));
    assert_eq!((outcome(&token, CONFORMANCE), token.verdict), (MISMATCH, Verdict::Invalid));

    // A credential that is no Open Badge: no specification makes conformity a part of its verification.
    common::vectors::row("a credential that is no Open Badge");
    let other = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": issuer.id,
        "name": "Library card",
        "credentialSubject": {"id": "did:example:learner"},
        "credentialSchema": [entry(OPEN_BADGES)],
    });
    let other = issuer.with_proof(&other, Suite::EddsaJcs2022).to_string();
    let other = report(&other, &Web::default().with(SCHEMA, &skating));
    assert_eq!(
        (outcome(&other, STRUCTURE), other.verdict),
        (MISMATCH, Verdict::Verified),
        "{}",
        summary(&other)
    );

    // An endorsement that does not conform is invalid, and the badge is what it is.
    common::vectors::row("an endorsement");
    let endorser = TestIssuer::did_key(2);
    let endorsement = endorser.with_proof(
        &json!({
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "id": "urn:uuid:2",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "issuer": {"id": endorser.id, "type": ["Profile"], "name": "Accreditor"},
            "name": "Endorsement",
            "validFrom": "2025-01-01T00:00:00Z",
            "credentialSubject": {"id": issuer.id, "type": ["EndorsementSubject"]},
            "credentialSchema": [entry(OPEN_BADGES)],
        }),
        Suite::EddsaJcs2022,
    );
    let mut endorsed = issuer.credential();
    endorsed["endorsement"] = json!([endorsement]);
    let endorsed = issuer.with_proof(&endorsed, Suite::EddsaJcs2022).to_string();
    let endorsed = report(&endorsed, &Web::default().with(SCHEMA, &skating));
    assert_eq!(endorsed.verdict, Verdict::Verified, "{}", summary(&endorsed));
    let endorsement = &endorsed.endorsements[0].report;
    assert_eq!((outcome(endorsement, CONFORMANCE), endorsement.verdict), (MISMATCH, Verdict::Invalid));
    assert_eq!(
        check(endorsement, CONFORMANCE).rule.section,
        "EndorsementCredential Verification: credentialSchema"
    );
}

// -- schemas as they are published ---------------------------------------------------------------

/// The published schemas of Open Badges 3.0 and CLR 2.0, in the edition of the 1EdTech validator, stay far within the
/// limits, on a badge that fills its data model. That edition is of draft-04, which differs from 2019-09 in nothing that
/// these use.
#[test]
fn published_schemas_are_well_within_the_limits() {
    let Some(folder) = conformance::folder("schemas/validator-catalog") else { return };
    let Some(badges) = conformance::folder("1edtech-public-validator/ob30") else { return };
    let issuer = TestIssuer::did_key(1);
    let judge = |schema: &str, badge: &str| {
        let mut schema: Value = serde_json::from_str(&conformance::text(folder.join(schema))).unwrap();
        schema["$schema"] = json!(DRAFT_2019);
        let mut credential: Value = serde_json::from_str(&conformance::text(badges.join(badge))).unwrap();
        credential["issuer"]["id"] = json!(issuer.id);
        credential["credentialSchema"] = json!([entry(OPEN_BADGES)]);
        for member in ["proof", "credentialStatus", "refreshService"] {
            credential.as_object_mut().unwrap().remove(member);
        }
        let text = issuer.with_proof(&credential, Suite::EddsaJcs2022).to_string();
        report(&text, &Web::default().with(SCHEMA, &schema))
    };
    let open_badges = "ob_v3p0_achievementcredential_schema_draft4.json";
    let clr = "clr_v2p0_clrcredential_schema_draft4.json";
    let cases = [
        (open_badges, "simple_v1.json", None),
        // `email` is no `IdentifierTypeEnum`; the data model says `emailAddress`.
        (open_badges, "complete_v1.json", Some(("/credentialSubject/identifier/0/identityType", "anyOf"))),
        // This edition asks for `issuanceDate`, the data model 2.0 has `validFrom`.
        (open_badges, "simple.json", Some(("", "required"))),
        (open_badges, "complete.json", Some(("", "required"))),
        // A badge is no learner record.
        (clr, "complete_v1.json", Some(("/credentialSubject", "required"))),
    ];
    for (schema, badge, misfit) in cases {
        let report = judge(schema, badge);
        let check = check(&report, CONFORMANCE);
        let told = |name: &str| check.details.get(name).map(String::as_str);
        assert_eq!(told("pointer").zip(told("keyword")), misfit, "{schema} {badge}: {}", summary(&report));
        let expected = if misfit.is_none() { PASSED } else { MISMATCH };
        assert_eq!((check.outcome, check.code), expected, "{schema} {badge}: {}", summary(&report));
    }
}

// -- laws ----------------------------------------------------------------------------------------

/// Schemas of every keyword that holds schemas, with references to four definitions, in circles too.
fn any_schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        prop::sample::select(vec!["object", "array", "string", "badge"])
            .prop_map(|name| json!({"type": name})),
        (0..5).prop_map(|at| json!({"$ref": format!("#/$defs/{at}")})),
        prop::sample::select(vec!["^(a+)+$", "(", ".*", "^[^x]{3,9}$", "\\p{L}"])
            .prop_map(|text| json!({"pattern": text})),
        Just(json!({"$ref": "#"})),
        Just(json!({"required": ["name"]})),
        Just(json!({"uniqueItems": true, "maxLength": 3, "enum": ["Teamwork", 7, null]})),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 1..4);
        let names = prop::sample::select(vec!["name", "type", "credentialSubject", "achievement"]);
        let named = prop::collection::btree_map(names, inner.clone(), 1..4);
        let of = |keywords: &[&'static str]| prop::sample::select(keywords.to_vec());
        prop_oneof![
            (of(&["allOf", "anyOf", "oneOf", "prefixItems", "items"]), list)
                .prop_map(|(keyword, schemas)| json!({(keyword): schemas})),
            (of(&["properties", "patternProperties", "dependentSchemas", "dependencies"]), named)
                .prop_map(|(keyword, schemas)| json!({(keyword): schemas})),
            (of(&["not", "if", "items", "contains", "additionalProperties", "propertyNames"]), inner.clone())
                .prop_map(|(keyword, schema)| json!({(keyword): schema})),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(one, two, three)| json!({"if": one, "then": two, "else": three})),
        ]
    })
}

proptest! {
    /// Whatever a schema says, asking it ends, and only a badge that differs from it is held to be at fault.
    #[test]
    fn any_schema_is_answered(
        root in any_schema(),
        defs in prop::collection::vec(any_schema(), 4),
        draft in prop::sample::select(vec![DRAFT_2020, DRAFT_2019, DRAFT_7]),
    ) {
        let defs: Map<String, Value> = defs.into_iter().enumerate().map(|(at, def)| (at.to_string(), def)).collect();
        let schema = json!({"$schema": draft, "allOf": [root], "$defs": defs});
        let report = judged(OPEN_BADGES, &schema);
        let check = check(&report, CONFORMANCE);
        let differs = check.code == Some(Code::SchemaMismatch);
        prop_assert_eq!(check.outcome == Outcome::Failed, differs);
        prop_assert_eq!(report.verdict == Verdict::Invalid, differs, "{}", summary(&report));
        // The same answer each time.
        prop_assert_eq!(outcome(&judged(OPEN_BADGES, &schema), CONFORMANCE), (check.outcome, check.code));
    }
}
