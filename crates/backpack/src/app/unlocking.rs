//! Backups of wallets that are locked with a password: told as such, and opened when a person types it.
//!
//! Only credentials are opened, never the wallet's keys. What comes out is looked at like what any archive holds.

use secrecy::SecretString;
use tokio::task::spawn_blocking;

use super::{
    Backpack, Cancel, ProgressCallback,
    asking::Asking,
    lock,
    origin::Origin,
    unasked::HostsToAsk,
    verifier::{Candidate, Inspector, NoBadge},
};
use crate::{
    error::AppCode,
    intake::{
        Item, Place,
        archive::ArchiveError,
        sealed::{SealError, Sealed},
    },
    view::*,
};

/// As many envelopes are tried before a password that opens none of them is told to be another one.
const TRIED: usize = 3;

/// A backup that was seen and is locked.
pub(super) struct LockedBackup {
    origin: Origin,
    sealed: Vec<Sealed>,
    /// What is told of it: that it is locked, or why it still is.
    pub(super) error: ErrorDetail,
}

impl Inspector {
    /// A locked backup, told.
    pub(super) fn locked(&self, origin: &Origin, sealed: Vec<Sealed>) -> Candidate {
        let count = sealed.len();
        let error = ErrorDetail::new(AppCode::BackupLocked).with("count", count.to_string());
        let backup = LockedBackup { origin: origin.clone(), sealed, error };
        origin.seen(Err(NoBadge::Locked(Box::new(backup))), HostsToAsk::default())
    }
}

impl Backpack {
    /// Opens a remembered sighting that is a locked backup, and verifies what is in it; nothing is kept. Without `ask_hosts`
    /// only the hosts that may always be asked are asked. Where the password is another one, the sighting says so and is
    /// still there.
    pub async fn unlock_backup(
        &self,
        key: String,
        password: SecretString,
        ask_hosts: bool,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Vec<CandidateDetail> {
        let Some(seen) = lock(&self.inner.sightings).remove(&key) else { return Vec::new() };
        let Candidate { result: Err(NoBadge::Locked(backup)), .. } = seen else {
            return vec![self.put_back(key, seen)];
        };
        let Candidate { source, provenance, hosts, link, mail, .. } = seen;
        let agreed = || if ask_hosts { Ok(Asking::EveryHost) } else { self.agreed(&[]) };
        let ready = self.question().and_then(|asked| Ok((asked, agreed()?)));
        let opened = match ready {
            Ok(ready) => {
                self.unsealed(&backup, &password, cancel, progress).await.map(|opened| (ready, opened))
            }
            Err(error) => Err(error),
        };
        let mut told = Vec::new();
        match opened {
            Ok(((asked, asking), Opened { items, unopened })) => {
                let each = &mut |seen| told.push(self.remember(seen));
                unopened.into_iter().for_each(&mut *each);
                self.inspector().look_at_each(items, &asked, &asking, cancel, progress, each).await;
            }
            Err(error) => {
                let result = Err(NoBadge::Locked(Box::new(LockedBackup { error, ..*backup })));
                told.push(self.put_back(
                    key,
                    Candidate { source, provenance, result, hosts, link, mail, record: None },
                ));
            }
        }
        told.extend(self.unlogged());
        told
    }

    /// What is in a backup, one by one. An error: nothing could be opened.
    async fn unsealed(
        &self,
        backup: &LockedBackup,
        password: &SecretString,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Result<Opened, ErrorDetail> {
        let LockedBackup { origin, sealed, .. } = backup;
        let mut opened = Opened { items: Vec::new(), unopened: Vec::new() };
        let mut is_password = false;
        for (done, one) in sealed.iter().enumerate() {
            let current = format!("{} › {}", origin.source, one.name);
            progress(Progress::new(done as u32, sealed.len() as u32, current));
            if cancel.is_cancelled() {
                return Err(ErrorDetail::new(AppCode::Cancelled));
            }
            let (envelope, password) = (one.clone(), password.clone());
            let tried = spawn_blocking(move || envelope.open(&password)).await;
            // A thread that ended otherwise has opened nothing.
            match tried.unwrap_or(Err(SealError::Unknown)) {
                Ok(bytes) => opened.items.push(origin.inner(&one.name, Place::Bytes(bytes), true)),
                Err(error) => {
                    is_password |= error == SealError::Password;
                    let error = ArchiveError::Unreadable(format!("`{}`: {error}", one.name));
                    opened.unopened.push(origin.nothing(error));
                }
            }
            if opened.items.is_empty() && is_password && opened.unopened.len() >= TRIED {
                break;
            }
        }
        match opened.items.is_empty() {
            false => Ok(opened),
            true if is_password => Err(ErrorDetail::new(AppCode::BackupPassword)),
            true => {
                let error = ArchiveError::Unreadable(SealError::Unknown.to_string());
                Err(error.into())
            }
        }
    }
}

/// What was opened of a backup.
struct Opened {
    items: Vec<Item>,
    /// What was not.
    unopened: Vec<Candidate>,
}
