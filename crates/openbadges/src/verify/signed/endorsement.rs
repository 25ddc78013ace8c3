//! Signed endorsements of OB 2.0 ("Endorsement"; "Signed verification"): a compact JWS by a key that the endorser's
//! profile lists.

use super::{proof, signed_assertion};
use crate::{
    check::Outcome,
    documents::Documents,
    formats::endorsement,
    json::Value,
    verify::{
        fetch::id_of,
        findings::Findings,
        format::faults_check,
        issuer::chain::{IssuerChain, VerificationType},
        options::VerifyOptions,
        rules::Version,
        status::issuer_list,
        time,
    },
};

const RULES: Version = Version::Ob2;

/// Verifies a signed endorsement. `payload` was read from `text`; the signed bytes are parsed again.
pub(crate) async fn verify(
    text: &str,
    payload: &Value,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Findings {
    let (jws, signed) = signed_assertion(text, payload);
    let visited = id_of(&signed).map(str::to_owned).into_iter().collect();
    let chain = IssuerChain::resolve_endorsement(&signed, visited, VerificationType::Signed, documents).await;
    let (signature, issuer_key) = proof(&jws, &signed, &chain, documents).await;
    let issuer_confirmed = signature.outcome == Outcome::Passed && issuer_key.outcome == Outcome::Passed;
    let checks = vec![
        faults_check(endorsement::ob2_faults(&signed), RULES),
        signature,
        issuer_key,
        issuer_list::check(&signed, RULES, &chain, documents).await,
        time::check(&signed, RULES, options.at),
    ];
    let resolved = chain.resolved_endorsement(&signed);
    Findings::new(checks, endorsement::ob2_badge(&resolved), issuer_confirmed).with_resolved(resolved)
}
