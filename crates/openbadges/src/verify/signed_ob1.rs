//! Signed badges of OB 1.0 and 1.1 ("Badge Verification: Signed Assertion"): a compact JWS by the key at `verify.url`.
//!
//! The assertion names its own key. Nothing in these versions lets an issuer say which keys are theirs, so a signature
//! alone shows that somebody signed, and not who. A key at the issuer's own host is taken for the issuer's, with a note
//! that the profile does not name it; a key anywhere else leaves the badge unconfirmed, for anybody could have put it
//! there. Either way the issuer's standing is that it is not shown.

use super::{
    Findings, VerifyOptions,
    address::Address,
    award::{Award, Proof},
    format,
    page::{Had, ask},
    rules::Version,
    signed,
};
use crate::{
    badge::Badge,
    check::{Check, CheckId, Note, Outcome},
    code::Code,
    documents::{Documents, Purpose},
    formats::ob1,
    json::Value,
    proof::{
        jwk::from_pem,
        jws::{Jws, JwsError},
    },
};

/// Verifies a signed assertion. `payload` is what was read from `text`; the signed bytes are read again.
pub(super) async fn verify(
    text: &str,
    payload: &Value,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> Findings {
    let (jws, assertion) = signed::signed_assertion(text, payload);
    let version = Version::of_assertion(&assertion);
    let award = Award::follow(&assertion, version, Vec::new(), Proof::Signed, documents).await;
    let whole = award.resolved(&assertion);
    let (signature, issuer_key) = proof(&jws, &assertion, version, &award, documents).await;
    let by_host = issuer_key.outcome == Outcome::Passed;
    let checks = vec![
        format::check_signed(&whole, version),
        signature,
        issuer_key,
        award.check(Proof::Signed),
        signed::revocation(&assertion, version, &award, documents).await,
    ];
    let mut badge = ob1::badge(&whole);
    award.identify(&mut badge);
    let mut findings = Findings::new(checks, badge, false)
        .judged(&assertion, version, question)
        .resting_on(&assertion, &whole);
    findings.notes.extend(by_host.then(|| Note::new(Code::IssuerKeyByHost)));
    findings
}

/// An assertion that says that it is signed, found without its signature: there is nothing to confirm it.
pub(super) fn without_signature(assertion: &Value, badge: &Badge, question: &VerifyOptions) -> Findings {
    let version = Version::of_assertion(assertion);
    let checks = vec![
        format::check_signed(assertion, version),
        Check::failed(CheckId::Signature, version.rule(CheckId::Signature), Code::DiNoProof),
    ];
    Findings::new(checks, badge.clone(), false).judged(assertion, version, question)
}

/// `proof.signature` and `issuer.key`.
async fn proof(
    jws: &Result<Jws, JwsError>,
    assertion: &Value,
    version: Version,
    award: &Award,
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
    let had = match ask(documents, url, Purpose::PublicKey).await {
        Ok(had) => had,
        Err(why) => {
            let code = why.code_or(Code::IssuerUnavailable);
            let unknown = |id: CheckId| why.told_by(unknown(id, code));
            return (unknown(CheckId::Signature), unknown(CheckId::IssuerKey));
        }
    };
    let key = match from_pem(&String::from_utf8_lossy(&had.document.bytes)) {
        Ok(key) => key,
        Err(error) => {
            let told = |id: CheckId| unknown(id, error.code).with("url", url).with("detail", &error.detail);
            return (told(CheckId::Signature), told(CheckId::IssuerKey).on(had.document.reference()));
        }
    };
    let signature = match jws.verify(&key) {
        Ok(()) => Check::passed(CheckId::Signature, rule(CheckId::Signature))
            .with("algorithm", jws.algorithm.name()),
        Err(error) => failed(&error),
    };
    (signature.on(had.document.reference()), issuer_key(url, &had, version, award))
}

/// `issuer.key`: the key is at the issuer's host, where nobody else puts one.
fn issuer_key(url: &str, had: &Had, version: Version, award: &Award) -> Check {
    let id = CheckId::IssuerKey;
    let Some(issuer) = award.issuer_id() else {
        return match &award.broken {
            Some(broken) => broken.leaves_unknown(id),
            None => Check::unknown(id, version.rule(id), Code::IssuerUnavailable),
        };
    };
    let places = [Address::parse(url), Some(had.answered.clone())];
    let check = if !places.iter().flatten().all(|place| award.covers(place)) {
        Check::unknown(id, version.rule(id), Code::IssuerKeyUnproven)
    } else if !had.protected {
        Check::unknown(id, version.rule(id), Code::NetCleartext)
    } else {
        Check::passed(id, version.rule(id))
    };
    check.with("url", url).with("issuer", issuer).on(had.document.reference())
}
