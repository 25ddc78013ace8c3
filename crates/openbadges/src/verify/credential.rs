//! Verifiable credentials: an Open Badge 3.0, a learner record, an endorsement or another credential (Open Badges
//! 3.0 "Verification and Validation").

use super::{
    findings::Findings, format, integrity, options::VerifyOptions, proofs::Authenticity, rules::Version,
    schema, status,
};
use crate::{
    badge::Badge,
    check::Outcome,
    code::{Code, Note},
    documents::Documents,
    formats::{clr, endorsement, ob3, vc},
    json::Value,
    proof::data_integrity::Suite,
};

/// Makes all checks of `credential`, whose proof was verified with the result `authenticity`.
pub(super) async fn verify(
    credential: &Value,
    version: Version,
    authenticity: Authenticity,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Findings {
    let Authenticity { signature, claims, issuer_key } = authenticity;
    let issuer_confirmed = [&signature, &issuer_key].iter().all(|check| check.outcome == Outcome::Passed);
    let mut status = status::check(credential, documents, options).await;
    if signature.details.get("suite").is_some_and(|suite| suite == Suite::EcdsaSd2023.as_str()) {
        status.notes.push(Note::new(Code::DiDisclosure));
    }
    let resources = integrity::check(credential, documents).await;
    let mut checks = vec![format::check(credential, version), signature, issuer_key, resources, status.check];
    checks.extend(claims);
    let schema = schema::check(credential, version, documents, options).await;
    checks.extend(schema.checks);
    status.lists.extend(schema.lists);
    let mut findings = Findings::new(checks, badge(credential, version), issuer_confirmed);
    findings.notes = status.notes;
    findings.status_lists = status.lists;
    findings.with_offline_checks(credential, version, options)
}

/// Returns the badge of a credential.
fn badge(credential: &Value, version: Version) -> Badge {
    match version {
        Version::Clr2 => clr::badge(credential),
        Version::Endorsement3 => endorsement::badge(credential),
        Version::Vc => vc::badge(credential),
        _ => ob3::badge(credential),
    }
}
