//! `badges/NN/report.json`: the report of the sender's program.

use jiff::Timestamp;
use openbadges::{
    Check, CheckId, Code, Outcome, Report, Verdict, json,
    report::{IssuerFinding, RecipientMatch},
};
use serde::Serialize;

/// The verdict of the sender's program. It is only a claim and must be shown as a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SenderReport {
    /// The verdict.
    pub verdict: Verdict,
    /// The time for which the badge was verified.
    pub at: Timestamp,
}

/// Notes that depend on the learner's identities, trust lists or history.
const PRIVATE_NOTES: &[Code] = &[
    Code::RecipientPartial,
    Code::RecipientVariant,
    Code::IssuerChanged,
    Code::IssuerLookalike,
    Code::IssuerUnproven,
    Code::StatusRollback,
    Code::StatusReinstated,
];

/// Returns a copy of `report` without private data and pictures.
///
/// - The recipient match is removed: it was made with all identities of the learner, and only some may be disclosed.
/// - The learner's trust lists and known issuers are removed: they are private.
/// - Pictures are removed: the original contains them.
pub(crate) fn without_private_data(report: &Report) -> Report {
    let mut report = report.clone();
    report.recipient = RecipientMatch { outcome: Outcome::Unknown, identity: None };
    for check in report.checks.iter_mut().filter(|check| check.id == CheckId::Recipient) {
        *check = Check::unknown(CheckId::Recipient, check.rule.clone(), Code::RecipientNotCompared);
    }
    report.issuer = IssuerFinding {
        id: report.issuer.id,
        name: report.issuer.name,
        identity: report.issuer.identity,
        keys: report.issuer.keys,
        ..IssuerFinding::default()
    };
    report.notes.retain(|note| !PRIVATE_NOTES.contains(&note.code));
    report.newer = report.newer.map(|newer| Box::new(without_private_data(&newer)));
    report.badge.image = None;
    report.badge.achievement.image = None;
    report.badge.issuer.image = None;
    report.inner = report.inner.iter().map(without_private_data).collect();
    for endorsement in &mut report.endorsements {
        endorsement.report = without_private_data(&endorsement.report);
    }
    report
}

/// Reads a report. Returns `None` if it has no verdict or time.
///
/// All other members are ignored, because a later version of the sender's program may write other members.
pub(crate) fn parse(bytes: &[u8]) -> Option<SenderReport> {
    let report = json::parse(bytes).ok()?;
    let verdict = serde_json::from_value(report.get("verdict")?.clone()).ok()?;
    let at = serde_json::from_value(report.get("at")?.clone()).ok()?;
    Some(SenderReport { verdict, at })
}
