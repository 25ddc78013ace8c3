//! Integration tests of the command line, in one binary: every file of this folder is a module.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod commands;
mod messages;

use std::{fs, path::Path};

#[test]
fn every_test_file_is_a_module() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let main = fs::read_to_string(folder.join("main.rs")).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if path.extension().is_some_and(|extension| extension == "rs") && name != "main" {
            assert!(main.lines().any(|line| line == format!("mod {name};")), "add `mod {name};` to main.rs");
        }
    }
}
