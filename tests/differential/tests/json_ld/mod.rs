//! Compares canonical forms with those of `json-ld` and `rdf-canon`: for generated documents, for the
//! project's own test vectors, and for every input of the W3C test suites.

mod comparison;
mod faults;
mod oracle;
mod suites;

use std::{
    env, fs,
    path::{Path, PathBuf},
    str::FromStr,
};

use self::comparison::Comparison;
use data_encoding::BASE64;
use openbadges::{json::Value, linked_data::canonical_nquads};

/// The number of generated documents, unless `DIFFERENTIAL_DOCUMENTS` is set.
const DOCUMENTS: usize = 1_000;

#[test]
fn canonicalizes_generated_documents_like_the_oracle() {
    let mut comparison = Comparison::new("generated documents");
    for document in differential::documents(setting("DIFFERENTIAL_SEED", 1))
        .take(setting("DIFFERENTIAL_DOCUMENTS", DOCUMENTS))
    {
        comparison.add(&document.unwrap());
    }
    comparison.finish();
}

fn setting<T: FromStr>(name: &str, default: T) -> T {
    env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name}: {text}")))
}

/// Compares every JSON badge and response in `tests/vectors`. Skips documents without a canonical form (an
/// undefined term, a context that is not built in), which the tests of `openbadges` cover.
#[test]
fn canonicalizes_own_vectors_like_the_oracle() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let mut comparison = Comparison::new("own vectors");
    let mut files = Vec::new();
    collect_files(&folder, &mut files);
    for file in files {
        let vectors: Vec<Value> = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for vector in &vectors {
            let responses = vector["documents"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|response| &response["page"]["body"]);
            for bytes in responses.chain([&vector["badge"]]).filter_map(bytes) {
                if let Ok(document) = serde_json::from_slice::<Value>(&bytes)
                    && canonical_nquads(&document).is_ok()
                {
                    comparison.add(&document);
                }
            }
        }
    }
    comparison.finish();
}

/// Returns the bytes of a badge or response in a vector (see `tests/vectors/README.md`).
fn bytes(value: &Value) -> Option<Vec<u8>> {
    match (value["text"].as_str(), value["base64"].as_str()) {
        (Some(text), _) => Some(text.into()),
        (None, base64) => base64.map(|text| BASE64.decode(text.as_bytes()).unwrap()),
    }
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
