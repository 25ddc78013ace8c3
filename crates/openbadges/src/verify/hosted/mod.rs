//! Hosted badges (OB 2.0 "HostedBadge Verification"; OB 1.x "Hosted Assertion"; OB 0.5): the copy at the issuer's
//! address is the truth.
//!
//! Of what was handed over, only the address is believed. What the page says is compared with it, never the other
//! way round, and a page that could not be asked is `unknown`, whatever stood in its place.

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

/// What is in hand: the assertion as it was found, or only its address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HostedInput<'f> {
    /// The address of the assertion ([`address`]). Empty where there is none.
    pub(crate) url: &'f str,
    /// The version that it is written in; of an address alone, OB 2.0, until its page says otherwise.
    pub(crate) version: Version,
    /// The assertion, where there is more than the address.
    pub(crate) document: Option<&'f Value>,
    /// The view of what is in hand, for the report of a badge whose page cannot be had.
    pub(crate) badge: &'f Badge,
}

impl HostedInput<'_> {
    /// A name that is no address, as the `urn:uuid:` of a signed assertion, leads nowhere.
    pub(crate) fn leads_nowhere(&self) -> bool {
        let leads_somewhere =
            || Url::parse(self.url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        self.document.is_some() && !leads_somewhere()
    }

    /// The checks that need the page, which was not had: `hosted.copy`, `hosted.scope` and `status.revocation`, of which
    /// the last may yet know that the page is gone.
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
    if input.leads_nowhere() {
        return without_page(input, &FetchFailure::no_address(), options);
    }
    match fetch_page(documents, input.url, Purpose::HostedAssertion).await {
        Ok(page) => against_page(input, page, documents, options).await,
        Err(failure) => without_page(input, &failure, options),
    }
}

/// The address of the issuer's copy of `assertion`: the one that it names as its own. One of OB 0.5 names none; there it is
/// the one that a bare assertion was fetched from. (A picture has an address of its own.)
pub(crate) fn address<'f>(found: &'f ParsedBadge, assertion: &'f Value, version: Version) -> Option<&'f str> {
    let verify_url = || assertion.pointer("/verify/url").and_then(Value::as_str);
    match version {
        Version::Ob05 => found.fetched_from.as_deref().filter(|_| found.container == Container::Bare),
        Version::Ob10 | Version::Ob11 => verify_url().or_else(|| id_of(assertion)),
        _ => id_of(assertion),
    }
}

/// The page was had: it is the assertion from here on.
async fn against_page(
    input: HostedInput<'_>,
    page: FetchedPage,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Findings {
    let hosted = &page.document;
    let version = Version::of_assertion(hosted);
    // A withdrawn assertion may be reduced to its `id` and `revoked`, or to `{"revoked": true}`; anything else that
    // awards nothing is an error message in JSON.
    let withdrawn = hosted.get("revoked") == Some(&Value::Bool(true));
    if hosted.get("badge").is_none() && (withdrawn || !wire::types(hosted).contains(&"Assertion")) {
        let failure = FetchFailure {
            url: input.url.into(),
            cause: Code::JsonNotABadge,
            detail: "the page holds no assertion".into(),
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

/// The page was not had: nothing is known of the badge but what it says of itself, and perhaps that it is gone.
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
    // Of an address alone, neither time nor recipient can be told, and nothing is said of them.
    let Some(said) = input.document else { return Findings::new(checks, badge, false) };
    checks.push(format::check(said, version));
    Findings::new(checks, badge, false).with_offline_checks(said, version, options)
}

/// `hosted.copy`: the page names its own address, and confirms every claim in hand.
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
            .on(page.reference.clone());
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
            .on(page.reference.clone());
    }
    if !page.protected {
        return Check::unknown(id, rule(), Code::NetCleartext)
            .with("url", page.final_address.document())
            .on(page.reference.clone());
    }
    Check::passed(id, rule()).on(page.reference.clone())
}

/// The address that the page names as its own, where that is neither the one that was asked for nor the one that
/// final_address. An assertion of OB 2.0 has an `id`; one of OB 1.x has `verify.url`, and may have an `id` too; one of OB 0.5
/// says nothing.
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

/// `hosted.scope`: the issuer issues from the address that was asked for, and from the one that final_address.
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
    let asked = Address::parse(url);
    let outside = [asked.as_ref(), Some(&page.final_address)]
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

/// `status.revocation` of a page that was had. A signed assertion that is found as plain JSON is withdrawn as signed
/// ones are, by its issuer's revocation list.
pub(crate) async fn revocation(
    hosted: &Value,
    version: Version,
    page: &FetchedPage,
    chain: &IssuerChain,
    documents: &(impl Documents + Sync),
) -> Check {
    if hosted.get("revoked") == Some(&Value::Bool(true)) {
        return revoked(version, reason(hosted)).on(page.reference.clone());
    }
    let proofs = ob2::verification(hosted).map(wire::types).unwrap_or_default();
    if proofs.iter().any(|name| matches!(*name, "signed" | "SignedBadge")) {
        return issuer_list::check(hosted, version, chain, documents).await.on(page.reference.clone());
    }
    Check::passed(CheckId::Revocation, version.rule(CheckId::Revocation)).on(page.reference.clone())
}

/// The issuer says that it was withdrawn.
fn revoked(version: Version, reason: Option<String>) -> Check {
    let check = Check::failed(CheckId::Revocation, version.rule(CheckId::Revocation), Code::Revoked);
    match reason {
        Some(reason) => check.with("reason", reason),
        None => check,
    }
}

/// Why a document says that it was withdrawn.
fn reason(document: &Value) -> Option<String> {
    document.get("revocationReason").and_then(Value::as_str).map(str::to_owned)
}
