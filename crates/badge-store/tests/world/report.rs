//! A verification report for tests that add badges. Tests compare it only with the report that the store
//! returns.
//!
//! The durability harness (`tests/durability`) adds badges with the same reports.

use jiff::Timestamp;
use openbadges::{
    Badge, Outcome, Report, Verdict,
    report::{IssuerFinding, RecipientMatch},
};

/// Returns a report about `badge` that is based on no documents.
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
