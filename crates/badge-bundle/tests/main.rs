//! Tests of whole bundles: building, tampering and reviewing.
//!
//! Row numbers such as L01 refer to the catalogue of bad inputs.

#![allow(clippy::unwrap_used)]

mod building;
mod fixtures;
mod reviewing;
mod tampering;

/// `autotests` is off, so a file that is not listed above would never run.
#[test]
fn lists_every_test_file() {
    let main = include_str!("main.rs");
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if path.extension().is_some_and(|extension| extension == "rs") && name != "main" {
            assert!(main.contains(&format!("mod {name};\n")), "tests/{name}.rs is not listed in main.rs");
        }
    }
}
