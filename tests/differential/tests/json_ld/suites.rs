//! Compares the results for every input of the W3C test suites for JSON-LD 1.1 to RDF and RDFC-1.0 with the
//! oracle, independently of the results that the suites expect.

use std::{
    collections::{BTreeSet, HashMap},
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use json_ld::{
    Options, ProcessingMode, RemoteContextReference, RemoteDocument, rdf::RdfDirection, syntax::TryFromJson,
};
use openbadges::{
    json::Value,
    linked_data::{
        self, ContextLoader, Hash, ToRdfOptions, canonicalize,
        rdf::{Literal, Quad, Term},
        to_rdf,
    },
};
use oxttl::NQuadsParser;

use super::oracle::{Oracle, canonical, iri, parse};

/// The tests with different results, each with the behavior of `json-ld` and the rule. Our result is the one
/// that the suite expects, except for contexts that include themselves, which the suite only has for JSON-LD
/// 1.0. No other test may differ.
const KNOWN_DIFFERENCES: &[(&str, &str)] = &[
    ("#tdi09", "omits the underscore if there is no language (JSON-LD 1.1 API 8.2.2, i18n-datatype)"),
    ("#tdi10", "does not convert the language to lower case (JSON-LD 1.1 API 8.2.2)"),
    ("#tdi11", COMPOUND),
    ("#tdi12", COMPOUND),
    ("#te115", VOCABULARY_1_0),
    ("#te116", VOCABULARY_1_0),
    ("#te122", "creates a node for an id in the form of a keyword (JSON-LD 1.1 API 5.2.2: it is null)"),
    ("#ter02", RECURSION),
    ("#ter03", RECURSION),
    ("#tli12", "rejects a term with a relative IRI if the base is null"),
];
const COMPOUND: &str =
    "writes no statements about a compound literal (JSON-LD 1.1 API 8.2.2, compound-literal)";
const VOCABULARY_1_0: &str =
    "accepts a relative `@vocab` in JSON-LD 1.0 (JSON-LD 1.1 API 4.1.2: invalid vocab mapping)";
const RECURSION: &str =
    "treats a context that includes itself as empty (JSON-LD 1.1 API 4.1.2: context overflow)";

const SUITE: &str = "https://w3c.github.io/json-ld-api/tests/";

#[test]
fn agrees_on_json_ld_to_rdf_suite() {
    let Some(folder) = folder("w3c-json-ld-api") else { return };
    let tests = folder.join("tests");
    let manifest = json(&tests.join("toRdf-manifest.jsonld"));
    let documents = files(&tests).into_iter().filter_map(|path| {
        let text =
            fs::read_to_string(&path).ok().filter(|text| serde_json::from_str::<Value>(text).is_ok())?;
        Some((format!("{SUITE}{}", path.strip_prefix(&tests).ok()?.to_str()?), text))
    });
    let oracle = Oracle::with(documents);
    let (mut compared, mut observed, mut failures) = (0, BTreeSet::new(), Vec::new());
    for entry in manifest["sequence"].as_array().unwrap() {
        let id = entry["@id"].as_str().unwrap();
        let (ours, theirs) = canonical_forms(&tests, &oracle, entry);
        compared += 1;
        if ours.is_err() && theirs.is_err() || ours == theirs {
            continue;
        }
        match KNOWN_DIFFERENCES.iter().find(|(listed, _)| *listed == id) {
            Some((listed, reason)) => {
                println!("known: {id}: {reason}");
                observed.insert(*listed);
            }
            None => {
                failures.push(format!("{id} {}\n-- ours\n{ours:?}\n-- theirs\n{theirs:?}", entry["name"]))
            }
        }
    }
    let listed: BTreeSet<&str> = KNOWN_DIFFERENCES.iter().map(|(listed, _)| *listed).collect();
    assert_eq!(observed, listed, "a listed test no longer differs");
    report("w3c-json-ld-api", compared, observed.len(), &failures);
}

/// Returns our canonical form of an input and that of the oracle, or their errors.
fn canonical_forms(
    tests: &Path,
    oracle: &Oracle,
    entry: &Value,
) -> (Result<String, String>, Result<String, String>) {
    let input = entry["input"].as_str().unwrap();
    let option = &entry["option"];
    let url = option["base"].as_str().map_or_else(|| format!("{SUITE}{input}"), str::to_owned);
    let expand_context = option["expandContext"].as_str().map(|path| json(&tests.join(path)));
    let listed = tests.join(input);
    // One input is in another folder than the manifest states.
    let file = if listed.exists() {
        listed
    } else {
        tests.join("toRdf").join(Path::new(input).file_name().unwrap())
    };
    let document = json(&file);
    let version_1_0 = ["processingMode", "specVersion"]
        .into_iter()
        .find_map(|name| option[name].as_str())
        .is_some_and(|version| version == "json-ld-1.0");
    let direction = option["rdfDirection"].as_str();

    let ours = to_rdf(
        &document,
        ToRdfOptions {
            base: Some(&url),
            expand_context: expand_context.as_ref(),
            processing_mode: match version_1_0 {
                true => linked_data::ProcessingMode::JsonLd1_0,
                false => linked_data::ProcessingMode::JsonLd1_1,
            },
            rdf_direction: direction.map(|direction| match direction {
                "i18n-datatype" => linked_data::RdfDirection::I18nDatatype,
                "compound-literal" => linked_data::RdfDirection::CompoundLiteral,
                other => panic!("{other}"),
            }),
        },
        Suite(tests.to_owned()),
    )
    .and_then(|dataset| canonicalize(dataset.quads, Hash::Sha256))
    .map(|canonical| canonical.nquads)
    .map_err(|error| error.to_string());

    let options = Options {
        base: Some(iri(&url)),
        expand_context: expand_context.map(|context| {
            let context = parse(&context.get("@context").unwrap_or(&context).to_string());
            let context = json_ld::syntax::Context::try_from_json(context).unwrap();
            RemoteContextReference::Loaded(RemoteDocument::new(None, None, context))
        }),
        processing_mode: if version_1_0 { ProcessingMode::JsonLd1_0 } else { ProcessingMode::JsonLd1_1 },
        rdf_direction: direction.map(|direction| RdfDirection::try_from(direction).unwrap()),
        ..Options::default()
    };
    let theirs = oracle
        .to_rdf(&document, Some(iri(&url)), options)
        .and_then(|dataset| canonical(&dataset, Hash::Sha256));
    (ours, theirs)
}

/// Returns all JSON-LD files in `folder` and its subfolders.
fn files(folder: &Path) -> Vec<PathBuf> {
    let descend = |path: PathBuf| match path.is_dir() {
        true => files(&path),
        false => vec![path],
    };
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(descend)
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonld"))
        .collect()
}

struct Suite(PathBuf);

impl ContextLoader for Suite {
    fn load(&self, url: &str) -> Option<Arc<Value>> {
        let text = fs::read_to_string(self.0.join(url.strip_prefix(SUITE)?)).ok()?;
        serde_json::from_str(&text).ok().map(Arc::new)
    }
}

/// Uses both hash algorithms. Both implementations must reject the same graphs.
#[test]
fn agrees_on_rdf_canon_suite() {
    let Some(folder) = folder("w3c-rdf-canon") else { return };
    let tests = folder.join("tests");
    let manifest = json(&tests.join("manifest.jsonld"));
    let inputs: BTreeSet<&str> = manifest["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    let mut failures = Vec::new();
    for input in &inputs {
        let text = fs::read(tests.join(input)).unwrap();
        let dataset: oxrdf::Dataset =
            NQuadsParser::new().for_slice(&text).map(|quad| quad.unwrap()).collect();
        for hash in [Hash::Sha256, Hash::Sha384] {
            let ours = canonicalize(to_our_quads(&dataset), hash).map(|canonical| canonical.nquads);
            let theirs = canonical(&dataset, hash);
            if (ours.is_ok() || theirs.is_ok()) && ours.as_ref().ok() != theirs.as_ref().ok() {
                failures.push(format!("{input} {hash:?}\n-- ours\n{ours:?}\n-- theirs\n{theirs:?}"));
            }
        }
    }
    report("w3c-rdf-canon", 2 * inputs.len(), 0, &failures);
}

/// Converts a dataset to our type.
fn to_our_quads(dataset: &oxrdf::Dataset) -> Vec<Quad> {
    let mut labels: HashMap<String, u32> = HashMap::new();
    let mut blank = |node: oxrdf::BlankNodeRef<'_>| {
        let next = labels.len() as u32;
        Term::Blank(*labels.entry(node.as_str().to_owned()).or_insert(next))
    };
    let iri = |node: oxrdf::NamedNodeRef<'_>| Term::Iri(node.as_str().into());
    dataset
        .iter()
        .map(|quad| Quad {
            subject: match quad.subject {
                oxrdf::SubjectRef::NamedNode(node) => iri(node),
                oxrdf::SubjectRef::BlankNode(node) => blank(node),
            },
            predicate: iri(quad.predicate),
            object: match quad.object {
                oxrdf::TermRef::NamedNode(node) => iri(node),
                oxrdf::TermRef::BlankNode(node) => blank(node),
                oxrdf::TermRef::Literal(literal) => Term::Literal(Literal {
                    value: literal.value().into(),
                    datatype: literal.datatype().as_str().into(),
                    language: literal.language().map(Into::into),
                }),
            },
            graph: match quad.graph_name {
                oxrdf::GraphNameRef::DefaultGraph => None,
                oxrdf::GraphNameRef::NamedNode(node) => Some(iri(node)),
                oxrdf::GraphNameRef::BlankNode(node) => Some(blank(node)),
            },
        })
        .collect()
}

/// Returns the folder `name` of the shared vectors (see `crates/openbadges/tests/conformance`).
fn folder(name: &str) -> Option<PathBuf> {
    let root = env::var_os("BADGE_CONFORMANCE_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance"),
        PathBuf::from,
    );
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("CONFORMANCE VECTORS ABSENT: {}", folder.display());
    let optional = env::var("BADGE_CONFORMANCE_OPTIONAL");
    assert_eq!(optional.as_deref(), Ok("1"), "the vectors of {name} are absent");
    None
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Prints the counts. Fails if there are unexpected differences.
fn report(suite: &str, compared: usize, known: usize, failures: &[String]) {
    println!(
        "differential: json-ld and rdf-canon: {suite}: {compared} compared, {known} known differences, {} differences",
        failures.len()
    );
    assert!(compared > 0 && failures.is_empty(), "{suite}:\n{}", failures.join("\n"));
}
