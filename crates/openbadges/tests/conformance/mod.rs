//! Where the shared conformance vectors are, and how a folder's result is told.

#![allow(dead_code, clippy::expect_used, reason = "each test file uses its part")]

mod table;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// The folder `name` of the vectors; `None` where they may be absent and are.
///
/// They are in `BADGE_CONFORMANCE_DIR`, by default beside the repository. A test without them fails, unless
/// `BADGE_CONFORMANCE_OPTIONAL=1` says that this machine has none.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    present(root().join(name))
}

/// The catalogue of bad inputs, which stands beside the folder of the vectors; `None` where it may be absent and is.
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

/// A file of a folder, as the folder's manifest has it.
pub(crate) struct Listed {
    /// Its path in the folder.
    pub(crate) file: String,
    /// What is expected of it, in the manifest's words; empty where it does not say.
    pub(crate) expected: String,
}

/// The files of the folder's manifest.
pub(crate) fn manifest(folder: &Path) -> Vec<Listed> {
    let manifest: Value = serde_json::from_str(&text(folder.join("MANIFEST.json"))).expect("a manifest");
    let told = |entry: &Value, key: &str| entry[key].as_str().map(str::to_owned);
    let files = manifest["files"].as_array().expect("a list of files").iter();
    files
        .map(|entry| Listed {
            file: told(entry, "file").expect("a file's path"),
            expected: told(entry, "expected").unwrap_or_default(),
        })
        .collect()
}

/// The text of a vector.
pub(crate) fn text(path: PathBuf) -> String {
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Fails with the list of what did not pass, or [counts](count).
pub(crate) fn tell(folder: &str, of: usize, failures: &[String]) {
    assert!(failures.is_empty(), "{folder}:\n{}", failures.join("\n"));
    count(folder, of - failures.len(), of);
}

/// Holds what differs from the folder's verdicts, by name, against the test's `reasons`, and [counts](count). A difference
/// without a reason fails, and so does a reason without a difference.
pub(crate) fn hold(folder: &str, of: usize, others: &BTreeMap<String, String>, reasons: &[(&str, &str)]) {
    count(folder, of - others.len(), of);
    let reasons: BTreeMap<&str, &str> = reasons.iter().copied().collect();
    for (file, came_to) in others {
        println!("  {file}: {} ({came_to})", reasons.get(file.as_str()).unwrap_or(&"NO REASON"));
    }
    let without: Vec<_> = others.iter().filter(|(file, _)| !reasons.contains_key(file.as_str())).collect();
    assert!(without.is_empty(), "no reason is known for {without:#?}");
    let gone: Vec<_> = reasons.keys().filter(|file| !others.contains_key(**file)).collect();
    assert!(gone.is_empty(), "these agree now: {gone:?}");
}

/// Prints the folder's line and holds the crate's README to it. Where not all come out as they are meant to, the test
/// lists the others with its reasons.
pub(crate) fn count(folder: &str, passed: usize, of: usize) {
    println!("conformance: {folder}: {passed} of {of}");
    table::hold(folder, passed, of);
}
