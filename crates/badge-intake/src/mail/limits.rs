//! Every limit that a mail meets, in one place. Each is counted while reading.

/// One message: 64 MiB.
pub const MESSAGE_BYTES: usize = 64 << 20;
/// MIME parts of one message, those of messages inside it included.
pub const PARTS: usize = 10_000;
/// How deep parts and forwarded messages may stand inside each other.
pub const DEPTH: usize = 16;
/// Of one header field, as much as is read. What is behind it is ignored: no address, name or type needs more.
pub const FIELD_BYTES: usize = 4 << 10;
/// Fields of one kind that are read in one message, e.g. `Delivered-To`.
pub const FIELDS: usize = 50;
/// Text and HTML of one message that is looked through for links: 8 MiB.
pub const TEXT_BYTES: usize = 8 << 20;
/// Attachments of one message that are looked into.
pub const ATTACHMENTS: usize = 200;
/// PDFs among them: each may inflate to many times its size.
pub const PDFS: usize = 16;
/// Attachments with badges that are taken out of one message, in all: 32 MiB.
pub const CARRIED_BYTES: usize = 32 << 20;
/// Links that are told of one message.
pub const LINKS: usize = 50;
/// Links of one message that are judged.
pub const LINKS_JUDGED: usize = 5_000;
/// Bytes of one link.
pub const LINK_BYTES: usize = 4_096;
/// Addresses of recipients that are told of one message.
pub const RECIPIENTS: usize = 50;
/// Characters of an attachment's name.
pub const NAME_CHARS: usize = 120;
/// Bytes that compressed RTF (MS-OXRTFCP) may inflate to: 8 MiB.
pub const RTF_BYTES: usize = TEXT_BYTES;
/// Attachments of an Outlook message or of a `winmail.dat`.
pub const OUTLOOK_ATTACHMENTS: usize = 1_000;
/// As much of a file as tells what it is.
pub const SNIFFED_BYTES: usize = 4 << 10;
