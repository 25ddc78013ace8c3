//! Reads the badge in a picture: a credential, or the address of a hosted assertion (OB 1.x and 2.0).

use url::Url;

use super::{ReadError, containers::single_credential, credential::ParsedCredential};
use crate::{
    badge::Badge,
    baking::{BakedBadge, Picture},
    code::{Code, Note},
    formats::{Container, Credential, Format, ParsedBadge},
};

/// Reads the only badge in a picture. If there are several, the error contains them as `choices`.
pub(super) fn read_picture(
    bytes: &[u8],
    container: Container,
    picture: Picture,
) -> Result<ParsedBadge, ReadError> {
    let (no_badge, multiple_badges) = match container {
        Container::Svg => (Code::SvgNoBadge, Code::SvgMultipleBadges),
        Container::Png | Container::Pdf | Container::Bare => (Code::PngNoBadge, Code::PngMultipleBadges),
    };
    let mut badges: Vec<Result<ParsedBadge, ReadError>> =
        picture.badges.iter().map(|badge| Ok(read_baked(badge)?.into_badge(bytes, container))).collect();
    for badge in badges.iter_mut().flatten() {
        badge.notes.splice(0..0, picture.notes.iter().cloned());
        if badge.format.is_signed() {
            badge.notes.push(Note::new(Code::ImageNotSigned));
        }
    }
    match (badges.pop(), badges.is_empty()) {
        (None, _) => Err(ReadError::new(no_badge, picture.description)),
        (Some(Err(error)), true) => {
            Err(ReadError { found: format!("{} with {}", picture.description, error.found), ..error })
        }
        (Some(badge), true) => badge,
        (Some(last), false) => {
            let found = format!("{} with {} badges", picture.description, badges.len() + 1);
            let choices = badges.into_iter().chain([last]).flatten().collect();
            Err(ReadError { choices, ..ReadError::new(multiple_badges, found) })
        }
    }
}

/// Reads a baked badge: a credential, or the address of a hosted assertion (OB 1.x and 2.0 Baking).
fn read_baked(badge: &BakedBadge) -> Result<ParsedCredential, ReadError> {
    let text = badge.text.trim();
    if !text.contains(char::is_whitespace) && Url::parse(text).is_ok() {
        return reference(text);
    }
    let error = match single_credential(&badge.text) {
        Ok(credential) => return Ok(credential),
        Err(error) => error,
    };
    let Some(address) = &badge.fallback else { return Err(error) };
    let mut credential = reference(address)?;
    credential.notes.push(Note::new(error.code).with("found", error.found));
    Ok(credential)
}

/// Returns a credential that is only the address of a hosted assertion.
pub(super) fn reference(address: &str) -> Result<ParsedCredential, ReadError> {
    let is_web = Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
    if !is_web {
        return Err(ReadError::new(Code::NetScheme, format!("the address {}", shorten(address))));
    }
    Ok(ParsedCredential {
        format: Format::Reference,
        badge: Badge { id: Some(address.into()), ..Badge::default() },
        credential: Credential::Reference { url: address.into() },
        notes: Vec::new(),
        presentation: None,
    })
}

/// Shortens a rejected address for an error.
fn shorten(text: &str) -> &str {
    text.char_indices().nth(200).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}
