//! The vocabulary of the verification tests: a [`TestIssuer`] that makes badges of every kind with fixed keys, and a
//! [`Web`] whose pages say what a test says.
// Each test is a crate of its own and uses its own part of the vocabulary.
#![allow(dead_code, unused_imports, unreachable_pub, clippy::expect_used)]

pub mod disclosure;
pub mod issuer;
pub mod signing;
pub mod status;
pub mod vectors;
pub mod web;

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

pub use self::{issuer::TestIssuer, web::Web};

/// The time that every test asks about, unless it says otherwise.
pub const AT: &str = "2026-11-21T00:00:00Z";

/// The learner of every badge, unless a test says otherwise.
pub const LEARNER: &str = "learner@example.com";

/// A time, from RFC 3339.
pub fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// What is asked at `at`, for the learner.
pub fn question(at: &str) -> VerifyOptions {
    let identities = vec![Identity { kind: IdentityKind::Email, value: LEARNER.into() }];
    VerifyOptions { identities, ..VerifyOptions::new(time(at)) }
}

/// The badge in `text`.
pub fn found(text: &str) -> ParsedBadge {
    read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The report on `text` at [`AT`], with the pages of `web`.
pub fn report(text: &str, web: &Web) -> Report {
    report_on(&found(text), web, &question(AT))
}

/// The report on a badge.
pub fn report_on(
    found: &ParsedBadge,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> Report {
    let witness = vectors::Witness::new(documents);
    let report = now(verify(found, &witness, question));
    vectors::record(found, &witness, question, &report);
    report
}

/// The value of a future that waits for nothing.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a test's documents are at hand"),
    }
}

/// The check `id` of a report.
pub fn check(report: &Report, id: CheckId) -> &Check {
    let found = report.checks.iter().find(|check| check.id == id);
    found.unwrap_or_else(|| panic!("no {} among {:?}", id.as_str(), summary(report)))
}

/// Outcome and code of the check `id`.
pub fn outcome(report: &Report, id: CheckId) -> (Outcome, Option<Code>) {
    let check = check(report, id);
    (check.outcome, check.code)
}

/// A report in a few words, for the message of a failing test.
pub fn summary(report: &Report) -> String {
    let checks = report.checks.iter().map(|check| {
        let code = check.code.map(|code| format!(" {code} {:?}", check.details)).unwrap_or_default();
        format!("{} {:?}{code}", check.id.as_str(), check.outcome)
    });
    format!("{}: {}", report.verdict.as_str(), checks.collect::<Vec<_>>().join("; "))
}
