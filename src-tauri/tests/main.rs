//! Consistency of the web view's interface: the commands, their permissions, and the TypeScript bindings.
//!
//! `BACKPACK_BINDINGS=write cargo test -p badge-backpack --test main` regenerates the bindings.
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

/// Returns the bindings of the current commands and types.
fn export_bindings() -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bindings.ts");
    badge_backpack::bindings().export(Typescript::default(), &file).unwrap();
    fs::read_to_string(file).unwrap()
}

/// Returns the names of the commands that the bindings call.
fn bound_commands() -> BTreeSet<String> {
    let bindings = read(BINDINGS);
    let calls = bindings.lines().filter(|line| line.contains("__TAURI_INVOKE<"));
    calls.filter_map(|line| line.rsplit(">(\"").next()?.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn bindings_are_current() {
    let current = export_bindings();
    if std::env::var_os("BACKPACK_BINDINGS").is_some_and(|value| value == "write") {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(BINDINGS), &current).unwrap();
    }
    assert!(
        read(BINDINGS) == current,
        "ui/src/lib/bindings.ts is stale: run this test with BACKPACK_BINDINGS=write"
    );
}

#[test]
fn grants_exactly_the_own_commands() {
    let capability = json("capabilities/main.json");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert_eq!(capability.get("remote"), None, "remote pages have no permissions");
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    let expected: BTreeSet<String> = bound_commands()
        .iter()
        .map(|command| format!("allow-{}", command.replace('_', "-")))
        .chain(["core:event:allow-listen".to_owned(), "core:event:allow-unlisten".to_owned()])
        .collect();
    assert_eq!(granted, expected);
}

#[test]
fn content_security_policy_is_strict() {
    let config = json("tauri.conf.json");
    let security = &config["app"]["security"];
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["capabilities"], serde_json::json!(["main"]));
    assert_eq!(config["build"].get("devUrl"), None, "a binary built with plain cargo must show its own page");
    let policy = security["csp"].as_str().unwrap();
    let directives: BTreeSet<&str> = policy.split(';').map(str::trim).collect();
    for required in [
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
        assert!(directives.contains(required), "{required}");
    }
    assert!(!policy.contains("unsafe-"), "{policy}");
}
