//! Hosted badges (OB 2.0 "HostedBadge Verification"; OB 1.x "Hosted Assertion"; OB 0.5): the copy at the issuer's
//! address is authoritative.
//!
//! Only the address is taken from the badge. The badge is compared with the page at that address. If the page is
//! not available, the checks are `unknown`.

pub(crate) mod endorsement;

use url::Url;

use crate::{
    address::Address,
    badge::Badge,
    check::{Check, CheckId, Outcome},
    code::Code,
    documents::{Documents, Purpose},
    formats::{self, Container, ParsedBadge, ob2, wire},
    json::{self, Value},
    verify::{
        differences::{differences, differences_in_meaning},
        fetch::{FetchFailure, FetchedPage, fetch_page, id_of},
        findings::Findings,
        format,
        issuer::chain::{IssuerChain, VerificationType, is_at},
        options::VerifyOptions,
        rules::Version,
        status::issuer_list,
    },
};

/// The hosted badge to verify: an assertion or only its address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HostedInput<'f> {
    /// The address of the issuer's copy ([`address`]). Empty if there is none.
    pub(crate) url: &'f str,
    /// The version of the assertion. OB 2.0 for an address alone, until its page is fetched.
    pub(crate) version: Version,
    /// The assertion. `None` for an address alone.
    pub(crate) document: Option<&'f Value>,
    /// The badge that was read, for the report if the page is not available.
    pub(crate) badge: &'f Badge,
}

impl HostedInput<'_> {
    /// Returns whether the assertion names no web address, like the `urn:uuid:` of a signed assertion.
    pub(crate) fn lacks_web_address(&self) -> bool {
        let has_web_address =
            || Url::parse(self.url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        self.document.is_some() && !has_web_address()
    }

    /// Returns the checks that need the page when it is not available: `hosted.copy`, `hosted.scope` and
    /// `status.revocation`. The last check fails if the host reports that the page is gone.
    pub(crate) fn without_page(&self, failure: &FetchFailure) -> Vec<Check> {
        let unknown =
            |id: CheckId, code: Code| failure.explain(Check::unknown(id, self.version.rule(id), code));
        let unavailable = failure.code_or(Code::HostedUnavailable);
        let status = match &failure.gone {
            Some(body) => {
                let reason = json::parse(body).ok().and_then(|body| reason(&body));
                revoked(self.version, reason).with("url", self.url)
            }
            None => unknown(CheckId::Revocation, Code::StatusUnknown),
        };
        vec![unknown(CheckId::HostedCopy, unavailable), unknown(CheckId::HostedScope, unavailable), status]
    }
}

/// Verifies a hosted assertion.
pub(crate) async fn verify(
    input: HostedInput<'_>,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Findings {
    if input.lacks_web_address() {
        return without_page(input, &FetchFailure::no_address(), options);
    }
    match fetch_page(documents, input.url, Purpose::HostedAssertion).await {
        Ok(page) => against_page(input, page, documents, options).await,
        Err(failure) => without_page(input, &failure, options),
    }
}

/// Returns the address of the issuer's copy of `assertion`. An assertion of OB 0.5 does not name it; the result is then
/// the address that a bare assertion was fetched from. The address of a picture is not that of the assertion.
pub(crate) fn address<'f>(
    parsed: &'f ParsedBadge,
    assertion: &'f Value,
    version: Version,
) -> Option<&'f str> {
    let verify_url = || assertion.pointer("/verify/url").and_then(Value::as_str);
    match version {
        Version::Ob05 => parsed.fetched_from.as_deref().filter(|_| parsed.container == Container::Bare),
        Version::Ob10 | Version::Ob11 => verify_url().or_else(|| id_of(assertion)),
        _ => id_of(assertion),
    }
}

/// Verifies the assertion on the page that was fetched.
async fn against_page(
    input: HostedInput<'_>,
    page: FetchedPage,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Findings {
    let hosted = &page.document;
    let version = Version::of_assertion(hosted);
    // A revoked assertion may be reduced to its `id` and `revoked`, or to `{"revoked": true}`. Any other document
    // without a badge class is an error message in JSON.
    let withdrawn = hosted.get("revoked") == Some(&Value::Bool(true));
    if hosted.get("badge").is_none() && (withdrawn || !wire::types(hosted).contains(&"Assertion")) {
        let failure = FetchFailure {
            url: input.url.into(),
            cause: Code::JsonNotABadge,
            detail: "the page contains no assertion".into(),
            gone: withdrawn.then(|| hosted.to_string().into_bytes()),
            refused: false,
        };
        return without_page(input, &failure, options);
    }
    let visited = vec![input.url.to_owned()];
    let chain = IssuerChain::resolve(hosted, version, visited, VerificationType::Hosted, documents).await;
    let resolved = chain.resolved(hosted);
    let checks = vec![
        format::check(&resolved, version),
        copy(input, version, &page, &chain),
        scope(input.url, version, &page, &chain),
        chain.check(VerificationType::Hosted),
        revocation(hosted, version, &page, &chain, documents).await,
    ];
    let passed = |id: CheckId| checks.iter().any(|check| check.id == id && check.outcome == Outcome::Passed);
    let one_document = version == Version::Ob05;
    let issuer_confirmed = passed(CheckId::HostedCopy)
        && passed(CheckId::HostedScope)
        && (one_document || passed(CheckId::BadgeClassIssuer));
    let mut badge = formats::badge(&resolved).unwrap_or_else(|| ob2::badge(&resolved));
    chain.identify(&mut badge);
    let findings =
        Findings::new(checks, badge, issuer_confirmed).with_offline_checks(hosted, version, options);
    findings.with_resolved_facts(hosted, &resolved).with_resolved(resolved)
}

/// Returns the findings for a page that is not available.
fn without_page(input: HostedInput<'_>, failure: &FetchFailure, options: &VerifyOptions) -> Findings {
    let version = input.version;
    let class = Check::unknown(
        CheckId::BadgeClassIssuer,
        version.rule(CheckId::BadgeClassIssuer),
        failure.code_or(Code::HostedUnavailable),
    );
    let mut checks = input.without_page(failure);
    checks.push(failure.explain(class));
    let badge = input.badge.clone();
    // An address alone has no validity period and no recipient.
    let Some(document) = input.document else { return Findings::new(checks, badge, false) };
    checks.push(format::check(document, version));
    Findings::new(checks, badge, false).with_offline_checks(document, version, options)
}

/// Checks `hosted.copy`: the page has the requested id and confirms every claim of the badge.
pub(crate) fn copy(
    input: HostedInput<'_>,
    version: Version,
    page: &FetchedPage,
    chain: &IssuerChain,
) -> Check {
    let id = CheckId::HostedCopy;
    let rule = || version.rule(id);
    if let Some(other) = names_another_address(page, version, input.url) {
        return Check::failed(id, rule(), Code::HostedIdMismatch)
            .with("url", input.url)
            .with("id", other)
            .with_document(page.reference.clone());
    }
    let mut changed: Vec<String> = match input.document {
        None => Vec::new(),
        Some(ours) if input.version == version => differences(ours, &page.document, ""),
        Some(_) => {
            let hosted = formats::badge(&chain.resolved(&page.document)).unwrap_or_default();
            differences_in_meaning(input.badge, &hosted).into_iter().map(str::to_owned).collect()
        }
    };
    changed.extend(chain.unconfirmed.iter().cloned());
    if !changed.is_empty() {
        return Check::failed(id, rule(), Code::HostedMismatch)
            .with("url", input.url)
            .with("fields", changed.join(", "))
            .with_document(page.reference.clone());
    }
    if !page.protected {
        return Check::unknown(id, rule(), Code::NetCleartext)
            .with("url", page.final_address.document())
            .with_document(page.reference.clone());
    }
    Check::passed(id, rule()).with_document(page.reference.clone())
}

/// Returns the id of the page if it is neither the requested address nor the address after redirects. An assertion
/// of OB 2.0 has an `id`, one of OB 1.x has `verify.url` and may have an `id`, one of OB 0.5 has neither.
fn names_another_address<'p>(page: &'p FetchedPage, version: Version, url: &str) -> Option<&'p str> {
    let verify_url = || page.document.pointer("/verify/url").and_then(Value::as_str);
    let other = |named: &&str| !is_at(page, named, url);
    match version {
        Version::Ob05 => None,
        Version::Ob10 | Version::Ob11 => {
            let id = page.id().filter(|id| Address::parse(id).is_some());
            [verify_url(), id].into_iter().flatten().find(other)
        }
        _ => match page.id() {
            Some(id) => Some(id).filter(other),
            None => Some(""),
        },
    }
}

/// Checks `hosted.scope`: the issuer issues badges from the requested address and from the address after redirects.
pub(crate) fn scope(url: &str, version: Version, page: &FetchedPage, chain: &IssuerChain) -> Check {
    let id = CheckId::HostedScope;
    let rule = || version.rule(id);
    let Some(issuer) = chain.issuer_id() else {
        return match &chain.error {
            Some(error) if error.has_code(Code::HostedScope) => error.failed_check(id),
            Some(error) => error.unknown_check(id),
            None => Check::unknown(id, rule(), Code::IssuerUnavailable),
        };
    };
    let requested = Address::parse(url);
    let outside = [requested.as_ref(), Some(&page.final_address)]
        .into_iter()
        .flatten()
        .find(|place| !chain.issues_from(place));
    match outside {
        Some(place) => Check::failed(id, rule(), Code::HostedScope)
            .with("address", place.document())
            .with("issuer", issuer),
        None => Check::passed(id, rule()).with("issuer", issuer),
    }
}

/// Checks `status.revocation` of a page that was fetched. A signed assertion found as plain JSON is revoked through
/// the issuer's revocation list.
pub(crate) async fn revocation(
    hosted: &Value,
    version: Version,
    page: &FetchedPage,
    chain: &IssuerChain,
    documents: &(impl Documents + Sync),
) -> Check {
    if hosted.get("revoked") == Some(&Value::Bool(true)) {
        return revoked(version, reason(hosted)).with_document(page.reference.clone());
    }
    let proofs = ob2::verification(hosted).map(wire::types).unwrap_or_default();
    if proofs.iter().any(|name| matches!(*name, "signed" | "SignedBadge")) {
        return issuer_list::check(hosted, version, chain, documents)
            .await
            .with_document(page.reference.clone());
    }
    Check::passed(CheckId::Revocation, version.rule(CheckId::Revocation))
        .with_document(page.reference.clone())
}

/// Returns the check of a revoked badge.
fn revoked(version: Version, reason: Option<String>) -> Check {
    let check = Check::failed(CheckId::Revocation, version.rule(CheckId::Revocation), Code::Revoked);
    match reason {
        Some(reason) => check.with("reason", reason),
        None => check,
    }
}

/// Returns the reason for revocation that `document` states.
fn reason(document: &Value) -> Option<String> {
    document.get("revocationReason").and_then(Value::as_str).map(str::to_owned)
}
