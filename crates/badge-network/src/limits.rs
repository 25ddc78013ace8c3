//! All limits of network requests. Each is counted while reading.

use std::time::Duration;

/// The longest address in bytes.
pub const URL_BYTES: usize = 4_096;
/// The most redirects of one document.
pub const REDIRECTS: usize = 5;
/// The most requests of one verification, redirects included.
pub const REQUESTS_PER_SESSION: usize = openbadges::limits::DOCUMENTS_PER_VERIFICATION;
/// The most parallel requests to one host.
pub const REQUESTS_PER_HOST: usize = 4;

/// A JSON document, after decompression: 2 MiB.
pub const DOCUMENT_BYTES: usize = 2 << 20;
/// A status list credential, after decompression of the transfer: 5 MiB.
pub const STATUS_LIST_BYTES: usize = 5 << 20;
/// A picture or a badge file: 10 MiB.
pub const PICTURE_BYTES: usize = 10 << 20;
/// The body of a submission: 64 KiB.
pub const REQUEST_BODY_BYTES: usize = 64 << 10;
/// The most headers of one response.
pub const HEADERS: usize = 100;
/// Names and values of the headers of one response: 64 KiB.
pub const HEADER_BYTES: usize = 64 << 10;

/// The longest time to connect, TLS included.
pub const CONNECT: Duration = Duration::from_secs(5);
/// The longest time between two parts of a response.
pub const IDLE: Duration = Duration::from_secs(10);
/// The longest time for one document, redirects included.
pub const TOTAL: Duration = Duration::from_secs(30);
