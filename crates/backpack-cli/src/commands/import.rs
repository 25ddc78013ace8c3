mod locked_backup;
mod offer;

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
};

use backpack::view::{AddResult, AddStatus, CandidateDetail, ErrorDetail, Progress};
use backpack_messages::Facts;
use clap::Args;

use crate::{
    exit::Exit,
    messages::message_fact,
    open::open,
    options::{CommonOptions, import_inputs, policy},
    output::Output,
    progress::{Bar, cancel_on_interrupt},
    prompt::confirm_add,
};

/// Verify badges and add them to the backpack.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// Files, folders, archives, exports of other backpacks, links, offers of badges, or `-` for standard
    /// input.
    #[arg(required = true, value_name = "FILE|DIR|URL|-")]
    inputs: Vec<String>,
    /// For an offer: the code that the issuer gave you.
    #[arg(long, value_name = "CODE")]
    tx_code: Option<String>,
    /// Only show what would be added.
    #[arg(long)]
    dry_run: bool,
    /// Add without asking.
    #[arg(long, short = 'y')]
    yes: bool,
    /// Contact only the hosts that you always allow (`backpack host list`).
    #[arg(long)]
    agreed_hosts: bool,
    /// Read the password of a locked backup from the first line of this file.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

pub(crate) async fn run(common: &CommonOptions, mut args: ImportArgs, output: &Output) -> io::Result<Exit> {
    let inputs = std::mem::take(&mut args.inputs);
    let ImportArgs { dry_run, yes, agreed_hosts, .. } = args;
    let backpack = match open(common, output)? {
        Ok(backpack) => backpack,
        Err(exit) => return Ok(exit),
    };
    let inputs = import_inputs(inputs)?;
    let bar = Bar::new();
    let (cancel, progress) = (cancel_on_interrupt(), |progress: Progress| bar.show(&progress));
    let mut candidates = backpack.inspect(inputs, &policy(agreed_hosts), &cancel, &progress).await;
    bar.finish();
    candidates = locked_backup::unlock_all(&backpack, candidates, &args, output).await?;
    candidates = offer::accept_all(&backpack, candidates, &args, output).await?;
    if agreed_hosts {
        // A link to a host that is not always allowed was not followed.
        let is_unfollowed =
            |candidate: &&mut CandidateDetail| candidate.badge.is_none() && candidate.link.is_none();
        for candidate in candidates.iter_mut().filter(is_unfollowed) {
            candidate.error.get_or_insert_with(|| consent_error(&candidate.hosts_to_ask));
        }
    }
    if !output.is_json() {
        candidates.iter().try_for_each(|candidate| output.candidate(candidate))?;
        if candidates.iter().any(|candidate| candidate.record.is_some()) {
            output.say_on_stderr("terminal-other-file-hint", &[])?;
        }
    }
    let keys: Vec<String> = candidates
        .iter()
        .filter(|candidate| candidate.badge.is_some())
        .map(|candidate| candidate.key.clone())
        .collect();
    let (results, consent) = match keys.len() {
        0 => (Vec::new(), Exit::Success),
        _ if dry_run => (Vec::new(), Exit::Success),
        count if yes || confirm_add(count, output)? => {
            let bar = Bar::new();
            let results =
                backpack.add_candidates(&keys, &cancel_on_interrupt(), &|progress| bar.show(&progress));
            bar.finish();
            (results, Exit::Success)
        }
        _ if io::stdin().is_terminal() => (Vec::new(), Exit::Success),
        _ => (Vec::new(), Exit::Usage),
    };
    if output.is_json() {
        let mut remaining = results.iter();
        for candidate in &candidates {
            let result = if candidate.badge.is_some() { remaining.next() } else { None };
            output.imported(candidate, result)?;
        }
    } else if dry_run {
        print_dry_run(&candidates, output)?;
    } else if results.len() == keys.len() {
        print_results(&results, &candidates, output)?;
    }
    let exit = Exit::of_candidates(&candidates).and(consent);
    Ok(results.iter().filter_map(|result| result.error.as_ref()).map(Exit::of_error).fold(exit, Exit::and))
}

/// Returns the error for a link to hosts without consent.
fn consent_error(hosts: &[String]) -> ErrorDetail {
    let hosts = hosts.join(", ");
    ErrorDetail::new("NET_CONSENT").with("found", &hosts).with_found(hosts)
}

fn print_dry_run(candidates: &[CandidateDetail], output: &Output) -> io::Result<()> {
    let nameless = output.word("terminal-nameless");
    for candidate in candidates {
        let Some(badge) = &candidate.badge else { continue };
        let id = if candidate.held_as.is_some() { "terminal-already-held" } else { "terminal-would-add" };
        output.say(id, &[("name", badge.name.as_deref().unwrap_or(&nameless))])?;
    }
    Ok(())
}

/// Prints the results: each badge by its name, each failed input by its source, and a summary.
fn print_results(results: &[AddResult], candidates: &[CandidateDetail], output: &Output) -> io::Result<()> {
    results.iter().try_for_each(|result| output.add_result(result))?;
    // A single input needs no summary.
    if candidates.len() < 2 {
        return Ok(());
    }
    let count = |status: AddStatus| results.iter().filter(|result| result.outcome == status).count();
    let mut failed = count(AddStatus::Failed);
    for candidate in candidates {
        if let Some(error) = candidate.error.as_ref().filter(|_| candidate.link.is_none()) {
            failed += 1;
            let facts =
                Facts::from([("source", &candidate.source)]).with("why", message_fact(&error.message));
            output.line(&output.text("terminal-not-added", &facts))?;
        }
    }
    output.add_summary(count(AddStatus::Added), count(AddStatus::AlreadyHeld), failed)
}
