//! Classifies attachments by their content alone.

use crate::mail_kind::{COMPOUND_FILE, starts_like_mail};

/// The kind of an attachment, as far as the scan distinguishes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A PNG, SVG, JSON text or JWS that may contain a badge.
    Candidate,
    /// A PDF, which may contain a badge and is expensive to read.
    Pdf,
    /// A `winmail.dat` (MS-OXTNEF).
    Tnef,
    /// An Outlook message, or another compound file.
    Compound,
    /// Another message, attached as a file.
    Message,
    /// An archive, which is not opened.
    Archive,
    /// Anything else.
    Other,
}

impl Content {
    /// Classifies an attachment by its first bytes.
    pub(super) fn of(beginning: &[u8]) -> Self {
        let signature = |(bytes, content): &(&[u8], Self)| beginning.starts_with(bytes).then_some(*content);
        if let Some(content) = SIGNATURES.iter().find_map(signature) {
            return content;
        }
        let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning).trim_ascii_start();
        match text {
            [b'{' | b'[', ..] | [b'e', b'y', b'J', ..] => Self::Candidate,
            [b'<', ..] if memchr::memmem::find(text, b"svg").is_some() => Self::Candidate,
            _ if starts_like_mail(text) => Self::Message,
            _ => Self::Other,
        }
    }
}

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

/// Cleans a name for display: removes folders and control characters, and limits the length.
pub(super) fn display_name(name: Option<&str>) -> String {
    let last = name.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(super::limits::NAME_CHARS).collect();
    let clean = clean.trim();
    if clean.is_empty() { "attachment".into() } else { clean.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classifies_attachments_by_content() {
        let rows: &[(&str, &[u8], Content)] = &[
            ("PNG", b"\x89PNG\r\n\x1a\n...", Content::Candidate),
            ("SVG", b"<?xml version=\"1.0\"?>\n<svg xmlns=", Content::Candidate),
            ("JSON after white space", b"\xef\xbb\xbf\n {", Content::Candidate),
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
    fn cleans_names_for_display() {
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
            assert_eq!(display_name(Some(name)), shown, "{name:?}");
        }
        assert_eq!(display_name(None), "attachment");
        assert_eq!(display_name(Some(&"x".repeat(10 << 10))).len(), super::super::limits::NAME_CHARS);
    }
}
