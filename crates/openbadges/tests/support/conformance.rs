//! Locates the public conformance vectors and reports the result of a folder.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::conformance_table;

/// Returns the folder `name` of the vectors, or `None` if the vectors are optional and absent.
///
/// The vectors are in `BADGE_CONFORMANCE_DIR`, by default beside the repository. A test fails without the
/// vectors, unless `BADGE_CONFORMANCE_OPTIONAL=1` is set.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    present(root().join(name))
}

/// Returns the catalogue of bad inputs, which is next to the folder of the vectors, or `None` if it is
/// optional and absent.
pub(crate) fn catalogue() -> Option<String> {
    let root = root();
    let beside = root.parent().expect("the vectors are in a folder");
    present(beside.join("bad-inputs.md")).map(text)
}

fn root() -> PathBuf {
    env::var_os("BADGE_CONFORMANCE_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance"),
        PathBuf::from,
    )
}

fn present(path: PathBuf) -> Option<PathBuf> {
    if path.exists() {
        return Some(path);
    }
    println!("CONFORMANCE VECTORS ABSENT: {}", path.display());
    assert_eq!(env::var("BADGE_CONFORMANCE_OPTIONAL").as_deref(), Ok("1"), "{} is absent", path.display());
    None
}

/// A file that the manifest of a folder lists.
pub(crate) struct ManifestFile {
    /// Its path in the folder.
    pub(crate) file: String,
    /// The expected result as the manifest states it, or empty.
    pub(crate) expected: String,
}

/// Returns the files that the manifest of the folder lists.
pub(crate) fn manifest(folder: &Path) -> Vec<ManifestFile> {
    let manifest: Value = serde_json::from_str(&text(folder.join("MANIFEST.json"))).expect("a manifest");
    let string = |entry: &Value, key: &str| entry[key].as_str().map(str::to_owned);
    let files = manifest["files"].as_array().expect("a list of files").iter();
    files
        .map(|entry| ManifestFile {
            file: string(entry, "file").expect("a file's path"),
            expected: string(entry, "expected").unwrap_or_default(),
        })
        .collect()
}

/// Returns the text of a file.
pub(crate) fn text(path: PathBuf) -> String {
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Fails with the list of failures, or [counts](count) the cases.
pub(crate) fn assert_all_pass(folder: &str, of: usize, failures: &[String]) {
    assert!(failures.is_empty(), "{folder}:\n{}", failures.join("\n"));
    count(folder, of - failures.len(), of);
}

/// Compares the disagreements with the test's `reasons`, both by name, and [counts](count) the cases. A
/// disagreement without a reason fails, and so does a reason without a disagreement.
pub(crate) fn assert_reasons(
    folder: &str,
    of: usize,
    others: &BTreeMap<String, String>,
    reasons: &[(&str, &str)],
) {
    count(folder, of - others.len(), of);
    let reasons: BTreeMap<&str, &str> = reasons.iter().copied().collect();
    for (file, actual) in others {
        println!("  {file}: {} ({actual})", reasons.get(file.as_str()).unwrap_or(&"NO REASON"));
    }
    let without: Vec<_> = others.iter().filter(|(file, _)| !reasons.contains_key(file.as_str())).collect();
    assert!(without.is_empty(), "no reason is known for {without:#?}");
    let superfluous: Vec<_> = reasons.keys().filter(|file| !others.contains_key(**file)).collect();
    assert!(superfluous.is_empty(), "these agree, delete their reasons: {superfluous:?}");
}

/// Prints the folder's line and compares it with the crate's README.
pub(crate) fn count(folder: &str, passed: usize, of: usize) {
    println!("conformance: {folder}: {passed} of {of}");
    conformance_table::check(folder, passed, of);
}
