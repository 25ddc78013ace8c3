//! Pictures of badges, drawn anew: whatever an issuer supplied, what reaches a screen is a PNG that was encoded here.
//!
//! Nothing in a picture is followed: no file, no host, no script, no font. Drawing happens on a thread of its own and is
//! given up after a while. Where the bytes come from, and what to show instead of a picture that cannot be drawn, is the
//! caller's affair; [`placeholder`] is one answer.

mod placeholder;
mod qr;
mod raster;
mod svg;
mod time_limit;

use std::borrow::Cow;

use data_encoding::{BASE64, BASE64_NOPAD};
use openbadges::{Code, limits};
use percent_encoding::percent_decode_str;

pub use placeholder::placeholder;
pub use qr::codes;

use time_limit::patiently;

/// The longest side of a drawn picture, whatever is asked for.
pub const LONGEST_SIDE: u32 = 1024;

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct PictureError {
    /// `IMPORT_UNRECOGNISED`, `IMPORT_TOO_LARGE`, `PNG_…`, `SVG_…` or `PREVIEW_GAVE_UP`.
    pub code: Code,
    /// What was found.
    pub detail: String,
}

impl PictureError {
    fn new(code: Code, detail: impl ToString) -> Self {
        Self { code, detail: detail.to_string() }
    }
}

/// The picture in `source` (PNG, JPEG, GIF, WebP or SVG, or a `data:` URL of one) as a PNG of at most `max_side` pixels a side.
///
/// The kind is judged by content. Of an animation the first frame counts.
pub fn picture_png(source: &[u8], max_side: u32) -> Result<Vec<u8>, PictureError> {
    let max_side = max_side.clamp(1, LONGEST_SIDE);
    let bytes = match source.strip_prefix(b"data:") {
        Some(url) => Cow::Owned(data_url(url)?),
        None => Cow::Borrowed(source),
    };
    if bytes.len() > limits::BADGE_FILE_BYTES {
        return Err(PictureError::new(Code::ImportTooLarge, format!("{} bytes", bytes.len())));
    }
    let bytes = bytes.into_owned();
    if let Some(format) = raster::format(&bytes) {
        raster::bounded(&bytes, format)?;
        return patiently(move || raster::draw(&bytes, format, max_side));
    }
    let text = String::from_utf8(bytes).ok().filter(|text| svg::looks_like(text)).ok_or_else(|| {
        PictureError::new(Code::ImportUnrecognised, "not a picture of a kind that is drawn")
    })?;
    svg::permitted(&text)?;
    patiently(move || svg::draw(&text, max_side))
}

/// The data of a `data:` URL (RFC 2397) behind its scheme. The media type that it claims is not looked at.
fn data_url(url: &[u8]) -> Result<Vec<u8>, PictureError> {
    let malformed = || PictureError::new(Code::ImportUnrecognised, "a `data:` URL that cannot be read");
    let url = std::str::from_utf8(url).map_err(|_| malformed())?;
    let (claims, data) = url.split_once(',').ok_or_else(malformed)?;
    let data: Vec<u8> = percent_decode_str(data).collect();
    if !claims.to_ascii_lowercase().ends_with(";base64") {
        return Ok(data);
    }
    let digits: Vec<u8> = data.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64.decode(&digits).or_else(|_| BASE64_NOPAD.decode(&digits)).map_err(|_| malformed())
}

#[cfg(test)]
mod tests;
