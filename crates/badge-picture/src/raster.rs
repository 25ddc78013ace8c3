//! PNG, JPEG, GIF and WebP: decodes within limits, reduces and encodes again.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbaImage,
    codecs::png::PngEncoder,
};
use openbadges::{Code, limits};

use crate::error::PictureError;

/// Detects the format by the first bytes. Returns `None` if it is not supported.
pub(super) fn format(bytes: &[u8]) -> Option<ImageFormat> {
    image::guess_format(bytes).ok().filter(|format| {
        matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP)
    })
}

/// Checks the stated size of a PNG before it is decoded (width and height of `IHDR`, PNG 3rd edition, 11.2.1). The
/// decoders of the other formats check it themselves.
pub(super) fn check_stated_size(bytes: &[u8], format: ImageFormat) -> Result<(), PictureError> {
    let side = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    match (format, side(16), side(20)) {
        (ImageFormat::Png, Some(width), Some(height)) => check_size(width, height),
        _ => Ok(()),
    }
}

fn check_size(width: u32, height: u32) -> Result<(), PictureError> {
    let pixels = u64::from(width) * u64::from(height);
    if width > limits::PNG_SIDE || height > limits::PNG_SIDE || pixels > limits::PNG_PIXELS {
        return Err(PictureError::new(Code::PngDimensions, format!("{width} x {height} pixels")));
    }
    Ok(())
}

/// Draws the picture in `bytes` as a PNG.
pub(super) fn draw(bytes: &[u8], format: ImageFormat, max_side: u32) -> Result<Vec<u8>, PictureError> {
    encode(&decode(bytes, format, max_side)?.into_rgba8())
}

/// Decodes the picture in `bytes` and reduces it to `max_side`. The decoders return the first frame of an animation.
pub(super) fn decode(bytes: &[u8], format: ImageFormat, max_side: u32) -> Result<DynamicImage, PictureError> {
    let error = |error: ImageError| picture_error(error, format);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut bounds = Limits::no_limits();
    bounds.max_image_width = Some(limits::PNG_SIDE);
    bounds.max_image_height = Some(limits::PNG_SIDE);
    bounds.max_alloc = Some(limits::PICTURE_DECODER_BYTES);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(error)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    if decoder.total_bytes() > limits::PICTURE_DECODER_BYTES {
        return Err(PictureError::new(
            Code::PreviewGaveUp,
            format!("{} bytes of pixels", decoder.total_bytes()),
        ));
    }
    let orientation = decoder.orientation().map_err(error)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(error)?;
    if width > max_side || height > max_side {
        image = image.thumbnail(max_side, max_side);
    }
    image.apply_orientation(orientation);
    Ok(image)
}

/// Encodes `image` as a PNG. The result contains only pixels, no metadata of the original.
pub(super) fn encode(image: &RgbaImage) -> Result<Vec<u8>, PictureError> {
    let mut png = Vec::new();
    image
        .write_with_encoder(PngEncoder::new(&mut png))
        .map_err(|error| PictureError::new(Code::PreviewGaveUp, error))?;
    Ok(png)
}

/// Maps a decoder's error to a stable code.
fn picture_error(error: ImageError, format: ImageFormat) -> PictureError {
    let code = match (&error, format) {
        (ImageError::Limits(_), _) => Code::PreviewGaveUp,
        (_, ImageFormat::Png) => Code::PngMalformed,
        _ => Code::ImportUnrecognised,
    };
    PictureError::new(code, error)
}
