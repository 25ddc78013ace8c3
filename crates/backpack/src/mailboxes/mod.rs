//! Mailboxes for the window: searches the folders of a mailbox and returns all candidates together. A mailbox can be stored
//! for the next time.
//!
//! A stored mailbox is in the store. Its password is only in the operating system's keyring, under the names that the command
//! line uses too.

mod mailbox;

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use url::Host;

pub use self::mailbox::Mailbox;
use crate::{
    backpack::Backpack,
    error::AppCode,
    import::{candidate::Candidate, origin::Origin},
    network::imap::Criteria,
    progress::{Cancel, ProgressCallback},
    vault::{KeyTrouble, forget_mailbox_password, keep_mailbox_password, mailbox_password},
    view::*,
};

/// The setting with the mailboxes that are remembered.
const REMEMBERED: &str = "mailboxes";
/// Folders of one mailbox.
const FOLDERS: usize = 50;

/// A mailbox that is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Remembered {
    user: String,
    host: String,
    port: u16,
    folders: Vec<String>,
    /// From which day on the next look suffices.
    next_since: Option<Date>,
}

impl Remembered {
    fn name(&self) -> String {
        format!("{}@{}:{}", self.user, self.host, self.port)
    }

    fn line(&self) -> MailboxSummary {
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

    /// Under which names its password is kept: one for each folder.
    fn passwords(&self) -> Vec<String> {
        let asked = self.line().location;
        mailboxes_of(&asked).unwrap_or_default().iter().map(Mailbox::name).collect()
    }
}

impl Backpack {
    /// Looks through the folders of a mailbox and hands back everything that was found; nothing is kept, and no host but the
    /// mail server is asked. Without a password the keyring's is taken. `remember`: the password goes into the keyring
    /// once the server has accepted it. What was found before a cancel or a fault is handed back.
    pub async fn look_through_mailbox(
        &self,
        asked: &MailboxLocation,
        password: Option<SecretString>,
        remember: bool,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Result<MailboxImport, ErrorDetail> {
        let mailboxes = mailboxes_of(asked).map_err(ErrorDetail::invalid_input)?;
        let name = mailboxes.first().map(Mailbox::name).unwrap_or_default();
        let password = match password {
            Some(password) => password,
            None => {
                // A thread that ended otherwise has no password either, and the next step is the same.
                let kept = spawn_blocking(move || mailbox_password(&name)).await.ok().flatten();
                kept.ok_or_else(|| ErrorDetail::new(AppCode::MailPassword))?
            }
        };
        // The server counts days by its own clock, wherever it stands.
        let began = Timestamp::now().to_zoned(TimeZone::UTC).date().yesterday().ok();
        let found = AtomicUsize::new(0);
        let told = |step: Progress| {
            let found = found.load(Ordering::Relaxed);
            let message = Some(Message::new("mail-found-so-far").with("count", found));
            progress(Progress { message, ..step });
        };
        let (mut candidates, mut messages, mut whole) = (Vec::new(), 0, true);
        for mailbox in &mailboxes {
            let each = &mut |candidate: CandidateDetail| {
                let is_found = candidate.badge.is_some() || candidate.link.is_some();
                found.fetch_add(usize::from(is_found), Ordering::Relaxed);
                candidates.push(candidate);
            };
            match self.look_in_mailbox(mailbox, password.expose_secret(), false, cancel, &told, each).await {
                Ok(count) => messages += count as u32,
                // Nothing is in hand that would be lost: whoever asked can ask otherwise.
                Err(error) if candidates.is_empty() && messages == 0 => return Err(error),
                Err(error) => {
                    whole = false;
                    let origin = Origin::of_mailbox(&mailbox.name());
                    candidates.push(self.hold(Candidate::failed(&origin, error)));
                }
            }
            if cancel.is_cancelled() {
                whole = false;
                break;
            }
        }
        let remembered = match remember {
            true => self.remember_mailbox(asked, password, began.filter(|_| whole)).await?,
            false => false,
        };
        Ok(MailboxImport { candidates, messages, remembered })
    }

    /// The mailboxes that are remembered.
    pub fn mailboxes(&self) -> Result<Vec<MailboxSummary>, ErrorDetail> {
        Ok(self.remembered_mailboxes()?.iter().map(Remembered::line).collect())
    }

    /// Forgets a mailbox, and takes its password out of the keyring. This may wait for the keyring's owner.
    pub fn forget_mailbox(&self, name: &str) -> Result<(), ErrorDetail> {
        let mut all = self.remembered_mailboxes()?;
        let at = all.iter().position(|one| one.name() == name).ok_or_else(|| ErrorDetail::not_found(name))?;
        // Whatever the keyring's trouble is, the next step is the same.
        let stays = |_: KeyTrouble| ErrorDetail::new(AppCode::MailPasswordStays);
        all.remove(at)
            .passwords()
            .iter()
            .try_for_each(|name| forget_mailbox_password(name))
            .map_err(stays)?;
        self.put_mailboxes(&all)
    }

    /// Remembers a mailbox, in place of what was remembered of it. `false`: the keyring did not take the password.
    async fn remember_mailbox(
        &self,
        asked: &MailboxLocation,
        password: SecretString,
        next_since: Option<Date>,
    ) -> Result<bool, ErrorDetail> {
        let mut all = self.remembered_mailboxes()?;
        let mut new = Remembered {
            user: asked.user.trim().to_owned(),
            host: asked.host.trim().to_owned(),
            port: asked.port,
            folders: asked.folders.clone(),
            next_since,
        };
        let names = new.passwords();
        let kept =
            spawn_blocking(move || names.iter().try_for_each(|name| keep_mailbox_password(name, &password)));
        if !matches!(kept.await, Ok(Ok(()))) {
            return Ok(false);
        }
        match all.iter_mut().find(|one| one.name() == new.name()) {
            Some(old) => {
                // A look that was stopped leaves something to be looked at.
                new.next_since = next_since.or(old.next_since.filter(|_| old.folders == new.folders));
                *old = new;
            }
            None => all.push(new),
        }
        self.put_mailboxes(&all)?;
        Ok(true)
    }

    fn remembered_mailboxes(&self) -> Result<Vec<Remembered>, ErrorDetail> {
        let stored = self.store().setting(REMEMBERED)?;
        // What another version noted in another way is typed once more.
        Ok(stored.and_then(|all| serde_json::from_value(all).ok()).unwrap_or_default())
    }

    fn put_mailboxes(&self, all: &[Remembered]) -> Result<(), ErrorDetail> {
        let all = serde_json::json!(all);
        self.store().put_setting(REMEMBERED, &all).map_err(ErrorDetail::from)
    }
}

/// The folders that are asked for, each a mailbox of its own. An error is what cannot be understood.
fn mailboxes_of(asked: &MailboxLocation) -> Result<Vec<Mailbox>, String> {
    let (user, host) = (asked.user.trim(), asked.host.trim());
    if user.is_empty() || user.chars().any(char::is_control) {
        return Err(user.to_owned());
    }
    if !host.contains('.') || Host::parse(host).is_err() {
        return Err(host.to_owned());
    }
    let since = match asked.since.as_deref().map(str::trim).filter(|day| !day.is_empty()) {
        Some(day) => Some(day.parse::<Date>().map_err(|_| day.to_owned())?),
        None => None,
    };
    let mut folders: Vec<&str> = asked.folders.iter().map(|folder| folder.trim()).collect();
    folders.retain(|folder| !folder.is_empty());
    if folders.is_empty() {
        folders.push("INBOX");
    }
    folders.truncate(FOLDERS);
    let mailbox = |folder: &str| Mailbox {
        user: user.to_owned(),
        host: host.to_owned(),
        port: asked.port,
        folder: folder.to_owned(),
        criteria: Criteria { since, senders: Vec::new() },
        // What was found the last time and not kept is found again.
        again: true,
    };
    Ok(folders.into_iter().map(mailbox).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(user: &str, host: &str, folders: &[&str], since: Option<&str>) -> MailboxLocation {
        MailboxLocation {
            user: user.into(),
            host: host.into(),
            port: 993,
            folders: folders.iter().map(|folder| (*folder).to_owned()).collect(),
            since: since.map(str::to_owned),
        }
    }

    #[test]
    fn what_a_person_types_names_mailboxes_or_what_is_wrong() {
        let (ada, host) = ("ada@learner.example", "mail.learner.example");
        /// The folders, or what cannot be understood.
        type Expected = Result<&'static [&'static str], &'static str>;
        let rows: &[(&str, MailboxLocation, Expected)] = &[
            ("the inbox, where nothing else is said", asked(ada, host, &[], None), Ok(&["INBOX"])),
            ("an empty folder", asked(ada, " mail.learner.example ", &[" "], Some("")), Ok(&["INBOX"])),
            ("several folders", asked(ada, host, &["INBOX", " Schule "], None), Ok(&["INBOX", "Schule"])),
            ("a day", asked(ada, host, &[], Some("2024-09-01")), Ok(&["INBOX"])),
            ("no day", asked(ada, host, &[], Some("last year")), Err("last year")),
            ("nobody", asked(" ", host, &[], None), Err("")),
            ("no server", asked(ada, "", &[], None), Err("")),
            ("an address in place of the server", asked(ada, ada, &[], None), Err(ada)),
            (
                "a link",
                asked(ada, "imaps://mail.learner.example", &[], None),
                Err("imaps://mail.learner.example"),
            ),
            ("a word", asked(ada, "mail", &[], None), Err("mail")),
        ];
        for (name, asked, expected) in rows {
            let folders =
                mailboxes_of(asked).map(|all| all.into_iter().map(|one| one.folder).collect::<Vec<_>>());
            let expected = expected.map(|all| all.iter().map(|one| (*one).to_owned()).collect());
            assert_eq!(folders, expected.map_err(str::to_owned), "{name}");
        }
        let [mailbox] = &mailboxes_of(&asked(ada, host, &[], Some("2024-09-01"))).unwrap()[..] else {
            panic!()
        };
        assert_eq!(mailbox.name(), "imaps://ada@learner.example@mail.learner.example:993/INBOX");
        assert_eq!(mailbox.criteria.since, Some(jiff::civil::date(2024, 9, 1)));
    }
}
