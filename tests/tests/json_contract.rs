//! Contracts with scripts and translators: the fields of `--json`, and the arguments of messages.
use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Value, json};
use whole_system::{Award, Backpack, Issuer, Kind};

/// The fields of a badge's line, in order. New fields may be added. Fields are never renamed or removed.
const BADGE: &[&str] = &[
    "source",
    "format",
    "id",
    "sha256",
    "name",
    "verdict",
    "issuer",
    "recipient",
    "valid_from",
    "valid_until",
    "checks",
    "assurance",
    "notes",
];
/// The fields of the parts of a badge's line, each with its JSON pointer.
const PARTS: &[(&str, &[&str])] = &[
    ("/issuer", &["id", "name", "standing"]),
    ("/recipient", &["outcome", "identity"]),
    ("/checks/0", &["id", "outcome", "code", "message", "rule", "documents"]),
    ("/assurance/0", &["fact", "where"]),
    ("/notes/0", &["code", "message"]),
];

/// Asserts that `object` contains the `promised` fields in this order. Other fields may be between them.
fn assert_fields(name: &str, object: &Value, promised: &[&str]) {
    let fields: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    let found: Vec<&str> = fields.iter().copied().filter(|field| promised.contains(field)).collect();
    assert_eq!(found, promised, "{name}: {fields:?}");
}

#[test]
fn badge_and_error_lines_have_the_designed_fields() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    // A picture produces a note, and a fetched document an entry in the documents of a check.
    learner.write("badge.png", issuer.issue(Kind::RdfcHttps, &Award::of("Robotics")).png());
    for arguments in [&["verify", "--json", "badge.png"][..], &["import", "--yes", "--json", "badge.png"]] {
        let line = learner.run(arguments).exits(0).json();
        assert_fields(arguments[0], &line, BADGE);
        for (pointer, fields) in PARTS {
            let part = line.pointer(pointer).unwrap_or_else(|| panic!("{pointer}: {line:#}"));
            assert_fields(pointer, part, fields);
        }
    }
    let id = learner.run(["list", "--json"]).exits(0).json()["id"].as_str().unwrap().to_owned();
    learner.run(["collection", "new", "Work"]).exits(0);
    learner.run(["collection", "add", "Work", &id]).exits(0);
    learner.run(["export", "Work", "-o", "work.badgebundle"]).exits(0);
    let line = learner.run(["review", "--json", "work.badgebundle"]).json();
    assert_fields("review", &line, BADGE);

    learner.write("empty.png", "");
    let line = learner.run(["verify", "--json", "empty.png"]).exits(3).json();
    assert_eq!(line["source"], json!("empty.png"));
    assert_fields("an error", &line["error"], &["code", "message", "found", "next_step"]);
}

/// Every argument `{ $fact }` in the message of a code is a fact that a module sets.
#[test]
fn every_message_argument_has_a_value() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let codes = fs::read_to_string(root.join("crates/backpack-messages/locales/en/codes.ftl")).unwrap();
    let used: BTreeSet<&str> = codes
        .split("{ $")
        .skip(1)
        .map(|rest| rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap())
        .collect();
    assert!(used.len() > 20, "not enough arguments in the catalogue: {used:?}");
    let mut sources = String::new();
    for part in ["openbadges", "badge-bundle", "badge-intake", "badge-network", "badge-store", "backpack"] {
        read_all(&root.join("crates").join(part).join("src"), &mut sources);
    }
    let missing: Vec<&&str> = used.iter().filter(|fact| !sources.contains(&format!("\"{fact}\""))).collect();
    assert!(missing.is_empty(), "messages use the facts {missing:?}, which no module sets");
}

fn read_all(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}
