//! `credentialSchema`: comparison of a badge with schemas that anyone may have written.

mod credentials;
mod kinds;
mod language;
mod limits;
mod publishers;

use crate::support::{TestIssuer, Web, report};
use openbadges::{CheckId, Code, Outcome, Report, proof::data_integrity::Suite};
use serde_json::{Value, json};

const CONFORMANCE: CheckId = CheckId::SchemaConformance;
const STRUCTURE: CheckId = CheckId::SchemaStructure;
const OPEN_BADGES: &str = "1EdTechJsonSchemaValidator2019";
const SCHEMA: &str = "https://schemas.example/badge.json";
const DRAFT_2020: &str = "https://json-schema.org/draft/2020-12/schema";
const DRAFT_2019: &str = "https://json-schema.org/draft/2019-09/schema";
const DRAFT_7: &str = "http://json-schema.org/draft-07/schema#";

/// Outcome and code of a check.
type Finding = (Outcome, Option<Code>);

const PASSED: Finding = (Outcome::Passed, None);
const MISMATCH: Finding = (Outcome::Failed, Some(Code::SchemaMismatch));
const UNKNOWN: Finding = (Outcome::Unknown, Some(Code::SchemaUnknown));
const INVALID: Finding = (Outcome::Unknown, Some(Code::SchemaInvalid));
const UNSUPPORTED: Finding = (Outcome::Unknown, Some(Code::SchemaUnsupported));
const BUDGET: Finding = (Outcome::Unknown, Some(Code::SchemaBudget));

/// Returns a badge that names these schemas. JCS signs the JSON as it is, whatever the contexts define.
fn badge(schemas: Value) -> String {
    let issuer = TestIssuer::did_key(1);
    let mut credential = issuer.credential();
    credential["credentialSchema"] = schemas;
    issuer.with_proof(&credential, Suite::EddsaJcs2022).to_string()
}

fn entry(kind: &str) -> Value {
    json!({"id": SCHEMA, "type": kind})
}

/// Returns the report on a badge that names one schema of this type, which is at its address.
fn report_on_schema(kind: &str, schema: &Value) -> Report {
    report(&badge(json!([entry(kind)])), &Web::default().with(SCHEMA, schema))
}

/// Returns a schema of the draft that VC JSON Schema requires.
fn schema(mut keywords: Value) -> Value {
    keywords["$schema"] = json!(DRAFT_2020);
    keywords
}

/// Returns a schema that requires this `name`.
fn named(name: &str) -> Value {
    schema(json!({"type": "object", "properties": {"name": {"const": name}}, "required": ["name"]}))
}
