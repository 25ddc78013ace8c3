//! From bytes to a badge: what it is, judged by its content alone.
//!
//! A file name or a media type is never believed here. The original bytes stay beside everything that is read from
//! them. Whether the badge holds is `verify`'s question.
//!
//! What comes in is sniffed ([`sniff`]); a [`picture`] or a [`pdf`] is unbaked; a text is searched for the credentials in it
//! ([`containers`]); each of those is recognised by itself ([`credential`]).

mod badge_connect;
mod containers;
mod credential;
mod error;
mod inside;
mod jws;
mod pdf;
mod picture;
mod sniff;

pub use self::error::ReadError;
pub(crate) use self::inside::inside;
use self::{
    containers::{Progress, bare, texts},
    picture::picture,
    sniff::Content,
};
use crate::{
    baking::{png, svg},
    code::Code,
    formats::{Container, ParsedBadge},
    json::{self, Value},
    limits,
};

/// Reads one badge. Where there are several, the error holds them as its choices.
pub fn read(bytes: &[u8]) -> Result<ParsedBadge, ReadError> {
    match content(bytes)? {
        Content::Png => picture(bytes, Container::Png, png::unbake(bytes)?),
        Content::Svg => picture(bytes, Container::Svg, svg::unbake(bytes)?),
        Content::Text(text) => one(in_text(bytes, text)?, Code::PresentationMultipleBadges),
        Content::Pdf => one(in_pdf(bytes)?, Code::PdfMultipleBadges),
        Content::Unreadable(detail) => Err(ReadError::new(Code::TextEncoding, detail)),
        Content::Other(found) => Err(ReadError::new(Code::ImportUnrecognised, found)),
    }
}

/// Reads every badge in `bytes`: the members of a top-level JSON array and the badges in an envelope of OB 2.1 each by
/// itself, the credentials of a presentation or a PDF, anything else as [`read`](read()) does.
pub fn read_all(bytes: &[u8]) -> Vec<Result<ParsedBadge, ReadError>> {
    let all = |bytes: &[u8]| match content(bytes) {
        Ok(Content::Text(text)) => in_text(bytes, text).unwrap_or_else(|error| vec![Err(error)]),
        Ok(Content::Pdf) => in_pdf(bytes).unwrap_or_else(|error| vec![Err(error)]),
        _ => vec![read(bytes)],
    };
    let is_list = matches!(sniff::content(bytes), Content::Text(text) if bare(text).starts_with('['));
    if !is_list || bytes.len() > limits::BADGE_FILE_BYTES {
        return match sniff::content(bytes) {
            Content::Text(text) => match badge_connect::badges(bare(text)) {
                Ok(Some(badges)) => badges.iter().flat_map(|badge| all(badge.as_bytes())).collect(),
                Ok(None) => all(bytes),
                Err(error) => vec![Err(error)],
            },
            _ => all(bytes),
        };
    }
    match json::elements(bytes) {
        Ok(elements) if elements.is_empty() => vec![read(bytes)],
        Ok(elements) => elements.into_iter().flat_map(|element| all(element.as_bytes())).collect(),
        Err(error) => vec![Err(error.into())],
    }
}

/// A credential that stands inside another document: an object, or a text that is a compact JWS.
pub(crate) fn embedded(value: &Value) -> Result<ParsedBadge, ReadError> {
    match value {
        Value::String(text) => read(text.as_bytes()),
        other => read(other.to_string().as_bytes()),
    }
}

/// What the bytes are, if there are any and not too many.
fn content(bytes: &[u8]) -> Result<Content<'_>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::new(Code::ImportEmpty, "0 bytes"));
    }
    if bytes.len() > limits::BADGE_FILE_BYTES {
        return Err(ReadError::new(Code::ImportTooLarge, format!("{} bytes", bytes.len())));
    }
    Ok(sniff::content(bytes))
}

/// Every badge in a text: the credential that it is, or those of the presentation that it is.
fn in_text(bytes: &[u8], text: &str) -> Result<Vec<Result<ParsedBadge, ReadError>>, ReadError> {
    let read = texts(text, &mut Progress::start())?;
    if read.len() > 1 && read.len().saturating_mul(bytes.len()) > limits::PRESENTATION_COPIES_BYTES {
        let found = format!("a presentation of {} credentials in {} bytes", read.len(), bytes.len());
        return Err(ReadError::new(Code::PresentationLimit, found));
    }
    Ok(read.into_iter().map(|read| Ok(read?.found(bytes, Container::Bare))).collect())
}

/// Every badge in a PDF.
fn in_pdf(bytes: &[u8]) -> Result<Vec<Result<ParsedBadge, ReadError>>, ReadError> {
    let read = pdf::badges(bytes)?;
    if read.len() > 1 && read.len().saturating_mul(bytes.len()) > limits::PRESENTATION_COPIES_BYTES {
        let found = format!("a PDF of {} bytes with {} badges", bytes.len(), read.len());
        return Err(ReadError::new(Code::PdfLimit, found));
    }
    Ok(read.into_iter().map(|read| Ok(read?.found(bytes, Container::Pdf))).collect())
}

/// The one badge of several readings; otherwise the choices, under the code `several`.
fn one(mut read: Vec<Result<ParsedBadge, ReadError>>, several: Code) -> Result<ParsedBadge, ReadError> {
    match (read.pop(), read.is_empty()) {
        (Some(one), true) => one,
        (last, _) => {
            let found = format!("{} badges", read.len() + last.iter().len());
            let choices = read.into_iter().chain(last).flatten().collect();
            Err(ReadError { choices, ..ReadError::new(several, found) })
        }
    }
}
