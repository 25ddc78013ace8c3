//! Runs the catalogue of bad inputs through the built program.
//!
//! Each row must end within the time limit of [`Backpack::run`] with its code, a sentence, a next step and an
//! exit code, and must store nothing. [`rows`] lists every row of sections A to D, H, J, K and N, E01 to E11,
//! F01 to F09, and I13.
mod files;
mod hosted;
mod machine;
mod network;
mod pictures;
mod proofs;
mod rows;
mod signed;

use serde_json::Value;
use whole_system::Backpack;

/// A badge with the fault that a row describes.
struct Fault {
    row: &'static str,
    description: String,
    bytes: Vec<u8>,
    verdict: &'static str,
    check: &'static str,
    outcome: &'static str,
    code: &'static str,
}

impl Fault {
    /// Creates a fault that fails `check` and makes the badge invalid.
    fn fails(
        row: &'static str,
        description: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
        check: &'static str,
        code: &'static str,
    ) -> Self {
        let (description, bytes) = (description.into(), bytes.into());
        Self { row, description, bytes, verdict: "invalid", check, outcome: "failed", code }
    }

    /// Expects an unknown check result and an unconfirmed badge.
    fn unknown(self) -> Self {
        Self { verdict: "unconfirmed", outcome: "unknown", ..self }
    }

    /// Verifies the badge as `person`, asserts everything that the row requires, and returns the JSON line.
    #[track_caller]
    fn assert_reported(&self, person: &Backpack) -> Value {
        let case = format!("{}, {}", self.row, self.description);
        person.write("faulty", &self.bytes);
        let run = person.run(["verify", "--json", "faulty"]);
        assert_eq!(run.status, 1, "{case}: {}{}", run.stdout, run.stderr);
        let line = run.json();
        let check = check(&line, self.check);
        assert_eq!(
            (line["verdict"].as_str(), check["outcome"].as_str(), check["code"].as_str()),
            (Some(self.verdict), Some(self.outcome), Some(self.code)),
            "{case}: {line:#}"
        );
        assert_is_sentence(&case, self.code, &check["message"]);
        assert_is_sentence(&case, self.code, &check["next_step"]);
        assert!(!person.data_dir().exists(), "{case}: the badge was stored");
        line
    }
}

/// Returns the check `id` of a badge's JSON line.
#[track_caller]
fn check<'a>(line: &'a Value, id: &str) -> &'a Value {
    let found = line["checks"].as_array().unwrap().iter().find(|check| check["id"] == id);
    found.unwrap_or_else(|| panic!("no check {id}: {line:#}"))
}

/// Returns the codes of a badge's notes.
fn notes(line: &Value) -> Vec<&str> {
    line["notes"].as_array().unwrap().iter().map(|note| note["code"].as_str().unwrap()).collect()
}

/// Asserts the fields, the code and the messages of an error line.
#[track_caller]
fn assert_error(row: &str, line: &Value, code: &str) {
    let fields: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["source", "error"], "{row}: {line:#}");
    let fields: Vec<&str> = line["error"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["code", "message", "found", "next_step"], "{row}");
    assert_eq!(line["error"]["code"], code, "{row}: {line:#}");
    assert_is_sentence(row, code, &line["error"]["message"]);
    assert_is_sentence(row, code, &line["error"]["next_step"]);
}

#[track_caller]
fn assert_is_sentence(row: &str, code: &str, text: &Value) {
    let Some(text) = text.as_str() else { panic!("{row}: no sentence for {code}") };
    assert!(text.starts_with(char::is_uppercase) || text.starts_with('`'), "{row}: {text}");
    assert!(!text.contains(code) && !text.contains("{ "), "{row}: {text}");
}
