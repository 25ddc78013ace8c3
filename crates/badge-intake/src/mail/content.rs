//! What bytes are, by their content alone: the kinds of file that hold mails, and the kinds of attachment that matter.

use super::headers;

/// A file that holds mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailKind {
    /// One message (RFC 5322): `.eml`, a file of a Maildir.
    Message,
    /// One message as Outlook saves it (MS-OXMSG): `.msg`.
    Outlook,
    /// A mailbox in one file (RFC 4155): `.mbox`.
    Mbox,
}

/// What kind of mail file one is that begins with these bytes ([`limits::SNIFFED_BYTES`](super::limits::SNIFFED_BYTES)
/// are enough). `None`: it is none.
pub fn kind_of_file(beginning: &[u8]) -> Option<MailKind> {
    if beginning.starts_with(COMPOUND_FILE) {
        return Some(MailKind::Outlook);
    }
    if super::mbox::begins_message(beginning) {
        return Some(MailKind::Mbox);
    }
    let beginning = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning);
    headers::begins_like_mail(beginning).then_some(MailKind::Message)
}

/// What an attachment is, as far as that decides what to do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A PNG, SVG, JSON text or JWS: it may hold a badge.
    Candidate,
    /// A PDF: it may hold a badge, and costs more to look into.
    Pdf,
    /// A `winmail.dat` (MS-OXTNEF).
    Tnef,
    /// An Outlook message, or another compound file.
    Compound,
    /// Another message, attached as a file.
    Message,
    /// An archive: not opened.
    Archive,
    /// Anything else.
    Other,
}

impl Content {
    /// Looks at the beginning of an attachment.
    pub(super) fn of(beginning: &[u8]) -> Self {
        let signature = |(known, content): &(&[u8], Self)| beginning.starts_with(known).then_some(*content);
        if let Some(content) = SIGNATURES.iter().find_map(signature) {
            return content;
        }
        let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning).trim_ascii_start();
        match text {
            [b'{' | b'[', ..] | [b'e', b'y', b'J', ..] => Self::Candidate,
            [b'<', ..] if memchr::memmem::find(text, b"svg").is_some() => Self::Candidate,
            _ if headers::begins_like_mail(text) => Self::Message,
            _ => Self::Other,
        }
    }
}

const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

const SIGNATURES: &[(&[u8], Content)] = &[
    (b"\x89PNG\r\n\x1a\n", Content::Candidate),
    (b"%PDF-", Content::Pdf),
    (b"\x78\x9f\x3e\x22", Content::Tnef),
    (COMPOUND_FILE, Content::Compound),
    (b"PK\x03\x04", Content::Archive),
    (b"PK\x05\x06", Content::Archive),
    (b"7z\xbc\xaf\x27\x1c", Content::Archive),
    (b"Rar!\x1a\x07", Content::Archive),
    (b"\x1f\x8b", Content::Archive),
    (b"BZh", Content::Archive),
    (b"\xfd7zXZ\0", Content::Archive),
];

/// A name as it may be shown: without folders and controls, and of bounded length.
pub(super) fn shown_name(name: Option<&str>) -> String {
    let last = name.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(super::limits::NAME_CHARS).collect();
    let clean = clean.trim();
    if clean.is_empty() { "attachment".into() } else { clean.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_content() {
        let rows: &[(&str, &[u8], Option<MailKind>)] = &[
            ("a mail", b"From: a@b.example\r\nSubject: x\r\n\r\n", Some(MailKind::Message)),
            ("with a byte order mark", b"\xef\xbb\xbfFrom: a@b.example\nTo: x\n\n", Some(MailKind::Message)),
            ("a mailbox", b"From a@b.example Fri May  2 10:11:12 2025\nFrom: x\n", Some(MailKind::Mbox)),
            ("an Outlook message", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", Some(MailKind::Outlook)),
            ("a picture", b"\x89PNG\r\n\x1a\n", None),
            ("JSON", b"{\"From\": \"To\"}", None),
            ("a letter", b"From the desk of Ada\n\nDear Bob:\n", None),
            ("nothing", b"", None),
        ];
        for (name, bytes, kind) in rows {
            assert_eq!(kind_of_file(bytes), *kind, "{name}");
        }
    }

    #[test]
    fn attachments_are_told_by_their_content() {
        let rows: &[(&str, &[u8], Content)] = &[
            ("PNG", b"\x89PNG\r\n\x1a\n...", Content::Candidate),
            ("SVG", b"<?xml version=\"1.0\"?>\n<svg xmlns=", Content::Candidate),
            ("JSON behind white space", b"\xef\xbb\xbf\n {", Content::Candidate),
            ("JWS", b"eyJhbGciOiJFZERTQSJ9.", Content::Candidate),
            ("PDF", b"%PDF-1.7", Content::Pdf),
            ("winmail.dat", b"\x78\x9f\x3e\x22\x01\0", Content::Tnef),
            ("ZIP", b"PK\x03\x04", Content::Archive),
            ("a message", b"From: a@b.example\nTo: b@c.example\n\nx", Content::Message),
            ("HTML", b"<html><body>", Content::Other),
            ("JPEG", b"\xff\xd8\xff", Content::Other),
        ];
        for (name, bytes, content) in rows {
            assert_eq!(Content::of(bytes), *content, "{name}");
        }
    }

    /// `bad-inputs` K05.
    #[test]
    fn a_name_is_for_showing() {
        let rows = [
            ("../../.bashrc", ".bashrc"),
            ("C:\\x", "x"),
            ("CON", "CON"),
            ("a\0b\u{7}.png", "ab.png"),
            ("..", ".."),
            ("", "attachment"),
            ("/", "attachment"),
        ];
        for (name, shown) in rows {
            assert_eq!(shown_name(Some(name)), shown, "{name:?}");
        }
        assert_eq!(shown_name(None), "attachment");
        assert_eq!(shown_name(Some(&"x".repeat(10 << 10))).len(), super::super::limits::NAME_CHARS);
    }
}
