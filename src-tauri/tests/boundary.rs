//! What the web view can reach, held together: the commands that exist, those that are granted, and the bindings that the
//! window is written against.
//!
//! `BACKPACK_BINDINGS=write cargo test -p badge-backpack --test boundary` writes the bindings anew.
#![allow(clippy::unwrap_used, reason = "a test may end in a panic")]

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use specta_typescript::Typescript;

const BINDINGS: &str = "../ui/src/lib/bindings.ts";

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap()
}

/// The bindings as the commands and types are now.
fn exported() -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bindings.ts");
    badge_backpack::bindings().export(Typescript::default(), &file).unwrap();
    fs::read_to_string(file).unwrap()
}

/// The names of the commands that the bindings call.
fn called() -> BTreeSet<String> {
    let bindings = read(BINDINGS);
    let calls = bindings.lines().filter(|line| line.contains("__TAURI_INVOKE<"));
    calls.filter_map(|line| line.rsplit(">(\"").next()?.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn the_bindings_are_current() {
    let now = exported();
    if std::env::var_os("BACKPACK_BINDINGS").is_some_and(|value| value == "write") {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(BINDINGS), &now).unwrap();
    }
    assert!(
        read(BINDINGS) == now,
        "ui/src/lib/bindings.ts is stale: run this test with BACKPACK_BINDINGS=write"
    );
}

#[test]
fn the_window_is_granted_its_own_commands_one_by_one_and_nothing_else() {
    let capability = json("capabilities/main.json");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert_eq!(capability.get("remote"), None, "no page from elsewhere is ever granted anything");
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    let expected: BTreeSet<String> = called()
        .iter()
        .map(|command| format!("allow-{}", command.replace('_', "-")))
        .chain(["core:event:allow-listen".to_owned(), "core:event:allow-unlisten".to_owned()])
        .collect();
    assert_eq!(granted, expected);
}

#[test]
fn the_content_security_policy_is_the_promised_one() {
    let config = json("tauri.conf.json");
    let security = &config["app"]["security"];
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["capabilities"], serde_json::json!(["main"]));
    assert_eq!(config["build"].get("devUrl"), None, "a binary from plain cargo must show its own page");
    let policy = security["csp"].as_str().unwrap();
    let directives: BTreeSet<&str> = policy.split(';').map(str::trim).collect();
    for promised in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' badge: http://badge.localhost",
        "connect-src ipc: http://ipc.localhost",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(directives.contains(promised), "{promised}");
    }
    assert!(!policy.contains("unsafe-"), "{policy}");
}
