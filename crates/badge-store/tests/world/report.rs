//! A report for tests that keep badges: what a check found does not matter to them, only that it comes back.
//!
//! The durability harness (`tests/durability`) keeps badges with the same reports.

use jiff::Timestamp;
use openbadges::{
    Badge, Outcome, Report, Verdict,
    report::{IssuerFinding, RecipientMatch},
};

/// What a check without any documents found of `badge` at a time.
pub(crate) fn report(badge: &Badge, at: Timestamp) -> Report {
    Report {
        verdict: Verdict::Unconfirmed,
        at,
        badge: badge.clone(),
        issuer: IssuerFinding { id: badge.issuer.id.clone(), ..IssuerFinding::default() },
        recipient: RecipientMatch { outcome: Outcome::Unknown, identity: None },
        checks: Vec::new(),
        assessment: Vec::new(),
        notes: Vec::new(),
        format: None,
        sha256: None,
        inner: Vec::new(),
        endorsements: Vec::new(),
        status_lists: Vec::new(),
        newer: None,
    }
}
