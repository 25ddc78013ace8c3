//! Canonical forms beside those of `json-ld` and `rdf-canon`: of generated documents, of the project's own vectors, and of
//! every input of the W3C test suites.
//!
//!     DIFFERENTIAL_DOCUMENTS=10000 DIFFERENTIAL_SEED=2 cargo test --release -p differential -- --nocapture

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod comparison;
mod faults;
mod oracle;
mod suites;

use std::{
    env, fs,
    path::{Path, PathBuf},
    str::FromStr,
};

use comparison::Comparison;
use data_encoding::BASE64;
use openbadges::{json::Value, linked_data::canonical_nquads};

/// Documents that are compared where `DIFFERENTIAL_DOCUMENTS` does not say how many.
const DOCUMENTS: usize = 1_000;

#[test]
fn generated_documents_have_the_oracles_canonical_form() {
    let mut comparison = Comparison::new("generated documents");
    for document in differential::documents(setting("DIFFERENTIAL_SEED", 1))
        .take(setting("DIFFERENTIAL_DOCUMENTS", DOCUMENTS))
    {
        comparison.add(&document.unwrap());
    }
    comparison.tell();
}

fn setting<T: FromStr>(name: &str, default: T) -> T {
    env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name}: {text}")))
}

/// Every badge of `tests/vectors` that is JSON, and every page that answers in them. What has no canonical form (a term
/// that no context defines, a context that is not built in) is left to the crate's own tests.
#[test]
fn own_vectors_have_the_oracles_canonical_form() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let mut comparison = Comparison::new("own vectors");
    let mut files = Vec::new();
    collect_files(&folder, &mut files);
    for file in files {
        let vectors: Vec<Value> = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for vector in &vectors {
            let pages =
                vector["documents"].as_array().into_iter().flatten().map(|answer| &answer["page"]["body"]);
            for bytes in pages.chain([&vector["badge"]]).filter_map(bytes) {
                if let Ok(document) = serde_json::from_slice::<Value>(&bytes)
                    && canonical_nquads(&document).is_ok()
                {
                    comparison.add(&document);
                }
            }
        }
    }
    comparison.tell();
}

/// Adds the JSON files below `folder`.
fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
}

/// The bytes of a vector's badge or page (`tests/vectors/README.md`).
fn bytes(value: &Value) -> Option<Vec<u8>> {
    match (value["text"].as_str(), value["base64"].as_str()) {
        (Some(text), _) => Some(text.into()),
        (None, base64) => base64.map(|text| BASE64.decode(text.as_bytes()).unwrap()),
    }
}
