//! Integration tests of `openbadges`, in one binary: every file of this folder is a module.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed expectation is a failed test")]

mod conformance;
mod linked_data;
mod no_side_effects;
mod proofs;
mod reading;
mod support;
mod vc_jwt;
mod verifying;

use std::{fs, path::Path};

#[test]
fn every_test_file_is_a_module() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let missing = unlisted(&folder, &folder.join("main.rs"));
    assert!(missing.is_empty(), "add `mod` declarations for {missing:?}");
}

/// Returns the files and folders below `folder` that `parent`, or the `mod.rs` of their folder, does not
/// declare.
fn unlisted(folder: &Path, parent: &Path) -> Vec<String> {
    let text = fs::read_to_string(parent).unwrap();
    let mut missing = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if path == parent || !(path.is_dir() || path.extension().is_some_and(|extension| extension == "rs")) {
            continue;
        }
        let declared =
            text.lines().any(|line| line.trim_start_matches("pub(crate) ") == format!("mod {name};"));
        if !declared {
            missing.push(path.display().to_string());
        }
        if path.is_dir() {
            missing.extend(unlisted(&path, &path.join("mod.rs")));
        }
    }
    missing
}
