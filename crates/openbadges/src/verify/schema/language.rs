//! The supported subset of JSON Schema: three drafts and all keywords that depend on one document only.
//!
//! References are followed only within the document. Keywords that depend on the dynamic scope (`$dynamicRef`,
//! `unevaluatedProperties` and others) and embedded `$id`s are not supported, because their cost cannot be
//! calculated. A schema that uses them is reported with the keyword.

use std::collections::{BTreeMap, BTreeSet};

pub(super) use jsonschema::Draft;
use percent_encoding::percent_decode_str;

use super::SchemaError;
use crate::{
    code::Code,
    json::Value,
    limits::{
        SCHEMA_CHAIN, SCHEMA_DEPTH, SCHEMA_EXPANSIONS, SCHEMA_NODES, SCHEMA_PATTERN_CHARS, SCHEMA_PATTERNS,
    },
};

/// The supported drafts, by the address of their meta-schema (VC JSON Schema, section 3).
const DRAFTS: &[(&str, Draft)] = &[
    ("https://json-schema.org/draft/2020-12/schema", Draft::Draft202012),
    ("https://json-schema.org/draft/2019-09/schema", Draft::Draft201909),
    ("http://json-schema.org/draft-07/schema", Draft::Draft7),
];

/// The instances to which a keyword applies its subschemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AppliesTo {
    /// The value itself. The keyword has one schema, a list, or an object of them.
    Here,
    /// The members with the names of the subschemas.
    Members,
    /// The members whose names match the pattern of a subschema.
    Matching,
    /// All members that `properties` does not name.
    OtherMembers,
    /// The names of all members.
    Names,
    /// The elements: a list of schemas one by one, or a single schema for all.
    Elements,
    /// None, unless a reference names them.
    Nowhere,
}

/// The keywords of the three drafts that contain schemas, except `$ref`.
const APPLICATORS: &[(&str, AppliesTo)] = &[
    ("allOf", AppliesTo::Here),
    ("anyOf", AppliesTo::Here),
    ("oneOf", AppliesTo::Here),
    ("not", AppliesTo::Here),
    ("if", AppliesTo::Here),
    ("then", AppliesTo::Here),
    ("else", AppliesTo::Here),
    ("dependentSchemas", AppliesTo::Here),
    ("dependencies", AppliesTo::Here),
    ("properties", AppliesTo::Members),
    ("patternProperties", AppliesTo::Matching),
    ("additionalProperties", AppliesTo::OtherMembers),
    ("propertyNames", AppliesTo::Names),
    ("items", AppliesTo::Elements),
    ("prefixItems", AppliesTo::Elements),
    ("additionalItems", AppliesTo::Elements),
    ("contains", AppliesTo::Elements),
    ("$defs", AppliesTo::Nowhere),
    ("definitions", AppliesTo::Nowhere),
    ("contentSchema", AppliesTo::Nowhere),
];

/// Keywords whose value is an object of schemas.
const BY_NAME: &[&str] =
    &["properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions"];

/// Unsupported keywords. `$id` and `$schema` of the document itself are allowed.
const UNSUPPORTED_KEYWORDS: &[&str] = &[
    "$id",
    "$schema",
    "$anchor",
    "$dynamicAnchor",
    "$dynamicRef",
    "$recursiveAnchor",
    "$recursiveRef",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// A supported schema within the limits.
#[derive(Clone, Debug)]
pub(super) struct Schema {
    pub(super) draft: Draft,
    pub(super) root: Value,
}

impl Schema {
    /// Parses a schema. `unstated` is the default draft.
    pub(super) fn read(document: &Value, unstated: Option<Draft>) -> Result<Self, SchemaError> {
        let draft = draft(document, unstated)?;
        let mut nodes = 0;
        check_size(document, 0, &mut nodes)?;
        let mut root = document.clone();
        if let Value::Object(members) = &mut root {
            members.retain(|name, _| !matches!(name.as_str(), "$id" | "$schema"));
        }
        let subschemas = subschemas(&root)?;
        Expansions { root: &root, known: BTreeMap::new() }.all(&subschemas)?;
        Ok(Self { draft, root })
    }
}

fn draft(document: &Value, unstated: Option<Draft>) -> Result<Draft, SchemaError> {
    let Some(stated) = document.get("$schema") else {
        return unstated.ok_or_else(|| invalid("the schema does not state its draft"));
    };
    let stated = stated.as_str().ok_or_else(|| invalid("`$schema` is not a string"))?;
    let draft = DRAFTS.iter().find(|(address, _)| stated.trim_end_matches('#') == *address);
    draft.map(|(_, draft)| *draft).ok_or_else(|| unsupported(stated))
}

/// Checks the number of values and the depth of `document`.
fn check_size(document: &Value, depth: usize, nodes: &mut usize) -> Result<(), SchemaError> {
    *nodes += 1;
    if depth > SCHEMA_DEPTH || *nodes > SCHEMA_NODES {
        return Err(SchemaError::budget(format!(
            "more than {SCHEMA_NODES} values, or {SCHEMA_DEPTH} levels"
        )));
    }
    match document {
        Value::Array(items) => items.iter().try_for_each(|item| check_size(item, depth + 1, nodes)),
        Value::Object(members) => members.values().try_for_each(|value| check_size(value, depth + 1, nodes)),
        _ => Ok(()),
    }
}

/// Returns every subschema of `root` once, in any order.
fn subschemas(root: &Value) -> Result<Vec<&Value>, SchemaError> {
    let (mut visited, mut all, mut pending) = (BTreeSet::new(), Vec::new(), vec![root]);
    let mut patterns = 0;
    while let Some(schema) = pending.pop() {
        if !visited.insert(address(schema)) {
            continue;
        }
        all.push(schema);
        let Some(keywords) = schema.as_object() else {
            match schema {
                Value::Bool(_) => continue,
                _ => return Err(invalid("a subschema is neither an object nor a boolean")),
            }
        };
        if let Some(keyword) = UNSUPPORTED_KEYWORDS.iter().find(|keyword| keywords.contains_key(**keyword)) {
            return Err(unsupported(keyword));
        }
        let by_name = keywords.get("patternProperties").and_then(Value::as_object);
        let names = by_name.into_iter().flat_map(serde_json::Map::keys).map(String::as_str);
        for pattern in names.chain(keywords.get("pattern").and_then(Value::as_str)) {
            patterns += 1;
            if patterns > SCHEMA_PATTERNS || pattern.len() > SCHEMA_PATTERN_CHARS {
                return Err(SchemaError::budget("too many or too long regular expressions"));
            }
        }
        pending.extend(reference(root, schema)?);
        for (keyword, value) in keywords {
            pending.extend(applied(keyword).into_iter().flat_map(|_| inner(keyword, value)));
        }
    }
    Ok(all)
}

/// Returns the instances to which `keyword` applies, or `None` if it contains no schemas.
pub(super) fn applied(keyword: &str) -> Option<AppliesTo> {
    APPLICATORS.iter().find(|(name, _)| *name == keyword).map(|(_, applies)| *applies)
}

/// Returns the subschemas of a keyword.
pub(super) fn inner<'a>(keyword: &str, value: &'a Value) -> Vec<&'a Value> {
    match value {
        // In draft-07, a dependency may be a list of names.
        Value::Object(named) if BY_NAME.contains(&keyword) => {
            named.values().filter(|value| !(keyword == "dependencies" && value.is_array())).collect()
        }
        Value::Array(schemas) => schemas.iter().collect(),
        schema => vec![schema],
    }
}

/// Returns the part of `root` that `$ref` of `schema` names.
pub(super) fn reference<'a>(root: &'a Value, schema: &Value) -> Result<Option<&'a Value>, SchemaError> {
    let Some(reference) = schema.get("$ref") else { return Ok(None) };
    let reference = reference.as_str().ok_or_else(|| invalid("a $ref is not a string"))?;
    let Some(fragment) = reference.strip_prefix('#').filter(|rest| rest.is_empty() || rest.starts_with('/'))
    else {
        let shown: String = reference.chars().take(SHOWN_CHARS).collect();
        return Err(unsupported(&format!("$ref {shown}")));
    };
    let pointer = percent_decode_str(fragment).decode_utf8();
    let target = pointer.ok().and_then(|pointer| root.pointer(&pointer));
    target.map(Some).ok_or_else(|| invalid("a $ref has no target"))
}

/// Returns the memory address of a value, which identifies it. The document does not move.
pub(super) fn address(value: &Value) -> usize {
    std::ptr::from_ref(value) as usize
}

/// Calculates the number of subschemas after expanding everything that applies to the same value.
///
/// A compiler may expand `allOf` and `$ref` each time it reaches them. A schema that refers to itself without
/// entering a value has no meaning (JSON Schema 2020-12 Core, 9.4.1).
struct Expansions<'a> {
    root: &'a Value,
    /// `None` while the calculation is in progress.
    known: BTreeMap<usize, Option<Expansion>>,
}

/// The number of subschemas and of required names.
#[derive(Clone, Copy, Debug)]
struct Expansion {
    subschemas: u64,
    required: u64,
}

impl<'a> Expansions<'a> {
    /// Calculates all expansions, and the cost of comparing the branches of alternatives.
    fn all(mut self, subschemas: &[&'a Value]) -> Result<(), SchemaError> {
        let mut total: u64 = 0;
        for schema in subschemas {
            total = total.saturating_add(self.of(schema, 0)?.subschemas);
            for keyword in ["anyOf", "oneOf"] {
                for branch in schema.get(keyword).into_iter().flat_map(|value| inner(keyword, value)) {
                    let Expansion { subschemas, required } = self.of(branch, 0)?;
                    total = total.saturating_add(subschemas.saturating_mul(required));
                }
            }
            if total > SCHEMA_EXPANSIONS {
                return Err(SchemaError::budget(format!("more than {SCHEMA_EXPANSIONS} subschemas")));
            }
        }
        Ok(())
    }

    fn of(&mut self, schema: &'a Value, chain: usize) -> Result<Expansion, SchemaError> {
        match self.known.get(&address(schema)) {
            Some(Some(known)) => return Ok(*known),
            Some(None) => return Err(invalid("the schema refers to itself without end")),
            None if chain > SCHEMA_CHAIN => {
                return Err(SchemaError::budget(format!("a chain of more than {SCHEMA_CHAIN} subschemas")));
            }
            None => {}
        }
        self.known.insert(address(schema), None);
        let required = schema.get("required").and_then(Value::as_array).map_or(0, Vec::len);
        let mut expansion = Expansion { subschemas: 1, required: required as u64 };
        let here = schema
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(keyword, _)| applied(keyword) == Some(AppliesTo::Here));
        let inside = here.flat_map(|(keyword, value)| inner(keyword, value));
        for inside in inside.chain(reference(self.root, schema)?) {
            let Expansion { subschemas, required } = self.of(inside, chain + 1)?;
            expansion.subschemas = expansion.subschemas.saturating_add(subschemas);
            expansion.required = expansion.required.saturating_add(required);
        }
        self.known.insert(address(schema), Some(expansion));
        Ok(expansion)
    }
}

/// The maximum length of a keyword in a report.
const SHOWN_CHARS: usize = 200;

/// Returns the error for an unsupported keyword.
pub(super) fn unsupported(keyword: &str) -> SchemaError {
    let shown: String = keyword.chars().take(SHOWN_CHARS).collect();
    SchemaError::new(Code::SchemaUnsupported).with("keyword", shown)
}

/// Returns the error for an invalid schema.
pub(super) fn invalid(detail: &str) -> SchemaError {
    SchemaError::new(Code::SchemaInvalid).with("detail", detail)
}
