//! Credential offers among the inputs of `import`.

use std::io::{self, IsTerminal};

use backpack::{
    Backpack, NetworkPolicy,
    view::{CandidateDetail, OfferDetail},
};

use super::ImportArgs;
use crate::{
    messages::facts,
    output::Output,
    progress::{Bar, cancel_on_interrupt},
    prompt::{ask, confirm},
};

/// How many times to request the details of an offer: each response may name another host to contact.
const DETAIL_REQUESTS: usize = 4;

/// Replaces each offer that the person accepts with the issued badges.
pub(super) async fn accept_all(
    backpack: &Backpack,
    candidates: Vec<CandidateDetail>,
    args: &ImportArgs,
    output: &Output,
) -> io::Result<Vec<CandidateDetail>> {
    let mut all = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        // The sender of a mail chose the hosts of its offers, so they are not contacted.
        if candidate.offer.is_some() && candidate.mail.is_none() {
            all.extend(accept(backpack, candidate, args, output).await?);
        } else {
            all.push(candidate);
        }
    }
    Ok(all)
}

async fn accept(
    backpack: &Backpack,
    candidate: CandidateDetail,
    args: &ImportArgs,
    output: &Output,
) -> io::Result<Vec<CandidateDetail>> {
    let candidate = request_details(backpack, candidate, args).await;
    let Some(offer) = &candidate.offer else { return Ok(vec![candidate]) };
    if !output.is_json() {
        print(offer, output)?;
    }
    if !offer.ready || args.dry_run || !(args.yes || confirm_offer(offer, output)?) {
        return Ok(vec![candidate]);
    }
    let code = match (&args.tx_code, &offer.code) {
        (Some(code), Some(_)) => Some(code.clone()),
        (None, Some(_)) if io::stdin().is_terminal() => Some(ask(&output.word("terminal-offer-code"))?),
        (_, None) | (None, Some(_)) => None,
    };
    let policy = match args.agreed_hosts {
        true => NetworkPolicy::allow([]),
        false => NetworkPolicy::allow(&offer.hosts),
    };
    let bar = Bar::new();
    let progress = |progress| bar.show(&progress);
    let cancel = cancel_on_interrupt();
    let received = backpack.accept_offer(candidate.key, &policy, code.as_deref(), &cancel, &progress).await;
    bar.finish();
    Ok(received)
}

/// Returns the offer with the details that the issuer sends.
async fn request_details(
    backpack: &Backpack,
    mut candidate: CandidateDetail,
    args: &ImportArgs,
) -> CandidateDetail {
    let mut hosts = Vec::new();
    for _ in 0..DETAIL_REQUESTS {
        let is_ready = candidate.offer.as_ref().is_none_or(|offer| offer.ready);
        let has_failed = candidate.error.as_ref().is_some_and(|error| error.code != "CREDENTIAL_OFFER");
        if is_ready || has_failed || candidate.hosts_to_ask.is_empty() {
            break;
        }
        if !args.agreed_hosts {
            hosts.append(&mut candidate.hosts_to_ask);
        }
        let keys = vec![candidate.key.clone()];
        let mut updated =
            backpack.reinspect(keys, &NetworkPolicy::allow(&hosts), &cancel_on_interrupt(), &|_| {}).await;
        if updated.is_empty() {
            break;
        }
        candidate = updated.swap_remove(0);
        if args.agreed_hosts {
            break;
        }
    }
    candidate
}

/// Prints the issuer, the offered badges, and what the issuer learns if the offer is accepted.
fn print(offer: &OfferDetail, output: &Output) -> io::Result<()> {
    output.line(&format!("→ {}", output.sentence(&offer.message)))?;
    for name in &offer.offered {
        output.say("terminal-offer-badge", &[("name", name)])?;
    }
    if !offer.ready {
        return Ok(());
    }
    output.say("terminal-offer-hosts", &[("hosts", &offer.hosts.join(", "))])?;
    output.line(&format!("  {}", output.sentence(&offer.sends)))?;
    match offer.code.as_ref().and_then(|code| code.hint.as_deref()) {
        Some(hint) => output.say("terminal-offer-hint", &[("hint", hint)]),
        None => Ok(()),
    }
}

fn confirm_offer(offer: &OfferDetail, output: &Output) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        output.say_on_stderr("terminal-offer-needs-yes", &[])?;
        return Ok(false);
    }
    confirm(&output.text("terminal-offer-get", &facts(&[("host", &offer.host)])))
}
