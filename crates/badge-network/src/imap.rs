//! A read-only IMAP client (RFC 3501 and 9051).
//!
//! A [`Session`] can log in, open a folder with `EXAMINE`, search it, and fetch messages with `BODY.PEEK`.
//! No function sends a command that changes anything. The session uses a stream that is already encrypted;
//! `HttpClient::connect_mailbox` opens one. Every limit is counted while reading.
//!
//! imap-codec splits and parses the responses and limits how deeply they nest. This module writes the
//! commands, because imap-codec does not encode modified UTF-7, sends non-ASCII search terms as literals, for
//! which the client has to wait, and does not wipe passwords.

use std::{io, time::Duration};

use data_encoding::{BASE64, BASE64_NOPAD};
use imap_codec::{
    ResponseCodec,
    decode::Decoder,
    fragmentizer::{FragmentInfo, Fragmentizer},
    imap_types::{
        IntoStatic,
        core::NString,
        fetch::MessageDataItem,
        response::{Code, Data, Response, Status, StatusBody, StatusKind, Tagged},
    },
};
use jiff::civil::Date;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use zeroize::Zeroizing;

/// The longest wait for the next bytes of a server.
const SERVER_TIMEOUT: Duration = Duration::from_secs(60);
/// The largest message: 64 MiB.
pub const MESSAGE_BYTES: usize = 64 << 20;
/// The most bytes of a response outside of literals: 4 MiB.
const RESPONSE_BYTES: usize = 4 << 20;
/// The most bytes that one read returns.
const READ_BYTES: usize = 64 << 10;
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
    #[error("the server skipped the login")]
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
        for (index, sender) in self.senders.iter().enumerate() {
            search.push_str(if index + 1 < self.senders.len() { " OR FROM " } else { " FROM " });
            search.push_str(&quoted_string(sender));
        }
        search
    }
}

/// The state of a folder that was opened with `EXAMINE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderState {
    /// `UIDVALIDITY`: when it changes, the UIDs identify other messages.
    pub uid_validity: u32,
    /// The number of messages.
    pub messages: u32,
}

/// A fetched message.
#[derive(Debug, PartialEq, Eq)]
pub struct FetchedMessage {
    /// The message's UID.
    pub uid: u32,
    /// The message's bytes, or `None` if it exceeds the limit and was not fetched.
    pub message: Option<Vec<u8>>,
}

/// A connection to a server.
pub struct Session<S> {
    stream: S,
    /// The bytes of the last read.
    input: Vec<u8>,
    /// Splits the bytes into responses and holds the current one.
    fragmentizer: Fragmentizer,
    /// The number of the last command.
    last_tag: u32,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    /// Reads the greeting and logs in (`AUTHENTICATE PLAIN`, RFC 4616). A rejected password is never sent
    /// again.
    pub async fn log_in(stream: S, user: &str, password: &str) -> Result<Self, ImapError> {
        let mut session = Self {
            stream,
            input: Vec::with_capacity(READ_BYTES),
            // `read_response` limits the size.
            fragmentizer: Fragmentizer::without_max_message_size(),
            last_tag: 0,
        };
        session.read_greeting().await?;
        let tag = session.send("AUTHENTICATE PLAIN").await?;
        session.wait_for_continuation().await?;
        let plain = Zeroizing::new(format!("\0{user}\0{password}").into_bytes());
        let mut line = Zeroizing::new(BASE64.encode(&plain));
        line.push_str("\r\n");
        session.write(line.as_bytes()).await?;
        session.finish(&tag, &[], |_| {}).await.map_err(|error| match error {
            ImapError::Refused(text) => ImapError::Auth(text),
            error => error,
        })?;
        Ok(session)
    }

    async fn read_greeting(&mut self) -> Result<(), ImapError> {
        let greeting = self.read_response(RESPONSE_BYTES).await?;
        if greeting.bytes.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"* PREAUTH")) {
            return Err(ImapError::Preauth);
        }
        match greeting.parse() {
            Some(Response::Status(Status::Untagged(StatusBody { kind: StatusKind::Ok, .. }))) => Ok(()),
            Some(Response::Status(status @ (Status::Untagged(_) | Status::Bye(_)))) => {
                Err(ImapError::Refused(greeting.status_text(status.code())))
            }
            _ => Err(ImapError::NotImap),
        }
    }

    /// Reads up to the request for the rest of a command (RFC 3501, section 7.5).
    async fn wait_for_continuation(&mut self) -> Result<(), ImapError> {
        for _ in 0..RESPONSES {
            let response = self.read_response(RESPONSE_BYTES).await?;
            match response.parse() {
                Some(Response::CommandContinuationRequest(_)) => return Ok(()),
                Some(Response::Status(status @ Status::Tagged(_))) => {
                    return Err(ImapError::Refused(response.status_text(status.code())));
                }
                Some(_) => {}
                None if response.may_be_skipped(&[]) => {}
                None => return Err(ImapError::NotImap),
            }
        }
        Err(ImapError::Limit)
    }

    /// Opens a folder read-only.
    pub async fn examine(&mut self, folder: &str) -> Result<FolderState, ImapError> {
        let tag = self.send(&format!("EXAMINE {}", quoted_string(&mailbox_name(folder)))).await?;
        let mut state = FolderState { uid_validity: 0, messages: 0 };
        self.finish(&tag, &["UIDVALIDITY", "EXISTS"], |response| match response {
            Response::Status(Status::Untagged(StatusBody {
                code: Some(Code::UidValidity(value)), ..
            })) => {
                state.uid_validity = value.get();
            }
            Response::Data(Data::Exists(messages)) => state.messages = messages,
            _ => {}
        })
        .await?;
        Ok(state)
    }

    /// Returns the UIDs of the matching messages after `last`, in ascending order.
    pub async fn search(&mut self, criteria: &Criteria, last: u32) -> Result<Vec<u32>, ImapError> {
        let tag = self.send(&format!("UID SEARCH {}", criteria.search(last))).await?;
        let mut uids = Vec::new();
        self.finish(&tag, &["SEARCH"], |response| {
            if let Response::Data(Data::Search(found, _)) = response {
                uids.extend(found.into_iter().map(u32::from));
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
        let tag = self.send(&format!("UID FETCH {} (UID RFC822.SIZE)", uid_set(uids))).await?;
        let mut sizes = Vec::new();
        self.finish(&tag, &["RFC822.SIZE"], |response| {
            let Response::Data(Data::Fetch { items, .. }) = response else { return };
            let (mut uid, mut size) = (None, None);
            for item in items {
                match item {
                    MessageDataItem::Uid(value) => uid = Some(value.get()),
                    MessageDataItem::Rfc822Size(value) => size = Some(u64::from(value)),
                    _ => {}
                }
            }
            sizes.extend(uid.zip(size));
        })
        .await?;
        sizes.retain(|(uid, _)| uids.contains(uid));
        Ok(sizes)
    }

    /// Fetches the first few messages of `sizes` and returns how many entries it processed. Messages that
    /// were deleted meanwhile are left out.
    pub async fn fetch(&mut self, sizes: &[(u32, u64)]) -> Result<(usize, Vec<FetchedMessage>), ImapError> {
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
        let mut fetched: Vec<FetchedMessage> =
            large.iter().map(|(uid, _): &(u32, u64)| FetchedMessage { uid: *uid, message: None }).collect();
        let small: Vec<u32> = small.iter().map(|(uid, _)| *uid).collect();
        if !small.is_empty() {
            let tag = self.send(&format!("UID FETCH {} (UID BODY.PEEK[])", uid_set(&small))).await?;
            self.finish(&tag, &["BODY["], |response| {
                let Response::Data(Data::Fetch { items, .. }) = response else { return };
                let (mut uid, mut message) = (None, None);
                for item in items {
                    match item {
                        MessageDataItem::Uid(value) => uid = Some(value.get()),
                        MessageDataItem::BodyExt { data: NString(Some(data)), .. } => {
                            message = Some(data.into_inner().into_owned());
                        }
                        _ => {}
                    }
                }
                if let Some((uid, message)) = uid.zip(message).filter(|(uid, _)| small.contains(uid)) {
                    fetched.push(FetchedMessage { uid, message: Some(message) });
                }
            })
            .await?;
        }
        fetched.sort_by_key(|fetched| fetched.uid);
        Ok((taken, fetched))
    }

    /// Logs out. A server that closes the connection without an answer counts as success.
    pub async fn log_out(mut self) -> Result<(), ImapError> {
        let outcome = async {
            let tag = self.send("LOGOUT").await?;
            self.finish(&tag, &[], |_| {}).await
        };
        match outcome.await {
            Err(error) if error.is_broken_connection() => Ok(()),
            outcome => outcome,
        }
    }

    /// Sends a command and returns its tag.
    async fn send(&mut self, command: &str) -> Result<String, ImapError> {
        self.last_tag += 1;
        let tag = format!("B{}", self.last_tag);
        self.write(format!("{tag} {command}\r\n").as_bytes()).await?;
        Ok(tag)
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), ImapError> {
        let written = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        tokio::time::timeout(SERVER_TIMEOUT, written)
            .await
            .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))?;
        Ok(())
    }

    /// Reads all responses up to the end of the command `tag`. `expected` lists words of the responses that
    /// the command asks for, in upper or lower case.
    async fn finish(
        &mut self,
        tag: &str,
        expected: &[&str],
        mut each: impl FnMut(Response<'_>),
    ) -> Result<(), ImapError> {
        for _ in 0..RESPONSES {
            let response = self.read_response(MESSAGE_BYTES).await?;
            match response.parse() {
                Some(Response::Status(Status::Tagged(Tagged { tag: ended, body })))
                    if ended.as_ref() == tag =>
                {
                    return match body.kind {
                        StatusKind::Ok => Ok(()),
                        _ => Err(ImapError::Refused(response.status_text(body.code.as_ref()))),
                    };
                }
                Some(response) => each(response),
                None if response.may_be_skipped(expected) => {}
                None => return Err(ImapError::NotImap),
            }
        }
        Err(ImapError::Limit)
    }

    /// Reads a whole response: at most `RESPONSE_BYTES`, and literals of at most `literal_limit` bytes
    /// together.
    async fn read_response(&mut self, literal_limit: usize) -> Result<RawResponse<'_>, ImapError> {
        let mut literal_bytes = 0_usize;
        loop {
            let fragment = self.fragmentizer.progress();
            // A literal states its length, so the limit applies before it is read.
            if let Some(FragmentInfo::Line { announcement: Some(literal), .. }) = fragment {
                literal_bytes = literal_bytes.saturating_add(literal.length as usize);
            }
            let bytes = self.fragmentizer.message_bytes().len();
            if literal_bytes > literal_limit || bytes.saturating_sub(literal_bytes) > RESPONSE_BYTES {
                return Err(ImapError::Limit);
            }
            match fragment {
                Some(FragmentInfo::Line { start, .. }) if self.fragmentizer.is_message_complete() => {
                    let bytes = self.fragmentizer.message_bytes();
                    return Ok(RawResponse { bytes, last_line: start });
                }
                Some(_) => {}
                None => self.read().await?,
            }
        }
    }

    async fn read(&mut self) -> Result<(), ImapError> {
        self.input.clear();
        let read = tokio::time::timeout(SERVER_TIMEOUT, self.stream.read_buf(&mut self.input));
        match read.await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))? {
            0 => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
            _ => {
                self.fragmentizer.enqueue_bytes(&self.input);
                Ok(())
            }
        }
    }
}

/// A whole response that was not parsed yet.
struct RawResponse<'a> {
    bytes: &'a [u8],
    /// The start of the part after the last literal.
    last_line: usize,
}

impl<'a> RawResponse<'a> {
    /// Parses the response, first as it is and then without the deviations that `normalized` removes.
    fn parse(&self) -> Option<Response<'a>> {
        fn parse(bytes: &[u8]) -> Option<Response<'_>> {
            match ResponseCodec::new().decode(bytes) {
                Ok(([], response)) => Some(response),
                _ => None,
            }
        }
        let normalized = || parse(&self.normalized()?).map(IntoStatic::into_static);
        parse(self.bytes).or_else(normalized)
    }

    /// Returns the response without deviations that imap-codec rejects: a status without text or with
    /// non-ASCII text, both of which RFC 9051 (section 9) allows; spaces at the end of a list or line; and
    /// NUL in messages, which becomes 0x80 as in Dovecot.
    fn normalized(&self) -> Option<Vec<u8>> {
        let (start, last_line) = self.bytes.split_at(self.last_line);
        let mut last_line = last_line.strip_suffix(b"\r\n")?.trim_ascii_end().to_vec();
        if let Some(list) = last_line.strip_suffix(b")") {
            last_line.truncate(list.trim_ascii_end().len());
            last_line.push(b')');
        }
        if [" OK", " NO", " BAD", " BYE"].iter().any(|status| last_line.ends_with(status.as_bytes())) {
            last_line.extend(b" ?");
        }
        let start = start.iter().map(|byte| if *byte == 0 { 0x80 } else { *byte });
        let last_line = last_line.into_iter().map(|byte| if byte.is_ascii() { byte } else { b'?' });
        Some(start.chain(last_line).chain(*b"\r\n").collect())
    }

    /// Returns whether the session may skip this response, which imap-codec rejects. A client accepts any
    /// response (RFC 9051, section 2.2.2), and some servers send flags that imap-codec rejects. But without
    /// an expected response, a message would look deleted.
    fn may_be_skipped(&self, expected: &[&str]) -> bool {
        let contains = |word: &str| {
            self.bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
        };
        self.bytes.starts_with(b"* ") && !expected.iter().any(|word| contains(word))
    }

    /// Returns the text of a status response, up to 200 characters. `code` is the response code that
    /// imap-codec found. A code that imap-codec does not know is part of the text.
    fn status_text(&self, code: Option<&Code<'_>>) -> String {
        let text = self.bytes.splitn(3, |byte| *byte == b' ').nth(2).unwrap_or_default();
        let text = String::from_utf8_lossy(text);
        let text = match code {
            None | Some(Code::Other(_)) => &text,
            Some(_) => text.split_once(']').map_or("", |(_, text)| text),
        };
        text.trim().chars().take(200).collect()
    }
}

/// Returns a quoted string (RFC 3501, section 4.3) without the characters that are not allowed in one.
fn quoted_string(text: &str) -> String {
    let allowed = text.chars().filter(|c| !c.is_control());
    let escaped: String =
        allowed.flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c])).collect();
    format!("\"{escaped}\"")
}

/// Returns a folder's name in modified UTF-7 (RFC 3501, section 5.1.3).
fn mailbox_name(folder: &str) -> String {
    let mut name = String::new();
    let mut utf16 = Vec::new();
    for c in folder.chars() {
        if !(' '..='~').contains(&c) {
            utf16.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()));
            continue;
        }
        push_base64(&mut name, &mut utf16);
        name.push(c);
        if c == '&' {
            name.push('-');
        }
    }
    push_base64(&mut name, &mut utf16);
    name
}

/// Writes the pending UTF-16 in modified base64, between `&` and `-`.
fn push_base64(name: &mut String, utf16: &mut Vec<u8>) {
    if !utf16.is_empty() {
        name.push_str(&format!("&{}-", BASE64_NOPAD.encode(utf16).replace('/', ",")));
        utf16.clear();
    }
}

fn uid_set(uids: &[u32]) -> String {
    uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use tokio::io::DuplexStream;

    use super::*;

    /// Simulates a server that sends one of `responses` after each command, and returns what it received.
    fn server(responses: &'static [&'static str]) -> (DuplexStream, tokio::task::JoinHandle<String>) {
        let (client, mut stream) = tokio::io::duplex(1 << 20);
        let received = tokio::spawn(async move {
            let mut received = String::new();
            let mut buffer = vec![0; 4_096];
            for (index, response) in responses.iter().enumerate() {
                if index > 0 {
                    let count = stream.read(&mut buffer).await.unwrap_or_default();
                    received.push_str(&String::from_utf8_lossy(&buffer[..count]));
                }
                if stream.write_all(response.as_bytes()).await.is_err() {
                    break;
                }
            }
            received
        });
        (client, received)
    }

    const LOGIN: [&str; 3] = ["* OK [CAPABILITY IMAP4rev1] ready\r\n", "+ \r\n", "B1 OK Logged in\r\n"];

    /// Logs in to a server that sends `responses` after the login and then closes the connection.
    async fn logged_in(responses: &[u8]) -> Session<impl AsyncRead + AsyncWrite + Unpin> {
        let script = [LOGIN.concat().as_bytes(), responses].concat();
        let stream = tokio::io::join(io::Cursor::new(script), tokio::io::sink());
        Session::log_in(stream, "ada", "secret").await.unwrap()
    }

    #[tokio::test]
    async fn session_only_reads() {
        let (stream, received) = server(&[
            LOGIN[0],
            LOGIN[1],
            LOGIN[2],
            "* 3 EXISTS\r\n* OK [UIDVALIDITY 77] valid\r\n* FLAGS (\\Seen)\r\nB2 OK [READ-ONLY] done\r\n",
            "* SEARCH 9 4 7\r\nB3 OK done\r\n",
            "* 1 FETCH (UID 7 RFC822.SIZE 12)\r\n* 2 FETCH (UID 9 RFC822.SIZE 99999999)\r\nB4 OK done\r\n",
            "* 1 FETCH (UID 7 BODY[] {12}\r\nSubject: x\r\n)\r\n* 3 EXPUNGE\r\nB5 OK done\r\n",
            "* BYE bye\r\nB6 OK done\r\n",
        ]);
        let mut session = Session::log_in(stream, "ada@learner.example", "pass \"word\"").await.unwrap();
        assert_eq!(session.examine("In\"box").await.unwrap(), FolderState { uid_validity: 77, messages: 3 });
        let criteria = Criteria {
            since: Some(jiff::civil::date(2025, 5, 2)),
            senders: vec!["credly.com".into(), "badgr.io".into()],
        };
        assert_eq!(session.search(&criteria, 4).await.unwrap(), [7, 9]);
        let sizes = session.sizes(&[7, 9]).await.unwrap();
        assert_eq!(sizes, [(7, 12), (9, 99_999_999)]);
        let message = Some(b"Subject: x\r\n".to_vec());
        assert_eq!(session.fetch(&sizes).await.unwrap(), (1, vec![FetchedMessage { uid: 7, message }]));
        session.log_out().await.unwrap();
        let received = received.await.unwrap();
        let plain = BASE64.encode(b"\0ada@learner.example\0pass \"word\"");
        assert_eq!(
            received.lines().collect::<Vec<_>>(),
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
            // The text after a response code begins with a space.
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
            let (stream, received) = server(lines);
            let error = Session::log_in(stream, "ada", "secret").await.err().unwrap();
            assert!(format!("{error:?}").starts_with(expected), "{lines:?}: {error:?}");
            assert_eq!(received.await.unwrap().lines().count(), *commands, "{lines:?}");
        }
    }

    #[tokio::test]
    async fn limits_responses() {
        let (client, mut stream) = tokio::io::duplex(1 << 20);
        let sending = tokio::spawn(async move {
            let endless = vec![b'x'; 1 << 20];
            stream.write_all(b"* OK ").await.unwrap();
            while stream.write_all(&endless).await.is_ok() {}
        });
        let error = Session::log_in(client, "ada", "secret").await.err().unwrap();
        assert!(matches!(error, ImapError::Limit | ImapError::NotImap), "{error:?}");
        sending.await.unwrap();
    }

    #[tokio::test]
    async fn hostile_responses_end_the_command() {
        let text = |text: &str| text.as_bytes().to_vec();
        let fetch = |body: &str| format!("* 1 FETCH (UID 7 BODY[] {body}").into_bytes();
        let nested =
            |open: &str, close: &str| fetch(&(open.repeat(100_000) + &close.repeat(100_000) + ")\r\n"));
        let rows: Vec<(&str, Vec<u8>, &str)> = vec![
            ("unterminated literal", fetch("{12}\r\nSubject: x"), "Io("),
            ("unterminated line", fetch("NIL)"), "Io("),
            ("literal over the limit", fetch("{67108865}\r\n"), "Limit"),
            ("largest 32-bit literal", fetch("{4294967295}\r\n"), "Limit"),
            ("64-bit literal", fetch("{18446744073709551616}\r\nx)\r\n"), "NotImap"),
            (
                "literals over the limit",
                fetch(&("{33554432}\r\n".to_owned() + &"x".repeat(32 << 20))).repeat(3),
                "Limit",
            ),
            ("negative literal", fetch("{-1}\r\nx)\r\n"), "NotImap"),
            ("text after a literal", fetch("{1}\r\nxy)\r\n"), "NotImap"),
            ("long line between literals", fetch(&"{0}\r\n".repeat(1 << 20)), "Limit"),
            ("long line", fetch(&"x".repeat(5 << 20)), "Limit"),
            ("NUL in a line", fetch("\"a\0b\")\r\n"), "NotImap"),
            ("NUL in a tag", text("B\x002 OK\r\n"), "NotImap"),
            ("8-bit tag", b"\xff\xfe OK done\r\n".to_vec(), "Io("),
            ("line without CR", text("B2 OK done\n"), "NotImap"),
            ("other protocol", text("HTTP/1.1 400 Bad Request\r\n\r\n"), "NotImap"),
            ("nested parentheses", nested("(", ")"), "NotImap"),
            ("unbalanced parentheses", nested("(", ""), "NotImap"),
            ("connection closed after BYE", text("* BYE too long\r\n"), "Io("),
            ("NO", text("B2 NO [SERVERBUG] later\r\n"), "Refused(\"[SERVERBUG] later\")"),
            ("NO with a known code", text("B2 NO [ALERT] later\r\n"), "Refused(\"later\")"),
            ("BAD", text("B2 BAD what?\r\n"), "Refused(\"what?\")"),
            ("BAD without text", text("B2 BAD\r\n"), "Refused(\"\")"),
            ("NO in UTF-8", text("B2 NO später\r\n"), "Refused(\"später\")"),
            ("NO in Latin-1", b"B2 NO sp\xe4ter\r\n".to_vec(), "Refused(\"sp\u{fffd}ter\")"),
        ];
        for (name, responses, expected) in rows {
            let error = logged_in(&responses).await.fetch(&[(7, 12)]).await.unwrap_err();
            assert!(format!("{error:?}").starts_with(expected), "{name}: {error:?}");
        }
    }

    /// Without a limit, these responses overflow the stack.
    #[tokio::test]
    async fn nested_bodies_are_skipped() {
        let message =
            "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 1 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ";
        let extension = "(\"a\" \"b\" NIL NIL NIL \"7BIT\" 1 NIL NIL NIL NIL ";
        for (start, open) in [("", "("), ("", message), (extension, "(")] {
            let nested = open.repeat(30_000) + &")".repeat(30_000);
            let responses = format!("* 1 FETCH (BODYSTRUCTURE {start}{nested}))\r\nB2 OK done\r\n");
            assert_eq!(logged_in(responses.as_bytes()).await.fetch(&[(7, 12)]).await.unwrap(), (1, vec![]));
        }
        let threads = format!("* THREAD {}{}\r\nB2 OK done\r\n", "((1)".repeat(100_000), ")".repeat(100_000));
        assert_eq!(
            logged_in(threads.as_bytes()).await.search(&Criteria::default(), 0).await.unwrap(),
            [0_u32; 0]
        );
    }

    /// Real servers deviate from the standard and send responses that the client did not request.
    #[tokio::test]
    async fn accepts_responses_of_real_servers() {
        let responses = b"* FLAGS (\\Seen OIB-Seen-[Gmail]/All \\*)\r\n\
            * OK [PERMANENTFLAGS (\\Seen OIB-Seen-[Gmail]/All \\*)] Flags permitted.\r\n\
            * 3 EXISTS \r\n\
            * OK [UIDVALIDITY 77]\r\n\
            * OK [HIGHESTMODSEQ 5] g\xc3\xbcltig\r\n\
            * X-UNKNOWN (1 2)\r\n\
            A9 OK of another command\r\n\
            B2 OK\r\n\
            * SEARCH 7 8 \r\n\
            * VANISHED 1:3\r\n\
            B3 OK \r\n\
            * 1 FETCH (UID 7 RFC822.SIZE 4 )\r\n\
            * 2 FETCH (FLAGS (\\Seen a]b))\r\n\
            * 2 FETCH (UID 8 MODSEQ (5) RFC822.SIZE 6)\r\n\
            * 9 FETCH (UID 9 RFC822.SIZE 1)\r\n\
            B4 OK done\r\n\
            * 1 FETCH (BODY[] {4}\r\n\0\xff \n UID 7 )\r\n\
            * NO [ALERT] \xff\r\n\
            * 4 EXISTS\r\n\
            * 2 FETCH (UID 8 BODY[] \"a\\\"b\\\\c\" FLAGS (\\Recent))\r\n\
            * 3 FETCH (UID 10 BODY[] {1}\r\nx)\r\n\
            * 1 EXPUNGE\r\n\
            * 4 FETCH (UID 11 BODY[] NIL)\r\n\
            B5 OK done\r\n\
            * BYE\r\n";
        let mut session = logged_in(responses).await;
        assert_eq!(session.examine("INBOX").await.unwrap(), FolderState { uid_validity: 77, messages: 3 });
        assert_eq!(session.search(&Criteria::default(), 0).await.unwrap(), [7, 8]);
        let sizes = session.sizes(&[7, 8]).await.unwrap();
        assert_eq!(sizes, [(7, 4), (8, 6)]);
        let (_, fetched) = session.fetch(&sizes).await.unwrap();
        let message = |uid, message: &[u8]| FetchedMessage { uid, message: Some(message.to_vec()) };
        assert_eq!(fetched, [message(7, b"\x80\xff \n"), message(8, b"a\"b\\c")]);
        session.log_out().await.unwrap();
    }

    /// An expected response that cannot be parsed must not look like a deleted message.
    #[tokio::test]
    async fn unreadable_message_is_an_error() {
        let responses = b"* 1 FETCH (UID 7 X-NEW (1) BODY[] {1}\r\nx)\r\nB2 OK done\r\n";
        let error = logged_in(responses).await.fetch(&[(7, 1)]).await.unwrap_err();
        assert!(matches!(error, ImapError::NotImap), "{error:?}");
        let error = logged_in(b"* SEARCH 1 2 3,4\r\nB2 OK done\r\n")
            .await
            .search(&Criteria::default(), 0)
            .await
            .unwrap_err();
        assert!(matches!(error, ImapError::NotImap), "{error:?}");
    }

    #[tokio::test]
    async fn responses_may_arrive_byte_by_byte() {
        let (client, stream) = tokio::io::duplex(1);
        let (mut input, mut output) = tokio::io::split(stream);
        let discarding =
            tokio::spawn(async move { tokio::io::copy(&mut input, &mut tokio::io::sink()).await });
        let sending = tokio::spawn(async move {
            let fetched = "* 1 FETCH (UID 7 BODY[] {12}\r\nSubject: x\r\n)\r\nB2 OK done\r\n";
            output.write_all((LOGIN.concat() + fetched).as_bytes()).await
        });
        let mut session = Session::log_in(client, "ada", "secret").await.unwrap();
        let message = Some(b"Subject: x\r\n".to_vec());
        assert_eq!(session.fetch(&[(7, 12)]).await.unwrap(), (1, vec![FetchedMessage { uid: 7, message }]));
        drop(session);
        sending.await.unwrap().unwrap();
        discarding.await.unwrap().unwrap();
    }
}
