//! Signed badges of OB 1.0 and 1.1 ("Badge Verification: Signed Assertion"): a compact JWS by the key at
//! `verify.url`.
//!
//! The assertion names its own key, and an issuer cannot declare its keys in these versions. A signature alone
//! therefore does not show who signed. A key on the issuer's host is accepted, with a note that the profile does
//! not name it. A key on any other host leaves the badge unconfirmed. The issuer's identity is never established.

use super::signed_assertion;
use crate::{
    address::Address,
    badge::Badge,
    check::{Check, CheckId, Outcome},
    code::{Code, Note},
    documents::{Documents, Purpose},
    formats::ob1,
    json::Value,
    proof::{
        jwk::from_pem,
        jws::{Jws, JwsError},
    },
    verify::{
        fetch::{FetchedDocument, fetch_document},
        findings::Findings,
        format,
        issuer::chain::{IssuerChain, VerificationType},
        options::VerifyOptions,
        rules::Version,
        status::issuer_list,
    },
};

/// Verifies a signed assertion. `payload` was read from `text`; the signed bytes are parsed again.
pub(crate) async fn verify(
    text: &str,
    payload: &Value,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Findings {
    let (jws, assertion) = signed_assertion(text, payload);
    let version = Version::of_assertion(&assertion);
    let chain =
        IssuerChain::resolve(&assertion, version, Vec::new(), VerificationType::Signed, documents).await;
    let resolved = chain.resolved(&assertion);
    let (signature, issuer_key) = proof(&jws, &assertion, version, &chain, documents).await;
    let by_host = issuer_key.outcome == Outcome::Passed;
    let checks = vec![
        format::check_signed(&resolved, version),
        signature,
        issuer_key,
        chain.check(VerificationType::Signed),
        issuer_list::check(&assertion, version, &chain, documents).await,
    ];
    let mut badge = ob1::badge(&resolved);
    chain.identify(&mut badge);
    let mut findings = Findings::new(checks, badge, false)
        .with_offline_checks(&assertion, version, options)
        .with_resolved_facts(&assertion, &resolved);
    findings.notes.extend(by_host.then(|| Note::new(Code::IssuerKeyByHost)));
    findings
}

/// Returns the findings for an assertion that claims to be signed but has no signature.
pub(crate) fn without_signature(assertion: &Value, badge: &Badge, options: &VerifyOptions) -> Findings {
    let version = Version::of_assertion(assertion);
    let checks = vec![
        format::check_signed(assertion, version),
        Check::failed(CheckId::Signature, version.rule(CheckId::Signature), Code::DiNoProof),
    ];
    Findings::new(checks, badge.clone(), false).with_offline_checks(assertion, version, options)
}

/// Checks `proof.signature` and `issuer.key`.
async fn proof(
    jws: &Result<Jws, JwsError>,
    assertion: &Value,
    version: Version,
    chain: &IssuerChain,
    documents: &(impl Documents + Sync),
) -> (Check, Check) {
    let rule = |id: CheckId| version.rule(id);
    let unknown = |id: CheckId, code: Code| Check::unknown(id, rule(id), code);
    let failed = |error: &JwsError| {
        Check::failed(CheckId::Signature, rule(CheckId::Signature), error.code).with("detail", &error.detail)
    };
    let jws = match jws {
        Ok(jws) => jws,
        Err(error) => return (failed(error), unknown(CheckId::IssuerKey, error.code)),
    };
    let url = assertion.pointer("/verify/url").and_then(Value::as_str).unwrap_or_default();
    let fetched = match fetch_document(documents, url, Purpose::PublicKey).await {
        Ok(fetched) => fetched,
        Err(failure) => {
            let code = failure.code_or(Code::IssuerUnavailable);
            let unknown = |id: CheckId| failure.explain(unknown(id, code));
            return (unknown(CheckId::Signature), unknown(CheckId::IssuerKey));
        }
    };
    let key = match from_pem(&String::from_utf8_lossy(&fetched.document.bytes)) {
        Ok(key) => key,
        Err(error) => {
            let unreadable =
                |id: CheckId| unknown(id, error.code).with("url", url).with("detail", &error.detail);
            return (
                unreadable(CheckId::Signature),
                unreadable(CheckId::IssuerKey).with_document(fetched.document.reference()),
            );
        }
    };
    let signature = match jws.verify(&key) {
        Ok(()) => Check::passed(CheckId::Signature, rule(CheckId::Signature))
            .with("algorithm", jws.algorithm.name()),
        Err(error) => failed(&error),
    };
    (signature.with_document(fetched.document.reference()), issuer_key(url, &fetched, version, chain))
}

/// Checks `issuer.key`: the key is on the issuer's host.
fn issuer_key(url: &str, fetched: &FetchedDocument, version: Version, chain: &IssuerChain) -> Check {
    let id = CheckId::IssuerKey;
    let Some(issuer) = chain.issuer_id() else {
        return match &chain.error {
            Some(error) => error.unknown_check(id),
            None => Check::unknown(id, version.rule(id), Code::IssuerUnavailable),
        };
    };
    let places = [Address::parse(url), Some(fetched.final_address.clone())];
    let check = if !places.iter().flatten().all(|place| chain.issues_from(place)) {
        Check::unknown(id, version.rule(id), Code::IssuerKeyUnproven)
    } else if !fetched.protected {
        Check::unknown(id, version.rule(id), Code::NetCleartext)
    } else {
        Check::passed(id, version.rule(id))
    };
    check.with("url", url).with("issuer", issuer).with_document(fetched.document.reference())
}
