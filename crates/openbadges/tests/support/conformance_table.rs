//! The conformance table of the crate's README: one row for each line that the tests print.
//!
//! A test fails if its row is missing or has another number. With `CONFORMANCE_TABLE=write` it writes its row
//! instead, so `CONFORMANCE_TABLE=write cargo test -p openbadges` rewrites the whole table.

use std::{
    collections::BTreeMap,
    env,
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::PathBuf,
};

const BEGIN: &str = "<!-- conformance: made by `CONFORMANCE_TABLE=write cargo test -p openbadges` -->\n";
const END: &str = "<!-- end of conformance -->";
const HEAD: &str = "| vectors | hold | of |\n|---|--:|--:|\n";

/// Compares the README with the numbers that a test counted for `folder`.
pub(crate) fn check(folder: &str, passed: usize, of: usize) {
    let counted = (passed, of);
    if env::var("CONFORMANCE_TABLE").as_deref() == Ok("write") {
        write(folder, counted);
        return;
    }
    let text = std::fs::read_to_string(readme()).expect("the crate's README");
    assert_eq!(
        rows(parts(&text).1).get(folder),
        Some(&counted),
        "README.md is stale: run `CONFORMANCE_TABLE=write cargo test -p openbadges`"
    );
}

/// Writes one row. Tests run in parallel, so the file is locked meanwhile.
fn write(folder: &str, counted: (usize, usize)) {
    let mut file = File::options().read(true).write(true).open(readme()).expect("the crate's README");
    file.lock().expect("the lock of the README");
    let mut text = String::new();
    file.read_to_string(&mut text).expect("a text");
    let (before, table, after) = parts(&text);
    let mut rows = rows(table);
    rows.insert(folder.to_owned(), counted);
    let rows: String =
        rows.iter().map(|(folder, (passed, of))| format!("| `{folder}` | {passed} | {of} |\n")).collect();
    let text = format!("{before}{HEAD}{rows}{after}");
    file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0))).expect("an empty file");
    file.write_all(text.as_bytes()).expect("a written file");
}

/// Splits the README into the text before the table, the table, and the text after it.
fn parts(text: &str) -> (&str, &str, &str) {
    let begin = text.find(BEGIN).expect("the mark where the table begins") + BEGIN.len();
    let end = begin + text[begin..].find(END).expect("the mark where the table ends");
    (&text[..begin], &text[begin..end], &text[end..])
}

/// Returns the rows of a table, by folder.
fn rows(table: &str) -> BTreeMap<String, (usize, usize)> {
    let row = |line: &str| -> Option<(String, (usize, usize))> {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        let folder = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
        Some((folder.to_owned(), (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)))
    };
    table.lines().filter_map(row).collect()
}

fn readme() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")
}
