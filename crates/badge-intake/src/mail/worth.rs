//! Decides whether an attachment is relevant. Every newsletter has pictures; ordinary ones are ignored.

use openbadges::{Code, ReadError};

use super::UnexaminedReason;
use crate::classify::{Kind, classify};

/// The relevance of an attachment.
pub(super) enum Worth {
    /// It contains a badge, a backup of badges or another credential, or a damaged or refused one.
    Relevant,
    /// It may contain one but cannot be opened.
    UnexaminedReason(UnexaminedReason),
    /// An ordinary picture, text or document.
    Nothing,
}

/// Examines the bytes of an attachment.
pub(super) fn worth(bytes: &[u8]) -> Worth {
    let kind = classify(bytes);
    let unopened = match &kind {
        Kind::Badges(read) => read.iter().find_map(|one| one.as_ref().err().and_then(unopened)),
        Kind::Picture(error) | Kind::Unknown(error) => unopened(error),
        _ => None,
    };
    match unopened {
        _ if may_hold_badge(bytes, kind) => Worth::Relevant,
        Some(why) => Worth::UnexaminedReason(why),
        None => Worth::Nothing,
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
fn may_hold_badge(bytes: &[u8], kind: Kind) -> bool {
    let in_text = matches!(bytes.trim_ascii_start(), [b'{' | b'[' | b'e' | 0xef, ..]);
    let is_damage =
        // In a picture, these codes are about the embedded badge.
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

/// These codes mean an ordinary picture or document.
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

/// These codes mean an ordinary text.
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
