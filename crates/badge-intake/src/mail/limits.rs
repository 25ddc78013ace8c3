//! Limits of mail. Each is counted while reading.

/// One message: 64 MiB.
pub const MESSAGE_BYTES: usize = 64 << 20;
/// The most MIME parts of one message, including those of forwarded messages.
pub const PARTS: usize = 10_000;
/// The deepest nesting of parts and forwarded messages.
pub const DEPTH: usize = 16;
/// The parsed bytes of one header field. The rest is ignored: no address, name or type needs more.
pub const FIELD_BYTES: usize = 4 << 10;
/// The most parsed fields of one name in a message, e.g. `Delivered-To`.
pub const FIELDS: usize = 50;
/// The most text and HTML of one message that is searched for links: 8 MiB.
pub const TEXT_BYTES: usize = 8 << 20;
/// The most attachments of one message that are examined.
pub const ATTACHMENTS: usize = 200;
/// The most PDFs among them, because each may inflate to many times its size.
pub const PDFS: usize = 16;
/// Total size of the attachments with badges of one message: 32 MiB.
pub const ATTACHED_BYTES: usize = 32 << 20;
/// The most links returned for one message.
pub const LINKS: usize = 50;
/// The most links of one message that are examined.
pub const LINKS_EXAMINED: usize = 5_000;
/// The most bytes of one link.
pub const LINK_BYTES: usize = 4_096;
/// The most addresses of recipients returned for one message.
pub const RECIPIENTS: usize = 50;
/// The most characters of an attachment's name.
pub const NAME_CHARS: usize = 120;
/// The largest size to which compressed RTF (MS-OXRTFCP) may inflate: 8 MiB.
pub const RTF_BYTES: usize = TEXT_BYTES;
/// The most attachments of an Outlook message or a `winmail.dat`.
pub const OUTLOOK_ATTACHMENTS: usize = 1_000;

pub use crate::limits::SNIFFED_BYTES;
