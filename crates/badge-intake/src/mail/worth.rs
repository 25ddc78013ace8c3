//! Whether an attachment is worth telling of. Every newsletter has pictures: those that are like any other are not.

use openbadges::{Code, ReadError};

use super::Unopened;
use crate::classify::{Kind, classify};

/// What is to be done about an attachment.
pub(super) enum Worth {
    /// It holds a badge, a backup of badges or another credential, or something that was one and is damaged or refused.
    Telling,
    /// Whether it does cannot be seen.
    Unopened(Unopened),
    /// It is a picture, a text or a document like any other.
    Nothing,
}

/// Judges the bytes of an attachment.
pub(super) fn worth(bytes: &[u8]) -> Worth {
    let kind = classify(bytes);
    let unopened = match &kind {
        Kind::Badges(read) => read.iter().find_map(|one| one.as_ref().err().and_then(unopened)),
        Kind::Picture(error) | Kind::Unknown(error) => unopened(error),
        _ => None,
    };
    match unopened {
        _ if holds_a_badge(bytes, kind) => Worth::Telling,
        Some(why) => Worth::Unopened(why),
        None => Worth::Nothing,
    }
}

/// A picture that is cut short may have had a badge in the part that is missing, and a locked document may have one inside.
fn unopened(error: &ReadError) -> Option<Unopened> {
    match error.code {
        Code::PngMalformed => Some(Unopened::Unreadable),
        Code::PdfEncrypted => Some(Unopened::Encrypted),
        _ => None,
    }
}

/// Whether an attachment is anything that is not told to be nothing. (A QR code in a picture is not looked for: every
/// newsletter has pictures.)
fn holds_a_badge(bytes: &[u8], kind: Kind) -> bool {
    let in_text = matches!(bytes.trim_ascii_start(), [b'{' | b'[' | b'e' | 0xef, ..]);
    let is_damage =
        // In a picture they are about what was baked into it.
        |error: &ReadError| !(NO_BADGE.contains(&error.code) || in_text && NO_BADGE_TEXT.contains(&error.code));
    match kind {
        Kind::Badges(read) => read.iter().any(|one| one.as_ref().map_or_else(is_damage, |_| true)),
        Kind::Export(export) => !export.pieces.is_empty(),
        Kind::OtherFormat(_) | Kind::Offer(..) => true,
        Kind::Picture(error) | Kind::Unknown(error) => is_damage(&error),
        Kind::Link(_)
        | Kind::Links(_)
        | Kind::Wrapped(_)
        | Kind::Archive
        | Kind::Mail
        | Kind::Rejected(_)
        | Kind::Page { .. } => false,
    }
}

/// By these codes an attachment is a picture or a document like any other.
const NO_BADGE: &[Code] = &[
    Code::ImportEmpty,
    Code::ImportTooLarge,
    Code::ImportUnrecognised,
    Code::PngMalformed,
    Code::PngDimensions,
    Code::PngLimit,
    Code::PngNoBadge,
    Code::SvgMalformed,
    Code::SvgDtd,
    Code::SvgLimit,
    Code::SvgNoBadge,
    Code::PdfMalformed,
    Code::PdfEncrypted,
    Code::PdfLimit,
    Code::PdfNoBadge,
];

/// And by these a text.
const NO_BADGE_TEXT: &[Code] = &[
    Code::JsonSyntax,
    Code::JsonDepth,
    Code::JsonLimit,
    Code::JsonDupKey,
    Code::JsonNumber,
    Code::JsonNotABadge,
    Code::TextEncoding,
    Code::JwtFormat,
];
