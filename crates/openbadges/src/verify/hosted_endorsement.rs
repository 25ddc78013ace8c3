//! OB 2.0 endorsements ("Endorsement"; "Hosted verification"): as with hosted assertions, the page at the endorsement's
//! address is the truth, and it must be where its issuer issues from.

use super::{
    Findings, VerifyOptions,
    award::{Award, Proof},
    format::faults_check,
    hosted::{InHand, copy, revocation, scope},
    page::{NotHad, fetch},
    rules::Version,
    time,
};
use crate::{
    check::{CheckId, Outcome},
    code::Code,
    documents::{Documents, Purpose},
    formats::{endorsement, wire},
    json::Value,
};

const RULES: Version = Version::Ob2;

/// Verifies an endorsement.
pub(super) async fn verify(
    in_hand: InHand<'_>,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> Findings {
    if in_hand.leads_nowhere() {
        return without_page(in_hand, &NotHad::nowhere(), question);
    }
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
    let award = Award::of_endorsement(hosted, vec![in_hand.url.to_owned()], Proof::Hosted, documents).await;
    let checks = vec![
        faults_check(endorsement::ob2_faults(hosted), RULES),
        copy(in_hand, RULES, &page, &award),
        scope(in_hand.url, RULES, &page, &award),
        revocation(hosted, RULES, &page, &award, documents).await,
        time::check(hosted, RULES, question.at),
    ];
    let shown = [CheckId::HostedCopy, CheckId::HostedScope]
        .iter()
        .all(|id| checks.iter().any(|check| check.id == *id && check.outcome == Outcome::Passed));
    let whole = award.resolved_endorsement(hosted);
    Findings::new(checks, endorsement::ob2_badge(&whole), shown).resolved(whole)
}

/// The page was not had: nothing is known of the endorsement but what it says of itself, and perhaps that it is gone.
fn without_page(in_hand: InHand<'_>, why: &NotHad, question: &VerifyOptions) -> Findings {
    let mut checks = in_hand.without_page(why);
    let badge = in_hand.badge.clone();
    let Some(said) = in_hand.assertion else { return Findings::new(checks, badge, false) };
    checks.push(faults_check(endorsement::ob2_faults(said), RULES));
    checks.push(time::check(said, RULES, question.at));
    Findings::new(checks, badge, false)
}
