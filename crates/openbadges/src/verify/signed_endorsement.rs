//! OB 2.0 endorsements as compact JWSs ("Endorsement"; "Signed verification"): as with signed assertions, by a key that the
//! endorser's profile owns.

use super::{
    Findings, VerifyOptions,
    award::{Award, Proof},
    format::faults_check,
    page::id_of,
    rules::Version,
    signed::{proof, revocation, signed_assertion},
    time,
};
use crate::{check::Outcome, documents::Documents, formats::endorsement, json::Value};

const RULES: Version = Version::Ob2;

/// Verifies a signed endorsement. `payload` is what was read from `text`; the signed bytes are read again.
pub(super) async fn verify(
    text: &str,
    payload: &Value,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> Findings {
    let (jws, signed) = signed_assertion(text, payload);
    let trail = id_of(&signed).map(str::to_owned).into_iter().collect();
    let award = Award::of_endorsement(&signed, trail, Proof::Signed, documents).await;
    let (signature, issuer_key) = proof(&jws, &signed, &award, documents).await;
    let shown = signature.outcome == Outcome::Passed && issuer_key.outcome == Outcome::Passed;
    let checks = vec![
        faults_check(endorsement::ob2_faults(&signed), RULES),
        signature,
        issuer_key,
        revocation(&signed, RULES, &award, documents).await,
        time::check(&signed, RULES, question.at),
    ];
    let whole = award.resolved_endorsement(&signed);
    Findings::new(checks, endorsement::ob2_badge(&whole), shown).resolved(whole)
}
