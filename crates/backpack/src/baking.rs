//! Bakes a badge into a picture, and unbakes it.

use std::path::Path;

use badge_intake::read_file;
use openbadges::{baking, limits::BADGE_FILE_BYTES};

use crate::view::ErrorDetail;

/// Bakes the badge in the file `credential` into the picture in the file `image`, and returns the picture.
pub fn bake(credential: &Path, image: &Path) -> Result<Vec<u8>, ErrorDetail> {
    let text = read_file(credential, BADGE_FILE_BYTES)?;
    let badge = openbadges::read(&text)?;
    let picture = read_file(image, BADGE_FILE_BYTES)?;
    Ok(baking::bake(&picture, badge.credential.text(), badge.format.baking())?)
}

/// Returns the credential text of the badge in the picture in the file `image`, byte for byte.
pub fn unbake(image: &Path) -> Result<String, ErrorDetail> {
    let picture = read_file(image, BADGE_FILE_BYTES)?;
    let badge = openbadges::read(&picture)?;
    Ok(badge.credential.text().to_owned())
}
