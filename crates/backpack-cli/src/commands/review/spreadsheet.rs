//! The CSV file of `review --csv`: one row for each badge.

use std::{fs::File, io, path::Path};

use backpack::view::{ErrorDetail, ReviewDetail, ReviewedBadge};
use backpack_messages::safe_text;
use openbadges::Outcome;

use crate::output::Output;

/// A CSV file (RFC 4180) that is written bundle by bundle.
pub(super) struct Spreadsheet(csv::Writer<File>);

const COLUMNS: [&str; 13] = [
    "file",
    "title",
    "holder",
    "made_on",
    "badge",
    "verdict",
    "in_words",
    "issuer",
    "issuer_domain",
    "holder_is_recipient",
    "rests_on",
    "valid_until",
    "error",
];

impl Spreadsheet {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut writer = csv::Writer::from_path(path)?;
        writer.write_record(COLUMNS)?;
        Ok(Self(writer))
    }

    pub(super) fn add_review(&mut self, review: &ReviewDetail, output: &Output) -> io::Result<()> {
        for badge in &review.badges {
            self.write_row(&row(review, badge, output))?;
        }
        Ok(())
    }

    pub(super) fn add_error(&mut self, source: &str, error: &ErrorDetail, output: &Output) -> io::Result<()> {
        let mut cells = [""; COLUMNS.len()].map(String::from);
        cells[0] = safe_text(source);
        cells[COLUMNS.len() - 1] = error_cell(error, output);
        self.write_row(&cells)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn write_row(&mut self, cells: &[String]) -> io::Result<()> {
        self.0.write_record(cells.iter().map(|cell| escape_formula(cell)))?;
        Ok(())
    }
}

fn row(review: &ReviewDetail, badge: &ReviewedBadge, output: &Output) -> [String; COLUMNS.len()] {
    let report = badge.report.as_ref();
    let text = |text: Option<&String>| text.map(|text| safe_text(text)).unwrap_or_default();
    let facts = report.map(|report| {
        report.assurance.iter().map(|fact| output.sentence(&fact.message)).collect::<Vec<_>>().join("; ")
    });
    [
        safe_text(&review.source),
        safe_text(&review.title),
        safe_text(&review.holder),
        review.created_at.clone(),
        text(report.and_then(|report| report.name.as_ref())),
        report.map(|report| report.verdict.as_str().to_owned()).unwrap_or_default(),
        report.map(|report| output.sentence(&report.headline)).unwrap_or_default(),
        text(report.and_then(|report| report.issuer.name.as_ref())),
        text(report.and_then(|report| report.issuer.domain.as_ref())),
        match badge.holder_is_recipient {
            Outcome::Passed => "yes",
            Outcome::Failed => "no",
            Outcome::Unknown | Outcome::Absent => "not shown",
        }
        .to_owned(),
        facts.unwrap_or_default(),
        text(report.and_then(|report| report.valid_until.as_ref())),
        badge.error.as_ref().map(|error| error_cell(error, output)).unwrap_or_default(),
    ]
}

fn error_cell(error: &ErrorDetail, output: &Output) -> String {
    format!("{} [{}]", output.sentence(&error.message), error.code)
}

/// Escapes a cell that a spreadsheet would take for a formula (OWASP "CSV Injection"): a leading apostrophe
/// makes it text.
fn escape_formula(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_formulas() {
        let rows = [
            ("=HYPERLINK(\"https://evil.example\")", "'=HYPERLINK(\"https://evil.example\")"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1", "'-1"),
            ("\tx", "'\tx"),
            ("Welding, level 2", "Welding, level 2"),
            ("", ""),
        ];
        for (cell, expected) in rows {
            assert_eq!(escape_formula(cell), expected);
        }
    }
}
