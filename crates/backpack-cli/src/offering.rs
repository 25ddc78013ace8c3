//! Offers of badges among what is imported: shown, and got where the person says yes.

use std::io::{self, IsTerminal};

use backpack::{
    Backpack,
    view::{CandidateDetail, OfferDetail},
};

use crate::{
    checking::{Bar, Import, answered, cancel_on_interrupt, is_yes},
    messages::facts,
    output::Output,
};

/// How often an issuer is asked what it offers: each time it may name another host, which is told first.
const QUESTIONS: usize = 4;

/// What came of looking, with what was offered in the place of each offer that the person agreed to.
pub(crate) async fn accept(
    backpack: &Backpack,
    sightings: Vec<CandidateDetail>,
    how: &Import,
    output: &Output,
) -> io::Result<Vec<CandidateDetail>> {
    let mut all = Vec::with_capacity(sightings.len());
    for sighting in sightings {
        // Whoever sent a mail chose whom its offers would ask.
        if sighting.offer.is_some() && sighting.mail.is_none() {
            all.extend(one(backpack, sighting, how, output).await?);
        } else {
            all.push(sighting);
        }
    }
    Ok(all)
}

async fn one(
    backpack: &Backpack,
    sighting: CandidateDetail,
    how: &Import,
    output: &Output,
) -> io::Result<Vec<CandidateDetail>> {
    let sighting = asked_about(backpack, sighting, how).await;
    let Some(offer) = &sighting.offer else { return Ok(vec![sighting]) };
    if !output.is_json() {
        shown(offer, output)?;
    }
    if !offer.ready || how.dry_run || !(how.yes || agreed(offer, output)?) {
        return Ok(vec![sighting]);
    }
    let code = match (&how.tx_code, &offer.code) {
        (Some(code), Some(_)) => Some(code.clone()),
        (None, Some(_)) if io::stdin().is_terminal() => Some(answered(&output.word("terminal-offer-code"))?),
        (_, None) | (None, Some(_)) => None,
    };
    let hosts = if how.agreed_hosts { Vec::new() } else { offer.hosts.clone() };
    let bar = Bar::new();
    let told = |progress| bar.show(&progress);
    let got =
        backpack.accept_offer(sighting.key, &hosts, code.as_deref(), &cancel_on_interrupt(), &told).await;
    bar.done();
    Ok(got)
}

/// The offer, once its issuer was asked what it is about.
async fn asked_about(backpack: &Backpack, mut sighting: CandidateDetail, how: &Import) -> CandidateDetail {
    let mut hosts = Vec::new();
    for _ in 0..QUESTIONS {
        let ready = sighting.offer.as_ref().is_none_or(|offer| offer.ready);
        let failed = sighting.error.as_ref().is_some_and(|error| error.code != "CREDENTIAL_OFFER");
        if ready || failed || sighting.hosts_to_ask.is_empty() {
            break;
        }
        if !how.agreed_hosts {
            hosts.append(&mut sighting.hosts_to_ask);
        }
        let keys = vec![sighting.key.clone()];
        let mut again = backpack.look_again(keys, &hosts, &cancel_on_interrupt(), &|_| {}).await;
        if again.is_empty() {
            break;
        }
        sighting = again.swap_remove(0);
        if how.agreed_hosts {
            break;
        }
    }
    sighting
}

/// Who offers what, and what getting it tells them.
pub(crate) fn shown(offer: &OfferDetail, output: &Output) -> io::Result<()> {
    output.line(&format!("→ {}", output.sentence(&offer.message)))?;
    for offered in &offer.offered {
        output.say("terminal-offer-badge", &[("name", offered)])?;
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

fn agreed(offer: &OfferDetail, output: &Output) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        output.say_aside("terminal-offer-needs-yes", &[])?;
        return Ok(false);
    }
    Ok(is_yes(&answered(&output.text("terminal-offer-get", &facts(&[("host", &offer.host)])))?))
}
