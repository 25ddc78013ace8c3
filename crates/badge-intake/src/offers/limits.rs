//! Limits of offers. `badge-network` limits requests and responses.

/// The longest text of an offer, in bytes: 64 KiB.
pub const OFFER_BYTES: usize = 64 << 10;
/// The longest address in an offer, in bytes.
pub const URL_BYTES: usize = 4_096;
/// Metadata of an issuer: 512 KiB.
pub const METADATA_BYTES: usize = 512 << 10;
/// JSON values in one metadata document.
pub const VALUES: usize = 50_000;
/// The most credentials fetched for one offer.
pub const CREDENTIALS: usize = 16;
/// The longest code, nonce or identifier of an issuer, in bytes. Some of them are tokens.
pub const CODE_BYTES: usize = 8 << 10;
/// The longest challenge that is signed, in bytes.
pub const CHALLENGE_BYTES: usize = 512;
/// The longest transaction code that a person types, in characters.
pub const TYPED_CHARS: usize = 128;
/// The longest hint about a transaction code, in characters (OpenID4VCI 1.0, section 4.1.1).
pub const HINT_CHARS: usize = 300;
/// The most interaction URLs in one chain.
pub const INTERACTIONS: usize = 3;
/// The most messages sent in one exchange.
pub const MESSAGES: usize = 4;
