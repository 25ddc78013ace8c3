//! A mailbox on a server, looked through message by message; where it was left off, it goes on the next time.

use std::time::Duration;

use jiff::civil::Date;
use openbadges::{Code, FetchError};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    backpack::Backpack,
    error::AppCode,
    import::{
        candidate::Candidate,
        mail::{MailContents, Tally},
        origin::Origin,
    },
    links,
    mail::{Finding, find},
    network::{
        IMAPS, MailStream, NetworkPolicy,
        imap::{Criteria, Fetched, ImapError, Session},
    },
    progress::{Cancel, ProgressCallback},
    view::*,
};

/// A mailbox, and what to look through in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Who logs in.
    pub user: String,
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The folder.
    pub folder: String,
    /// Which messages.
    pub criteria: Criteria,
    /// From the beginning, and not from where it was left off.
    pub again: bool,
}

/// How often a broken connection is made anew without having come any further.
const RECONNECTS: usize = 3;
/// Before that.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it is looked whether the person stopped waiting for the server.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Messages whose sizes one command asks for.
const SIZES: usize = 500;

impl Mailbox {
    /// Reads `imap://USER@HOST[:PORT][/FOLDER]`. Either spelling of the scheme means encryption from the first byte.
    pub fn parse(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "imap" | "imaps"))?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned());
        let user = decoded(url.username()).filter(|user| !user.is_empty())?;
        let folder = decoded(url.path().trim_matches('/'))?;
        Some(Self {
            user,
            // A password in an address would stand in the shell's history.
            host: url.host_str().filter(|host| !host.is_empty() && url.password().is_none())?.to_owned(),
            port: url.port().unwrap_or(IMAPS),
            folder: if folder.is_empty() { "INBOX".into() } else { folder },
            criteria: Criteria::default(),
            again: false,
        })
    }

    /// Only messages that came on this day or later. `None`: that is no day.
    #[must_use]
    pub fn since(mut self, day: &str) -> Option<Self> {
        self.criteria.since = Some(day.trim().parse::<Date>().ok()?);
        Some(self)
    }

    /// Only messages from these senders, or parts of their addresses.
    #[must_use]
    pub fn from_senders(mut self, senders: impl IntoIterator<Item = String>) -> Self {
        self.criteria.senders.extend(senders);
        self
    }

    /// Only messages from the platforms that badges come from.
    #[must_use]
    pub fn from_platforms(self) -> Self {
        let platforms = links::platforms().iter();
        self.from_senders(platforms.flat_map(|platform| platform.senders.iter().cloned()))
    }

    /// How it is called, and under which name its password is kept.
    pub fn name(&self) -> String {
        format!("imaps://{}@{}:{}/{}", self.user, self.host, self.port, self.folder)
    }

    /// The name of what is remembered of it: another question begins anew.
    fn setting(&self) -> String {
        format!("mailbox {} {:?} {:?}", self.name(), self.criteria.since, self.criteria.senders)
    }
}

/// How far a mailbox was looked through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    uid_validity: u32,
    last: u32,
}

/// Why a mailbox could not be looked through.
enum Broken {
    Unreachable(FetchError),
    Server(ImapError),
    Other(ErrorDetail),
    /// The person stopped it while the server had not answered yet.
    Stopped,
}

impl Broken {
    /// Returns the error, with the mail server's host.
    fn into_detail(self, mailbox: &Mailbox) -> ErrorDetail {
        let with_host = |code: AppCode| ErrorDetail::new(code).with("host", &mailbox.host);
        match self {
            Self::Other(error) => error,
            Self::Stopped => ErrorDetail::new(AppCode::Cancelled),
            Self::Unreachable(error) if error.code == Code::NetTls => {
                with_host(AppCode::MailTls).with("detail", error.detail)
            }
            Self::Unreachable(error) => error.into(),
            Self::Server(ImapError::Auth(answer)) => with_host(AppCode::MailAuth).with("detail", answer),
            Self::Server(error) => with_host(AppCode::MailServer).with("detail", error.to_string()),
        }
    }
}

impl From<ImapError> for Broken {
    fn from(error: ImapError) -> Self {
        Self::Server(error)
    }
}

impl Backpack {
    /// Looks through a mailbox, and tells what is found as soon as it is found. No host but the mail server is asked, and
    /// nothing there is changed. `remember`: what was told need not be told again, because the caller keeps it as it comes.
    /// Returns how many messages were looked at.
    pub async fn look_in_mailbox(
        &self,
        mailbox: &Mailbox,
        password: &str,
        remember: bool,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
        each: &mut (dyn FnMut(CandidateDetail) + Send),
    ) -> Result<usize, ErrorDetail> {
        let setting = mailbox.setting();
        let stored = self.store().setting(&setting)?;
        // What another version noted in another way is looked through once more, and held once.
        let stored = stored.and_then(|place| serde_json::from_value(place).ok());
        let mut scan = Scan {
            backpack: self,
            mailbox,
            setting,
            remember,
            place: stored.filter(|_| !mailbox.again).unwrap_or_default(),
            looked_at: 0,
            origin: Origin::of_mailbox(&mailbox.name()),
            tally: Tally::default(),
        };
        let mut attempts = 0;
        let outcome = loop {
            let before = scan.place;
            match scan.go_through(password, cancel, progress, each).await {
                Ok(()) | Err(Broken::Stopped) => break Ok(scan.looked_at),
                Err(Broken::Server(error)) if error.is_broken_connection() && cancel.is_cancelled() => {
                    break Ok(scan.looked_at);
                }
                Err(Broken::Server(error)) if error.is_broken_connection() && attempts < RECONNECTS => {
                    attempts = if scan.place == before { attempts + 1 } else { 0 };
                    tokio::time::sleep(PAUSE).await;
                }
                Err(broken) => break Err(broken.into_detail(mailbox)),
            }
        };
        for error in scan.tally.errors() {
            each(self.hold(Candidate::failed(&scan.origin, error)));
        }
        if let Some(trouble) = self.log_failure() {
            each(trouble);
        }
        outcome
    }
}

/// One way through a mailbox.
struct Scan<'a> {
    backpack: &'a Backpack,
    mailbox: &'a Mailbox,
    setting: String,
    remember: bool,
    place: Place,
    looked_at: usize,
    origin: Origin,
    tally: Tally,
}

impl Scan<'_> {
    async fn go_through(
        &mut self,
        password: &str,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
        each: &mut (dyn FnMut(CandidateDetail) + Send),
    ) -> Result<(), Broken> {
        let Mailbox { user, host, port, folder, criteria, .. } = self.mailbox;
        let connecting = self.backpack.inspector().connect_mailbox(host, *port);
        let stream = answered(cancel, connecting).await?.map_err(Broken::Unreachable)?;
        let mut session: Session<MailStream> =
            answered(cancel, Session::log_in(stream, user, password)).await??;
        let opened = answered(cancel, session.examine(folder)).await??;
        if opened.uid_validity != self.place.uid_validity {
            // The numbers mean other messages now. What is held already is told so, and held once.
            self.place = Place { uid_validity: opened.uid_validity, last: 0 };
        }
        let uids = answered(cancel, session.search(criteria, self.place.last)).await??;
        let total = uids.len() as u32;
        let mut done = 0;
        for uids in uids.chunks(SIZES) {
            let mut sizes = answered(cancel, session.sizes(uids)).await??;
            sizes.sort_unstable();
            let mut left = sizes.as_slice();
            while !left.is_empty() {
                progress(Progress::new(done, total, self.mailbox.name()));
                if cancel.is_cancelled() {
                    return Ok(session.log_out().await?);
                }
                let (taken, fetched) = answered(cancel, session.fetch(left)).await??;
                let (batch, behind) = left.split_at(taken.max(1).min(left.len()));
                for fetched in fetched {
                    self.tell(fetched, each).await?;
                }
                done += batch.len() as u32;
                self.place.last = batch.last().map_or(self.place.last, |(uid, _)| *uid);
                self.note_place()?;
                left = behind;
            }
        }
        progress(Progress::finished(total));
        Ok(session.log_out().await?)
    }

    /// Tells one message.
    async fn tell(
        &mut self,
        fetched: Fetched,
        each: &mut (dyn FnMut(CandidateDetail) + Send),
    ) -> Result<(), Broken> {
        self.looked_at += 1;
        let finding = fetched.message.map_or_else(Finding::too_large, |message| find(&message));
        let options = self.backpack.verify_options().map_err(Broken::Other)?;
        let inspector = self.backpack.inspector();
        let contents = MailContents::new(&self.origin, self.tally.count(finding));
        let mut each = |candidate: Candidate| each(self.backpack.hold(candidate));
        contents.errors.into_iter().for_each(&mut each);
        // A message is looked at to its end: whether to stop is asked before each.
        let never = Cancel::default();
        let policy = NetworkPolicy::Offline;
        inspector.inspect_items(contents.items, &options, &policy, &never, &|_| {}, &mut each).await;
        Ok(())
    }

    /// Remembers how far we came, once everything up to there was told and kept.
    fn note_place(&self) -> Result<(), Broken> {
        if !self.remember {
            return Ok(());
        }
        let place = serde_json::json!(self.place);
        let store = self.backpack.store();
        store.put_setting(&self.setting, &place).map_err(|error| Broken::Other(error.into()))
    }
}

/// What the server answers, unless the person stops waiting for it.
async fn answered<T>(cancel: &Cancel, answer: impl Future<Output = T>) -> Result<T, Broken> {
    let stopped = async {
        while !cancel.is_cancelled() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::select! {
        biased;
        answer = answer => Ok(answer),
        () = stopped => Err(Broken::Stopped),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that says nothing keeps nobody waiting who wants to stop.
    #[tokio::test]
    async fn waiting_for_a_server_can_be_stopped() {
        let cancel = Cancel::default();
        assert!(matches!(answered(&cancel, async { 7 }).await, Ok(7)));
        let stopping = cancel.clone();
        let (stopped, ()) =
            tokio::join!(answered(&cancel, std::future::pending::<()>()), async move { stopping.cancel() });
        assert!(matches!(stopped, Err(Broken::Stopped)));
        // What was answered already is not thrown away.
        assert!(matches!(answered(&cancel, async { 7 }).await, Ok(7)));
    }

    #[test]
    fn an_address_names_a_mailbox() {
        let parsed = |address: &str| {
            Mailbox::parse(address).map(|mailbox| (mailbox.user, mailbox.host, mailbox.port, mailbox.folder))
        };
        let named = |user: &str, port: u16, folder: &str| {
            Some((user.to_owned(), "mail.learner.example".to_owned(), port, folder.to_owned()))
        };
        let rows = [
            ("imap://ada@mail.learner.example", named("ada", 993, "INBOX")),
            ("imaps://ada@mail.learner.example/", named("ada", 993, "INBOX")),
            (
                "imap://ada@learner.example@mail.learner.example/Badges",
                named("ada@learner.example", 993, "Badges"),
            ),
            (
                "imap://ada%40learner.example@mail.learner.example:1993/A%20b/C",
                named("ada@learner.example", 1993, "A b/C"),
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
