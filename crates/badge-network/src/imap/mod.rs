//! A read-only IMAP client (RFC 3501 and 9051).
//!
//! A [`Session`] can log in, open a folder with `EXAMINE`, search it, and fetch messages with `BODY.PEEK`.
//! No function sends a command that changes anything. The session uses a stream that is already encrypted;
//! `HttpClient::connect_mailbox` opens one. Every limit is counted while reading.
//!
//! imap-codec splits and parses the responses and limits how deeply they nest. This module writes the
//! commands, because imap-codec does not encode modified UTF-7, sends non-ASCII search terms as literals, for
//! which the client has to wait, and does not wipe passwords.

mod command;
mod error;
mod response;
mod session;
#[cfg(test)]
mod tests;

pub use command::Criteria;
pub use error::ImapError;
pub use session::{FetchedMessage, FolderState, MESSAGE_BYTES, Session};
