//! Hosted badges (OB 2.0 "Hosted verification"): the copy at the issuer's address is the truth.
//!
//! Of what was handed over, only the address is believed. What the page says is compared with it, never the other
//! way round, and a page that could not be asked is `unknown`, whatever stood in its place.

use super::{
    Findings, Question,
    address::Address,
    award::{Award, Proof, says_its_id},
    differences::differences,
    format,
    page::{NotHad, Page, fetch},
    rules::Version,
    signed,
};
use crate::{
    badge::Badge,
    check::{Check, CheckId, Outcome},
    code::Code,
    documents::{Documents, Purpose},
    formats::{self, Kind, ob1, ob2, wire},
    json::{self, Value},
};

const RULES: Version = Version::Ob2;

/// What is in hand: the assertion as it was found, or only its address.
#[derive(Clone, Copy, Debug)]
pub(super) struct InHand<'f> {
    /// The address of the assertion, as it names it; empty where it names none.
    pub(super) url: &'f str,
    /// The assertion, where there is more than the address.
    pub(super) assertion: Option<&'f Value>,
    /// The view of what is in hand, for the report of a badge whose page cannot be had.
    pub(super) badge: &'f Badge,
}

/// Verifies a hosted assertion.
pub(super) async fn verify(
    in_hand: InHand<'_>,
    documents: &(impl Documents + Sync),
    question: &Question,
) -> Findings {
    match fetch(documents, in_hand.url, Purpose::HostedAssertion).await {
        Ok(page) => against_page(in_hand, page, documents, question).await,
        Err(why) => without_page(in_hand, &why, question),
    }
}

/// The page was had: it is the assertion from here on.
async fn against_page(
    in_hand: InHand<'_>,
    page: Page,
    documents: &(impl Documents + Sync),
    question: &Question,
) -> Findings {
    let hosted = &page.document;
    if in_hand.assertion.is_none() && formats::recognise(hosted) == Kind::Ob1 {
        return Findings::unsupported(ob1::badge(hosted), "ob-1.x");
    }
    if hosted.get("badge").is_none() && !wire::types(hosted).contains(&"Assertion") {
        // A withdrawn assertion may be reduced to `{"revoked": true}`; anything else is an error message in JSON.
        let withdrawn = hosted.get("revoked") == Some(&Value::Bool(true));
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
    let award = Award::follow(hosted, trail, Proof::Hosted, documents).await;
    let whole = award.resolved(hosted);
    let checks = vec![
        format::check(&whole, RULES),
        copy(in_hand, &page, &award),
        scope(in_hand.url, &page, &award),
        award.check(Proof::Hosted),
        revocation(hosted, &page, &award, documents).await,
    ];
    let shown = [CheckId::HostedCopy, CheckId::HostedScope, CheckId::BadgeClassIssuer]
        .iter()
        .all(|id| checks.iter().any(|check| check.id == *id && check.outcome == Outcome::Passed));
    Findings::new(checks, ob2::badge(&whole), shown).judged(hosted, RULES, question)
}

/// The page was not had: nothing is known of the badge but what it says of itself, and perhaps that it is gone.
fn without_page(in_hand: InHand<'_>, why: &NotHad, question: &Question) -> Findings {
    let unknown =
        |id: CheckId| why.told_by(Check::unknown(id, RULES.rule(id), why.code_or(Code::HostedUnavailable)));
    let status = match &why.gone {
        Some(body) => {
            let reason = json::parse(body).ok().and_then(|body| reason(&body));
            revoked(reason).with("url", in_hand.url)
        }
        None => why.told_by(Check::unknown(
            CheckId::Revocation,
            RULES.rule(CheckId::Revocation),
            Code::StatusUnknown,
        )),
    };
    let mut checks = vec![
        unknown(CheckId::HostedCopy),
        unknown(CheckId::HostedScope),
        unknown(CheckId::BadgeClassIssuer),
        status,
    ];
    let badge = in_hand.badge.clone();
    // Of an address alone, neither time nor recipient can be told, and nothing is said of them.
    let Some(said) = in_hand.assertion else { return Findings::new(checks, badge, false) };
    checks.push(format::check(said, RULES));
    Findings::new(checks, badge, false).judged(said, RULES, question)
}

/// `hosted.copy`: the page names its own address, and confirms every claim in hand.
fn copy(in_hand: InHand<'_>, page: &Page, award: &Award) -> Check {
    let id = CheckId::HostedCopy;
    let rule = || RULES.rule(id);
    if !says_its_id(page, in_hand.url) {
        return Check::failed(id, rule(), Code::HostedIdMismatch)
            .with("url", in_hand.url)
            .with("id", page.id().unwrap_or_default())
            .on(page.reference.clone());
    }
    let mut changed = in_hand.assertion.map_or_else(Vec::new, |ours| differences(ours, &page.document, ""));
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

/// `hosted.scope`: the issuer issues from the address that was asked for, and from the one that answered.
fn scope(url: &str, page: &Page, award: &Award) -> Check {
    let id = CheckId::HostedScope;
    let rule = || RULES.rule(id);
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
async fn revocation(
    hosted: &Value,
    page: &Page,
    award: &Award,
    documents: &(impl Documents + Sync),
) -> Check {
    if hosted.get("revoked") == Some(&Value::Bool(true)) {
        return revoked(reason(hosted)).on(page.reference.clone());
    }
    let proofs = hosted.get("verification").map(wire::types).unwrap_or_default();
    if proofs.iter().any(|name| matches!(*name, "signed" | "SignedBadge")) {
        return signed::revocation(hosted, award, documents).await.on(page.reference.clone());
    }
    Check::passed(CheckId::Revocation, RULES.rule(CheckId::Revocation)).on(page.reference.clone())
}

fn revoked(reason: Option<String>) -> Check {
    let check = Check::failed(CheckId::Revocation, RULES.rule(CheckId::Revocation), Code::Revoked);
    match reason {
        Some(reason) => check.with("reason", reason),
        None => check,
    }
}

fn reason(document: &Value) -> Option<String> {
    document.get("revocationReason").and_then(Value::as_str).map(str::to_owned)
}
