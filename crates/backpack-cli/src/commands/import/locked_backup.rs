//! Locked backups among the inputs of `import`.

use std::io;

use backpack::{Backpack, view::CandidateDetail};
use secrecy::SecretString;

use super::ImportArgs;
use crate::options::policy;
use crate::{
    open::first_line,
    output::Output,
    progress::{Bar, cancel_on_interrupt},
    prompt::{ask_secret, is_interactive},
};

/// How many times to ask for a password.
const ATTEMPTS: usize = 3;

/// Replaces each locked backup with its contents. A backup that stays locked keeps its error.
pub(super) async fn unlock_all(
    backpack: &Backpack,
    candidates: Vec<CandidateDetail>,
    args: &ImportArgs,
    output: &Output,
) -> io::Result<Vec<CandidateDetail>> {
    let mut all = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        all.extend(unlock(backpack, candidate, args, output).await?);
    }
    Ok(all)
}

async fn unlock(
    backpack: &Backpack,
    candidate: CandidateDetail,
    args: &ImportArgs,
    output: &Output,
) -> io::Result<Vec<CandidateDetail>> {
    let mut candidates = vec![candidate];
    // A password from a file is tried once.
    let attempts = if args.password_file.is_some() { 1 } else { ATTEMPTS };
    for _ in 0..attempts {
        let [locked] = candidates.as_slice() else { break };
        if !is_locked(locked) {
            break;
        }
        let Some(password) = password(locked, args, output)? else { break };
        let bar = Bar::new();
        let progress = |progress| bar.show(&progress);
        let (key, cancel) = (locked.key.clone(), cancel_on_interrupt());
        candidates =
            backpack.unlock_backup(key, password, &policy(args.agreed_hosts), &cancel, &progress).await;
        bar.finish();
    }
    Ok(candidates)
}

fn is_locked(candidate: &CandidateDetail) -> bool {
    candidate.error.as_ref().is_some_and(|error| error.code.starts_with("BACKUP_"))
}

/// Returns the password, or `None` if there is no file and no terminal to ask on.
fn password(
    locked: &CandidateDetail,
    args: &ImportArgs,
    output: &Output,
) -> io::Result<Option<SecretString>> {
    if let Some(file) = &args.password_file {
        return Ok(Some(first_line(file)?.into()));
    }
    if !is_interactive() {
        return Ok(None);
    }
    if let Some(error) = locked.error.as_ref().filter(|error| error.code != "BACKUP_LOCKED") {
        output.error(Some(&locked.source), error)?;
    }
    output.say_on_stderr("terminal-backup-password", &[("name", &locked.source)])?;
    ask_secret("terminal-passphrase", output).map(Some)
}
