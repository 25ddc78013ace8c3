//! Limits for schemas and badges that an attacker made: evaluation always ends, and published schemas are far
//! below the limits.

use crate::support::{self, TestIssuer, Web, check, conformance, outcome, report, summary};
use openbadges::{
    Code, Outcome, Verdict,
    limits::{SCHEMA_CHAIN, SCHEMA_DEPTH, SCHEMA_NODES, SCHEMA_PATTERN_CHARS, SCHEMA_PATTERNS},
    proof::data_integrity::Suite,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    BUDGET, CONFORMANCE, DRAFT_7, DRAFT_2019, DRAFT_2020, Finding, INVALID, MISMATCH, OPEN_BADGES, PASSED,
    SCHEMA, entry, report_on_schema, schema,
};

/// Returns subschemas `$defs/0` to `$defs/(count - 1)`, each made from a reference to the next; the last is
/// `end`.
fn chained(count: usize, step: impl Fn(Value) -> Value, end: Value) -> Value {
    let next = |at: usize| json!({"$ref": format!("#/$defs/{}", at + 1)});
    let mut defs: Map<String, Value> = (0..count).map(|at| (at.to_string(), step(next(at)))).collect();
    defs.insert(count.to_string(), end);
    schema(json!({"$ref": "#/$defs/0", "$defs": defs}))
}

/// Returns `inner` inside `levels` schemas.
fn nested(levels: usize, inner: Value, wrap: impl Fn(Value) -> Value) -> Value {
    schema((0..levels).fold(inner, |inner, _| wrap(inner)))
}

/// Schemas that would never end or would exhaust the stack.
#[test]
fn hostile_schema_terminates() {
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
            "8 levels of eight named alternatives",
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
        ("an invalid list of schemas", schema(json!({"allOf": 7})), INVALID),
        ("members that are none", schema(json!({"properties": []})), INVALID),
        ("members that are numbers", schema(json!({"properties": {"name": 7}})), INVALID),
    ];
    for (name, schema, expected) in cases {
        support::vectors::row(name);
        let report = report_on_schema(OPEN_BADGES, &schema);
        assert_eq!(outcome(&report, CONFORMANCE), expected, "{name}: {}", summary(&report));
        let verdict = if expected == MISMATCH { Verdict::Invalid } else { Verdict::Verified };
        assert_eq!(report.verdict, verdict, "{name}");
    }
}

/// A badge that makes the evaluation of a harmless schema expensive.
#[test]
fn hostile_badge_terminates() {
    let issuer = TestIssuer::did_key(1);
    let members = |count: usize| -> Map<String, Value> {
        (0..count).map(|at| (format!("member-number-{at}"), json!("text"))).collect()
    };
    // A text of two characters without a period that a pattern of this size could detect.
    let aperiodic = |length: u64| -> String {
        let character = |at: u64| if ((at * at * at) % 1_009).is_multiple_of(2) { 'a' } else { 'b' };
        (0..length).map(character).collect()
    };
    let report_on_schema = |evidence: Value, keywords: Value| {
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
            json!(aperiodic(200_000)),
            json!({"pattern": "(a|b)*a(a|b){120}c"}),
            MISMATCH,
        ),
    ];
    for (name, evidence, keywords, expected) in cases {
        let report = report_on_schema(evidence, keywords);
        assert_eq!(outcome(&report, CONFORMANCE), expected, "{name}: {}", summary(&report));
    }
}

/// The published schemas of Open Badges 3.0 and CLR 2.0, in the edition of the 1EdTech validator, stay far
/// below the limits with a badge that fills its data model. That edition uses draft-04, which equals 2019-09
/// in all that these schemas use.
#[test]
fn published_schemas_are_far_below_the_limits() {
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
        // `email` is not an `IdentifierTypeEnum`. The value in the data model is `emailAddress`.
        (open_badges, "complete_v1.json", Some(("/credentialSubject/identifier/0/identityType", "anyOf"))),
        // This edition requires `issuanceDate`; the data model 2.0 has `validFrom`.
        (open_badges, "simple.json", Some(("", "required"))),
        (open_badges, "complete.json", Some(("", "required"))),
        // A badge is not a learner record.
        (clr, "complete_v1.json", Some(("/credentialSubject", "required"))),
    ];
    for (schema, badge, mismatch) in cases {
        let report = judge(schema, badge);
        let check = check(&report, CONFORMANCE);
        let detail = |name: &str| check.details.get(name).map(String::as_str);
        assert_eq!(
            detail("pointer").zip(detail("keyword")),
            mismatch,
            "{schema} {badge}: {}",
            summary(&report)
        );
        let expected = if mismatch.is_none() { PASSED } else { MISMATCH };
        assert_eq!((check.outcome, check.code), expected, "{schema} {badge}: {}", summary(&report));
    }
}

/// Generates schemas of every keyword that contains schemas, with references to four definitions, also
/// circular.
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
                .prop_map(|(condition, then, other)| json!({"if": condition, "then": then, "else": other})),
        ]
    })
}

proptest! {
    /// Evaluation of any schema ends, and only a badge that differs from it fails.
    #[test]
    fn arbitrary_schemas_terminate(
        root in any_schema(),
        defs in prop::collection::vec(any_schema(), 4),
        draft in prop::sample::select(vec![DRAFT_2020, DRAFT_2019, DRAFT_7]),
    ) {
        let defs: Map<String, Value> = defs.into_iter().enumerate().map(|(at, def)| (at.to_string(), def)).collect();
        let schema = json!({"$schema": draft, "allOf": [root], "$defs": defs});
        let report = report_on_schema(OPEN_BADGES, &schema);
        let check = check(&report, CONFORMANCE);
        let differs = check.code == Some(Code::SchemaMismatch);
        prop_assert_eq!(check.outcome == Outcome::Failed, differs);
        prop_assert_eq!(report.verdict == Verdict::Invalid, differs, "{}", summary(&report));
        // The result is deterministic.
        prop_assert_eq!(outcome(&report_on_schema(OPEN_BADGES, &schema), CONFORMANCE), (check.outcome, check.code));
    }
}
