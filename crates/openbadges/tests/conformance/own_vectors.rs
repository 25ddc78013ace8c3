//! Verifies the project's own vectors (`tests/vectors`) and compares the results.

use crate::support::conformance;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::support::{
    Web, now,
    vectors::{Expected, Vector, folder},
};
use openbadges::{VerifyOptions, read, verify};

/// The minimum number of vectors.
const AT_LEAST: usize = 150;

/// Adds the JSON files below `folder`.
fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
}

/// Returns each vector with its file.
fn vectors() -> Vec<(PathBuf, Vector)> {
    let mut files = Vec::new();
    collect_files(&folder(), &mut files);
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
fn every_vector_has_its_expected_result() {
    let vectors = vectors();
    assert!(vectors.len() >= AT_LEAST, "{} vectors", vectors.len());
    let mut failures = Vec::new();
    for (path, vector) in &vectors {
        let found = match read(&vector.badge.bytes()) {
            Err(error) => Expected::Unreadable { code: error.code.as_str().into() },
            Ok(found) => {
                let options = VerifyOptions {
                    identities: vector.identities.clone(),
                    ..VerifyOptions::new(vector.at.parse().unwrap())
                };
                Expected::of(&now(verify(&found, &Web::of(&vector.documents), &options)))
            }
        };
        if found != vector.expected {
            failures.push(format!("{}: {}: {found:?}", path.display(), vector.title));
        }
    }
    conformance::assert_all_pass("own vectors", vectors.len(), &failures);
}

/// The sections of the catalogue of bad inputs about badges, keys, lists and issuers.
const SECTIONS: [char; 5] = ['E', 'F', 'G', 'H', 'I'];

/// The rows of [`SECTIONS`] that concern a program, and so cannot have a vector.
const ELSEWHERE: &[(&str, &str)] = &[
    ("E15", "Wycheproof's own vectors"),
    ("G03", "what a caller knows"),
    ("G06", "what a caller trusts"),
    ("G12", "a list on a screen"),
    ("I11", "what a caller remembers"),
    ("I17", "the clock of a machine"),
    ("I18", "the clock of a machine"),
];

/// Each row of the catalogue has a vector, or a reason in [`ELSEWHERE`] why it has none.
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

/// Returns the row id in a line of the catalogue: its first cell, a letter and two digits, if it is of [`SECTIONS`].
fn row(line: &str) -> Option<&str> {
    let id = line.strip_prefix('|')?.split('|').next()?.trim();
    let of_ours =
        id.len() == 3 && id.starts_with(SECTIONS) && id[1..].bytes().all(|digit| digit.is_ascii_digit());
    of_ours.then_some(id)
}
