//! Mailboxes for the window: searches the folders of a mailbox and returns all candidates together. A mailbox
//! can be stored for later imports.
//!
//! A stored mailbox is in the store. Its password is only in the operating system's keyring, under the names
//! that the command line uses too.

mod mailbox;

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;
use url::Host;

pub use self::mailbox::Mailbox;
use crate::{
    backpack::Backpack,
    error::AppCode,
    import::{candidate::Candidate, origin::Origin},
    network::imap::Criteria,
    progress::ProgressCallback,
    vault::{KeyProblem, mailbox_password, remove_mailbox_password, store_mailbox_password},
    view::*,
};

/// The name of the setting with the stored mailboxes.
const STORED_MAILBOXES: &str = "mailboxes";
/// The most folders of one mailbox.
const FOLDERS: usize = 50;

/// A stored mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct StoredMailbox {
    user: String,
    host: String,
    port: u16,
    folders: Vec<String>,
    /// The first day of the next import.
    next_since: Option<Date>,
}

impl StoredMailbox {
    fn name(&self) -> String {
        format!("{}@{}:{}", self.user, self.host, self.port)
    }

    fn summary(&self) -> MailboxSummary {
        MailboxSummary {
            name: self.name(),
            location: MailboxLocation {
                user: self.user.clone(),
                host: self.host.clone(),
                port: self.port,
                folders: self.folders.clone(),
                since: self.next_since.map(|day| day.to_string()),
            },
        }
    }

    /// Returns the names of its password in the keyring: one for each folder.
    fn passwords(&self) -> Vec<String> {
        let location = self.summary().location;
        mailboxes_of(&location).unwrap_or_default().iter().map(Mailbox::name).collect()
    }
}

impl Backpack {
    /// Imports from the folders of a mailbox and returns all candidates. Stores no badge, and contacts only
    /// the mail server. Without a password, it uses the one in the keyring. With `remember`, it stores the
    /// mailbox, and the password in the keyring, after the server has accepted it. After a cancellation or an
    /// error, it returns what was found before.
    pub async fn import_from_mailbox(
        &self,
        location: &MailboxLocation,
        password: Option<SecretString>,
        remember: bool,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Result<MailboxImport, ErrorDetail> {
        let mailboxes = mailboxes_of(location).map_err(ErrorDetail::invalid_input)?;
        let name = mailboxes.first().map(Mailbox::name).unwrap_or_default();
        let password = match password {
            Some(password) => password,
            None => {
                // A panic in the thread counts as a missing password: the next step is the same.
                let stored = spawn_blocking(move || mailbox_password(&name)).await.ok().flatten();
                stored.ok_or_else(|| ErrorDetail::new(AppCode::MailPassword))?
            }
        };
        // The server can be in any time zone.
        let next_since = Timestamp::now().to_zoned(TimeZone::UTC).date().yesterday().ok();
        let found = AtomicUsize::new(0);
        let report = |step: Progress| {
            let found = found.load(Ordering::Relaxed);
            let message = Some(Message::new("mail-found-so-far").with("count", found));
            progress(Progress { message, ..step });
        };
        let (mut candidates, mut messages, mut is_complete) = (Vec::new(), 0, true);
        for mailbox in &mailboxes {
            let each = &mut |candidate: CandidateDetail| {
                let is_found = candidate.badge.is_some() || candidate.link.is_some();
                found.fetch_add(usize::from(is_found), Ordering::Relaxed);
                candidates.push(candidate);
            };
            match self.search_mailbox(mailbox, password.expose_secret(), false, cancel, &report, each).await {
                Ok(count) => messages += count as u32,
                // No finding is lost by returning the error.
                Err(error) if candidates.is_empty() && messages == 0 => return Err(error),
                Err(error) => {
                    is_complete = false;
                    let origin = Origin::of_mailbox(&mailbox.name());
                    candidates.push(self.hold(Candidate::failed(&origin, error)));
                }
            }
            if cancel.is_cancelled() {
                is_complete = false;
                break;
            }
        }
        let remembered = match remember {
            true => self.store_mailbox(location, password, next_since.filter(|_| is_complete)).await?,
            false => false,
        };
        Ok(MailboxImport { candidates, messages, remembered })
    }

    /// Returns the stored mailboxes.
    pub fn mailboxes(&self) -> Result<Vec<MailboxSummary>, ErrorDetail> {
        Ok(self.saved_mailboxes()?.iter().map(StoredMailbox::summary).collect())
    }

    /// Removes a stored mailbox, and its password from the keyring. Blocks while the keyring waits for the
    /// person.
    pub fn remove_mailbox(&self, name: &str) -> Result<(), ErrorDetail> {
        let mut all = self.saved_mailboxes()?;
        let at = all
            .iter()
            .position(|mailbox| mailbox.name() == name)
            .ok_or_else(|| ErrorDetail::not_found(name))?;
        // The next step is the same for every error of the keyring.
        let not_removed = |_: KeyProblem| ErrorDetail::new(AppCode::MailPasswordStays);
        all.remove(at)
            .passwords()
            .iter()
            .try_for_each(|name| remove_mailbox_password(name))
            .map_err(not_removed)?;
        self.put_mailboxes(&all)
    }

    /// Stores a mailbox, or replaces it. Returns `false` if the keyring did not accept the password.
    async fn store_mailbox(
        &self,
        location: &MailboxLocation,
        password: SecretString,
        next_since: Option<Date>,
    ) -> Result<bool, ErrorDetail> {
        let mut all = self.saved_mailboxes()?;
        let mut new = StoredMailbox {
            user: location.user.trim().to_owned(),
            host: location.host.trim().to_owned(),
            port: location.port,
            folders: location.folders.clone(),
            next_since,
        };
        let names = new.passwords();
        let stored =
            spawn_blocking(move || names.iter().try_for_each(|name| store_mailbox_password(name, &password)));
        if !matches!(stored.await, Ok(Ok(()))) {
            return Ok(false);
        }
        match all.iter_mut().find(|mailbox| mailbox.name() == new.name()) {
            Some(old) => {
                // An incomplete import does not move the first day of the next one.
                new.next_since = next_since.or(old.next_since.filter(|_| old.folders == new.folders));
                *old = new;
            }
            None => all.push(new),
        }
        self.put_mailboxes(&all)?;
        Ok(true)
    }

    fn saved_mailboxes(&self) -> Result<Vec<StoredMailbox>, ErrorDetail> {
        let stored = self.store().setting(STORED_MAILBOXES)?;
        // Settings of another format are ignored; the person types them again.
        Ok(stored.and_then(|all| serde_json::from_value(all).ok()).unwrap_or_default())
    }

    fn put_mailboxes(&self, all: &[StoredMailbox]) -> Result<(), ErrorDetail> {
        let all = serde_json::json!(all);
        self.store().put_setting(STORED_MAILBOXES, &all).map_err(ErrorDetail::from)
    }
}

/// Returns one mailbox for each folder. The error is the part of the input that is invalid.
fn mailboxes_of(location: &MailboxLocation) -> Result<Vec<Mailbox>, String> {
    let (user, host) = (location.user.trim(), location.host.trim());
    if user.is_empty() || user.chars().any(char::is_control) {
        return Err(user.to_owned());
    }
    if !host.contains('.') || Host::parse(host).is_err() {
        return Err(host.to_owned());
    }
    let since = match location.since.as_deref().map(str::trim).filter(|day| !day.is_empty()) {
        Some(day) => Some(day.parse::<Date>().map_err(|_| day.to_owned())?),
        None => None,
    };
    let mut folders: Vec<&str> = location.folders.iter().map(|folder| folder.trim()).collect();
    folders.retain(|folder| !folder.is_empty());
    if folders.is_empty() {
        folders.push("INBOX");
    }
    folders.truncate(FOLDERS);
    let mailbox = |folder: &str| Mailbox {
        user: user.to_owned(),
        host: host.to_owned(),
        port: location.port,
        folder: folder.to_owned(),
        criteria: Criteria { since, senders: Vec::new() },
        // Candidates that were not added are found again.
        again: true,
    };
    Ok(folders.into_iter().map(mailbox).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(user: &str, host: &str, folders: &[&str], since: Option<&str>) -> MailboxLocation {
        MailboxLocation {
            user: user.into(),
            host: host.into(),
            port: 993,
            folders: folders.iter().map(|folder| (*folder).to_owned()).collect(),
            since: since.map(str::to_owned),
        }
    }

    #[test]
    fn reads_typed_mailboxes_or_names_the_error() {
        let (ada, host) = ("ada@learner.example", "mail.learner.example");
        /// The folders, or the invalid part.
        type Expected = Result<&'static [&'static str], &'static str>;
        let rows: &[(&str, MailboxLocation, Expected)] = &[
            ("no folder", location(ada, host, &[], None), Ok(&["INBOX"])),
            ("an empty folder", location(ada, " mail.learner.example ", &[" "], Some("")), Ok(&["INBOX"])),
            ("several folders", location(ada, host, &["INBOX", " Schule "], None), Ok(&["INBOX", "Schule"])),
            ("a day", location(ada, host, &[], Some("2024-09-01")), Ok(&["INBOX"])),
            ("no day", location(ada, host, &[], Some("last year")), Err("last year")),
            ("no user", location(" ", host, &[], None), Err("")),
            ("no server", location(ada, "", &[], None), Err("")),
            ("an address in place of the server", location(ada, ada, &[], None), Err(ada)),
            (
                "a link",
                location(ada, "imaps://mail.learner.example", &[], None),
                Err("imaps://mail.learner.example"),
            ),
            ("a word", location(ada, "mail", &[], None), Err("mail")),
        ];
        for (name, typed, expected) in rows {
            let folders = mailboxes_of(typed)
                .map(|all| all.into_iter().map(|mailbox| mailbox.folder).collect::<Vec<_>>());
            let expected = expected.map(|all| all.iter().map(|folder| (*folder).to_owned()).collect());
            assert_eq!(folders, expected.map_err(str::to_owned), "{name}");
        }
        let [mailbox] = &mailboxes_of(&location(ada, host, &[], Some("2024-09-01"))).unwrap()[..] else {
            panic!()
        };
        assert_eq!(mailbox.name(), "imaps://ada@learner.example@mail.learner.example:993/INBOX");
        assert_eq!(mailbox.criteria.since, Some(jiff::civil::date(2024, 9, 1)));
    }
}
