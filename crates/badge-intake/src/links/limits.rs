//! Every limit that looking behind a link meets, in one place.

/// Documents that are asked for to find the badge behind one link.
pub const REQUESTS: usize = 16;
/// Bytes of all answers about one link: 32 MiB.
pub const ANSWERED_BYTES: usize = 32 << 20;
/// Addresses of one kind that a web page names and that are asked.
pub const NAMED_PER_KIND: usize = 3;
/// Links to badges on one web page that are told.
pub const BADGE_LINKS: usize = 100;
/// Scripts of data in one web page that are read.
pub const SCRIPTS: usize = 20;
/// Characters of an e-mail address (RFC 5321, 4.5.3.1: 64 for its name, 255 for its domain).
pub const EMAIL_CHARS: usize = 320;
/// Characters of a call by name: an offer that stands in the address itself fits, a text that chokes a screen does not.
pub const CALL_CHARS: usize = 32 << 10;
/// Characters of a refused call that are shown.
pub const CALL_CHARS_SHOWN: usize = 200;
