//! The W3C test suites of RDFC-1.0 and of JSON-LD 1.1 to RDF.

use crate::support::conformance;
use crate::support::nquads;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use openbadges::{
    Code,
    json::Value,
    linked_data::{
        ContextLoader, DroppedTerm, Hash, LinkedDataError, ProcessingMode, RdfDirection, ToRdfOptions,
        canonicalize, to_rdf,
    },
};

fn json(path: PathBuf) -> Value {
    serde_json::from_str(&conformance::text(path)).unwrap()
}

#[test]
fn passes_rdf_canon_suite() {
    let Some(folder) = conformance::folder("w3c-rdf-canon") else { return };
    let tests = folder.join("tests");
    let manifest = json(tests.join("manifest.jsonld"));
    let entries = manifest["entries"].as_array().unwrap();
    let mut failures = Vec::new();
    for entry in entries {
        let id = entry["id"].as_str().unwrap();
        let hash = match entry["hashAlgorithm"].as_str() {
            None | Some("SHA256") => Hash::Sha256,
            Some("SHA384") => Hash::Sha384,
            Some(other) => panic!("{other}"),
        };
        let input = nquads::Dataset::read(&conformance::text(tests.join(entry["action"].as_str().unwrap())));
        let result = canonicalize(input.quads, hash);
        let expected = entry["result"].as_str().map(|path| tests.join(path));
        let passed = match entry["type"].as_str().unwrap() {
            "rdfc:RDFC10EvalTest" => {
                result.is_ok_and(|canonical| canonical.nquads == conformance::text(expected.unwrap()))
            }
            "rdfc:RDFC10MapTest" => {
                let expected: BTreeMap<String, String> =
                    serde_json::from_str(&conformance::text(expected.unwrap())).unwrap();
                result.is_ok_and(|canonical| {
                    let issued = |number: &u32| format!("c14n{}", canonical.issued[number]);
                    input.labels.iter().all(|(label, number)| expected[label] == issued(number))
                        && expected.len() == input.labels.len()
                })
            }
            "rdfc:RDFC10NegativeEvalTest" => result.is_err_and(|error| error.code == Code::DiGraphBudget),
            other => panic!("{other}"),
        };
        if !passed {
            failures.push(id.to_owned());
        }
    }
    assert_eq!(entries.len(), 86);
    conformance::assert_all_pass("w3c-rdf-canon", entries.len(), &failures);
}

/// The tests that do not apply, each with the reason from the specification. The suite marks them with
/// `specVersion` `json-ld-1.0` (for processors of that version) or `requires` (for an optional feature). No
/// other test may differ.
const NOT_APPLICABLE: &[(&str, &str)] = &[
    ("#t0118", GENERALIZED),
    ("#te075", GENERALIZED),
    (
        "#te014",
        "an expanded term definition is a prefix only with @prefix (JSON-LD 1.1 API 5.1.2, step 14.2.5)",
    ),
    ("#te026", IRI_AS_TERM),
    ("#te071", IRI_AS_TERM),
    ("#ter02", RECURSION),
    ("#ter03", RECURSION),
    ("#ter24", LIST_OF_LISTS),
    ("#ter32", LIST_OF_LISTS),
];
const GENERALIZED: &str =
    "GeneralizedRdf: a blank node as predicate is not RDF and has no canonical form (RDF 1.1 Concepts 7)";
const IRI_AS_TERM: &str =
    "a term in the form of an IRI denotes only that IRI (JSON-LD 1.1 API 5.1.2, step 14.2.4)";
const RECURSION: &str =
    "a context may name itself; its depth is limited instead (JSON-LD 1.1 API 5.1.2, context overflow)";
const LIST_OF_LISTS: &str = "a list may contain lists (JSON-LD 1.1 section 4.3.1)";

struct Suite(PathBuf);

const SUITE: &str = "https://w3c.github.io/json-ld-api/tests/";

impl ContextLoader for Suite {
    fn load(&self, url: &str) -> Option<Arc<Value>> {
        let text = fs::read_to_string(self.0.join(url.strip_prefix(SUITE)?)).ok()?;
        serde_json::from_str(&text).ok().map(Arc::new)
    }
}

#[test]
fn passes_json_ld_to_rdf_suite() {
    let Some(folder) = conformance::folder("w3c-json-ld-api") else { return };
    let tests = folder.join("tests");
    let manifest = json(tests.join("toRdf-manifest.jsonld"));
    let sequence = manifest["sequence"].as_array().unwrap();
    assert_eq!(sequence.len(), 467);
    let (mut run, mut failures) = (0, Vec::new());
    for entry in sequence {
        let id = entry["@id"].as_str().unwrap();
        let result = to_rdf_case(&tests, entry);
        if let Some((_, reason)) = NOT_APPLICABLE.iter().find(|(listed, _)| *listed == id) {
            let marked = entry["option"]["specVersion"] == "json-ld-1.0" || entry.get("requires").is_some();
            assert!(marked && result.is_err(), "{id} is listed, but passes or applies");
            println!("not applicable: {id}: {reason}");
            continue;
        }
        run += 1;
        if let Err(found) = result {
            failures.push(format!("{id} {}: {found}", entry["name"].as_str().unwrap_or_default()));
        }
    }
    assert_eq!(run + NOT_APPLICABLE.len(), 467);
    conformance::assert_all_pass("w3c-json-ld-api", run, &failures);
}

/// Returns the file of an input. One input is in the folder of another test.
fn input_file(tests: &Path, input: &str) -> PathBuf {
    let named = tests.join(input);
    match named.file_name() {
        Some(name) if !named.exists() => tests.join("toRdf").join(name),
        _ => named,
    }
}

fn to_rdf_case(tests: &Path, entry: &Value) -> Result<(), String> {
    let input = entry["input"].as_str().unwrap();
    let option = &entry["option"];
    let base = option["base"].as_str().map_or_else(|| format!("{SUITE}{input}"), str::to_owned);
    let expand_context = option["expandContext"].as_str().map(|path| json(tests.join(path)));
    let document = json(input_file(tests, input));
    let version_1_0 = ["processingMode", "specVersion"]
        .into_iter()
        .find_map(|name| option[name].as_str())
        .is_some_and(|version| version == "json-ld-1.0");
    let options = ToRdfOptions {
        base: Some(&base),
        expand_context: expand_context.as_ref(),
        processing_mode: if version_1_0 { ProcessingMode::JsonLd1_0 } else { ProcessingMode::JsonLd1_1 },
        rdf_direction: option["rdfDirection"].as_str().map(|way| match way {
            "i18n-datatype" => RdfDirection::I18nDatatype,
            "compound-literal" => RdfDirection::CompoundLiteral,
            other => panic!("{other}"),
        }),
    };
    let result = to_rdf(&document, options, Suite(tests.to_owned()));
    let kind = entry["@type"].to_string();
    if kind.contains("Negative") {
        let expected = entry["expectErrorCode"].as_str().unwrap();
        return match result {
            Err(error) if error_name(&error) == expected => Ok(()),
            other => Err(format!("expected `{expected}`, found {:?}", other.map(|dataset| dataset.quads))),
        };
    }
    let dataset = result.map_err(|error| error.to_string())?;
    if kind.contains("Syntax") {
        return Ok(());
    }
    let expected = nquads::Dataset::read(&conformance::text(tests.join(entry["expect"].as_str().unwrap())));
    let text = |quads| canonicalize(quads, Hash::Sha256).map(|canonical| canonical.nquads).unwrap();
    let (found, expected) = (text(dataset.quads), text(expected.quads));
    let dropped: Vec<&DroppedTerm> = dataset.dropped.iter().collect();
    match found == expected {
        true => Ok(()),
        false => Err(format!("found\n{found}expected\n{expected}dropped {dropped:?}")),
    }
}

/// Returns the specification's name of an error.
fn error_name(error: &LinkedDataError) -> &str {
    match error.code {
        Code::DiContextUnknown => "loading remote context failed",
        _ => error.detail().unwrap_or_default(),
    }
}
