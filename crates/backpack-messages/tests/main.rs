//! Tests `safe_text` with the table of cases that Rust and TypeScript share.
#![allow(clippy::unwrap_used, reason = "a test may end in a panic")]

use backpack_messages::{isolate, safe_text, safe_text_full};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    name: String,
    input: String,
    safe: String,
    safe_full: String,
    isolated: String,
}

#[test]
fn safe_text_matches_the_shared_table() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("safe_text.json")).unwrap();
    assert!(cases.len() > 15, "{} cases", cases.len());
    for Case { name, input, safe, safe_full, isolated } in cases {
        assert_eq!(safe_text(&input), safe, "{name}");
        assert_eq!(safe_text_full(&input), safe_full, "{name}");
        assert_eq!(isolate(&input), isolated, "{name}");
    }
}
