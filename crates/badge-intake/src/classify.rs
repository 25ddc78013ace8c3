//! What something is that a person handed over, by its content alone.
//!
//! A pure function: nothing is opened, asked or drawn. What it finds to be further things (entries of an archive, links of
//! a text) the application looks at in their turn.

use openbadges::{Code, ParsedBadge, ReadError, read_all};
use url::Url;

use super::{
    archive,
    exports::{self, Export, Split},
    limits,
    other_format::{self, OtherFormat},
};
use crate::{
    links::{self, Call, CallError, Link},
    mail,
};

/// What something is.
#[derive(Debug)]
pub enum Kind {
    /// Badges, each read or why it cannot be.
    Badges(Vec<Result<ParsedBadge, ReadError>>),
    /// One link.
    Link(String),
    /// A call by this program's name that asks for what no call may ask; nothing of it is followed.
    Rejected(CallError),
    /// An offer of a badge, or what calls itself one, as it was written.
    Offer(String, OtherFormat),
    /// A text with links in it, the likeliest first.
    Links(Vec<String>),
    /// A text that stands in a link to a verifier's page.
    Wrapped(String),
    /// A ZIP archive.
    Archive,
    /// An export of another backpack.
    Export(Export),
    /// An e-mail message, or a file of messages.
    Mail,
    /// A picture with no badge in it; there may be a QR code in it.
    Picture(ReadError),
    /// A web page that was saved: its data, and its links to badges.
    Page {
        /// Texts of its data scripts.
        data: Vec<String>,
        /// Links to badges.
        links: Vec<String>,
        /// What to say where there is neither.
        error: ReadError,
    },
    /// Something that is no Open Badge, by name.
    OtherFormat(OtherFormat),
    /// Nothing that is known.
    Unknown(ReadError),
}

/// Says what `bytes` are.
pub fn classify(bytes: &[u8]) -> Kind {
    if archive::is_archive(bytes) {
        return Kind::Archive;
    }
    if mail::kind_of_file(bytes.get(..mail::limits::SNIFFED_BYTES).unwrap_or(bytes)).is_some() {
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

/// What `bytes` are, which are no badge for the reason `error`.
fn unread(bytes: &[u8], text: Option<&str>, error: ReadError) -> Kind {
    if let Some(foreign) = text.and_then(other_format::of_text) {
        return Kind::OtherFormat(foreign);
    }
    match (error.code, text) {
        (Code::PngNoBadge, _) => Kind::Picture(error),
        (Code::ImportUnrecognised, None) if is_drawn(bytes) => Kind::Picture(error),
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

/// What a text is before it is read as a badge: an address, a shortcut to one, or an export.
fn of_text(text: &str) -> Option<Kind> {
    let text = text.trim();
    if text.starts_with("[InternetShortcut]") || text.starts_with("[Desktop Entry]") {
        return Some(in_text(text)).filter(|links| !links.is_empty()).map(Kind::Links);
    }
    if text.starts_with(['{', '[', '\u{feff}']) {
        return match exports::split(text)? {
            Split::Open(export) => Some(Kind::Export(export)),
            Split::Locked => Some(Kind::OtherFormat(OtherFormat::LockedBackup)),
        };
    }
    if text.is_empty() || text.contains(char::is_whitespace) || text.starts_with('<') {
        return None;
    }
    match Call::read(text) {
        Some(Ok(call)) if !call.is_offer => return Some(Kind::Link(call.link)),
        Some(Err(error)) => return Some(Kind::Rejected(error)),
        // An offer, which is told by its address.
        Some(Ok(_)) | None => {}
    }
    // An address bar may hide the scheme; what a known platform is called by needs none.
    let Ok(url) = Url::parse(text) else {
        let secured = format!("https://{text}");
        let known = Link::read(&secured).known.is_some_and(|known| !known.platform.is_any_host());
        return known.then_some(Kind::Link(secured));
    };
    if let Some(wrapped) = links::wrapped(&url).filter(|inner| Url::parse(inner).is_err()) {
        return Some(Kind::Wrapped(wrapped));
    }
    match other_format::of_address(&url) {
        Some(foreign) if foreign.is_offer() => return Some(Kind::Offer(text.to_owned(), foreign)),
        Some(foreign) => return Some(Kind::OtherFormat(foreign)),
        None => {}
    }
    matches!(url.scheme(), "https" | "http").then(|| Kind::Link(text.to_owned()))
}

/// Pictures other than PNG and SVG, by their first bytes: badges are not baked into them.
fn is_drawn(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xd8\xff")
        || bytes.starts_with(b"GIF8")
        || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
}

/// A web page that was saved to a file. Nothing relative in it leads anywhere.
fn page(text: &str, error: ReadError) -> Kind {
    let Ok(nowhere) = Url::parse("https://saved.invalid/") else { return Kind::Unknown(error) };
    let page = links::read_page(text.as_bytes(), &nowhere);
    let data =
        page.data.into_iter().filter(|data| read_all(data.as_bytes()).iter().any(Result::is_ok)).collect();
    Kind::Page { data, links: page.badge_links, error }
}

/// The links of a text that are worth looking at: those of known platforms; where there is none, every `https` link.
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

    /// What something is, in a word, and what it comes to.
    fn told(bytes: &[u8]) -> String {
        match classify(bytes) {
            Kind::Badges(read) => format!("{} badges", read.iter().filter(|one| one.is_ok()).count()),
            Kind::Link(url) => format!("link {url}"),
            Kind::Rejected(error) => format!("rejected {error}"),
            Kind::Links(urls) => format!("links {}", urls.join(" ")),
            Kind::Wrapped(text) => format!("wrapped {text}"),
            Kind::Archive => "archive".into(),
            Kind::Export(export) => format!("export of {}", export.pieces.len()),
            Kind::Mail => "mail".into(),
            Kind::Picture(error) => format!("picture {}", error.code),
            Kind::Page { data, links, .. } => format!("page {} {}", data.len(), links.len()),
            Kind::Offer(_, foreign) => format!("offer {}", foreign.as_str()),
            Kind::OtherFormat(foreign) => format!("foreign {}", foreign.as_str()),
            Kind::Unknown(error) => format!("unknown {}", error.code),
        }
    }

    #[test]
    fn everything_that_people_hand_over_is_told_by_its_content() {
        let text = |text: &str| text.as_bytes().to_vec();
        let rows: Vec<(&str, Vec<u8>, String)> = vec![
            ("nothing", vec![], "unknown IMPORT_EMPTY".into()),
            ("an assertion", text(ASSERTION), "1 badges".into()),
            ("a list of two", text(&format!("[{ASSERTION},{ASSERTION}]")), "2 badges".into()),
            ("a list of which one is a badge", text(&format!("[{ASSERTION},7]")), "1 badges".into()),
            ("a list of none", text("[1,2]"), "0 badges".into()),
            ("JSON of something else", text(r#"{"a":1}"#), "unknown JSON_NOT_A_BADGE".into()),
            ("JSON cut short", text(r#"{"a":"#), "unknown JSON_SYNTAX".into()),
            ("a link", text(&format!("  {CREDLY}\n")), format!("link {CREDLY}")),
            ("a call by name", text(&format!("openbadges:{CREDLY}")), format!("link {CREDLY}")),
            ("a call to remove", text("openbadges://remove?id=1"), "rejected remove?id=1".into()),
            (
                "a link without its scheme",
                text(CREDLY.trim_start_matches("https://")),
                format!("link {CREDLY}"),
            ),
            (
                "a path that is like a link",
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
                "links of nobody known",
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
                "an account before a badge",
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
                "foreign sd-jwt".into(),
            ),
            (
                "a JWT that is no badge",
                text("eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.c2ln"),
                "unknown JSON_NOT_A_BADGE".into(),
            ),
            (
                "a locked wallet",
                text(r#"{"type":"UniversalWallet2020","status":"LOCKED"}"#),
                "foreign locked-backup".into(),
            ),
            (
                "a wallet",
                text(&format!(r#"[{{"type":["UniversalWallet2020"],"contents":[{ASSERTION}]}}]"#)),
                "export of 1".into(),
            ),
            (
                "a European credential",
                text(r#"<europassCredential xmlns="http://data.europa.eu/snb/model#"/>"#),
                "foreign european-credential".into(),
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
            ("a saved page with nothing", text("<html><p>x</p>"), "page 0 0".into()),
            ("other XML", text("<feed/>"), "page 0 0".into()),
            ("an SVG", text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "unknown SVG_NO_BADGE".into()),
            ("an archive", b"PK\x03\x04....".to_vec(), "archive".into()),
            ("a photograph", b"\xff\xd8\xff\xe0....".to_vec(), "picture IMPORT_UNRECOGNISED".into()),
            (
                "a mobile document",
                b"\xa2gdocTypeuorg.iso.18013.5.1.mDL".to_vec(),
                "foreign mobile-document".into(),
            ),
            ("a program", b"\x7fELF\x02\x01".to_vec(), "unknown IMPORT_UNRECOGNISED".into()),
            ("a damaged PNG", b"\x89PNG\r\n\x1a\n".to_vec(), "unknown PNG_MALFORMED".into()),
        ];
        for (what, bytes, expected) in rows {
            assert_eq!(told(&bytes), expected, "{what}");
        }
    }

    #[test]
    fn a_text_offers_only_so_many_links() {
        let many: String = (0..1_000).map(|n| format!("https://a.example/{n} ")).collect();
        let Kind::Links(links) = classify(many.as_bytes()) else { panic!("links") };
        assert_eq!(links.len(), limits::TEXT_LINKS);
    }

    proptest! {
        /// Whatever comes in, something is said of it.
        #[test]
        fn nothing_is_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(!told(&bytes).is_empty());
        }
    }
}
