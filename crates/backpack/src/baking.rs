//! Puts a badge into a picture and takes it out.

use std::path::Path;

use badge_intake::read_file;
use openbadges::{ReadError, baking, limits::BADGE_FILE_BYTES};

use crate::{tell::Teller, view::ErrorDetail};

/// Puts the badge in the file `credential` into the picture in the file `image`, and returns the picture.
pub fn bake(credential: &Path, image: &Path) -> Result<Vec<u8>, ErrorDetail> {
    let teller = Teller::default();
    let told = |error: ReadError| teller.read_error(&error);
    let text = read_file(credential, BADGE_FILE_BYTES).map_err(told)?;
    let found = openbadges::read(&text).map_err(told)?;
    let picture = read_file(image, BADGE_FILE_BYTES).map_err(told)?;
    baking::bake(&picture, found.credential.text(), found.format.baking()).map_err(|error| {
        teller.error(error.code.as_str(), Some(error.detail.clone()), [("found", error.detail)])
    })
}

/// The badge's own text in the picture in the file `image`, byte for byte.
pub fn unbake(image: &Path) -> Result<String, ErrorDetail> {
    let teller = Teller::default();
    let told = |error: ReadError| teller.read_error(&error);
    let picture = read_file(image, BADGE_FILE_BYTES).map_err(told)?;
    let found = openbadges::read(&picture).map_err(told)?;
    Ok(found.credential.text().to_owned())
}
