//! Any text as the schema of a signed badge, with any JSON in the badge: the check ends, and a schema that
//! could not be evaluated does not affect the verdict.
#![no_main]

mod issuer;

use libfuzzer_sys::fuzz_target;
use openbadges::{CheckId, Outcome, Verdict, json};
use serde_json::{Value, json};

fuzz_target!(|input: (bool, &str, &str)| {
    let (conformance, schema, part) = input;
    let kind = if conformance { "1EdTechJsonSchemaValidator2019" } else { "JsonSchema" };
    let badge = issuer::badge(json!({
        "credentialSchema": [{"id": "https://schemas.example/badge.json", "type": kind}],
        "x": json::parse(part.as_bytes()).unwrap_or(Value::Null),
    }));
    let page = schema.as_bytes().to_vec();
    let Some(report) = issuer::report(&badge, "application/schema+json", page) else { return };
    let id = if conformance { CheckId::SchemaConformance } else { CheckId::SchemaStructure };
    let check = report.checks.iter().find(|check| check.id == id).expect("a badge with a schema");
    let differs = check.outcome == Outcome::Failed;
    assert_eq!(report.verdict == Verdict::Invalid, differs && conformance, "{check:?}");
});
