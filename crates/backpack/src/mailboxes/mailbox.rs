//! Imports from a mailbox on a server, message by message. The next import continues where the last one
//! ended.

use std::time::Duration;

use jiff::civil::Date;
use openbadges::{Code, FetchError};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{
    backpack::Backpack,
    error::AppCode,
    import::{
        candidate::Candidate,
        inspector::VerificationSettings,
        mail::{MailContents, Tally},
        origin::Origin,
    },
    links,
    mail::{Finding, find},
    network::{
        IMAPS, MailStream, NetworkPolicy,
        imap::{Criteria, FetchedMessage, ImapError, Session},
    },
    progress::ProgressCallback,
    view::*,
};

/// A mailbox, and the messages to read in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The user name.
    pub user: String,
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The folder.
    pub folder: String,
    /// The messages to read.
    pub criteria: Criteria,
    /// Whether to start from the beginning.
    pub again: bool,
}

/// The most attempts in a row to reconnect without progress.
const RECONNECTS: usize = 3;
/// The pause before each attempt.
const PAUSE: Duration = Duration::from_secs(1);
/// The most messages in one request for sizes.
const SIZES: usize = 500;

impl Mailbox {
    /// Parses `imap://USER@HOST[:PORT][/FOLDER]`. The schemes `imap` and `imaps` both mean TLS from the first
    /// byte.
    pub fn parse(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "imap" | "imaps"))?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned());
        let user = decoded(url.username()).filter(|user| !user.is_empty())?;
        let folder = decoded(url.path().trim_matches('/'))?;
        Some(Self {
            user,
            // A password in an address would end up in the shell's history.
            host: url.host_str().filter(|host| !host.is_empty() && url.password().is_none())?.to_owned(),
            port: url.port().unwrap_or(IMAPS),
            folder: if folder.is_empty() { "INBOX".into() } else { folder },
            criteria: Criteria::default(),
            again: false,
        })
    }

    /// Limits the import to messages since this day. Returns `None` if it is not a date.
    #[must_use]
    pub fn since(mut self, day: &str) -> Option<Self> {
        self.criteria.since = Some(day.trim().parse::<Date>().ok()?);
        Some(self)
    }

    /// Limits the import to messages from these senders, or parts of their addresses.
    #[must_use]
    pub fn from_senders(mut self, senders: impl IntoIterator<Item = String>) -> Self {
        self.criteria.senders.extend(senders);
        self
    }

    /// Limits the import to messages from known badge platforms.
    #[must_use]
    pub fn from_platforms(self) -> Self {
        let platforms = links::platforms().iter();
        self.from_senders(platforms.flat_map(|platform| platform.senders.iter().cloned()))
    }

    /// Returns its address, which is also the name of its password in the keyring.
    pub fn name(&self) -> String {
        format!("imaps://{}@{}:{}/{}", self.user, self.host, self.port, self.folder)
    }

    /// Returns the name of the setting that stores the position. Each combination of criteria has its own
    /// position.
    fn setting(&self) -> String {
        format!("mailbox {} {:?} {:?}", self.name(), self.criteria.since, self.criteria.senders)
    }
}

/// The position in a mailbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Position {
    uid_validity: u32,
    last: u32,
}

/// Why an import from a mailbox stopped.
enum ScanError {
    Unreachable(FetchError),
    Server(ImapError),
    Other(ErrorDetail),
    /// The person cancelled before the server answered.
    Cancelled,
}

impl ScanError {
    /// Returns the error, with the mail server's host.
    fn into_detail(self, mailbox: &Mailbox) -> ErrorDetail {
        let with_host = |code: AppCode| ErrorDetail::new(code).with("host", &mailbox.host);
        match self {
            Self::Other(error) => error,
            Self::Cancelled => ErrorDetail::new(AppCode::Cancelled),
            Self::Unreachable(error) if error.code == Code::NetTls => {
                with_host(AppCode::MailTls).with("detail", error.detail)
            }
            Self::Unreachable(error) => error.into(),
            Self::Server(ImapError::Auth(answer)) => with_host(AppCode::MailAuth).with("detail", answer),
            Self::Server(error) => with_host(AppCode::MailServer).with("detail", error.to_string()),
        }
    }
}

impl From<ImapError> for ScanError {
    fn from(error: ImapError) -> Self {
        Self::Server(error)
    }
}

impl Backpack {
    /// Imports from a mailbox and reports each candidate immediately. Contacts only the mail server, and
    /// changes nothing there. With `save_position`, the next import skips the messages that were read, so the
    /// caller must store each candidate immediately. Returns the number of messages read.
    pub async fn search_mailbox(
        &self,
        mailbox: &Mailbox,
        password: &str,
        save_position: bool,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
        each: &mut (dyn FnMut(CandidateDetail) + Send),
    ) -> Result<usize, ErrorDetail> {
        let setting = mailbox.setting();
        let stored = self.store().setting(&setting)?;
        // A position of another format is ignored. Badges that are read again are not stored twice.
        let stored = stored.and_then(|position| serde_json::from_value(position).ok());
        let mut scan = Scan {
            backpack: self,
            mailbox,
            setting,
            save_position,
            position: stored.filter(|_| !mailbox.again).unwrap_or_default(),
            messages: 0,
            origin: Origin::of_mailbox(&mailbox.name()),
            tally: Tally::default(),
        };
        let mut attempts = 0;
        let outcome = loop {
            let before = scan.position;
            match scan.run(password, cancel, progress, each).await {
                Ok(()) | Err(ScanError::Cancelled) => break Ok(scan.messages),
                Err(ScanError::Server(error)) if error.is_broken_connection() && cancel.is_cancelled() => {
                    break Ok(scan.messages);
                }
                Err(ScanError::Server(error)) if error.is_broken_connection() && attempts < RECONNECTS => {
                    attempts = if scan.position == before { attempts + 1 } else { 0 };
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => break Err(error.into_detail(mailbox)),
            }
        };
        for error in scan.tally.errors() {
            each(self.hold(Candidate::failed(&scan.origin, error)));
        }
        if let Some(failure) = self.log_failure() {
            each(failure);
        }
        outcome
    }
}

/// One pass over a mailbox.
struct Scan<'a> {
    backpack: &'a Backpack,
    mailbox: &'a Mailbox,
    setting: String,
    save_position: bool,
    position: Position,
    messages: usize,
    origin: Origin,
    tally: Tally,
}

impl Scan<'_> {
    async fn run(
        &mut self,
        password: &str,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
        each: &mut (dyn FnMut(CandidateDetail) + Send),
    ) -> Result<(), ScanError> {
        let Mailbox { user, host, port, folder, criteria, .. } = self.mailbox;
        let connecting = self.backpack.inspector().connect_mailbox(host, *port);
        let stream = unless_cancelled(cancel, connecting).await?.map_err(ScanError::Unreachable)?;
        let mut session: Session<MailStream> =
            unless_cancelled(cancel, Session::log_in(stream, user, password)).await??;
        let opened = unless_cancelled(cancel, session.examine(folder)).await??;
        if opened.uid_validity != self.position.uid_validity {
            // The UIDs now denote other messages. Badges that are read again are not stored twice.
            self.position = Position { uid_validity: opened.uid_validity, last: 0 };
        }
        let uids = unless_cancelled(cancel, session.search(criteria, self.position.last)).await??;
        let total = uids.len() as u32;
        let mut done = 0;
        for uids in uids.chunks(SIZES) {
            let mut sizes = unless_cancelled(cancel, session.sizes(uids)).await??;
            sizes.sort_unstable();
            let mut remaining = sizes.as_slice();
            while !remaining.is_empty() {
                progress(Progress::new(done, total, self.mailbox.name()));
                if cancel.is_cancelled() {
                    return Ok(session.log_out().await?);
                }
                let (count, fetched) = unless_cancelled(cancel, session.fetch(remaining)).await??;
                let (batch, rest) = remaining.split_at(count.max(1).min(remaining.len()));
                for fetched in fetched {
                    self.inspect(fetched, each).await?;
                }
                done += batch.len() as u32;
                self.position.last = batch.last().map_or(self.position.last, |(uid, _)| *uid);
                self.store_position()?;
                remaining = rest;
            }
        }
        progress(Progress::finished(total));
        Ok(session.log_out().await?)
    }

    /// Inspects one message.
    async fn inspect(
        &mut self,
        fetched: FetchedMessage,
        each: &mut (dyn FnMut(CandidateDetail) + Send),
    ) -> Result<(), ScanError> {
        self.messages += 1;
        let finding = fetched.message.map_or_else(Finding::too_large, |message| find(&message));
        let options = self.backpack.verify_options().map_err(ScanError::Other)?;
        let inspector = self.backpack.inspector();
        let contents = MailContents::new(&self.origin, self.tally.count(finding));
        let mut each = |candidate: Candidate| each(self.backpack.hold(candidate));
        contents.errors.into_iter().for_each(&mut each);
        // Cancellation takes effect between messages.
        let never = CancellationToken::new();
        let settings =
            VerificationSettings { options: &options, policy: &NetworkPolicy::Offline, cancel: &never };
        inspector.inspect_items(contents.items, settings, &|_| {}, &mut each).await;
        Ok(())
    }

    /// Stores the position. Everything before it has been reported.
    fn store_position(&self) -> Result<(), ScanError> {
        if !self.save_position {
            return Ok(());
        }
        let position = serde_json::json!(self.position);
        let store = self.backpack.store();
        store.put_setting(&self.setting, &position).map_err(|error| ScanError::Other(error.into()))
    }
}

/// Returns the server's answer, unless the person cancels first.
async fn unless_cancelled<T>(
    cancel: &CancellationToken,
    answer: impl Future<Output = T>,
) -> Result<T, ScanError> {
    tokio::select! {
        biased;
        answer = answer => Ok(answer),
        () = cancel.cancelled() => Err(ScanError::Cancelled),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn cancellation_ends_waiting_for_the_server() {
        let cancel = CancellationToken::new();
        assert!(matches!(unless_cancelled(&cancel, async { 7 }).await, Ok(7)));
        let token = cancel.clone();
        let (result, ()) = tokio::join!(
            unless_cancelled(&cancel, std::future::pending::<()>()),
            async move { token.cancel() }
        );
        assert!(matches!(result, Err(ScanError::Cancelled)));
        // An answer that is ready takes precedence.
        assert!(matches!(unless_cancelled(&cancel, async { 7 }).await, Ok(7)));
    }

    #[test]
    fn parses_mailbox_addresses() {
        let parsed = |address: &str| {
            Mailbox::parse(address).map(|mailbox| (mailbox.user, mailbox.host, mailbox.port, mailbox.folder))
        };
        let expected = |user: &str, port: u16, folder: &str| {
            Some((user.to_owned(), "mail.learner.example".to_owned(), port, folder.to_owned()))
        };
        let rows = [
            ("imap://ada@mail.learner.example", expected("ada", 993, "INBOX")),
            ("imaps://ada@mail.learner.example/", expected("ada", 993, "INBOX")),
            (
                "imap://ada@learner.example@mail.learner.example/Badges",
                expected("ada@learner.example", 993, "Badges"),
            ),
            (
                "imap://ada%40learner.example@mail.learner.example:1993/A%20b/C",
                expected("ada@learner.example", 1993, "A b/C"),
            ),
            ("imap://mail.learner.example", None),
            ("imap://ada:secret@mail.learner.example", None),
            ("https://ada@mail.learner.example", None),
            ("imap://ada@", None),
            ("INBOX", None),
        ];
        for (address, expected) in rows {
            assert_eq!(parsed(address), expected, "{address}");
        }
        let mailbox = Mailbox::parse("imap://ada@mail.learner.example").unwrap();
        assert!(mailbox.clone().since("2025-05-02").is_some() && mailbox.clone().since("soon").is_none());
        assert!(mailbox.from_platforms().criteria.senders.contains(&"credly.com".to_owned()));
    }
}
