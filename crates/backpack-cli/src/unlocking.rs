//! Locked backups among what is imported: their passwords are asked for, or read from a file.

use std::io::{self, IsTerminal};

use backpack::{Backpack, view::CandidateDetail};
use secrecy::SecretString;

use crate::{
    checking::{Bar, Import, cancel_on_interrupt},
    opening::{first_line, prompt},
    output::Output,
};

/// How often a password is asked for.
const ATTEMPTS: usize = 3;

/// What came of looking, with what was in each locked backup in its place. What stays locked says why.
pub(crate) async fn unlock(
    backpack: &Backpack,
    sightings: Vec<CandidateDetail>,
    how: &Import,
    output: &Output,
) -> io::Result<Vec<CandidateDetail>> {
    let mut all = Vec::with_capacity(sightings.len());
    for sighting in sightings {
        let is_locked = |sighting: &CandidateDetail| {
            sighting.error.as_ref().is_some_and(|error| error.code.starts_with("BACKUP_"))
        };
        if !is_locked(&sighting) {
            all.push(sighting);
            continue;
        }
        let mut left = vec![sighting];
        // What a file says is tried once.
        let attempts = if how.password_file.is_some() { 1 } else { ATTEMPTS };
        for _ in 0..attempts {
            let [locked] = left.as_slice() else { break };
            if !is_locked(locked) {
                break;
            }
            let Some(password) = password(locked, how, output)? else { break };
            let bar = Bar::new();
            let told = |progress| bar.show(&progress);
            let (key, cancel) = (locked.key.clone(), cancel_on_interrupt());
            left = backpack.unlock_backup(key, password, !how.agreed_hosts, &cancel, &told).await;
            bar.done();
        }
        all.extend(left);
    }
    Ok(all)
}

/// The password. `None`: there is none, and nobody to ask.
fn password(locked: &CandidateDetail, how: &Import, output: &Output) -> io::Result<Option<SecretString>> {
    if let Some(file) = &how.password_file {
        return Ok(Some(first_line(file)?.into()));
    }
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(None);
    }
    if let Some(error) = locked.error.as_ref().filter(|error| error.code != "BACKUP_LOCKED") {
        output.error(Some(&locked.source), error)?;
    }
    output.say_aside("terminal-backup-password", &[("name", &locked.source)])?;
    Ok(Some(rpassword::prompt_password(prompt(output, "terminal-passphrase"))?.into()))
}
