//! No files, no sockets, no clock: the sources of the two libraries do not so much as name them.
//!
//! `Documents` is the only way out, and `VerifyOptions::at` the only time. Clippy holds calls to the same rule
//! (`clippy.toml`); this test needs no linter and sees macros too.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::{fs, path::Path};

/// What reaches outside, as sources name it.
const REACHING_OUT: &[&str] = &[
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "std::os",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "println!",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "getrandom",
    "OsRng",
];

#[test]
fn the_libraries_name_nothing_that_reaches_out() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut seen = 0;
    for library in ["openbadges", "badge-bundle"] {
        look_through(&crates.join(library).join("src"), &mut seen);
    }
    assert!(seen > 100, "only {seen} sources were looked through");
}

fn look_through(folder: &Path, seen: &mut usize) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_through(&path, seen);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        // Tests stand last in a file, and may read vectors; comments may speak of what code may not do.
        let shipped = text.split("#[cfg(test)]").next().unwrap();
        let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
        let code = shipped.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code.filter(|_| !is_test) {
            for name in REACHING_OUT {
                assert!(!line.contains(name), "{} names {name}: {line}", path.display());
            }
        }
        *seen += 1;
    }
}
