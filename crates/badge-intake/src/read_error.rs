//! Converts I/O errors to read errors.

use std::io;

use openbadges::{Code, ReadError};

/// Converts an I/O error.
pub(crate) fn unreadable(error: io::Error) -> ReadError {
    let code = if is_a_socket(&error) { Code::ImportNotAFile } else { Code::ImportUnreadable };
    ReadError::new(code, error.to_string()).caused_by(error)
}

/// Returns whether the error means a socket, which cannot be opened as a file.
#[cfg(unix)]
fn is_a_socket(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error())
}

#[cfg(not(unix))]
fn is_a_socket(_: &io::Error) -> bool {
    false
}
