//! Turns errors of reading files into read errors.

use std::io;

use openbadges::{Code, ReadError};

/// Why something cannot be read.
pub(crate) fn unreadable(error: io::Error) -> ReadError {
    let code = if is_a_socket(&error) { Code::ImportNotAFile } else { Code::ImportUnreadable };
    ReadError::new(code, error.to_string()).caused_by(error)
}

/// A socket is no file to open, which the operating system says in its own way.
#[cfg(unix)]
fn is_a_socket(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error())
}

#[cfg(not(unix))]
fn is_a_socket(_: &io::Error) -> bool {
    false
}
