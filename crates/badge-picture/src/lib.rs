//! Draws pictures of badges as new PNG files and reads QR codes in pictures.
//!
//! | function | use |
//! |---|---|
//! | [`picture_png`] | draws an issuer's picture (PNG, JPEG, GIF, WebP or SVG); only this output may reach a screen |
//! | [`placeholder`] | draws an emblem for a badge without a usable picture |
//! | [`qr_texts`] | reads the texts of the QR codes in a picture |
//!
//! No reference in a picture is followed: no file, host, script or font is loaded. Drawing runs on its own thread
//! with a time limit.
//!
//! Cautions: the texts of QR codes are untrusted. A call can take two seconds, so do not call these functions
//! on a user interface thread.

mod error;
mod limits;
mod placeholder;
mod qr;
mod raster;
mod svg;
mod time_limit;

use std::borrow::Cow;

use data_encoding::{BASE64, BASE64_NOPAD};
use openbadges::{Code, limits::BADGE_FILE_BYTES};
use percent_encoding::percent_decode_str;

pub use error::PictureError;
pub use limits::LONGEST_SIDE;
pub use placeholder::placeholder;
pub use qr::qr_texts;

use time_limit::with_time_limit;

/// Draws `source` (PNG, JPEG, GIF, WebP or SVG, or a `data:` URL of one) as a PNG of at most `max_side` pixels a
/// side.
///
/// The content decides the format. Only the first frame of an animation is drawn. Returns an error if the format is
/// not supported, the picture is malformed or a limit is exceeded.
pub fn picture_png(source: &[u8], max_side: u32) -> Result<Vec<u8>, PictureError> {
    let max_side = max_side.clamp(1, LONGEST_SIDE);
    let bytes = match source.strip_prefix(b"data:") {
        Some(url) => Cow::Owned(data_url(url)?),
        None => Cow::Borrowed(source),
    };
    if bytes.len() > BADGE_FILE_BYTES {
        return Err(PictureError::new(Code::ImportTooLarge, format!("{} bytes", bytes.len())));
    }
    let bytes = bytes.into_owned();
    if let Some(format) = raster::format(&bytes) {
        raster::check_stated_size(&bytes, format)?;
        return with_time_limit(move || raster::draw(&bytes, format, max_side));
    }
    let text = String::from_utf8(bytes)
        .ok()
        .filter(|text| svg::is_svg(text))
        .ok_or_else(|| PictureError::new(Code::ImportUnrecognised, "not a supported picture format"))?;
    svg::check(&text)?;
    with_time_limit(move || svg::draw(&text, max_side))
}

/// Decodes a `data:` URL (RFC 2397) without its scheme. The stated media type is ignored.
fn data_url(url: &[u8]) -> Result<Vec<u8>, PictureError> {
    let malformed = || PictureError::new(Code::ImportUnrecognised, "malformed `data:` URL");
    let url = std::str::from_utf8(url).map_err(|_| malformed())?;
    let (media_type, data) = url.split_once(',').ok_or_else(malformed)?;
    let data: Vec<u8> = percent_decode_str(data).collect();
    if !media_type.to_ascii_lowercase().ends_with(";base64") {
        return Ok(data);
    }
    let digits: Vec<u8> = data.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64.decode(&digits).or_else(|_| BASE64_NOPAD.decode(&digits)).map_err(|_| malformed())
}

#[cfg(test)]
mod tests;
