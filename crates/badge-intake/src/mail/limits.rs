//! Limits of mail. Each is counted while reading.

/// One message: 64 MiB.
pub const MESSAGE_BYTES: usize = 64 << 20;
/// MIME parts of one message, including those of forwarded messages.
pub const PARTS: usize = 10_000;
/// The deepest nesting of parts and forwarded messages.
pub const DEPTH: usize = 16;
/// The parsed length of one header field. The rest is ignored: no address, name or type needs more.
pub const FIELD_BYTES: usize = 4 << 10;
/// The parsed fields of one kind in one message, e.g. `Delivered-To`.
pub const FIELDS: usize = 50;
/// Text and HTML of one message searched for links: 8 MiB.
pub const TEXT_BYTES: usize = 8 << 20;
/// Attachments of one message that are examined.
pub const ATTACHMENTS: usize = 200;
/// PDFs among them: each may inflate to many times its size.
pub const PDFS: usize = 16;
/// Attachments with badges of one message, in total: 32 MiB.
pub const CARRIED_BYTES: usize = 32 << 20;
/// The most links returned for one message.
pub const LINKS: usize = 50;
/// The most links of one message that are examined.
pub const LINKS_JUDGED: usize = 5_000;
/// Bytes of one link.
pub const LINK_BYTES: usize = 4_096;
/// The most addresses of recipients returned for one message.
pub const RECIPIENTS: usize = 50;
/// Characters of an attachment's name.
pub const NAME_CHARS: usize = 120;
/// Bytes that compressed RTF (MS-OXRTFCP) may inflate to: 8 MiB.
pub const RTF_BYTES: usize = TEXT_BYTES;
/// Attachments of an Outlook message or of a `winmail.dat`.
pub const OUTLOOK_ATTACHMENTS: usize = 1_000;

pub use crate::limits::SNIFFED_BYTES;
