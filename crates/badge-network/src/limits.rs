//! Every limit that a host on the network meets, in one place. Each is counted while reading.

use std::time::Duration;

/// The longest address that is asked, in bytes.
pub const URL_BYTES: usize = 4_096;
/// Redirects that one document may take.
pub const REDIRECTS: usize = 5;
/// Requests that checking one badge may make, redirects included.
pub const REQUESTS_PER_CHECK: usize = openbadges::limits::DOCUMENTS_PER_CHECK;
/// Requests to one host at the same time.
pub const REQUESTS_PER_HOST: usize = 4;

/// A JSON document of any kind, after decompression: 2 MiB.
pub const DOCUMENT_BYTES: usize = 2 << 20;
/// A status list credential, after decompression of the transfer: 5 MiB.
pub const STATUS_LIST_BYTES: usize = 5 << 20;
/// A picture, or a badge file named by its address: 10 MiB.
pub const PICTURE_BYTES: usize = 10 << 20;
/// What is sent to a host to get a badge that was offered: 64 KiB.
pub const SENT_BYTES: usize = 64 << 10;
/// Headers of one answer.
pub const HEADERS: usize = 100;
/// Names and values of one answer's headers: 64 KiB.
pub const HEADER_BYTES: usize = 64 << 10;

/// How long a connection may take, TLS included.
pub const CONNECT: Duration = Duration::from_secs(5);
/// How long a host may be silent.
pub const IDLE: Duration = Duration::from_secs(10);
/// How long one document may take, redirects included.
pub const TOTAL: Duration = Duration::from_secs(30);
