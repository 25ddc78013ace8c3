//! `refresh.newest`: a newer edition of a badge (Open Badges 3.0 "Verification", step 3; 1EdTech Credential Refresh
//! Service).
//!
//! The service is contacted only after the proof was verified, because unsigned addresses are never contacted.
//! A newer edition never replaces the badge. It is verified separately, and its report is added to the badge's report.

use super::{
    fetch::{FetchedDocument, fetch_document, id_of},
    issuer::issuer_id,
    rules::Version,
};
use crate::{
    address::same_id,
    check::{Check, CheckId, Outcome, Rule},
    code::Code,
    documents::{Document, DocumentRef, Documents, Purpose},
    formats::{ParsedBadge, wire},
    json::Value,
    read::read,
    report::Report,
};

/// The type of refresh service that is supported.
const SERVICE: &str = "1EdTechCredentialRefresh";

/// The response of a refresh service.
pub(super) enum RefreshResult {
    /// The check is complete, without a newer edition.
    Checked(Check),
    /// There is a newer edition to verify.
    Newer(Box<NewerEdition>),
}

/// A newer edition that is not verified yet.
pub(super) struct NewerEdition {
    /// The newer edition.
    pub(super) parsed: ParsedBadge,
    url: String,
    document: DocumentRef,
}

/// Checks for a newer edition of the badge `parsed`, which was verified with the result `report`.
///
/// Returns `None` for versions of Open Badges without refresh services.
pub(super) async fn find_newer(
    parsed: &ParsedBadge,
    report: &Report,
    documents: &(impl Documents + Sync),
) -> Option<RefreshResult> {
    let credential = credential(parsed)?;
    let services = || wire::items(credential.get("refreshService"));
    let Some(service) = services().find(|service| wire::types(service).contains(&SERVICE)) else {
        let check = match services().next() {
            Some(other) => unknown(Code::RefreshUnknown).with("type", wire::types(other).join(" ")),
            None => Check::absent(CheckId::Refresh, rule()),
        };
        return Some(RefreshResult::Checked(check));
    };
    let url = id_of(service).unwrap_or_default();
    if let Some(cause) = unproven(report) {
        let check = unknown(Code::RefreshUnknown).with("cause", cause.as_str());
        return Some(RefreshResult::Checked(check.with("url", url)));
    }
    Some(match contact_service(url, credential, report, documents).await {
        Ok(newer) => RefreshResult::Newer(Box::new(newer)),
        Err(check) => RefreshResult::Checked(check.with("url", url)),
    })
}

/// Returns the credential in `parsed` if it is an Open Badge 3.0 or a learner record.
fn credential(parsed: &ParsedBadge) -> Option<&Value> {
    let has_service = matches!(Version::of_credential(parsed.format), Some(Version::Ob3 | Version::Clr2));
    parsed.document().filter(|_| has_service)
}

/// Returns the reason why it is not proven that the issuer signed the badge, or `None` if it is proven.
fn unproven(report: &Report) -> Option<Code> {
    let needed = [CheckId::Signature, CheckId::Claims, CheckId::IssuerKey];
    let mut checks = report.checks.iter().filter(|check| needed.contains(&check.id));
    checks.find(|check| check.outcome != Outcome::Passed).map(|check| check.code.unwrap_or(Code::DiNoProof))
}

/// Fetches the newest edition. Returns the completed check if it is not newer than the badge of `report`.
async fn contact_service(
    url: &str,
    credential: &Value,
    report: &Report,
    documents: &(impl Documents + Sync),
) -> Result<NewerEdition, Check> {
    let FetchedDocument { document, protected, .. } =
        match fetch_document(documents, url, Purpose::Refresh).await {
            Ok(fetched) => fetched,
            Err(failure) => return Err(failure.explain(unknown(Code::RefreshUnknown))),
        };
    let reference = document.reference();
    let newest = match parse_edition(&document, credential) {
        Ok(newest) => newest,
        Err(detail) => {
            return Err(unknown(Code::RefreshInvalid).with("detail", detail).with_document(reference));
        }
    };
    // Open Badges 3.0 "Equality and comparison": the later `validFrom` supersedes.
    if newest.badge.valid_from <= report.badge.valid_from {
        let check = match protected {
            true => Check::passed(CheckId::Refresh, rule()),
            // An attacker on an unprotected connection can serve the old edition forever.
            false => unknown(Code::NetCleartext),
        };
        return Err(check.with_document(reference));
    }
    Ok(NewerEdition { parsed: newest, url: url.to_owned(), document: reference })
}

impl NewerEdition {
    /// Returns `refresh.newest`, and the report on the newer edition if its proof was verified.
    pub(super) fn check(self, report: Report) -> (Check, Option<Report>) {
        let Self { parsed, url, document } = self;
        if let Some(cause) = unproven(&report) {
            let check = unknown(Code::RefreshInvalid).with("cause", cause.as_str());
            return (check.with_document(document).with("url", url), None);
        }
        let check = Check::failed(CheckId::Refresh, rule(), Code::Superseded);
        let from = parsed.badge.valid_from.map(|from| from.to_string());
        let check = from.into_iter().fold(check, |check, from| check.with("from", from));
        (check.with_document(document).with("url", url), Some(report))
    }
}

/// Reads the edition in `document`, which must have the same id and the same issuer as `credential`.
fn parse_edition(document: &Document, credential: &Value) -> Result<ParsedBadge, String> {
    let parsed = read(&document.bytes).map_err(|error| error.code.to_string())?;
    let Some(other) = self::credential(&parsed) else { return Err(Code::JsonNotABadge.to_string()) };
    let same =
        |id: Option<&str>, other: Option<&str>| id.zip(other).is_some_and(|(id, other)| same_id(id, other));
    if !same(id_of(credential), id_of(other)) || !same(issuer_id(credential), issuer_id(other)) {
        return Err(format!(
            "{} of {}",
            id_of(other).unwrap_or("no id"),
            issuer_id(other).unwrap_or("no issuer")
        ));
    }
    Ok(parsed)
}

fn unknown(code: Code) -> Check {
    Check::unknown(CheckId::Refresh, rule(), code)
}

fn rule() -> Rule {
    Version::Ob3.rule(CheckId::Refresh)
}
