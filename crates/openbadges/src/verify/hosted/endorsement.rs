//! Hosted endorsements of OB 2.0 ("Endorsement"; "Hosted verification"). As with assertions, the page at the
//! endorsement's address is authoritative, and the address must be one that its issuer issues from.

use super::{HostedInput, copy, revocation, scope};
use crate::{
    check::{CheckId, Outcome},
    code::Code,
    documents::{Documents, Purpose},
    formats::{endorsement, wire},
    json::Value,
    verify::{
        fetch::{FetchFailure, fetch_page},
        findings::Findings,
        format::faults_check,
        issuer::chain::{IssuerChain, VerificationType},
        options::VerifyOptions,
        rules::Version,
        time,
    },
};

const RULES: Version = Version::Ob2;

/// Verifies a hosted endorsement.
pub(crate) async fn verify(
    input: HostedInput<'_>,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Findings {
    if input.lacks_web_address() {
        return without_page(input, &FetchFailure::no_address(), options);
    }
    let page = match fetch_page(documents, input.url, Purpose::HostedAssertion).await {
        Ok(page) if wire::types(&page.document).contains(&"Endorsement") => page,
        Ok(page) => {
            let withdrawn = page.document.get("revoked") == Some(&Value::Bool(true));
            let failure = FetchFailure {
                url: input.url.into(),
                cause: Code::JsonNotABadge,
                detail: "the page contains no endorsement".into(),
                gone: withdrawn.then(|| page.document.to_string().into_bytes()),
                refused: false,
            };
            return without_page(input, &failure, options);
        }
        Err(failure) => return without_page(input, &failure, options),
    };
    let hosted = &page.document;
    let chain = IssuerChain::resolve_endorsement(
        hosted,
        vec![input.url.to_owned()],
        VerificationType::Hosted,
        documents,
    )
    .await;
    let checks = vec![
        faults_check(endorsement::ob2_faults(hosted), RULES),
        copy(input, RULES, &page, &chain),
        scope(input.url, RULES, &page, &chain),
        revocation(hosted, RULES, &page, &chain, documents).await,
        time::check(hosted, RULES, options.at),
    ];
    let issuer_confirmed = [CheckId::HostedCopy, CheckId::HostedScope]
        .iter()
        .all(|id| checks.iter().any(|check| check.id == *id && check.outcome == Outcome::Passed));
    let resolved = chain.resolved_endorsement(hosted);
    Findings::new(checks, endorsement::ob2_badge(&resolved), issuer_confirmed).with_resolved(resolved)
}

/// Returns the findings for a page that is not available.
fn without_page(input: HostedInput<'_>, failure: &FetchFailure, options: &VerifyOptions) -> Findings {
    let mut checks = input.without_page(failure);
    let badge = input.badge.clone();
    let Some(document) = input.document else { return Findings::new(checks, badge, false) };
    checks.push(faults_check(endorsement::ob2_faults(document), RULES));
    checks.push(time::check(document, RULES, options.at));
    Findings::new(checks, badge, false)
}
