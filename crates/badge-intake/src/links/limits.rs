//! Limits of links.

/// The most documents fetched to find the badge of one link.
pub const REQUESTS: usize = 16;
/// The most bytes of all responses for one link: 32 MiB.
pub const ANSWERED_BYTES: usize = 32 << 20;
/// The most addresses of a web page that are fetched for one reason.
pub const ADDRESSES_PER_REASON: usize = 3;
/// The most badge links of one web page.
pub const BADGE_LINKS: usize = 100;
/// The most data scripts of one web page.
pub const SCRIPTS: usize = 20;
/// The most characters of an e-mail address (RFC 5321, 4.5.3.1: 64 for the local part, 255 for the domain).
pub const EMAIL_CHARS: usize = 320;
/// The most characters of a deep link. An offer that is embedded in the address fits.
pub const DEEP_LINK_CHARS: usize = 32 << 10;
/// The most displayed characters of a refused deep link.
pub const DEEP_LINK_CHARS_SHOWN: usize = 200;
