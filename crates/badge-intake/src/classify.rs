//! Classifies imported bytes by their content alone: badges, links, offers, archives, exports, mail, other formats.
//!
//! [`classify`] is pure: it opens no files, makes no requests and draws no pictures. The application processes the
//! contents (entries of an archive, links of a text) in turn, at most [`DEPTH`](crate::limits::DEPTH) levels deep.

use openbadges::{Code, ParsedBadge, ReadError, read_all};
use url::Url;

use super::{
    archive,
    exports::{self, Export, ParsedExport},
    limits,
    other_format::{self, OtherFormat},
};
use crate::{
    links::{self, DeepLink, DeepLinkError, Link},
    mail_kind::kind_of_file,
};

/// The kind of an imported file or text.
#[derive(Debug)]
pub enum Kind {
    /// Badges. An item that cannot be read is an error.
    Badges(Vec<Result<ParsedBadge, ReadError>>),
    /// One link.
    Link(String),
    /// A deep link with a request that is not allowed. It is not followed.
    Rejected(DeepLinkError),
    /// An offer of a badge, unchanged, and its format.
    Offer(String, OtherFormat),
    /// A text with links, the most promising first.
    Links(Vec<String>),
    /// A credential's text that was embedded in a link to a verifier's page.
    Wrapped(String),
    /// A ZIP archive.
    Archive,
    /// An export of another backpack.
    Export(Export),
    /// A mail message or a mailbox file.
    Mail,
    /// A picture without a badge. It may contain a QR code.
    Picture(ReadError),
    /// A saved web page: its data and its links to badges.
    Page {
        /// The texts of its data scripts.
        data: Vec<String>,
        /// Links to badges.
        links: Vec<String>,
        /// The error to report if there is neither.
        error: ReadError,
    },
    /// A known format other than Open Badges.
    OtherFormat(OtherFormat),
    /// An unknown format.
    Unknown(ReadError),
}

/// Classifies `bytes` by their content.
pub fn classify(bytes: &[u8]) -> Kind {
    if archive::is_archive(bytes) {
        return Kind::Archive;
    }
    if kind_of_file(bytes.get(..limits::SNIFFED_BYTES).unwrap_or(bytes)).is_some() {
        return Kind::Mail;
    }
    let text = std::str::from_utf8(bytes).ok();
    if let Some(kind) = text.and_then(of_text) {
        return kind;
    }
    let read = read_all(bytes);
    if read.len() > 1 || read.iter().any(Result::is_ok) {
        return Kind::Badges(read);
    }
    match read.into_iter().find_map(Result::err) {
        Some(error) => unread(bytes, text, error),
        None => Kind::Unknown(ReadError::new(Code::JsonNotABadge, "nothing")),
    }
}

/// Classifies bytes that could not be read as a badge because of `error`.
fn unread(bytes: &[u8], text: Option<&str>, error: ReadError) -> Kind {
    if let Some(format) = text.and_then(other_format::of_text) {
        return Kind::OtherFormat(format);
    }
    match (error.code, text) {
        (Code::PngNoBadge, _) => Kind::Picture(error),
        (Code::ImportUnrecognised, None) if is_other_picture(bytes) => Kind::Picture(error),
        (Code::ImportUnrecognised, None) => {
            other_format::of_bytes(bytes).map_or(Kind::Unknown(error), Kind::OtherFormat)
        }
        (Code::ImportUnrecognised, Some(text)) if text.trim_start().starts_with('<') => page(text, error),
        (Code::ImportUnrecognised, Some(text)) => match in_text(text) {
            links if links.is_empty() => Kind::Unknown(error),
            links => Kind::Links(links),
        },
        _ => Kind::Unknown(error),
    }
}

/// Classifies a text before it is read as a badge: an address, a shortcut to one, or an export.
fn of_text(text: &str) -> Option<Kind> {
    let text = text.trim();
    if text.starts_with("[InternetShortcut]") || text.starts_with("[Desktop Entry]") {
        return Some(in_text(text)).filter(|links| !links.is_empty()).map(Kind::Links);
    }
    if text.starts_with(['{', '[', '\u{feff}']) {
        return match exports::parse(text)? {
            ParsedExport::Open(export) => Some(Kind::Export(export)),
            ParsedExport::Locked => Some(Kind::OtherFormat(OtherFormat::LockedBackup)),
        };
    }
    if text.is_empty() || text.contains(char::is_whitespace) || text.starts_with('<') {
        return None;
    }
    match DeepLink::parse(text) {
        Some(Ok(deep_link)) if !deep_link.is_offer => return Some(Kind::Link(deep_link.link)),
        Some(Err(error)) => return Some(Kind::Rejected(error)),
        // An offer is recognised by its address below.
        Some(Ok(_)) | None => {}
    }
    // Address bars may hide the scheme, so links to known platforms are accepted without one.
    let Ok(url) = Url::parse(text) else {
        let with_scheme = format!("https://{text}");
        let known = Link::read(&with_scheme).known.is_some_and(|known| !known.platform.is_any_host());
        return known.then_some(Kind::Link(with_scheme));
    };
    if let Some(wrapped) = links::wrapped(&url).filter(|inner| Url::parse(inner).is_err()) {
        return Some(Kind::Wrapped(wrapped));
    }
    match other_format::of_address(&url) {
        Some(format) if format.is_offer() => return Some(Kind::Offer(text.to_owned(), format)),
        Some(format) => return Some(Kind::OtherFormat(format)),
        None => {}
    }
    matches!(url.scheme(), "https" | "http").then(|| Kind::Link(text.to_owned()))
}

/// Returns whether bytes are a picture in a format that cannot contain a badge (JPEG, GIF, WebP), by their
/// first bytes.
fn is_other_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xd8\xff")
        || bytes.starts_with(b"GIF8")
        || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
}

/// Reads a saved web page. Its relative links are not usable, because the page's address is unknown.
fn page(text: &str, error: ReadError) -> Kind {
    let Ok(unknown_address) = Url::parse("https://saved.invalid/") else { return Kind::Unknown(error) };
    let page = links::read_page(text.as_bytes(), &unknown_address);
    let data =
        page.data.into_iter().filter(|data| read_all(data.as_bytes()).iter().any(Result::is_ok)).collect();
    Kind::Page { data, links: page.badge_links, error }
}

/// Returns the links of a text that belong to known platforms or, if there are none, every `https` link.
fn in_text(text: &str) -> Vec<String> {
    if text.len() > limits::TEXT_BYTES {
        return Vec::new();
    }
    let mut found: Vec<(String, Link)> = Vec::new();
    for text in links::in_text(text).filter(|link| link.starts_with("https://")) {
        let link = Link::read(text);
        if found.len() < limits::TEXT_LINKS && !found.iter().any(|(_, known)| known.url == link.url) {
            found.push((text.to_owned(), link));
        }
    }
    if found.iter().any(|(_, link)| link.known.is_some()) {
        found.retain(|(_, link)| link.known.is_some());
        found.sort_by_key(|(_, link)| link.known.as_ref().map(|known| known.leads));
    }
    found.into_iter().map(|(text, _)| text).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CREDLY: &str = "https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44";
    const ASSERTION: &str = r#"{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://a.example/1","badge":"https://a.example/b","recipient":{"type":"email","hashed":false,"identity":"ada@school.example"},"issuedOn":"2026-01-01T00:00:00Z","verification":{"type":"hosted"}}"#;

    /// Formats a kind and its contents for comparison.
    fn summary(bytes: &[u8]) -> String {
        match classify(bytes) {
            Kind::Badges(read) => format!("{} badges", read.iter().filter(|badge| badge.is_ok()).count()),
            Kind::Link(url) => format!("link {url}"),
            Kind::Rejected(error) => format!("rejected {error}"),
            Kind::Links(urls) => format!("links {}", urls.join(" ")),
            Kind::Wrapped(text) => format!("wrapped {text}"),
            Kind::Archive => "archive".into(),
            Kind::Export(export) => format!("export of {}", export.pieces.len()),
            Kind::Mail => "mail".into(),
            Kind::Picture(error) => format!("picture {}", error.code),
            Kind::Page { data, links, .. } => format!("page {} {}", data.len(), links.len()),
            Kind::Offer(_, format) => format!("offer {}", format.as_str()),
            Kind::OtherFormat(format) => format!("other format {}", format.as_str()),
            Kind::Unknown(error) => format!("unknown {}", error.code),
        }
    }

    #[test]
    fn classifies_by_content() {
        let text = |text: &str| text.as_bytes().to_vec();
        let rows: Vec<(&str, Vec<u8>, String)> = vec![
            ("nothing", vec![], "unknown IMPORT_EMPTY".into()),
            ("an assertion", text(ASSERTION), "1 badges".into()),
            ("a list of two", text(&format!("[{ASSERTION},{ASSERTION}]")), "2 badges".into()),
            ("a list with one badge", text(&format!("[{ASSERTION},7]")), "1 badges".into()),
            ("a list without badges", text("[1,2]"), "0 badges".into()),
            ("other JSON", text(r#"{"a":1}"#), "unknown JSON_NOT_A_BADGE".into()),
            ("truncated JSON", text(r#"{"a":"#), "unknown JSON_SYNTAX".into()),
            ("a link", text(&format!("  {CREDLY}\n")), format!("link {CREDLY}")),
            ("a deep link", text(&format!("openbadges:{CREDLY}")), format!("link {CREDLY}")),
            (
                "a deep link with another request",
                text("openbadges://remove?id=1"),
                "rejected remove?id=1".into(),
            ),
            (
                "a link without its scheme",
                text(CREDLY.trim_start_matches("https://")),
                format!("link {CREDLY}"),
            ),
            (
                "a path that resembles a link",
                text("learn.example/badges/badge.php?hash=2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"),
                "unknown IMPORT_UNRECOGNISED".into(),
            ),
            ("a link without TLS", text("http://a.example/1"), "link http://a.example/1".into()),
            (
                "a link of a shortcut",
                text(&format!("[InternetShortcut]\r\nURL={CREDLY}\r\n")),
                format!("links {CREDLY}"),
            ),
            ("a text with a link", text(&format!("My badge: {CREDLY}.")), format!("links {CREDLY}")),
            (
                "a link among others",
                text(&format!("See https://a.example/x, {CREDLY} and https://b.example.")),
                format!("links {CREDLY}"),
            ),
            (
                "links to unknown platforms",
                text("See https://a.example/x (https://b.example/y)"),
                "links https://a.example/x https://b.example/y".into(),
            ),
            ("a link twice", text(&format!("{CREDLY} {CREDLY}")), format!("links {CREDLY}")),
            (
                "links without TLS in a text",
                text("See http://a.example/x"),
                "unknown IMPORT_UNRECOGNISED".into(),
            ),
            (
                "a link to an account before a link to a badge",
                text(&format!("https://www.credly.com/earner/x {CREDLY}")),
                format!("links {CREDLY} https://www.credly.com/earner/x"),
            ),
            ("plain words", text("Hello there"), "unknown IMPORT_UNRECOGNISED".into()),
            ("a path", text("/etc/passwd"), "unknown IMPORT_UNRECOGNISED".into()),
            ("a file address", text("file:///etc/passwd"), "unknown IMPORT_UNRECOGNISED".into()),
            (
                "text in a verifier's link",
                text("https://verifierplus.org/#verify?vc=%7B%7D"),
                "wrapped {}".into(),
            ),
            (
                "a link in a verifier's link",
                text("https://verifierplus.org/#verify?vc=https%3A%2F%2Fa.example%2F1"),
                "link https://verifierplus.org/#verify?vc=https%3A%2F%2Fa.example%2F1".into(),
            ),
            (
                "an offer",
                text("openid-credential-offer://?credential_offer_uri=x"),
                "offer openid-offer".into(),
            ),
            (
                "an SD-JWT",
                text("eyJhbGciOiJFUzI1NiJ9.eyJ2Y3QiOiJ4In0.c2ln~WyJzIiwiYSIsImIiXQ~"),
                "other format sd-jwt".into(),
            ),
            (
                "a JWT without a badge",
                text("eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.c2ln"),
                "unknown JSON_NOT_A_BADGE".into(),
            ),
            (
                "a locked wallet",
                text(r#"{"type":"UniversalWallet2020","status":"LOCKED"}"#),
                "other format locked-backup".into(),
            ),
            (
                "a wallet",
                text(&format!(r#"[{{"type":["UniversalWallet2020"],"contents":[{ASSERTION}]}}]"#)),
                "export of 1".into(),
            ),
            (
                "a European credential",
                text(r#"<europassCredential xmlns="http://data.europa.eu/snb/model#"/>"#),
                "other format european-credential".into(),
            ),
            ("a message", text(&format!("From: a@b.example\nSubject: {CREDLY}\n\n{CREDLY}")), "mail".into()),
            (
                "a mailbox",
                text(&format!("From ada Mon Mar  2 10:00:00 2026\nSubject: x\n\n{CREDLY}")),
                "mail".into(),
            ),
            ("an Outlook message", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec(), "mail".into()),
            ("a saved page", text(&format!("<!doctype html><a href=\"{CREDLY}\">x</a>")), "page 0 1".into()),
            (
                "a saved page with data",
                text(&format!("<html><script type=\"application/ld+json\">{ASSERTION}</script>")),
                "page 1 0".into(),
            ),
            ("a saved page without badges", text("<html><p>x</p>"), "page 0 0".into()),
            ("other XML", text("<feed/>"), "page 0 0".into()),
            ("an SVG", text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "unknown SVG_NO_BADGE".into()),
            ("an archive", b"PK\x03\x04....".to_vec(), "archive".into()),
            ("a photograph", b"\xff\xd8\xff\xe0....".to_vec(), "picture IMPORT_UNRECOGNISED".into()),
            (
                "a mobile document",
                b"\xa2gdocTypeuorg.iso.18013.5.1.mDL".to_vec(),
                "other format mobile-document".into(),
            ),
            ("a program", b"\x7fELF\x02\x01".to_vec(), "unknown IMPORT_UNRECOGNISED".into()),
            ("a damaged PNG", b"\x89PNG\r\n\x1a\n".to_vec(), "unknown PNG_MALFORMED".into()),
        ];
        for (name, bytes, expected) in rows {
            assert_eq!(summary(&bytes), expected, "{name}");
        }
    }

    #[test]
    fn limits_links_of_a_text() {
        let many: String = (0..1_000).map(|n| format!("https://a.example/{n} ")).collect();
        let Kind::Links(links) = classify(many.as_bytes()) else { panic!("links") };
        assert_eq!(links.len(), limits::TEXT_LINKS);
    }

    proptest! {
        #[test]
        fn never_panics_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(!summary(&bytes).is_empty());
        }
    }
}
