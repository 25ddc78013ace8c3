//! Every limit that an offer meets, in one place. Those of requests and answers are the door's.

/// The longest text of an offer, in bytes: 64 KiB.
pub const OFFER_BYTES: usize = 64 << 10;
/// The longest address in an offer, in bytes.
pub const URL_BYTES: usize = 4_096;
/// What an issuer says of itself and of all that it issues: 512 KiB.
pub const METADATA_BYTES: usize = 512 << 10;
/// Values in one of these documents.
pub const VALUES: usize = 50_000;
/// Credentials that are fetched for one offer.
pub const CREDENTIALS: usize = 16;
/// The longest code, nonce or identifier that an issuer hands out, in bytes. Some are tokens.
pub const CODE_BYTES: usize = 8 << 10;
/// The longest challenge that is signed, in bytes.
pub const CHALLENGE_BYTES: usize = 512;
/// The longest transaction code that a person types, in characters.
pub const TYPED_CHARS: usize = 128;
/// The longest hint about a transaction code, in characters (OpenID4VCI 1.0, section 4.1.1).
pub const HINT_CHARS: usize = 300;
/// Interaction URLs that lead to each other.
pub const INTERACTIONS: usize = 3;
/// Messages of one exchange that this program sends.
pub const MESSAGES: usize = 4;
