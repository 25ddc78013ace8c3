//! Short access to the checks of a report.

use openbadges::{CheckId, Code, Outcome, Report};

/// Returns the outcome and code of a check.
///
/// # Panics
///
/// If the report does not contain the check.
#[track_caller]
pub fn outcome(report: &Report, id: CheckId) -> (Outcome, Option<Code>) {
    let check = report.checks.iter().find(|check| check.id == id);
    let check = check.unwrap_or_else(|| panic!("the report has no check {}", id.as_str()));
    (check.outcome, check.code)
}

/// Describes the checks that did not pass, for assertion messages.
pub fn faults(report: &Report) -> Vec<String> {
    let faults =
        report.checks.iter().filter(|check| !matches!(check.outcome, Outcome::Passed | Outcome::Absent));
    faults
        .map(|check| format!("{:?}: {:?} {:?} {:?}", check.id, check.outcome, check.code, check.details))
        .collect()
}
