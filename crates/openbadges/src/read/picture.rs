//! The badge that a picture carries: a credential, or (OB 1.x and 2.0) the address of a hosted assertion.

use url::Url;

use super::{ReadError, containers::single, credential::Read};
use crate::{
    badge::Badge,
    baking::{Baked, Picture},
    code::{Code, Note},
    formats::{Container, Credential, Format, ParsedBadge},
};

/// The one badge of a picture.
pub(super) fn picture(
    bytes: &[u8],
    container: Container,
    picture: Picture,
) -> Result<ParsedBadge, ReadError> {
    let (none, several) = match container {
        Container::Svg => (Code::SvgNoBadge, Code::SvgMultipleBadges),
        Container::Png | Container::Pdf | Container::Bare => (Code::PngNoBadge, Code::PngMultipleBadges),
    };
    let mut read: Vec<Result<ParsedBadge, ReadError>> =
        picture.badges.iter().map(|badge| Ok(baked(badge)?.found(bytes, container))).collect();
    for found in read.iter_mut().flatten() {
        found.notes.splice(0..0, picture.notes.iter().cloned());
        if found.format.is_signed() {
            found.notes.push(Note::new(Code::ImageNotSigned));
        }
    }
    match (read.pop(), read.is_empty()) {
        (None, _) => Err(ReadError::new(none, picture.description)),
        (Some(Err(error)), true) => {
            Err(ReadError { found: format!("{} with {}", picture.description, error.found), ..error })
        }
        (Some(one), true) => one,
        (Some(last), false) => {
            let found = format!("{} with {} badges", picture.description, read.len() + 1);
            let choices = read.into_iter().chain([last]).flatten().collect();
            Err(ReadError { choices, ..ReadError::new(several, found) })
        }
    }
}

/// A badge as a picture holds it: also the bare address of a hosted assertion (OB 1.x and 2.0 Baking).
fn baked(badge: &Baked) -> Result<Read, ReadError> {
    let text = badge.text.trim();
    if !text.contains(char::is_whitespace) && Url::parse(text).is_ok() {
        return reference(text);
    }
    let error = match single(&badge.text) {
        Ok(read) => return Ok(read),
        Err(error) => error,
    };
    let Some(address) = &badge.fallback else { return Err(error) };
    let mut read = reference(address)?;
    read.notes.push(Note::new(error.code).with("found", error.found));
    Ok(read)
}

/// The address of a hosted assertion, in place of the assertion.
pub(super) fn reference(address: &str) -> Result<Read, ReadError> {
    let web = Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
    if !web {
        return Err(ReadError::new(Code::NetScheme, format!("the address {}", shortened(address))));
    }
    Ok(Read {
        format: Format::Reference,
        badge: Badge { id: Some(address.into()), ..Badge::default() },
        credential: Credential::Reference { url: address.into() },
        notes: Vec::new(),
        presentation: None,
    })
}

/// As much of a refused address or name as an error repeats.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(200).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}
