//! `review --csv`: one row a badge, for the spreadsheet of somebody who reviews forty bundles in an afternoon.

use std::{fs::File, io, path::Path};

use backpack::view::{ErrorDetail, ReviewDetail, ReviewedBadge};
use openbadges::Outcome;

/// A CSV file (RFC 4180) that grows bundle by bundle.
pub(crate) struct Sheet(csv::Writer<File>);

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

impl Sheet {
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let mut writer = csv::Writer::from_path(path)?;
        writer.write_record(COLUMNS)?;
        Ok(Self(writer))
    }

    pub(crate) fn review(&mut self, review: &ReviewDetail) -> io::Result<()> {
        for badge in &review.badges {
            self.row(&row(review, badge))?;
        }
        Ok(())
    }

    pub(crate) fn unreadable(&mut self, source: &str, error: &ErrorDetail) -> io::Result<()> {
        let mut cells = [""; COLUMNS.len()].map(String::from);
        cells[0] = source.to_owned();
        cells[COLUMNS.len() - 1] = format!("{} [{}]", error.message, error.code);
        self.row(&cells)
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn row(&mut self, cells: &[String]) -> io::Result<()> {
        self.0.write_record(cells.iter().map(|cell| never_a_formula(cell)))?;
        Ok(())
    }
}

fn row(review: &ReviewDetail, badge: &ReviewedBadge) -> [String; COLUMNS.len()] {
    let told = badge.told.as_ref();
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    [
        review.source.clone(),
        review.title.clone(),
        review.holder.clone(),
        review.created_at.clone(),
        text(told.and_then(|told| told.name.as_ref())),
        told.map(|told| told.verdict.as_str().to_owned()).unwrap_or_default(),
        text(told.map(|told| &told.headline)),
        text(told.and_then(|told| told.issuer.name.as_ref())),
        text(told.and_then(|told| told.issuer.domain.as_ref())),
        match badge.holder_is_recipient {
            Outcome::Passed => "yes",
            Outcome::Failed => "no",
            Outcome::Unknown | Outcome::Absent => "not shown",
        }
        .to_owned(),
        told.map(|told| {
            told.assurance.iter().map(|fact| fact.message.as_str()).collect::<Vec<_>>().join("; ")
        })
        .unwrap_or_default(),
        text(told.and_then(|told| told.valid_until.as_ref())),
        badge.error.as_ref().map(|error| format!("{} [{}]", error.message, error.code)).unwrap_or_default(),
    ]
}

/// A spreadsheet takes a cell that begins with one of these for a formula (OWASP "CSV Injection"); an apostrophe in
/// front makes it text.
fn never_a_formula(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_write_is_text_in_a_spreadsheet() {
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
            assert_eq!(never_a_formula(cell), expected);
        }
    }
}
