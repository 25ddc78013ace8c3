//! What a report says, in as many words as a test needs.

use openbadges::{CheckId, Code, Outcome, Report};

/// Outcome and code of a check, which must have been made.
#[track_caller]
pub fn outcome(report: &Report, id: CheckId) -> (Outcome, Option<Code>) {
    let check = report.checks.iter().find(|check| check.id == id);
    let check = check.unwrap_or_else(|| panic!("no {} was made", id.as_str()));
    (check.outcome, check.code)
}

/// What did not pass, for the message of a test that fails.
pub fn faults(report: &Report) -> Vec<String> {
    let faults =
        report.checks.iter().filter(|check| !matches!(check.outcome, Outcome::Passed | Outcome::Absent));
    faults
        .map(|check| format!("{:?}: {:?} {:?} {:?}", check.id, check.outcome, check.code, check.details))
        .collect()
}
