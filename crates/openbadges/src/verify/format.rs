//! `format`: the badge has the parts that its version requires.

use super::rules::Version;
use crate::{
    check::{Check, CheckId},
    formats::{ob2, ob3},
    json::Value,
};

/// Judges `document`, with whatever of badge class and issuer was fetched in its place.
pub(super) fn check(document: &Value, version: Version) -> Check {
    let rule = version.rule(CheckId::Format);
    let faults = match version {
        Version::Ob2 => ob2::assertion_faults(document),
        Version::Ob3 => ob3::faults(document),
    };
    let Some(first) = faults.first() else { return Check::passed(CheckId::Format, rule) };
    let pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    Check::failed(CheckId::Format, rule, first.code)
        .with("pointer", &first.pointer)
        .with("expected", &first.expected)
        .with("pointers", pointers.join(" "))
}
