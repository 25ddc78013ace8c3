//! The command line as files: each file in `cmd/` states arguments, output and exit code. What needs a server or a
//! backpack is in the whole-system tests.
#![allow(clippy::unwrap_used)]

use std::process::Command;

#[test]
fn the_files_hold() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}

/// Every verb has its help, a completion in every shell and a page of the manual.
#[test]
fn every_verb_is_documented() {
    let verbs = [
        "verify",
        "import",
        "mail",
        "list",
        "show",
        "remove",
        "recheck",
        "identity",
        "trust",
        "collection",
        "export",
        "review",
        "bake",
        "unbake",
        "key",
        "log",
        "host",
        "offline",
        "doctor",
        "completions",
        "man",
    ];
    let pages = tempfile::tempdir().unwrap();
    assert!(said(&["man", pages.path().to_str().unwrap()]).is_empty());
    for verb in verbs {
        assert!(said(&[verb, "--help"]).contains(&format!("Usage: backpack {verb}")), "{verb}");
        assert!(pages.path().join(format!("backpack-{verb}.1")).exists(), "{verb}");
    }
    assert!(said(&["man"]).contains(".TH backpack 1"));
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let completions = said(&["completions", shell]);
        assert!(verbs.iter().all(|verb| completions.contains(verb)), "{shell}");
    }
}

/// What a run that ends well prints.
fn said(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_backpack")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
