//! The arrows between the crates run one way: what judges badges opens no socket, no file and no window.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeSet, process::Command};

/// Crates that the two libraries without side effects may not pull, at any depth.
const FORBIDDEN: &[&str] = &["tokio", "reqwest", "hyper", "sled", "keyring", "tauri"];

#[test]
fn the_libraries_pull_neither_network_nor_store_nor_window() {
    for library in ["openbadges", "badge-bundle"] {
        let pulled = normal_dependencies(library);
        assert!(pulled.contains("serde_json"), "{library}: the list looks empty: {pulled:?}");
        for forbidden in FORBIDDEN {
            let found: Vec<_> = pulled
                .iter()
                .filter(|name| *name == forbidden || name.starts_with(&format!("{forbidden}-")))
                .collect();
            assert!(found.is_empty(), "{library} pulls {found:?}");
        }
    }
}

#[test]
fn each_crate_knows_only_those_to_its_left() {
    let cases: &[(&str, &[&str])] = &[
        ("openbadges", &[]),
        ("badge-bundle", &["openbadges"]),
        ("backpack", &["badge-bundle", "openbadges"]),
        ("backpack-messages", &[]),
        ("backpack-cli", &["backpack", "backpack-messages", "badge-bundle", "openbadges"]),
    ];
    let ours: BTreeSet<&str> = cases.iter().map(|(name, _)| *name).collect();
    for (name, left) in cases {
        let pulled = normal_dependencies(name);
        let known: BTreeSet<&str> =
            ours.iter().copied().filter(|other| other != name && pulled.contains(*other)).collect();
        assert_eq!(known, left.iter().copied().collect(), "{name}");
    }
}

/// Every crate that `package` needs when it is built for use.
fn normal_dependencies(package: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none"])
        .args(["--format", "{p}", "--package", package])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}
