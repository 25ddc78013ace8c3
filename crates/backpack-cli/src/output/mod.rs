//! Printing of results: one JSON object per line, or text for people. Sentences come from the message
//! catalogue.

mod badge;
mod candidate;
mod collection;
mod report;
mod review;

use std::{
    io::{self, Write},
    sync::Arc,
};

use backpack::view::{ErrorDetail, Message};
use backpack_messages::{Catalogue, Facts, safe_text};
use openbadges::{Outcome, Verdict};
use serde::Serialize;

use crate::{
    exit::Exit,
    json,
    messages::{facts, facts_of},
};

/// The writer of results.
pub(crate) struct Output {
    json: bool,
    /// Whether reports show the rule and the documents of every check.
    in_full: bool,
    catalogue: Arc<Catalogue>,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, in_full: false, catalogue: Arc::new(Catalogue::english()) }
    }

    /// Returns an output that prints reports in full if `in_full`.
    pub(crate) fn in_full(&self, in_full: bool) -> Self {
        Self { json: self.json, in_full, catalogue: Arc::clone(&self.catalogue) }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Returns the text of a catalogue entry. Its textual facts are made safe to display.
    pub(crate) fn text(&self, id: &str, facts: &Facts) -> String {
        self.catalogue.text(id, facts)
    }

    /// Returns a catalogue entry without facts.
    pub(crate) fn word(&self, id: &str) -> String {
        self.catalogue.text(id, &Facts::new())
    }

    /// Returns the sentence of a message.
    pub(crate) fn sentence(&self, message: &Message) -> String {
        self.catalogue.text(&message.id, &facts_of(message))
    }

    /// Returns the sentence of a next step, if the catalogue has one.
    pub(crate) fn step(&self, message: Option<&Message>) -> Option<String> {
        let message = message?;
        self.catalogue.format(&message.id, &facts_of(message))
    }

    /// Prints one object per line (NDJSON), with its messages as sentences and a placeholder for missing
    /// badge names.
    pub(crate) fn object(&self, object: &impl Serialize) -> io::Result<()> {
        let mut value = serde_json::to_value(object).map_err(io::Error::other)?;
        self.catalogue.render(&mut value);
        json::fill_badge_names(&mut value, &self.word("terminal-nameless"));
        self.line(&json::line(&value)?)
    }

    /// Prints a line of text. The text must be safe to display.
    pub(crate) fn line(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n")
    }

    /// Prints a catalogue entry.
    pub(crate) fn say(&self, id: &str, texts: &[(&str, &str)]) -> io::Result<()> {
        self.line(&self.text(id, &facts(texts)))
    }

    /// Prints a catalogue entry on standard error.
    pub(crate) fn say_on_stderr(&self, id: &str, texts: &[(&str, &str)]) -> io::Result<()> {
        writeln!(io::stderr().lock(), "{}", self.text(id, &facts(texts)))
    }

    /// Prints an error: as an object with its source, or as text on standard error.
    pub(crate) fn error(&self, source: Option<&str>, error: &ErrorDetail) -> io::Result<()> {
        if self.json {
            return match source {
                Some(source) => self.object(&serde_json::json!({ "source": source, "error": error })),
                None => self.object(&serde_json::json!({ "error": error })),
            };
        }
        let mut err = io::stderr().lock();
        let subject = source.map(|source| format!("{}: ", safe_text(source))).unwrap_or_default();
        writeln!(err, "{subject}{} [{}]", self.sentence(&error.message), error.code)?;
        match self.step(error.next_step.as_deref()) {
            Some(step) => writeln!(err, "  {}", self.next(&step)),
            None => Ok(()),
        }
    }

    /// Prints an error, and returns its exit.
    pub(crate) fn failure(&self, source: Option<&str>, error: &ErrorDetail) -> io::Result<Exit> {
        self.error(source, error)?;
        Ok(Exit::of_error(error))
    }

    /// Returns a next step with its label.
    fn next(&self, step: &str) -> String {
        format!("{} {step}", self.word("terminal-next-step"))
    }

    /// Returns a badge's name, safe to display, or a placeholder if it has none.
    pub(crate) fn name(&self, name: Option<&str>) -> String {
        name.map_or_else(|| self.word("terminal-nameless"), safe_text)
    }

    /// Returns the word for a verdict.
    pub(crate) fn verdict_word(&self, verdict: Verdict) -> String {
        self.word(&format!("verdict-word-{}", verdict.as_str()))
    }
}

/// Returns the mark of an outcome. Marks differ in shape, not in colour.
pub(crate) const fn mark(outcome: Outcome) -> char {
    match outcome {
        Outcome::Passed => '✓',
        Outcome::Failed => '✗',
        Outcome::Unknown => '?',
        Outcome::Absent => '·',
    }
}

/// Returns the mark of a verdict.
pub(crate) const fn mark_of_verdict(verdict: Verdict) -> char {
    match verdict {
        Verdict::Verified => '✓',
        Verdict::Unconfirmed => '?',
        Verdict::Invalid | Verdict::Revoked | Verdict::Expired | Verdict::NotYetValid => '✗',
    }
}
