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

/// The rows of [`SECTIONS`] that cannot have a vector, because they concern the calling program.
const WITHOUT_VECTOR: &[(&str, &str)] = &[
    ("E15", "Wycheproof's own vectors"),
    ("G03", "the caller's known issuers"),
    ("G06", "the caller's trust lists"),
    ("G12", "a list in the user interface"),
    ("I11", "the caller's observed status lists"),
    ("I17", "the machine's clock"),
    ("I18", "the machine's clock"),
];

/// Each row of the catalogue has a vector, or is in [`WITHOUT_VECTOR`] with the reason.
#[test]
fn every_row_has_a_vector() {
    let Some(catalogue) = conformance::catalogue() else { return };
    let rows: BTreeSet<&str> = catalogue.lines().filter_map(row).collect();
    for section in SECTIONS {
        assert!(
            rows.iter().any(|row| row.starts_with(section)),
            "the catalogue has no row of section {section}"
        );
    }
    let titles: String = vectors().iter().map(|(_, vector)| vector.title.to_uppercase() + "\n").collect();
    let with_vector: BTreeSet<&str> = titles.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let without_vector: BTreeSet<&str> = WITHOUT_VECTOR.iter().map(|(row, _)| *row).collect();
    let missing: Vec<_> =
        rows.iter().filter(|row| !with_vector.contains(*row) && !without_vector.contains(*row)).collect();
    assert!(missing.is_empty(), "rows without a vector and without a reason: {missing:?}");
    let stale: Vec<_> =
        without_vector.iter().filter(|row| !rows.contains(*row) || with_vector.contains(*row)).collect();
    assert!(stale.is_empty(), "rows that were deleted or have a vector: {stale:?}");
    println!("catalogue: {} rows, {} of them with a vector", rows.len(), rows.len() - without_vector.len());
}

/// Returns the id in a table row of the catalogue (a letter and two digits in the first cell), if it is of
/// [`SECTIONS`].
fn row(line: &str) -> Option<&str> {
    let id = line.strip_prefix('|')?.split('|').next()?.trim();
    let is_listed =
        id.len() == 3 && id.starts_with(SECTIONS) && id[1..].bytes().all(|digit| digit.is_ascii_digit());
    is_listed.then_some(id)
}
