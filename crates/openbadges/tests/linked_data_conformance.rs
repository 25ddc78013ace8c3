//! The W3C test suites for RDFC-1.0 and for JSON-LD 1.1 to RDF.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod conformance;
mod nquads;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use openbadges::{
    Code,
    json::Value,
    linked_data::{Contexts, Dropped, Hash, LinkedDataError, canonicalize, to_rdf},
};

fn json(path: PathBuf) -> Value {
    serde_json::from_str(&conformance::text(path)).unwrap()
}

#[test]
fn rdf_canon_suite() {
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
    conformance::tell("w3c-rdf-canon", entries.len(), &failures);
}

/// Tests of the suite that ask for what verification never does.
const NOT_APPLICABLE: &[(&str, &str)] = &[
    ("rdfDirection", "base directions have no place in the RDF that is signed; they are told as dropped"),
    ("produceGeneralizedRdf", "blank nodes as predicates are not RDF 1.1"),
];

struct Suite(PathBuf);

const SUITE: &str = "https://w3c.github.io/json-ld-api/tests/";

impl Contexts for Suite {
    fn load(&self, url: &str) -> Option<Arc<Value>> {
        let text = fs::read_to_string(self.0.join(url.strip_prefix(SUITE)?)).ok()?;
        serde_json::from_str(&text).ok().map(Arc::new)
    }
}

#[test]
fn json_ld_to_rdf_suite() {
    let Some(folder) = conformance::folder("w3c-json-ld-api") else { return };
    let tests = folder.join("tests");
    let manifest = json(tests.join("toRdf-manifest.jsonld"));
    let sequence = manifest["sequence"].as_array().unwrap();
    assert_eq!(sequence.len(), 467);
    let (mut run, mut failures) = (0, Vec::new());
    for entry in sequence {
        let id = entry["@id"].as_str().unwrap();
        let option = &entry["option"];
        let reason =
            NOT_APPLICABLE.iter().find(|(name, _)| option.get(name).is_some()).map(|(_, reason)| *reason);
        let version_1_0 = ["specVersion", "processingMode"].iter().any(|name| option[name] == "json-ld-1.0");
        if let Some(reason) = reason.or(version_1_0.then_some("for JSON-LD 1.0 processors only")) {
            println!("not applicable: {id}: {reason}");
            continue;
        }
        if !tests.join(entry["input"].as_str().unwrap()).exists() {
            println!("not in the folder: {id}");
            continue;
        }
        run += 1;
        if let Err(found) = to_rdf_case(&tests, entry) {
            failures.push(format!("{id} {}: {found}", entry["name"].as_str().unwrap_or_default()));
        }
    }
    conformance::tell("w3c-json-ld-api", run, &failures);
}

fn to_rdf_case(tests: &Path, entry: &Value) -> Result<(), String> {
    let input = entry["input"].as_str().unwrap();
    let option = &entry["option"];
    let base = option["base"].as_str().map_or_else(|| format!("{SUITE}{input}"), str::to_owned);
    let expand_context = option["expandContext"].as_str().map(|path| json(tests.join(path)));
    let document = json(tests.join(input));
    let result = to_rdf(&document, Some(&base), expand_context.as_ref(), Suite(tests.to_owned()));
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
    let dropped: Vec<&Dropped> = dataset.dropped.iter().collect();
    match found == expected {
        true => Ok(()),
        false => Err(format!("found\n{found}expected\n{expected}dropped {dropped:?}")),
    }
}

/// The name that the specification gives an error.
fn error_name(error: &LinkedDataError) -> &str {
    match error.code {
        Code::DiContextUnknown => "loading remote context failed",
        _ => error.detail().unwrap_or_default(),
    }
}
