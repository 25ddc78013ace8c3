//! A read-only IMAP client (RFC 3501 and 9051).
//!
//! A [`Session`] can log in, open a folder with `EXAMINE`, search it, and fetch messages with `BODY.PEEK`. No
//! function sends a command that changes anything. The session uses a stream that is already encrypted;
//! `HttpClient::connect_mailbox` opens one. Every limit is counted while reading.

use std::{io, time::Duration};

use data_encoding::{BASE64, BASE64_NOPAD};
use imap_proto::{AttributeValue, MailboxDatum, Response, ResponseCode, Status};
use jiff::civil::Date;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use zeroize::Zeroizing;

/// How long a server may be silent.
const SILENCE: Duration = Duration::from_secs(60);
/// The largest message: 64 MiB.
pub const MESSAGE_BYTES: usize = 64 << 20;
/// The largest response without a message: 4 MiB.
const RESPONSE_BYTES: usize = 4 << 20;
/// The most responses to one command.
const RESPONSES: usize = 1_000_000;
/// The messages that one command fetches add up to at most 4 MiB, unless a single message is larger.
const BATCH_BYTES: u64 = 4 << 20;
/// The most messages that one command fetches.
const BATCH_MESSAGES: usize = 50;

/// Why an IMAP command failed.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Io(#[from] io::Error),
    /// The server does not send IMAP.
    #[error("the server does not speak IMAP")]
    NotImap,
    /// The server skips the login (`PREAUTH`).
    #[error("the server did not ask who we are")]
    Preauth,
    /// The server rejects the login.
    #[error("the server did not accept the password: {0}")]
    Auth(String),
    /// The server refuses another command.
    #[error("the server refused: {0}")]
    Refused(String),
    /// A response exceeds a limit.
    #[error("the server's response exceeds a limit")]
    Limit,
}

impl ImapError {
    /// Returns whether a new connection may help.
    pub fn is_broken_connection(&self) -> bool {
        matches!(self, Self::Io(_))
    }
}

/// Which messages to fetch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criteria {
    /// Only messages sent on this day or later.
    pub since: Option<Date>,
    /// Only messages from one of these senders: parts of an address. Empty means all senders.
    pub senders: Vec<String>,
}

impl Criteria {
    /// Returns the `SEARCH` arguments (RFC 3501, section 6.4.4) for messages after `last`.
    fn search(&self, last: u32) -> String {
        let mut search = format!("UID {}:*", last.saturating_add(1));
        if let Some(since) = self.since {
            search.push_str(&since.strftime(" SINCE %-d-%b-%Y").to_string());
        }
        for (at, sender) in self.senders.iter().enumerate() {
            search.push_str(if at + 1 < self.senders.len() { " OR FROM " } else { " FROM " });
            search.push_str(&quoted(sender));
        }
        search
    }
}

/// An opened folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// `UIDVALIDITY`: when it changes, the UIDs stand for other messages.
    pub uid_validity: u32,
    /// The number of messages.
    pub messages: u32,
}

/// A fetched message.
#[derive(Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Its UID.
    pub uid: u32,
    /// Its bytes, or `None` if it exceeds the limit and was not fetched.
    pub message: Option<Vec<u8>>,
}

/// A connection to a server.
pub struct Session<S> {
    stream: S,
    /// Bytes that were read but not parsed yet.
    buffer: Vec<u8>,
    tag: u32,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    /// Reads the greeting and logs in (`AUTHENTICATE PLAIN`, RFC 4616). A rejected password is never sent again.
    pub async fn log_in(stream: S, user: &str, password: &str) -> Result<Self, ImapError> {
        let mut session = Self { stream, buffer: Vec::new(), tag: 0 };
        let length = session.next_response(RESPONSE_BYTES).await?;
        match session.response(length)? {
            Response::Data { status: Status::Ok, .. } => {}
            Response::Data { status: Status::PreAuth, .. } => return Err(ImapError::Preauth),
            Response::Data { outcome, .. } => {
                return Err(ImapError::Refused(server_text(outcome.information.as_deref())));
            }
            _ => return Err(ImapError::NotImap),
        }
        session.drop_response(length);
        let tag = session.send("AUTHENTICATE PLAIN").await?;
        loop {
            let length = session.next_response(RESPONSE_BYTES).await?;
            let goes_on = match session.response(length)? {
                Response::Continue(_) => true,
                Response::Done { outcome, .. } => {
                    return Err(ImapError::Refused(server_text(outcome.information.as_deref())));
                }
                _ => false,
            };
            session.drop_response(length);
            if goes_on {
                break;
            }
        }
        let plain = Zeroizing::new(format!("\0{user}\0{password}").into_bytes());
        let mut line = Zeroizing::new(BASE64.encode(&plain));
        line.push_str("\r\n");
        session.write(line.as_bytes()).await?;
        session.finish(&tag, |_| {}).await.map_err(|error| match error {
            ImapError::Refused(said) => ImapError::Auth(said),
            error => error,
        })?;
        Ok(session)
    }

    /// Opens a folder read-only.
    pub async fn examine(&mut self, folder: &str) -> Result<Opened, ImapError> {
        let tag = self.send(&format!("EXAMINE {}", quoted(&mailbox_name(folder)))).await?;
        let mut opened = Opened { uid_validity: 0, messages: 0 };
        self.finish(&tag, |response| match response {
            Response::Data { outcome, .. } => {
                if let Some(ResponseCode::UidValidity(validity)) = outcome.code {
                    opened.uid_validity = validity;
                }
            }
            Response::MailboxData(MailboxDatum::Exists(messages)) => opened.messages = messages,
            _ => {}
        })
        .await?;
        Ok(opened)
    }

    /// Returns the UIDs of the matching messages after `last`, in ascending order.
    pub async fn search(&mut self, criteria: &Criteria, last: u32) -> Result<Vec<u32>, ImapError> {
        let tag = self.send(&format!("UID SEARCH {}", criteria.search(last))).await?;
        let mut uids = Vec::new();
        self.finish(&tag, |response| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = response {
                uids.extend(found);
            }
        })
        .await?;
        // `N:*` includes the last message even if none follows N (RFC 3501, section 9).
        uids.retain(|uid| *uid > last);
        uids.sort_unstable();
        uids.dedup();
        Ok(uids)
    }

    /// Returns the sizes of messages as `(uid, bytes)`. Messages that were deleted meanwhile are left out.
    pub async fn sizes(&mut self, uids: &[u32]) -> Result<Vec<(u32, u64)>, ImapError> {
        let tag = self.send(&format!("UID FETCH {} (UID RFC822.SIZE)", set(uids))).await?;
        let mut sizes = Vec::new();
        self.finish(&tag, |response| {
            let Response::Fetch(_, attributes) = response else { return };
            let (mut uid, mut size) = (None, None);
            for attribute in attributes {
                match attribute {
                    AttributeValue::Uid(it) => uid = Some(it),
                    AttributeValue::Rfc822Size(it) => size = Some(u64::from(it)),
                    _ => {}
                }
            }
            sizes.extend(uid.zip(size));
        })
        .await?;
        sizes.retain(|(uid, _)| uids.contains(uid));
        Ok(sizes)
    }

    /// Fetches the first few messages of `sizes` and returns how many entries it processed. Messages that were
    /// deleted meanwhile are left out.
    pub async fn fetch(&mut self, sizes: &[(u32, u64)]) -> Result<(usize, Vec<Fetched>), ImapError> {
        let mut bytes = 0;
        let taken = sizes
            .iter()
            .take(BATCH_MESSAGES)
            .take_while(|(_, size)| {
                let fits = bytes == 0 || bytes + size <= BATCH_BYTES;
                bytes += size;
                fits
            })
            .count();
        let batch = sizes.get(..taken).unwrap_or_default();
        let (small, large): (Vec<_>, Vec<_>) =
            batch.iter().partition(|(_, size)| *size <= MESSAGE_BYTES as u64);
        let mut fetched: Vec<Fetched> =
            large.iter().map(|(uid, _): &(u32, u64)| Fetched { uid: *uid, message: None }).collect();
        let small: Vec<u32> = small.iter().map(|(uid, _)| *uid).collect();
        if !small.is_empty() {
            let tag = self.send(&format!("UID FETCH {} (UID BODY.PEEK[])", set(&small))).await?;
            self.finish(&tag, |response| {
                let Response::Fetch(_, attributes) = response else { return };
                let (mut uid, mut message) = (None, None);
                for attribute in attributes {
                    match attribute {
                        AttributeValue::Uid(it) => uid = Some(it),
                        AttributeValue::BodySection { data: Some(data), .. } => {
                            message = Some(data.into_owned())
                        }
                        _ => {}
                    }
                }
                if let Some((uid, message)) = uid.zip(message).filter(|(uid, _)| small.contains(uid)) {
                    fetched.push(Fetched { uid, message: Some(message) });
                }
            })
            .await?;
        }
        fetched.sort_by_key(|fetched| fetched.uid);
        Ok((taken, fetched))
    }

    /// Logs out. A server that closes the connection without an answer counts as success.
    pub async fn log_out(mut self) -> Result<(), ImapError> {
        let said = async {
            let tag = self.send("LOGOUT").await?;
            self.finish(&tag, |_| {}).await
        };
        match said.await {
            Err(error) if error.is_broken_connection() => Ok(()),
            answered => answered,
        }
    }

    /// Sends a command and returns its tag.
    async fn send(&mut self, command: &str) -> Result<String, ImapError> {
        self.tag += 1;
        let tag = format!("B{}", self.tag);
        self.write(format!("{tag} {command}\r\n").as_bytes()).await?;
        Ok(tag)
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), ImapError> {
        let written = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        tokio::time::timeout(SILENCE, written)
            .await
            .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))?;
        Ok(())
    }

    /// Reads all responses up to the end of the command `tag`.
    async fn finish(&mut self, tag: &str, mut each: impl FnMut(Response<'_>)) -> Result<(), ImapError> {
        for _ in 0..RESPONSES {
            let length = self.next_response(MESSAGE_BYTES + RESPONSE_BYTES).await?;
            let done = match self.response(length)? {
                Response::Done { tag: of, status, outcome } if of.0 == tag => Some(match status {
                    Status::Ok => Ok(()),
                    _ => Err(ImapError::Refused(server_text(outcome.information.as_deref()))),
                }),
                // `BYE` before the end: the server closes the connection.
                Response::Data { status: Status::Bye, .. } => None,
                response => {
                    each(response);
                    None
                }
            };
            self.drop_response(length);
            if let Some(done) = done {
                return done;
            }
        }
        Err(ImapError::Limit)
    }

    /// Reads until the buffer holds a whole response and returns its length.
    async fn next_response(&mut self, limit: usize) -> Result<usize, ImapError> {
        loop {
            if !self.buffer.is_empty() {
                match parsed(&self.buffer) {
                    Parsed::Whole { length, .. } => return Ok(length),
                    Parsed::Incomplete => {}
                    Parsed::NotImap => return Err(ImapError::NotImap),
                }
            }
            // A literal states its length, so the limit applies before it is read.
            if self.buffer.len() > limit || (limit > RESPONSE_BYTES && self.is_long_line()) {
                return Err(ImapError::Limit);
            }
            let read = tokio::time::timeout(SILENCE, self.stream.read_buf(&mut self.buffer));
            match read.await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))? {
                0 => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
                _ => self.buffer.reserve(64 << 10),
            }
        }
    }

    /// Returns whether the line is longer than any response without a message.
    fn is_long_line(&self) -> bool {
        self.buffer.len() > RESPONSE_BYTES
            && memchr::memchr(b'\n', self.buffer.get(..RESPONSE_BYTES).unwrap_or_default()).is_none()
    }

    fn response(&self, length: usize) -> Result<Response<'_>, ImapError> {
        let bytes = self.buffer.get(..length).unwrap_or_default();
        match parsed(bytes) {
            Parsed::Whole { response, .. } => Ok(response),
            Parsed::Incomplete | Parsed::NotImap => Err(ImapError::NotImap),
        }
    }

    fn drop_response(&mut self, length: usize) {
        self.buffer.drain(..length);
    }
}

/// The result of parsing the start of the buffer.
enum Parsed<'a> {
    /// A response and its length in bytes.
    Whole { length: usize, response: Response<'a> },
    /// The start of a response.
    Incomplete,
    /// Not IMAP.
    NotImap,
}

/// Parses one response.
///
/// imap-proto 0.17 panics at some responses: it cuts the text after a response code behind its first byte, which may
/// be inside a character. No server may end this program, so a panic counts as `NotImap`.
fn parsed(bytes: &[u8]) -> Parsed<'_> {
    match std::panic::catch_unwind(|| Response::parse(bytes)) {
        Ok(Ok((rest, response))) => Parsed::Whole { length: bytes.len() - rest.len(), response },
        Ok(Err(error)) if error.is_incomplete() => Parsed::Incomplete,
        Ok(Err(_)) | Err(_) => Parsed::NotImap,
    }
}

fn server_text(text: Option<&str>) -> String {
    text.unwrap_or_default().chars().take(200).collect()
}

/// Returns a quoted string (RFC 3501, section 4.3) without the characters that are not allowed in one.
fn quoted(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control());
    let escaped: String =
        kept.flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c])).collect();
    format!("\"{escaped}\"")
}

/// Returns a folder's name in modified UTF-7 (RFC 3501, section 5.1.3).
fn mailbox_name(folder: &str) -> String {
    let mut name = String::new();
    let mut shifted = Vec::new();
    for c in folder.chars() {
        if !(' '..='~').contains(&c) {
            shifted.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()));
            continue;
        }
        shift_back(&mut name, &mut shifted);
        name.push(c);
        if c == '&' {
            name.push('-');
        }
    }
    shift_back(&mut name, &mut shifted);
    name
}

/// Writes the pending characters in modified base64 and the closing `-`.
fn shift_back(name: &mut String, shifted: &mut Vec<u8>) {
    if !shifted.is_empty() {
        name.push_str(&format!("&{}-", BASE64_NOPAD.encode(shifted).replace('/', ",")));
        shifted.clear();
    }
}

fn set(uids: &[u32]) -> String {
    uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use tokio::io::DuplexStream;

    use super::*;

    /// Simulates a server that sends one of `lines` after each command, and returns what it received.
    fn server(lines: &'static [&'static str]) -> (DuplexStream, tokio::task::JoinHandle<String>) {
        let (ours, mut theirs) = tokio::io::duplex(1 << 20);
        let heard = tokio::spawn(async move {
            let mut heard = String::new();
            let mut buffer = vec![0; 4_096];
            for (at, line) in lines.iter().enumerate() {
                if at > 0 {
                    let count = theirs.read(&mut buffer).await.unwrap_or_default();
                    heard.push_str(&String::from_utf8_lossy(&buffer[..count]));
                }
                if theirs.write_all(line.as_bytes()).await.is_err() {
                    break;
                }
            }
            heard
        });
        (ours, heard)
    }

    const IN: [&str; 3] = ["* OK [CAPABILITY IMAP4rev1] ready\r\n", "+ \r\n", "B1 OK Logged in\r\n"];

    #[tokio::test]
    async fn session_only_reads() {
        let (stream, heard) = server(&[
            IN[0],
            IN[1],
            IN[2],
            "* 3 EXISTS\r\n* OK [UIDVALIDITY 77] valid\r\n* FLAGS (\\Seen)\r\nB2 OK [READ-ONLY] done\r\n",
            "* SEARCH 9 4 7\r\nB3 OK done\r\n",
            "* 1 FETCH (UID 7 RFC822.SIZE 12)\r\n* 2 FETCH (UID 9 RFC822.SIZE 99999999)\r\nB4 OK done\r\n",
            "* 1 FETCH (UID 7 BODY[] {12}\r\nSubject: x\r\n)\r\n* 3 EXPUNGE\r\nB5 OK done\r\n",
            "* BYE bye\r\nB6 OK done\r\n",
        ]);
        let mut session = Session::log_in(stream, "ada@learner.example", "pass \"word\"").await.unwrap();
        assert_eq!(session.examine("In\"box").await.unwrap(), Opened { uid_validity: 77, messages: 3 });
        let criteria = Criteria {
            since: Some(jiff::civil::date(2025, 5, 2)),
            senders: vec!["credly.com".into(), "badgr.io".into()],
        };
        assert_eq!(session.search(&criteria, 4).await.unwrap(), [7, 9]);
        let sizes = session.sizes(&[7, 9]).await.unwrap();
        assert_eq!(sizes, [(7, 12), (9, 99_999_999)]);
        let message = Some(b"Subject: x\r\n".to_vec());
        assert_eq!(session.fetch(&sizes).await.unwrap(), (1, vec![Fetched { uid: 7, message }]));
        session.log_out().await.unwrap();
        let heard = heard.await.unwrap();
        let plain = BASE64.encode(b"\0ada@learner.example\0pass \"word\"");
        assert_eq!(
            heard.lines().collect::<Vec<_>>(),
            [
                "B1 AUTHENTICATE PLAIN",
                plain.as_str(),
                "B2 EXAMINE \"In\\\"box\"",
                "B3 UID SEARCH UID 5:* SINCE 2-May-2025 OR FROM \"credly.com\" FROM \"badgr.io\"",
                "B4 UID FETCH 7,9 (UID RFC822.SIZE)",
                "B5 UID FETCH 7 (UID BODY.PEEK[])",
                "B6 LOGOUT",
            ]
        );
    }

    #[test]
    fn encodes_folder_names() {
        let rows = [
            ("INBOX", "INBOX"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("A & B", "A &- B"),
            ("🎓", "&2Dzfkw-"),
        ];
        for (folder, name) in rows {
            assert_eq!(mailbox_name(folder), name, "{folder}");
        }
    }

    /// `bad-inputs` K13 and K15: responses that prevent a login. The password is sent at most once.
    #[tokio::test]
    async fn leaves_misbehaving_server() {
        let rows: &[(&'static [&'static str], &str, usize)] = &[
            (&["* PREAUTH welcome\r\n"], "Preauth", 0),
            (&["* BYE too many\r\n"], "Refused(\"too many\")", 0),
            (&["HTTP/1.1 400 Bad Request\r\n\r\n"], "NotImap", 0),
            // The parser panics at this one.
            (&["* OK [ALERT]é\r\n"], "NotImap", 0),
            (&["* OK ready\r\n", "B1 NO [PRIVACYREQUIRED] no\r\n"], "Refused(\"[PRIVACYREQUIRED] no\")", 1),
            (
                &["* OK ready\r\n", "+ \r\n", "B1 NO [AUTHENTICATIONFAILED] no\r\n"],
                "Auth(\"[AUTHENTICATIONFAILED] no\")",
                2,
            ),
            (&["* OK ready\r\n", "+ \r\n"], "Io(", 1),
        ];
        for (lines, expected, commands) in rows {
            let (stream, heard) = server(lines);
            let error = Session::log_in(stream, "ada", "secret").await.err().unwrap();
            assert!(format!("{error:?}").starts_with(expected), "{lines:?}: {error:?}");
            assert_eq!(heard.await.unwrap().lines().count(), *commands, "{lines:?}");
        }
    }

    #[tokio::test]
    async fn limits_responses() {
        let (ours, mut theirs) = tokio::io::duplex(1 << 20);
        let sending = tokio::spawn(async move {
            let endless = vec![b'x'; 1 << 20];
            theirs.write_all(b"* OK ").await.unwrap();
            while theirs.write_all(&endless).await.is_ok() {}
        });
        let error = Session::log_in(ours, "ada", "secret").await.err().unwrap();
        assert!(matches!(error, ImapError::Limit | ImapError::NotImap), "{error:?}");
        sending.await.unwrap();
    }
}
