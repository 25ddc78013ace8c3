//! The crates depend on each other in one direction, and only some of them reach the network, the store or a
//! window.

use std::{collections::BTreeSet, process::Command};

/// Each crate, and all of our crates that it may depend on, directly or indirectly.
const ARROWS: &[(&str, &[&str])] = &[
    ("openbadges", &[]),
    ("badge-bundle", &["openbadges"]),
    ("badge-picture", &["openbadges"]),
    ("badge-store", &["openbadges"]),
    ("badge-network", &["openbadges"]),
    ("badge-intake", &["badge-picture", "openbadges"]),
    (
        "backpack",
        &["badge-bundle", "badge-intake", "badge-network", "badge-picture", "badge-store", "openbadges"],
    ),
    (
        "backpack-cli",
        &[
            "backpack",
            "badge-bundle",
            "badge-intake",
            "badge-network",
            "badge-picture",
            "badge-store",
            "openbadges",
        ],
    ),
];

/// Restricted dependencies, and the crates that may depend on them, directly or indirectly. `NAME-*` counts
/// as `NAME`.
const RESTRICTED: &[(&[&str], &[&str])] = &[
    (&["tokio", "reqwest", "hyper", "rustls"], &["badge-network", "backpack", "backpack-cli"]),
    (&["sled", "keyring"], &["badge-store", "backpack", "backpack-cli"]),
    (&["tauri"], &[]),
];

/// Restricted dependencies, and the crates that may list them in their own manifest.
const DIRECT: &[(&str, &[&str])] = &[
    ("sled", &["badge-store"]),
    ("keyring", &["badge-store"]),
    ("reqwest", &["badge-network"]),
    ("tokio", &["badge-network", "backpack", "backpack-cli"]),
];

#[test]
fn crates_depend_in_one_direction() {
    let ours: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    for (name, allowed) in ARROWS {
        let dependencies = dependencies(name, None);
        assert!(dependencies.contains("serde_json"), "{name}: {dependencies:?}");
        let known: BTreeSet<&str> =
            ours.iter().copied().filter(|other| other != name && dependencies.contains(*other)).collect();
        let extra: Vec<_> = known.difference(&allowed.iter().copied().collect()).copied().collect();
        assert!(extra.is_empty(), "{name} depends on {extra:?}");
    }
}

#[test]
fn restricts_network_store_and_window_dependencies() {
    for (name, _) in ARROWS {
        let all = dependencies(name, None);
        for (restricted, _) in RESTRICTED.iter().filter(|(_, allowed)| !allowed.contains(name)) {
            for forbidden in *restricted {
                let prefix = format!("{forbidden}-");
                let found: Vec<_> =
                    all.iter().filter(|other| *other == forbidden || other.starts_with(&prefix)).collect();
                assert!(found.is_empty(), "{name} depends on {found:?}");
            }
        }
        let direct = dependencies(name, Some(1));
        for (forbidden, _) in DIRECT.iter().filter(|(_, allowed)| !allowed.contains(name)) {
            assert!(!direct.contains(*forbidden), "{name} lists {forbidden} in its manifest");
        }
    }
}

/// Returns all normal dependencies of `package`, down to `depth`.
fn dependencies(package: &str, depth: Option<usize>) -> BTreeSet<String> {
    let depth = depth.map_or_else(Vec::new, |depth| vec!["--depth".to_owned(), depth.to_string()]);
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none"])
        .args(["--format", "{p}", "--package", package])
        .args(depth)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}
