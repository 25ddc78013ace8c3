//! The sources of the two libraries name no files, sockets or clocks.
//!
//! `Documents` is the only access to the network, and `VerifyOptions::at` the only time. Clippy enforces the
//! same rule for calls (`clippy.toml`); this test needs no linter and covers macros too.

use std::{fs, path::Path};

/// Names of APIs with side effects.
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
fn libraries_name_no_side_effects() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = 0;
    for library in ["openbadges", "badge-bundle"] {
        check_folder(&crates.join(library).join("src"), &mut files);
    }
    assert!(files > 100, "only {files} source files were read");
}

fn check_folder(folder: &Path, files: &mut usize) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            check_folder(&path, files);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        // Tests come last in a file and may read vectors. Comments may name what code may not.
        let shipped = text.split("#[cfg(test)]").next().unwrap();
        let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
        let code = shipped.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code.filter(|_| !is_test) {
            for name in REACHING_OUT {
                assert!(!line.contains(name), "{} names {name}: {line}", path.display());
            }
        }
        *files += 1;
    }
}
