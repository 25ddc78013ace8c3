//! Verifies a badge offline:
//! `cargo run -p openbadges --example verify -- crates/openbadges/examples/teamwork.json`
//!
//! The example reads the file and the clock, because the library does neither.
#![allow(clippy::print_stdout)]

use std::{
    env,
    error::Error,
    fs,
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use openbadges::{Offline, VerifyOptions, read, verify};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("usage: verify FILE")?;
    let badge = read(&fs::read(path)?)?;
    let options = VerifyOptions::new(jiff::Timestamp::now());
    let report = poll_once(verify(&badge, &Offline, &options)).ok_or("`Offline` never waits")?;

    println!("{}: {}", report.badge.name.as_deref().unwrap_or("a badge"), report.verdict.as_str());
    for check in &report.checks {
        let code = check.code.map(|code| format!(" [{code}]")).unwrap_or_default();
        let rule = &check.rule;
        println!(
            "  {:?} {}{code} ({}, {})",
            check.outcome,
            check.id.as_str(),
            rule.specification,
            rule.section
        );
    }
    for fact in &report.assessment {
        println!("  {:?} at {}", fact.fact, fact.place);
    }
    for note in &report.notes {
        println!("  note: {}", note.code);
    }
    Ok(())
}

/// Polls a future that never waits. With your own documents, use your executor.
fn poll_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
