//! Shared support for the tests: a [`TestIssuer`] that creates badges of every kind with fixed keys, and a
//! simulated [`Web`].

pub(crate) mod conformance;
mod conformance_table;
pub(crate) mod credential;
pub(crate) mod disclosure;
pub(crate) mod issuer;
pub(crate) mod jwt;
pub(crate) mod nquads;
pub(crate) mod signing;
pub(crate) mod status;
pub(crate) mod vectors;
pub(crate) mod web;

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use jiff::Timestamp;
use openbadges::{
    Check, CheckId, Code, Documents, Identity, IdentityKind, Outcome, ParsedBadge, Report, VerifyOptions,
    read, verify,
};

pub(crate) use self::{issuer::TestIssuer, web::Web};

/// The time of verification, unless a test uses another.
pub(crate) const AT: &str = "2026-11-21T00:00:00Z";

/// The recipient of every badge, unless a test uses another.
pub(crate) const LEARNER: &str = "learner@example.com";

/// Parses an RFC 3339 time.
pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// Returns options to verify at `at` for the learner.
pub(crate) fn options_at(at: &str) -> VerifyOptions {
    let identities = vec![Identity { kind: IdentityKind::Email, value: LEARNER.into() }];
    VerifyOptions { identities, ..VerifyOptions::new(time(at)) }
}

/// Parses a badge.
pub(crate) fn parse_badge(text: &str) -> ParsedBadge {
    read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Verifies `text` at [`AT`] with the pages of `web`.
pub(crate) fn report(text: &str, web: &Web) -> Report {
    report_on(&parse_badge(text), web, &options_at(AT))
}

/// Verifies a badge, and writes its test vector if `BADGE_VECTORS=write` is set.
pub(crate) fn report_on(
    found: &ParsedBadge,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Report {
    let recorder = vectors::Recorder::new(documents);
    let report = now(verify(found, &recorder, options));
    vectors::record(found, &recorder, options, &report);
    report
}

/// Returns the value of a future that is ready at once.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a test's documents are available at once"),
    }
}

/// Returns the check `id` of a report.
pub(crate) fn check(report: &Report, id: CheckId) -> &Check {
    let found = report.checks.iter().find(|check| check.id == id);
    found.unwrap_or_else(|| panic!("check {} is not among {:?}", id.as_str(), summary(report)))
}

/// Returns outcome and code of the check `id`.
pub(crate) fn outcome(report: &Report, id: CheckId) -> (Outcome, Option<Code>) {
    let check = check(report, id);
    (check.outcome, check.code)
}

/// Summarises a report for the message of a failing test.
pub(crate) fn summary(report: &Report) -> String {
    let checks = report.checks.iter().map(|check| {
        let code = check.code.map(|code| format!(" {code} {:?}", check.details)).unwrap_or_default();
        format!("{} {:?}{code}", check.id.as_str(), check.outcome)
    });
    format!("{}: {}", report.verdict.as_str(), checks.collect::<Vec<_>>().join("; "))
}
