//! Verifies a badge: makes every check that applies to its form, and derives the verdict.
//!
//! The form of a badge determines how it is verified:
//!
//! | form | module | the badge is genuine because |
//! |---|---|---|
//! | assertion or endorsement of OB 0.5 to 2.0, hosted | [`hosted`] | the issuer publishes the same document at its address |
//! | assertion or endorsement of OB 1.0 to 2.0, signed | [`signed`] | a key of the issuer signed it |
//! | verifiable credential: OB 3.0, CLR 2.0, others | [`credential`] | one of its [`proofs`] is valid, and the key belongs to the [`issuer`] |
//!
//! The issuer rule is the same for all: keys come only from the issuer id in the signed body. A header's `jwk` or `kid`
//! and a `verificationMethod` only select one of these keys.
//!
//! Each check has its own module: [`format`], [`integrity`], [`schema`], [`status`], [`time`], [`recipient`], [`presentation`],
//! [`refresh`]. Badges inside badges are verified here, too: [`records`] and [`endorsements`] return them one by one.
//! Every module uses only modules further down in this list: `credential`, `hosted`, `signed`; `schema`; `status`;
//! `findings`, `presentation`; `proofs`; `issuer`, `recipient`; `fetch`, `options`, `rules`.

mod budget;
mod credential;
mod differences;
mod endorsements;
mod fetch;
mod findings;
mod format;
mod hosted;
mod integrity;
mod issuer;
mod options;
mod presentation;
mod proofs;
mod recipient;
mod records;
mod refresh;
mod rules;
mod schema;
mod signed;
mod status;
mod time;

use std::pin::Pin;

use self::{
    budget::DocumentBudget, endorsements::Endorsements, findings::Findings, hosted::HostedInput,
    records::InnerCredentials, refresh::RefreshResult, rules::Version,
};
pub use self::{
    options::{Identity, IdentityKind, VerifyOptions},
    recipient::compare_recipients,
};
use crate::{
    documents::Documents,
    formats::{Credential, Format, ParsedBadge, ob1},
    json::Value,
    report::Report,
};

/// Verifies a badge and returns the report.
///
/// Inner credentials of a learner record and endorsements are verified too. Each has a report of its own.
///
/// Each document is requested once, and at most [`DOCUMENTS_PER_VERIFICATION`](crate::limits::DOCUMENTS_PER_VERIFICATION) documents
/// are requested. The same inputs always give the same report.
pub async fn verify(
    parsed: &ParsedBadge,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Report {
    let documents = &DocumentBudget::new(documents);
    let mut report = verify_edition(parsed, documents, options, 0).await;
    if let Some(result) = refresh::find_newer(parsed, &report, documents).await {
        let check = match result {
            RefreshResult::Checked(check) => check,
            RefreshResult::Newer(newer) => {
                let newer_report = verify_edition(&newer.parsed, documents, options, 0).await;
                let (check, newer_report) = newer.check(newer_report);
                report.newer = newer_report.map(Box::new);
                check
            }
        };
        report.checks.push(check);
        findings::sort(&mut report.checks);
    }
    report
}

/// Verifies a badge with its inner credentials and endorsements, but without checking for a newer edition. `level` is the
/// number of learner records around the badge.
///
/// The future is boxed because learner records can contain learner records.
fn verify_edition<'a, D: Documents + Sync>(
    parsed: &'a ParsedBadge,
    documents: &'a D,
    options: &'a VerifyOptions,
    level: usize,
) -> Pin<Box<dyn Future<Output = Report> + Send + 'a>> {
    Box::pin(async move {
        let mut findings = check(parsed, documents, options).await;
        let mut inner = Vec::new();
        if let (Some(Version::Clr2), Some(record)) =
            (Version::of_credential(parsed.format), parsed.document())
        {
            let mut credentials = InnerCredentials::new(parsed, level);
            while let Some(credential) = credentials.next_credential() {
                let report = verify_edition(&credential, documents, options, level + 1).await;
                credentials.add(&credential, report);
            }
            let record = credentials.into_findings(record);
            findings.checks.extend(record.checks);
            findings.notes.extend(record.notes);
            inner = record.reports;
        }
        if let Some(presentation) = &parsed.presentation {
            findings.checks.extend(presentation::checks(presentation, documents, options.at).await);
        }
        let document = findings.resolved.as_ref().or(parsed.document()).unwrap_or(&Value::Null);
        let mut endorsements = Endorsements::new(document, &findings.badge);
        while let Some(endorsement) = endorsements.next_endorsement() {
            let findings = check(&endorsement.parsed, documents, options).await;
            endorsements.add(endorsement, findings, options);
        }
        let (endorsements, notes) = endorsements.into_parts();
        findings.notes.extend(notes);
        Report { inner, endorsements, ..findings.into_report(parsed, options) }
    })
}

/// Checks one badge, without its inner credentials and endorsements.
async fn check(
    parsed: &ParsedBadge,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Findings {
    let badge = &parsed.badge;
    match (parsed.format, &parsed.credential, Version::of_credential(parsed.format)) {
        (Format::Ob1Hosted, Credential::Json { document, .. }, _) if ob1::is_signed(document) => {
            signed::ob1::without_signature(document, badge, options)
        }
        (
            Format::Ob05Hosted | Format::Ob1Hosted | Format::Ob2Hosted,
            Credential::Json { document, .. },
            _,
        ) => {
            let version = Version::of_assertion(document);
            let url = hosted::address(parsed, document, version).unwrap_or_default();
            let input = HostedInput { url, version, document: Some(document), badge };
            hosted::verify(input, documents, options).await
        }
        (Format::Reference, Credential::Reference { url }, _) => {
            let input = HostedInput { url, version: Version::Ob2, document: None, badge };
            hosted::verify(input, documents, options).await
        }
        (Format::Ob1Signed, Credential::Jws { text, payload }, _) => {
            signed::ob1::verify(text, payload, documents, options).await
        }
        (Format::Ob2Signed, Credential::Jws { text, payload }, _) => {
            signed::verify(text, payload, documents, options).await
        }
        (_, Credential::Json { document, .. }, Some(version)) => {
            let authenticity = proofs::data_integrity::authenticate(document, documents, options.at).await;
            credential::verify(document, version, authenticity, documents, options).await
        }
        (_, Credential::Jws { text, payload }, Some(version)) => {
            let authenticity = proofs::vc_jwt::authenticate(text, documents, options.at).await;
            let document = proofs::vc_jwt::credential(text, payload);
            credential::verify(&document, version, authenticity, documents, options).await
        }
        (Format::EndorsementHosted, Credential::Json { document, .. }, _) => {
            let url = fetch::id_of(document).unwrap_or_default();
            let input = HostedInput { url, version: Version::Ob2, document: Some(document), badge };
            hosted::endorsement::verify(input, documents, options).await
        }
        (Format::EndorsementHosted, Credential::Reference { url }, _) => {
            let input = HostedInput { url, version: Version::Ob2, document: None, badge };
            hosted::endorsement::verify(input, documents, options).await
        }
        (Format::EndorsementSigned, Credential::Jws { text, payload }, _) => {
            signed::endorsement::verify(text, payload, documents, options).await
        }
        (format, _, _) => Findings::unsupported(badge.clone(), format),
    }
}
