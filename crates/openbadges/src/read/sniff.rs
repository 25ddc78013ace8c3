//! Detects the type of content from the bytes alone.

use crate::baking::{pdf, png};

/// A type of content.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content<'b> {
    /// A PNG, by its signature.
    Png,
    /// XML whose root is `svg`.
    Svg,
    /// A PDF, by its signature.
    Pdf,
    /// Other text.
    Text(&'b str),
    /// Text that is not UTF-8, with a description.
    Unreadable(&'static str),
    /// Content that cannot contain a badge, with a description.
    Other(String),
}

/// Detects the type of content.
pub(super) fn detect(bytes: &[u8]) -> Content<'_> {
    if bytes.starts_with(png::SIGNATURE) {
        return Content::Png;
    }
    if bytes.starts_with(pdf::SIGNATURE) {
        return Content::Pdf;
    }
    if let Some((_, name)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Content::Other((*name).into());
    }
    if bytes.get(..4) == Some(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Content::Other("a WebP picture".into());
    }
    // UTF-16 and UTF-32: a byte order mark, or a NUL next to the first `<` or `{`.
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'<' | b'{', ..] | [b'<' | b'{', 0, ..]) {
        return Content::Unreadable("text in UTF-16");
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) if begins_like_text(bytes) => return Content::Unreadable("text that is not UTF-8"),
        Err(_) => return Content::Other(format!("{} bytes that are neither picture nor text", bytes.len())),
    };
    match root_element(text.strip_prefix('\u{feff}').unwrap_or(text).trim_start()) {
        Some(name) if name.rsplit(':').next() == Some("svg") => Content::Svg,
        Some(name) if name.eq_ignore_ascii_case("html") => Content::Other("a web page (HTML)".into()),
        Some(name) => Content::Other(format!("XML with the root `{name}`")),
        None => Content::Text(text),
    }
}

const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xfd7zXZ\0", "xz-compressed data"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"-----BEGIN ", "a PEM file"),
];

/// Returns whether bytes that are not UTF-8 start like JSON, XML or a JWS.
fn begins_like_text(bytes: &[u8]) -> bool {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    first.is_some_and(|first| b"{[<\"\xefe".contains(first))
}

/// Returns the name of the root element if `text` is XML or HTML. Skips declaration, comments and document type.
fn root_element(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let end_of_markup = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            let name = rest.get(9..)?.trim_start();
            if name.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("html")) {
                return Some("html");
            }
            let end = name.find('>')?;
            if name.get(..end)?.contains('[') {
                // With declarations, the SVG parser returns the correct error for any root.
                return Some("svg");
            }
            ">"
        } else {
            let name = rest.strip_prefix('<')?;
            let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
            return name.get(..end).filter(|name| is_xml_name(name));
        };
        let (_, after) = rest.split_once(end_of_markup)?;
        rest = after.trim_start();
    }
}

/// Returns whether `name` is a valid element name (Namespaces in XML, `QName`), unlike `<did:key:z6Mk…>` in N-Quads.
fn is_xml_name(name: &str) -> bool {
    let parts: Vec<&str> = name.split(':').collect();
    parts.len() <= 2
        && parts.iter().all(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        })
}

/// Describes a text that is neither JSON nor a JWS nor XML.
pub(super) fn describe_text(text: &str) -> &'static str {
    const MAIL_HEADERS: &[&str] = &[
        "from ",
        "return-path:",
        "received:",
        "delivered-to:",
        "mime-version:",
        "from:",
        "subject:",
        "date:",
    ];
    let start: String = text.chars().take(16).flat_map(char::to_lowercase).collect();
    if text.is_empty() {
        "only white space"
    } else if MAIL_HEADERS.iter().any(|header| start.starts_with(header)) {
        "an e-mail message"
    } else if (start.starts_with("http://") || start.starts_with("https://"))
        && !text.contains(char::is_whitespace)
    {
        "the address of a page"
    } else if start.starts_with("did:") {
        "a DID"
    } else {
        "plain text"
    }
}
