//! Errors of IMAP commands.

use std::io;

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
