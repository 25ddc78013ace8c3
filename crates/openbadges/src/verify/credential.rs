//! What an OB 3.0 credential is asked about beside its proof (Open Badges 3.0 "Verification and Validation").

use super::{Authenticity, Findings, Question, format, rules::Version, status};
use crate::{check::Outcome, documents::Documents, formats::ob3, json::Value};

/// Verifies `credential`, whose proof came to `authenticity`.
pub(super) async fn verify(
    credential: &Value,
    authenticity: Authenticity,
    documents: &(impl Documents + Sync),
    question: &Question,
) -> Findings {
    let Authenticity { signature, claims, issuer_key } = authenticity;
    let shown = [&signature, &issuer_key].iter().all(|check| check.outcome == Outcome::Passed);
    let (revocation, notes) = status::check(credential, documents, question.at).await;
    let mut checks = vec![format::check(credential, Version::Ob3), signature, issuer_key, revocation];
    checks.extend(claims);
    let findings = Findings { notes, ..Findings::new(checks, ob3::badge(credential), shown) };
    findings.judged(credential, Version::Ob3, question)
}
