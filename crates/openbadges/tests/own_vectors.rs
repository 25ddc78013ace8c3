//! The project's own vectors (`tests/vectors`), judged again: each badge, with what the web said, comes to what its
//! vector says.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod common;
mod conformance;

use std::{collections::BTreeSet, fs, path::PathBuf};

use common::{
    Web, now,
    vectors::{Expected, Vector, folder},
};
use openbadges::{VerifyOptions, read, verify};

/// As many as the gaps of public data ask for.
const AT_LEAST: usize = 150;

/// Each vector with the file that it is in.
fn vectors() -> Vec<(PathBuf, Vector)> {
    let entries = |path: PathBuf| fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries(folder()).filter(|path| path.is_dir()).flat_map(entries).collect();
    files.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let vectors: Vec<Vector> =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        vectors.into_iter().map(move |vector| (path.clone(), vector))
    };
    files.into_iter().flat_map(read).collect()
}

#[test]
fn every_vector_comes_to_what_it_says() {
    let vectors = vectors();
    assert!(vectors.len() >= AT_LEAST, "{} vectors", vectors.len());
    let mut failures = Vec::new();
    for (path, vector) in &vectors {
        let found = match read(&vector.badge.bytes()) {
            Err(error) => Expected::Unreadable { code: error.code.as_str().into() },
            Ok(found) => {
                let question = VerifyOptions {
                    identities: vector.identities.clone(),
                    ..VerifyOptions::new(vector.at.parse().unwrap())
                };
                Expected::of(&now(verify(&found, &Web::of(&vector.documents), &question)))
            }
        };
        if found != vector.expected {
            failures.push(format!("{}: {}: {found:?}", path.display(), vector.title));
        }
    }
    conformance::tell("own vectors", vectors.len(), &failures);
}

/// The sections of the catalogue of bad inputs that say what a badge, a key, a list or an issuer may not do.
const SECTIONS: [char; 5] = ['E', 'F', 'G', 'H', 'I'];

/// The rows of [`SECTIONS`] that are about a program, and not about anything that a vector could hold.
const ELSEWHERE: &[(&str, &str)] = &[
    ("E15", "Wycheproof's own vectors"),
    ("G03", "what a caller knows"),
    ("G06", "what a caller trusts"),
    ("G12", "a list on a screen"),
    ("I11", "what a caller remembers"),
    ("I17", "the clock of a machine"),
    ("I18", "the clock of a machine"),
];

/// Each row of the catalogue has a vector, or stands in [`ELSEWHERE`] with the reason why it has none.
#[test]
fn every_row_has_a_vector() {
    let Some(catalogue) = conformance::catalogue() else { return };
    let rows: BTreeSet<&str> = catalogue.lines().filter_map(row).collect();
    for section in SECTIONS {
        assert!(rows.iter().any(|row| row.starts_with(section)), "no row of section {section} was read");
    }
    let titles: String = vectors().iter().map(|(_, vector)| vector.title.to_uppercase() + "\n").collect();
    let with_vector: BTreeSet<&str> = titles.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().map(|(row, _)| *row).collect();
    let missing: Vec<_> =
        rows.iter().filter(|row| !with_vector.contains(*row) && !elsewhere.contains(*row)).collect();
    assert!(missing.is_empty(), "rows without a vector and without a reason: {missing:?}");
    let stale: Vec<_> =
        elsewhere.iter().filter(|row| !rows.contains(*row) || with_vector.contains(*row)).collect();
    assert!(stale.is_empty(), "reasons for rows that are gone or have a vector: {stale:?}");
    println!("catalogue: {} rows, {} of them with a vector", rows.len(), rows.len() - elsewhere.len());
}

/// The id of the row of [`SECTIONS`] that `line` of the catalogue is: its first cell, a letter and two digits.
fn row(line: &str) -> Option<&str> {
    let id = line.strip_prefix('|')?.split('|').next()?.trim();
    let of_ours =
        id.len() == 3 && id.starts_with(SECTIONS) && id[1..].bytes().all(|digit| digit.is_ascii_digit());
    of_ours.then_some(id)
}
