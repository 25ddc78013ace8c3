//! Reads QR codes in pictures. The caller decides what to do with the texts.

use image::LumaA;
use openbadges::{Code, limits::BADGE_FILE_BYTES};
use rqrr::PreparedImage;

use crate::{error::PictureError, raster, time_limit::with_time_limit};

/// Pictures are reduced to this side in pixels before the search. A code that a phone can read from a screen remains
/// readable.
const LONGEST_SIDE: u32 = 2_048;
/// The most codes returned for one picture.
const CODES: usize = 16;

/// Returns the texts of the QR codes in `picture` (PNG, JPEG, GIF or WebP), in no particular order, each once.
pub fn qr_texts(picture: &[u8]) -> Result<Vec<String>, PictureError> {
    if picture.len() > BADGE_FILE_BYTES {
        return Err(PictureError::new(Code::ImportTooLarge, format!("{} bytes", picture.len())));
    }
    let format = raster::format(picture)
        .ok_or_else(|| PictureError::new(Code::ImportUnrecognised, "not a supported picture format"))?;
    raster::check_stated_size(picture, format)?;
    let picture = picture.to_vec();
    with_time_limit(move || {
        let grey = raster::decode(&picture, format, LONGEST_SIDE)?.into_luma_alpha8();
        let (width, height) = grey.dimensions();
        let mut prepared = PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
            brightness_on_white(grey.get_pixel(x as u32, y as u32))
        });
        let mut texts: Vec<String> = Vec::new();
        for grid in prepared.detect_grids() {
            // Three squares in a photograph can look like a code, so an unreadable grid is not an error.
            if let Ok((_, text)) = grid.decode()
                && texts.len() < CODES
                && !texts.contains(&text)
            {
                texts.push(text);
            }
        }
        Ok(texts)
    })
}

/// Returns a pixel's brightness on white paper. Transparent pixels are stored as black.
fn brightness_on_white(LumaA([brightness, opacity]): &LumaA<u8>) -> u8 {
    let (brightness, opacity) = (u16::from(*brightness), u16::from(*opacity));
    ((brightness * opacity + 255 * (255 - opacity)) / 255) as u8
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, GrayImage, Luma};
    use qrcode::{Color, QrCode};

    use super::*;

    /// Draws these texts as codes side by side.
    fn picture(texts: &[&str]) -> Vec<u8> {
        const MODULE: u32 = 4;
        const SIDE: u32 = 400;
        let mut image = GrayImage::from_pixel(SIDE * texts.len().max(1) as u32, SIDE, Luma([255]));
        for (at, text) in texts.iter().enumerate() {
            let code = QrCode::new(text).unwrap();
            let colors = code.to_colors();
            for (n, _) in colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
                let (x, y) = ((n % code.width()) as u32 * MODULE, (n / code.width()) as u32 * MODULE);
                for (dx, dy) in (0..MODULE).flat_map(|dx| (0..MODULE).map(move |dy| (dx, dy))) {
                    image.put_pixel(at as u32 * SIDE + 40 + x + dx, 40 + y + dy, Luma([0]));
                }
            }
        }
        raster::encode(&DynamicImage::ImageLuma8(image).into_rgba8()).unwrap()
    }

    #[test]
    fn reads_texts_of_codes() {
        let link = "https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44";
        let cases: &[&[&str]] = &[&[], &[link], &[link, "openid4vp://?client_id=x"], &[link, link]];
        for texts in cases {
            let mut expected: Vec<&str> = texts.to_vec();
            expected.sort_unstable();
            expected.dedup();
            let mut read = qr_texts(&picture(texts)).unwrap();
            read.sort_unstable();
            assert_eq!(read, expected);
        }
    }

    #[test]
    fn refuses_unreadable_pictures() {
        assert_eq!(qr_texts(b"<svg/>").unwrap_err().code, Code::ImportUnrecognised);
        assert_eq!(qr_texts(&[0; BADGE_FILE_BYTES + 1]).unwrap_err().code, Code::ImportTooLarge);
        let mut huge = picture(&[]);
        huge[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
        assert_eq!(qr_texts(&huge).unwrap_err().code, Code::PngDimensions);
    }
}
