//! A session: commands, and the reading of their responses.

use std::{io, time::Duration};

use data_encoding::BASE64;
use imap_codec::{
    fragmentizer::{FragmentInfo, Fragmentizer},
    imap_types::{
        core::NString,
        fetch::MessageDataItem,
        response::{Code, Data, Response, Status, StatusBody, StatusKind, Tagged},
    },
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use zeroize::Zeroizing;

use super::{
    command::{Criteria, mailbox_name, quoted_string, uid_set},
    error::ImapError,
    response::RawResponse,
};

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
