//! Whether the issuer has a newer edition of a badge (Open Badges 3.0 "Verification", step 3; 1EdTech Credential
//! Refresh Service).
//!
//! It is asked for once, and only after the proof holds: an address that nobody signed is not asked. A newer edition is
//! never put in the badge's place. It is verified by itself, and its report stands beside the badge's own.

use super::{
    VerifyOptions,
    address::same_id,
    credential_version, issuer_id,
    page::{Had, ask, id_of},
    rules::Version,
    whole,
};
use crate::{
    badge::Badge,
    check::{Check, CheckId, Outcome, Report, Rule},
    code::Code,
    documents::{Document, Documents, Purpose},
    formats::wire,
    json::Value,
    read::{ParsedBadge, read},
};

/// The kind of service that is asked.
const SERVICE: &str = "1EdTechCredentialRefresh";

/// `refresh.newest` of the badge that `report` is about, with the report on the newer edition where there is one.
/// `None`: the badge is of a version that has no such service.
pub(super) async fn check(
    found: &ParsedBadge,
    report: &Report,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> Option<(Check, Option<Report>)> {
    let credential = credential(found)?;
    let services = || wire::items(credential.get("refreshService"));
    let Some(service) = services().find(|service| wire::types(service).contains(&SERVICE)) else {
        let check = match services().next() {
            Some(other) => unknown(Code::RefreshUnknown).with("type", wire::types(other).join(" ")),
            None => Check::absent(CheckId::Refresh, rule()),
        };
        return Some((check, None));
    };
    let url = id_of(service).unwrap_or_default();
    if let Some(unproven) = unproven(report) {
        let check = unknown(Code::RefreshUnknown).with("cause", unproven.as_str());
        return Some((check.with("url", url), None));
    }
    let (check, newer) = ask_service(url, credential, &report.badge, documents, question).await;
    Some((check.with("url", url), newer))
}

/// The credential in `found`, if it is an Open Badge 3.0 or a learner record.
fn credential(found: &ParsedBadge) -> Option<&Value> {
    let has_service = matches!(credential_version(found.format), Some(Version::Ob3 | Version::Clr2));
    found.document().filter(|_| has_service)
}

/// Why it is not shown that the issuer signed the badge, where it is not.
fn unproven(report: &Report) -> Option<Code> {
    let needed = [CheckId::Signature, CheckId::Claims, CheckId::IssuerKey];
    let mut checks = report.checks.iter().filter(|check| needed.contains(&check.id));
    checks.find(|check| check.outcome != Outcome::Passed).map(|check| check.code.unwrap_or(Code::DiNoProof))
}

async fn ask_service(
    url: &str,
    credential: &Value,
    badge: &Badge,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> (Check, Option<Report>) {
    let Had { document, protected, .. } = match ask(documents, url, Purpose::Refresh).await {
        Ok(had) => had,
        Err(why) => return (why.told_by(unknown(Code::RefreshUnknown)), None),
    };
    let reference = document.reference();
    let newer = match edition(&document, credential) {
        Ok(newer) => newer,
        Err(detail) => return (unknown(Code::RefreshInvalid).with("detail", detail).on(reference), None),
    };
    // Open Badges 3.0 "Equality and comparison": the later `validFrom` supersedes.
    if newer.badge.valid_from <= badge.valid_from {
        let check = match protected {
            true => Check::passed(CheckId::Refresh, rule()),
            // Whoever sits on an unprotected way can hand out the old edition for ever.
            false => unknown(Code::NetCleartext),
        };
        return (check.on(reference), None);
    }
    let report = whole(&newer, documents, question, 0).await;
    if let Some(cause) = unproven(&report) {
        let check = unknown(Code::RefreshInvalid).with("cause", cause.as_str());
        return (check.on(reference), None);
    }
    let check = Check::failed(CheckId::Refresh, rule(), Code::Superseded);
    let from = newer.badge.valid_from.map(|from| from.to_string());
    let check = from.into_iter().fold(check, |check, from| check.with("from", from));
    (check.on(reference), Some(report))
}

/// The edition in `document`: a credential of the same id and the same issuer.
fn edition(document: &Document, own: &Value) -> Result<ParsedBadge, String> {
    let found = read(&document.bytes).map_err(|error| error.code.to_string())?;
    let Some(other) = credential(&found) else { return Err(Code::JsonNotABadge.to_string()) };
    let same = |one: Option<&str>, other: Option<&str>| {
        one.zip(other).is_some_and(|(one, other)| same_id(one, other))
    };
    if !same(id_of(own), id_of(other)) || !same(issuer_id(own), issuer_id(other)) {
        return Err(format!(
            "{} of {}",
            id_of(other).unwrap_or("no id"),
            issuer_id(other).unwrap_or("nobody")
        ));
    }
    Ok(found)
}

fn unknown(code: Code) -> Check {
    Check::unknown(CheckId::Refresh, rule(), code)
}

fn rule() -> Rule {
    Version::Ob3.rule(CheckId::Refresh)
}
