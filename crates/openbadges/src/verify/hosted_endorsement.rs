//! OB 2.0 endorsements ("Endorsement"; "Hosted verification"): as with hosted assertions, the page at the endorsement's
//! address is the truth, and it must be where its issuer issues from.

use super::{
    Findings, Question,
    award::Award,
    format::faults_check,
    hosted::{InHand, copy, reason, revoked, scope},
    page::{NotHad, fetch},
    rules::Version,
    time,
};
use crate::{
    check::{Check, CheckId, Outcome},
    code::Code,
    documents::{Documents, Purpose},
    formats::{endorsement, wire},
    json::{self, Value},
};

const RULES: Version = Version::Ob2;

/// Verifies an endorsement.
pub(super) async fn verify(
    in_hand: InHand<'_>,
    documents: &(impl Documents + Sync),
    question: &Question,
) -> Findings {
    let page = match fetch(documents, in_hand.url, Purpose::HostedAssertion).await {
        Ok(page) if wire::types(&page.document).contains(&"Endorsement") => page,
        Ok(page) => {
            let withdrawn = page.document.get("revoked") == Some(&Value::Bool(true));
            let why = NotHad {
                url: in_hand.url.into(),
                cause: Code::JsonNotABadge,
                detail: "the page holds no endorsement".into(),
                gone: withdrawn.then(|| page.document.to_string().into_bytes()),
                refused: false,
            };
            return without_page(in_hand, &why, question);
        }
        Err(why) => return without_page(in_hand, &why, question),
    };
    let hosted = &page.document;
    let award = Award::of_endorsement(hosted, vec![in_hand.url.to_owned()], documents).await;
    let status = match hosted.get("revoked") == Some(&Value::Bool(true)) {
        true => revoked(RULES, reason(hosted)),
        false => Check::passed(CheckId::Revocation, RULES.rule(CheckId::Revocation)),
    };
    let checks = vec![
        faults_check(endorsement::ob2_faults(hosted), RULES),
        copy(in_hand, RULES, &page, &award),
        scope(in_hand.url, RULES, &page, &award),
        status.on(page.reference.clone()),
        time::check(hosted, RULES, question.at),
    ];
    let shown = [CheckId::HostedCopy, CheckId::HostedScope]
        .iter()
        .all(|id| checks.iter().any(|check| check.id == *id && check.outcome == Outcome::Passed));
    let mut whole = hosted.clone();
    if let (Some(issuer), Some(whole)) = (&award.issuer, whole.as_object_mut()) {
        whole.insert("issuer".into(), issuer.value.clone());
    }
    Findings::new(checks, endorsement::ob2_badge(&whole), shown).resolved(whole)
}

/// The page was not had: nothing is known of the endorsement but what it says of itself, and perhaps that it is gone.
fn without_page(in_hand: InHand<'_>, why: &NotHad, question: &Question) -> Findings {
    let unknown =
        |id: CheckId| why.told_by(Check::unknown(id, RULES.rule(id), why.code_or(Code::HostedUnavailable)));
    let status = match &why.gone {
        Some(body) => {
            let reason = json::parse(body).ok().and_then(|body| reason(&body));
            revoked(RULES, reason).with("url", in_hand.url)
        }
        None => why.told_by(Check::unknown(
            CheckId::Revocation,
            RULES.rule(CheckId::Revocation),
            Code::StatusUnknown,
        )),
    };
    let mut checks = vec![unknown(CheckId::HostedCopy), unknown(CheckId::HostedScope), status];
    let badge = in_hand.badge.clone();
    let Some(said) = in_hand.assertion else { return Findings::new(checks, badge, false) };
    checks.push(faults_check(endorsement::ob2_faults(said), RULES));
    checks.push(time::check(said, RULES, question.at));
    Findings::new(checks, badge, false)
}
