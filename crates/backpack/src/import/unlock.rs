//! Unlocks the backups of wallets with the password that a person types.
//!
//! Only credentials are opened, never the wallet's keys. The contents are inspected like those of an archive.

use secrecy::SecretString;
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use super::{
    candidate::{Candidate, LockedBackup, NoBadge},
    inspector::VerificationSettings,
    item::Item,
};
use crate::{
    backpack::Backpack,
    error::AppCode,
    intake::{ItemLocation, archive::ArchiveError, sealed::SealError},
    network::NetworkPolicy,
    progress::ProgressCallback,
    view::*,
};

/// The number of envelopes that a password must fail to open before it counts as wrong.
const ATTEMPTS: usize = 3;

/// The opened part of a backup.
struct Unlocked {
    items: Vec<Item>,
    /// The envelopes that did not open.
    unopened: Vec<Candidate>,
}

impl Backpack {
    /// Unlocks a candidate that is a locked backup and verifies its contents. Nothing is stored. With a wrong
    /// password, the candidate stays and reports the error.
    pub async fn unlock_backup(
        &self,
        key: String,
        password: SecretString,
        policy: &NetworkPolicy,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Vec<CandidateDetail> {
        let Some(candidate) = self.candidates().remove(&key) else { return Vec::new() };
        let Candidate { result: Err(NoBadge::Locked(backup)), .. } = candidate else {
            return vec![self.put_back(key, candidate)];
        };
        let Candidate { source, provenance, hosts, link, mail, .. } = candidate;
        let unlocked = match self.verification_settings(policy) {
            Ok(settings) => {
                unlock(&backup, &password, cancel, progress).await.map(|unlocked| (settings, unlocked))
            }
            Err(error) => Err(error),
        };
        let mut details = Vec::new();
        match unlocked {
            Ok(((options, policy), Unlocked { items, unopened })) => {
                let each = &mut |candidate| details.push(self.hold(candidate));
                unopened.into_iter().for_each(&mut *each);
                let settings = VerificationSettings { options: &options, policy: &policy, cancel };
                self.inspector().inspect_items(items, settings, progress, each).await;
            }
            Err(error) => {
                let result = Err(NoBadge::Locked(Box::new(LockedBackup { error, ..*backup })));
                let candidate = Candidate { source, provenance, result, hosts, link, mail, other_file: None };
                details.push(self.put_back(key, candidate));
            }
        }
        details.extend(self.log_failure());
        details
    }
}

/// Opens the envelopes of a backup one by one. Returns an error if none opens.
async fn unlock(
    backup: &LockedBackup,
    password: &SecretString,
    cancel: &CancellationToken,
    progress: ProgressCallback<'_>,
) -> Result<Unlocked, ErrorDetail> {
    let LockedBackup { origin, sealed, .. } = backup;
    let mut unlocked = Unlocked { items: Vec::new(), unopened: Vec::new() };
    let mut is_wrong_password = false;
    for (done, envelope) in sealed.iter().enumerate() {
        let current = format!("{} › {}", origin.source, envelope.name);
        progress(Progress::new(done as u32, sealed.len() as u32, current));
        if cancel.is_cancelled() {
            return Err(ErrorDetail::new(AppCode::Cancelled));
        }
        let (sealed, password) = (envelope.clone(), password.clone());
        let opened = spawn_blocking(move || sealed.open(&password)).await;
        // A panic in the thread counts as an unknown envelope.
        match opened.unwrap_or(Err(SealError::Unknown)) {
            Ok(bytes) => unlocked.items.push(origin.inner(&envelope.name, ItemLocation::Bytes(bytes), true)),
            Err(error) => {
                is_wrong_password |= error == SealError::Password;
                let error = ArchiveError::Unreadable(format!("`{}`: {error}", envelope.name));
                unlocked.unopened.push(Candidate::failed(origin, error));
            }
        }
        if unlocked.items.is_empty() && is_wrong_password && unlocked.unopened.len() >= ATTEMPTS {
            break;
        }
    }
    match unlocked.items.is_empty() {
        false => Ok(unlocked),
        true if is_wrong_password => Err(ErrorDetail::new(AppCode::BackupPassword)),
        true => Err(ArchiveError::Unreadable(SealError::Unknown.to_string()).into()),
    }
}
