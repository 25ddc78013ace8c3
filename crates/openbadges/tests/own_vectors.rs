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
use openbadges::{Question, read, verify};

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
                let question = Question {
                    identities: vector.identities.clone(),
                    ..Question::new(vector.at.parse().unwrap())
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

/// Each row of the catalogue that says what a badge, a key, a list or an issuer may not do has a vector; the others are
/// about a program, and stand here with the reason.
#[test]
fn every_row_has_a_vector() {
    let rows = "E01 E02 E03 E04 E05 E07 E08 E10 E11 E13 E14 E16 E17 E18 E19 E22 \
        F01 F02 F04 F05 F06 F07 F08 F09 F11 F12 F14 F15 F18 F19 F20 \
        G01 G02 G04 G07 G08 G10 G11 \
        H01 H02 H03 H04 H06 H08 H09 H10 H11 H12 H14 H15 H16 \
        I01 I02 I03 I04 I05 I07 I08 I10 I14 I15 I16";
    let elsewhere = [
        ("E15", "Wycheproof's own vectors"),
        ("E20", "sizes beyond what a vector holds"),
        ("G12", "a list on a screen"),
        ("F16", "a graph on the way to its budget"),
        ("G03", "what a caller knows"),
        ("G06", "what a caller trusts"),
        ("G14", "what a caller remembers"),
        ("I11", "what a caller remembers"),
        ("I13", "a warning before anything is fetched"),
        ("I17", "the clock of a machine"),
        ("I18", "the clock of a machine"),
    ];
    let titles: String = vectors().iter().map(|(_, vector)| vector.title.to_uppercase() + "\n").collect();
    let missing: BTreeSet<&str> = rows.split_whitespace().filter(|row| !titles.contains(row)).collect();
    assert_eq!(missing, BTreeSet::new(), "rows without a vector; elsewhere are {elsewhere:?}");
}
