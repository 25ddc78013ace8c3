//! `format`: the badge has the fields that its version requires.

use super::rules::Version;
use crate::{
    check::{Check, CheckId, Outcome},
    formats::{Fault, clr, endorsement, extensions, ob1, ob2, ob3, ob05, vc},
    json::Value,
};

/// Checks `document`, with its badge class and issuer inserted as far as they were fetched.
pub(super) fn check(document: &Value, version: Version) -> Check {
    check_fields(document, version, false)
}

/// Checks an assertion from a JWS, which must declare that it is signed.
pub(super) fn check_signed(document: &Value, version: Version) -> Check {
    check_fields(document, version, true)
}

fn check_fields(document: &Value, version: Version, signed: bool) -> Check {
    let faults = match version {
        Version::Ob05 => ob05::faults(document),
        Version::Ob10 | Version::Ob11 => ob1::assertion_faults(document, signed),
        Version::Ob2 => ob2::assertion_faults(document),
        Version::Ob3 => ob3::faults(document),
        Version::Clr2 => clr::faults(document),
        Version::Endorsement3 => endorsement::faults(document),
        Version::Vc => vc::faults(document),
    };
    let check = faults_check(faults, version);
    let extensions = match version {
        Version::Ob11 | Version::Ob2 if check.outcome == Outcome::Passed => extensions::names(document),
        _ => Vec::new(),
    };
    if extensions.is_empty() { check } else { check.with("extensions", extensions.join(" ")) }
}

/// Returns `format` for the `faults` of a document.
pub(super) fn faults_check(faults: Vec<Fault>, version: Version) -> Check {
    let rule = version.rule(CheckId::Format);
    match faults.first() {
        Some(first) => with_faults(Check::failed(CheckId::Format, rule, first.code), first, &faults),
        None => Check::passed(CheckId::Format, rule),
    }
}

/// Adds the first of `faults` and the pointers of all to `check`.
pub(super) fn with_faults(check: Check, first: &Fault, faults: &[Fault]) -> Check {
    let pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    check
        .with("pointer", &first.pointer)
        .with("expected", &first.expected)
        .with("pointers", pointers.join(" "))
}
