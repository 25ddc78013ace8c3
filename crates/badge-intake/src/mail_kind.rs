//! Recognises files that contain mail by their first bytes.
//!
//! Classification and the scan of mails both use this module, so that they do not depend on each other.

use memchr::{memchr, memrchr};

/// A file that contains mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailKind {
    /// One message (RFC 5322): `.eml`, or a file of a Maildir.
    Message,
    /// One message saved by Outlook (MS-OXMSG): `.msg`.
    Outlook,
    /// A mailbox in one file (RFC 4155): `.mbox`.
    Mbox,
}

/// Returns the kind of mail file that starts with these bytes, or `None`.
/// [`SNIFFED_BYTES`](crate::limits::SNIFFED_BYTES) are enough.
pub fn kind_of_file(beginning: &[u8]) -> Option<MailKind> {
    if beginning.starts_with(COMPOUND_FILE) {
        return Some(MailKind::Outlook);
    }
    if starts_mbox_message(beginning) {
        return Some(MailKind::Mbox);
    }
    let beginning = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning);
    starts_like_mail(beginning).then_some(MailKind::Message)
}

pub(crate) const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The longest complete `From ` line.
pub(crate) const FROM_LINE: usize = 1_024;

/// Returns whether bytes start with the line that starts a message in a mailbox file: `From `, a sender, a
/// time of day and a year.
pub(crate) fn starts_mbox_message(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"From ") else { return false };
    let rest = rest.get(..FROM_LINE).unwrap_or(rest);
    let line = memchr(b'\n', rest).and_then(|end| rest.get(..end)).unwrap_or(rest);
    let digit = |at: usize| line.get(at).is_some_and(u8::is_ascii_digit);
    let time = (0..line.len())
        .any(|at| line.get(at + 2) == Some(&b':') && [at, at + 1, at + 3, at + 4].into_iter().all(digit));
    let year = line
        .split(|byte| !byte.is_ascii_digit())
        .any(|number| number.len() == 4 && matches!(number, [b'1', b'9', ..] | [b'2', b'0', ..]));
    time && year
}

/// Splits header and body at the first empty line. Without an empty line, everything is header.
pub(crate) fn split_header(entity: &[u8]) -> (&[u8], &[u8]) {
    // A part with an empty header starts with the empty line.
    for empty in [&b"\n"[..], b"\r\n"] {
        if let Some(body) = entity.strip_prefix(empty) {
            return (&[], body);
        }
    }
    let mut from = 0;
    while let Some(rest) = entity.get(from..) {
        let Some(end) = memchr(b'\n', rest) else { break };
        let after = rest.get(end + 1..).unwrap_or_default();
        let at = from + end + 1;
        for empty in [&b"\n"[..], b"\r\n"] {
            if let Some(body) = after.strip_prefix(empty) {
                return (entity.get(..at).unwrap_or_default(), body);
            }
        }
        from = at;
    }
    (entity, &[])
}

pub(crate) const MESSAGE_FIELDS: &[&str] =
    &["subject", "from", "date", "to", "cc", "delivered-to", "x-original-to", "envelope-to", "resent-to"];
/// Further fields that identify a mail.
const MAIL_FIELDS: &[&str] = &["received", "return-path", "message-id", "mime-version", "reply-to", "sender"];

/// Returns each field: its name in lower case and its whole text with name, folding and line end.
pub(crate) fn fields(header: &[u8]) -> impl Iterator<Item = (String, &[u8])> {
    let mut rest = header;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let mut end = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            while matches!(rest.get(end), Some(b' ' | b'\t')) {
                let more = rest.get(end..).unwrap_or_default();
                end += memchr(b'\n', more).map_or(more.len(), |end| end + 1);
            }
            let (field, after) = rest.split_at(end);
            rest = after;
            let Some(colon) = memchr(b':', field.get(..80).unwrap_or(field)) else { continue };
            let name = field.get(..colon).unwrap_or_default().trim_ascii();
            // RFC 5322, section 2.2: printable ASCII.
            if !name.is_empty() && name.iter().all(|byte| (33..=126).contains(byte)) {
                return Some((String::from_utf8_lossy(name).to_ascii_lowercase(), field));
            }
        }
        None
    })
}

/// Returns whether bytes start with fields of a mail and nothing else before the first empty line.
pub(crate) fn starts_like_mail(beginning: &[u8]) -> bool {
    let (mut header, body) = split_header(beginning);
    if body.is_empty() {
        // The bytes may end in the middle of a line.
        header = memrchr(b'\n', header).and_then(|end| header.get(..=end)).unwrap_or(header);
    }
    let (mut known, mut length) = (0, 0);
    for (name, field) in fields(header) {
        known += usize::from(is_mail_field(&name));
        length += field.len();
    }
    // If a line is not a field, this is not a header.
    known >= 2 && length == header.len()
}

pub(crate) fn is_mail_field(name: &str) -> bool {
    MESSAGE_FIELDS.contains(&name) || MAIL_FIELDS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classifies_mail_files_by_content() {
        let rows: &[(&str, &[u8], Option<MailKind>)] = &[
            ("a mail", b"From: a@b.example\r\nSubject: x\r\n\r\n", Some(MailKind::Message)),
            ("with a byte order mark", b"\xef\xbb\xbfFrom: a@b.example\nTo: x\n\n", Some(MailKind::Message)),
            ("a mailbox", b"From a@b.example Fri May  2 10:11:12 2025\nFrom: x\n", Some(MailKind::Mbox)),
            ("an Outlook message", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", Some(MailKind::Outlook)),
            ("a picture", b"\x89PNG\r\n\x1a\n", None),
            ("JSON", b"{\"From\": \"To\"}", None),
            ("a text that starts with `From`", b"From the desk of Ada\n\nDear Bob:\n", None),
            ("nothing", b"", None),
        ];
        for (name, bytes, kind) in rows {
            assert_eq!(kind_of_file(bytes), *kind, "{name}");
        }
    }

    #[test]
    fn splits_header_and_body() {
        type Row<'a> = (&'a str, &'a [u8], &'a [u8], &'a [u8]);
        let rows: &[Row<'_>] = &[
            ("lines end with CRLF", b"A: 1\r\nB: 2\r\n\r\nbody", b"A: 1\r\nB: 2\r\n", b"body"),
            ("lines end with LF", b"A: 1\n\nbody\n", b"A: 1\n", b"body\n"),
            ("no header", b"\nbody", b"", b"body"),
            ("no header, CRLF", b"\r\nbody", b"", b"body"),
            ("no body", b"A: 1\nB: 2\n", b"A: 1\nB: 2\n", b""),
            ("nothing", b"", b"", b""),
        ];
        for (name, entity, header, body) in rows {
            assert_eq!(split_header(entity), (*header, *body), "{name}");
        }
    }

    #[test]
    fn recognises_mail_by_its_first_bytes() {
        let rows: &[(&str, &str, bool)] = &[
            ("a mail", "From: a@b.example\nSubject: x\n\ntext", true),
            ("a mail from a server", "Return-Path: <>\r\nReceived: from a\r\n\tby b\r\nX-Y: z\r\n\r\n", true),
            ("one field is not enough", "From: here to there\n\ntext", false),
            ("JSON", "{\"a\": 1}", false),
            ("prose with a colon", "Dear Ada:\nSubject: x\nFrom: y\n\n", false),
            ("HTML", "<p>From: a\nTo: b\n\n", false),
            ("nothing", "", false),
        ];
        for (name, text, expected) in rows {
            assert_eq!(starts_like_mail(text.as_bytes()), *expected, "{name}");
        }
    }
}
