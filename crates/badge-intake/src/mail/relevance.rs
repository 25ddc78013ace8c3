//! Decides whether an attachment is relevant. Ordinary pictures are ignored, because every newsletter has some.

use openbadges::{Code, ReadError};

use super::UnexaminedReason;
use crate::classify::{Kind, classify};

/// The relevance of an attachment.
pub(super) enum Relevance {
    /// The attachment contains a badge, a backup of badges or another credential, possibly damaged or refused.
    Relevant,
    /// The attachment may contain a badge but cannot be opened.
    Unexamined(UnexaminedReason),
    /// The attachment is an ordinary picture, text or document.
    Irrelevant,
}

/// Returns the relevance of an attachment.
pub(super) fn relevance(bytes: &[u8]) -> Relevance {
    let kind = classify(bytes);
    let unopened = match &kind {
        Kind::Badges(read) => read.iter().find_map(|badge| badge.as_ref().err().and_then(unopened)),
        Kind::Picture(error) | Kind::Unknown(error) => unopened(error),
        _ => None,
    };
    match unopened {
        _ if may_contain_badge(bytes, kind) => Relevance::Relevant,
        Some(why) => Relevance::Unexamined(why),
        None => Relevance::Irrelevant,
    }
}

/// Returns why the content could not be examined. The missing part of a truncated picture or an encrypted document
/// may contain a badge.
fn unopened(error: &ReadError) -> Option<UnexaminedReason> {
    match error.code {
        Code::PngMalformed => Some(UnexaminedReason::Unreadable),
        Code::PdfEncrypted => Some(UnexaminedReason::Encrypted),
        _ => None,
    }
}

/// Returns whether an attachment may contain a credential. QR codes in pictures are not read, because every
/// newsletter has pictures.
fn may_contain_badge(bytes: &[u8], kind: Kind) -> bool {
    let in_text = matches!(bytes.trim_ascii_start(), [b'{' | b'[' | b'e' | 0xef, ..]);
    let is_damage =
        // In a picture, these codes concern the embedded badge.
        |error: &ReadError| !(NO_BADGE.contains(&error.code) || in_text && NO_BADGE_TEXT.contains(&error.code));
    match kind {
        Kind::Badges(read) => read.iter().any(|badge| badge.as_ref().map_or_else(is_damage, |_| true)),
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

/// The codes of ordinary pictures and documents.
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

/// The codes of ordinary texts.
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
