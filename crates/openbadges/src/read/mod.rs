//! Reads badges from bytes.
//!
//! The content alone decides the format; file names and media types are ignored. A [`ParsedBadge`] contains the original
//! bytes. Reading verifies nothing; that is the task of [`verify`](crate::verify()).
//!
//! [`sniff`] detects the content. [`picture`] and [`pdf`] unbake badges. [`containers`] finds the credentials
//! in a text, and [`credential`] recognises each of them.

mod badge_connect;
mod containers;
mod credential;
mod error;
mod jws;
mod member_texts;
mod pdf;
mod picture;
mod sniff;

pub use self::error::ReadError;
pub(crate) use self::member_texts::member_texts;
use self::{
    containers::{Progress, read_credentials, trim},
    picture::read_picture,
    sniff::Content,
};
use crate::{
    baking::{png, svg},
    code::Code,
    formats::{Container, ParsedBadge},
    json::{self, Value},
    limits,
};

/// Reads one badge. If there are several, the error contains them as `choices`.
pub fn read(bytes: &[u8]) -> Result<ParsedBadge, ReadError> {
    match detect(bytes)? {
        Content::Png => read_picture(bytes, Container::Png, png::unbake(bytes)?),
        Content::Svg => read_picture(bytes, Container::Svg, svg::unbake(bytes)?),
        Content::Text(text) => single(read_text(bytes, text)?, Code::PresentationMultipleBadges),
        Content::Pdf => single(read_pdf(bytes)?, Code::PdfMultipleBadges),
        Content::Unreadable(detail) => Err(ReadError::new(Code::TextEncoding, detail)),
        Content::Other(found) => Err(ReadError::new(Code::ImportUnrecognised, found)),
    }
}

/// Reads every badge in `bytes`.
///
/// Reads each element of a top-level JSON array, each badge in an OB 2.1 envelope, and each credential in a presentation
/// or PDF. Reads anything else like [`read`](read()).
pub fn read_all(bytes: &[u8]) -> Vec<Result<ParsedBadge, ReadError>> {
    let all = |bytes: &[u8]| match detect(bytes) {
        Ok(Content::Text(text)) => read_text(bytes, text).unwrap_or_else(|error| vec![Err(error)]),
        Ok(Content::Pdf) => read_pdf(bytes).unwrap_or_else(|error| vec![Err(error)]),
        _ => vec![read(bytes)],
    };
    let is_list = matches!(sniff::detect(bytes), Content::Text(text) if trim(text).starts_with('['));
    if !is_list || bytes.len() > limits::BADGE_FILE_BYTES {
        return match sniff::detect(bytes) {
            Content::Text(text) => match badge_connect::badges(trim(text)) {
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

/// Reads a credential that is embedded in another document: an object, or a string with a compact JWS.
pub(crate) fn embedded(value: &Value) -> Result<ParsedBadge, ReadError> {
    match value {
        Value::String(text) => read(text.as_bytes()),
        other => read(other.to_string().as_bytes()),
    }
}

/// Detects the content of `bytes`. Returns an error if they are empty or too large.
fn detect(bytes: &[u8]) -> Result<Content<'_>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::new(Code::ImportEmpty, "0 bytes"));
    }
    if bytes.len() > limits::BADGE_FILE_BYTES {
        return Err(ReadError::new(Code::ImportTooLarge, format!("{} bytes", bytes.len())));
    }
    Ok(sniff::detect(bytes))
}

/// Reads every badge in a text, which is a credential or a presentation.
fn read_text(bytes: &[u8], text: &str) -> Result<Vec<Result<ParsedBadge, ReadError>>, ReadError> {
    let credentials = read_credentials(text, &mut Progress::new())?;
    let count = credentials.len();
    if count > 1 && count.saturating_mul(bytes.len()) > limits::PRESENTATION_COPIES_BYTES {
        let found = format!("a presentation of {count} credentials in {} bytes", bytes.len());
        return Err(ReadError::new(Code::PresentationLimit, found));
    }
    Ok(credentials.into_iter().map(|credential| Ok(credential?.into_badge(bytes, Container::Bare))).collect())
}

/// Reads every badge in a PDF.
fn read_pdf(bytes: &[u8]) -> Result<Vec<Result<ParsedBadge, ReadError>>, ReadError> {
    let credentials = pdf::badges(bytes)?;
    let count = credentials.len();
    if count > 1 && count.saturating_mul(bytes.len()) > limits::PRESENTATION_COPIES_BYTES {
        let found = format!("a PDF of {} bytes with {count} badges", bytes.len());
        return Err(ReadError::new(Code::PdfLimit, found));
    }
    Ok(credentials.into_iter().map(|credential| Ok(credential?.into_badge(bytes, Container::Pdf))).collect())
}

/// Returns the only badge in `badges`. If there are several, returns an error with the code `multiple` and the choices.
fn single(mut badges: Vec<Result<ParsedBadge, ReadError>>, multiple: Code) -> Result<ParsedBadge, ReadError> {
    match (badges.pop(), badges.is_empty()) {
        (Some(badge), true) => badge,
        (last, _) => {
            let found = format!("{} badges", badges.len() + last.iter().len());
            let choices = badges.into_iter().chain(last).flatten().collect();
            Err(ReadError { choices, ..ReadError::new(multiple, found) })
        }
    }
}
