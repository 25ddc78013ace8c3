//! Hosted badges (OB 2.0 "HostedBadge Verification"; OB 1.x "Hosted Assertion"; OB 0.5): the copy at the issuer's
//! address is the truth.
//!
//! Of what was handed over, only the address is believed. What the page says is compared with it, never the other
//! way round, and a page that could not be asked is `unknown`, whatever stood in its place.

use url::Url;

use super::{
    Findings, VerifyOptions,
    address::Address,
    award::{Award, Proof, is_at},
    differences::{differences, differences_in_meaning},
    format,
    page::{NotHad, Page, fetch, id_of},
    rules::Version,
    signed,
};
use crate::{
    badge::Badge,
    check::{Check, CheckId, Outcome},
    code::Code,
    documents::{Documents, Purpose},
    formats::{self, ob2, wire},
    json::{self, Value},
    read::{Container, ParsedBadge},
};

/// What is in hand: the assertion as it was found, or only its address.
#[derive(Clone, Copy, Debug)]
pub(super) struct InHand<'f> {
    /// The address of the assertion ([`address`]). Empty where there is none.
    pub(super) url: &'f str,
    /// The version that it is written in; of an address alone, OB 2.0, until its page says otherwise.
    pub(super) version: Version,
    /// The assertion, where there is more than the address.
    pub(super) assertion: Option<&'f Value>,
    /// The view of what is in hand, for the report of a badge whose page cannot be had.
    pub(super) badge: &'f Badge,
}

impl InHand<'_> {
    /// A name that is no address, as the `urn:uuid:` of a signed assertion, leads nowhere.
    pub(super) fn leads_nowhere(&self) -> bool {
        let leads_somewhere =
            || Url::parse(self.url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        self.assertion.is_some() && !leads_somewhere()
    }

    /// The checks that need the page, which was not had: `hosted.copy`, `hosted.scope` and `status.revocation`, of which
    /// the last may yet know that the page is gone.
    pub(super) fn without_page(&self, why: &NotHad) -> Vec<Check> {
        let unknown = |id: CheckId, code: Code| why.told_by(Check::unknown(id, self.version.rule(id), code));
        let not_had = why.code_or(Code::HostedUnavailable);
        let status = match &why.gone {
            Some(body) => {
                let reason = json::parse(body).ok().and_then(|body| reason(&body));
                revoked(self.version, reason).with("url", self.url)
            }
            None => unknown(CheckId::Revocation, Code::StatusUnknown),
        };
        vec![unknown(CheckId::HostedCopy, not_had), unknown(CheckId::HostedScope, not_had), status]
    }
}

/// Verifies a hosted assertion.
pub(super) async fn verify(
    in_hand: InHand<'_>,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> Findings {
    if in_hand.leads_nowhere() {
        return without_page(in_hand, &NotHad::nowhere(), question);
    }
    match fetch(documents, in_hand.url, Purpose::HostedAssertion).await {
        Ok(page) => against_page(in_hand, page, documents, question).await,
        Err(why) => without_page(in_hand, &why, question),
    }
}

/// The address of the issuer's copy of `assertion`: the one that it names as its own. One of OB 0.5 names none; there it is
/// the one that a bare assertion was fetched from. (A picture has an address of its own.)
pub(super) fn address<'f>(found: &'f ParsedBadge, assertion: &'f Value, version: Version) -> Option<&'f str> {
    let verify_url = || assertion.pointer("/verify/url").and_then(Value::as_str);
    match version {
        Version::Ob05 => found.fetched_from.as_deref().filter(|_| found.container == Container::Bare),
        Version::Ob10 | Version::Ob11 => verify_url().or_else(|| id_of(assertion)),
        _ => id_of(assertion),
    }
}

/// The page was had: it is the assertion from here on.
async fn against_page(
    in_hand: InHand<'_>,
    page: Page,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> Findings {
    let hosted = &page.document;
    let version = Version::of_assertion(hosted);
    // A withdrawn assertion may be reduced to its `id` and `revoked`, or to `{"revoked": true}`; anything else that
    // awards nothing is an error message in JSON.
    let withdrawn = hosted.get("revoked") == Some(&Value::Bool(true));
    if hosted.get("badge").is_none() && (withdrawn || !wire::types(hosted).contains(&"Assertion")) {
        let why = NotHad {
            url: in_hand.url.into(),
            cause: Code::JsonNotABadge,
            detail: "the page holds no assertion".into(),
            gone: withdrawn.then(|| hosted.to_string().into_bytes()),
            refused: false,
        };
        return without_page(in_hand, &why, question);
    }
    let trail = vec![in_hand.url.to_owned()];
    let award = Award::follow(hosted, version, trail, Proof::Hosted, documents).await;
    let whole = award.resolved(hosted);
    let checks = vec![
        format::check(&whole, version),
        copy(in_hand, version, &page, &award),
        scope(in_hand.url, version, &page, &award),
        award.check(Proof::Hosted),
        revocation(hosted, version, &page, &award, documents).await,
    ];
    let passed = |id: CheckId| checks.iter().any(|check| check.id == id && check.outcome == Outcome::Passed);
    let one_document = version == Version::Ob05;
    let shown = passed(CheckId::HostedCopy)
        && passed(CheckId::HostedScope)
        && (one_document || passed(CheckId::BadgeClassIssuer));
    let mut badge = formats::badge(&whole).unwrap_or_else(|| ob2::badge(&whole));
    award.identify(&mut badge);
    let findings = Findings::new(checks, badge, shown).judged(hosted, version, question);
    findings.resting_on(hosted, &whole).resolved(whole)
}

/// The page was not had: nothing is known of the badge but what it says of itself, and perhaps that it is gone.
fn without_page(in_hand: InHand<'_>, why: &NotHad, question: &VerifyOptions) -> Findings {
    let version = in_hand.version;
    let class = Check::unknown(
        CheckId::BadgeClassIssuer,
        version.rule(CheckId::BadgeClassIssuer),
        why.code_or(Code::HostedUnavailable),
    );
    let mut checks = in_hand.without_page(why);
    checks.push(why.told_by(class));
    let badge = in_hand.badge.clone();
    // Of an address alone, neither time nor recipient can be told, and nothing is said of them.
    let Some(said) = in_hand.assertion else { return Findings::new(checks, badge, false) };
    checks.push(format::check(said, version));
    Findings::new(checks, badge, false).judged(said, version, question)
}

/// `hosted.copy`: the page names its own address, and confirms every claim in hand.
pub(super) fn copy(in_hand: InHand<'_>, version: Version, page: &Page, award: &Award) -> Check {
    let id = CheckId::HostedCopy;
    let rule = || version.rule(id);
    if let Some(other) = names_another_address(page, version, in_hand.url) {
        return Check::failed(id, rule(), Code::HostedIdMismatch)
            .with("url", in_hand.url)
            .with("id", other)
            .on(page.reference.clone());
    }
    let mut changed: Vec<String> = match in_hand.assertion {
        None => Vec::new(),
        Some(ours) if in_hand.version == version => differences(ours, &page.document, ""),
        Some(_) => {
            let hosted = formats::badge(&award.resolved(&page.document)).unwrap_or_default();
            differences_in_meaning(in_hand.badge, &hosted).into_iter().map(str::to_owned).collect()
        }
    };
    changed.extend(award.unconfirmed.iter().cloned());
    if !changed.is_empty() {
        return Check::failed(id, rule(), Code::HostedMismatch)
            .with("url", in_hand.url)
            .with("fields", changed.join(", "))
            .on(page.reference.clone());
    }
    if !page.protected {
        return Check::unknown(id, rule(), Code::NetCleartext)
            .with("url", page.answered.document())
            .on(page.reference.clone());
    }
    Check::passed(id, rule()).on(page.reference.clone())
}

/// The address that the page names as its own, where that is neither the one that was asked for nor the one that
/// answered. An assertion of OB 2.0 has an `id`; one of OB 1.x has `verify.url`, and may have an `id` too; one of OB 0.5
/// says nothing.
fn names_another_address<'p>(page: &'p Page, version: Version, url: &str) -> Option<&'p str> {
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

/// `hosted.scope`: the issuer issues from the address that was asked for, and from the one that answered.
pub(super) fn scope(url: &str, version: Version, page: &Page, award: &Award) -> Check {
    let id = CheckId::HostedScope;
    let rule = || version.rule(id);
    let Some(issuer) = award.issuer_id() else {
        return match &award.broken {
            Some(broken) if broken.is(Code::HostedScope) => broken.fails(id),
            Some(broken) => broken.leaves_unknown(id),
            None => Check::unknown(id, rule(), Code::IssuerUnavailable),
        };
    };
    let asked = Address::parse(url);
    let outside =
        [asked.as_ref(), Some(&page.answered)].into_iter().flatten().find(|place| !award.covers(place));
    match outside {
        Some(place) => Check::failed(id, rule(), Code::HostedScope)
            .with("address", place.document())
            .with("issuer", issuer),
        None => Check::passed(id, rule()).with("issuer", issuer),
    }
}

/// `status.revocation` of a page that was had. A signed assertion that is found as plain JSON is withdrawn as signed
/// ones are, by its issuer's revocation list.
pub(super) async fn revocation(
    hosted: &Value,
    version: Version,
    page: &Page,
    award: &Award,
    documents: &(impl Documents + Sync),
) -> Check {
    if hosted.get("revoked") == Some(&Value::Bool(true)) {
        return revoked(version, reason(hosted)).on(page.reference.clone());
    }
    let proofs = ob2::verification(hosted).map(wire::types).unwrap_or_default();
    if proofs.iter().any(|name| matches!(*name, "signed" | "SignedBadge")) {
        return signed::revocation(hosted, version, award, documents).await.on(page.reference.clone());
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
