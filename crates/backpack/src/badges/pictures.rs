//! Pictures of badges for user interfaces: PNGs that this program draws, never an issuer's own file.

use openbadges::{Container, ParsedBadge, read};

use super::stored_badge;
use crate::{backpack::Backpack, picture, store::BadgeId};

/// The longest side of a picture, in pixels.
const SIDE: u32 = 512;

impl Backpack {
    /// Returns the picture of a badge (`badge/ID`), an other file (`other-file/ID`), a candidate
    /// (`candidate/KEY`) or a reviewed badge (`reviewed-badge/KEY`) as a PNG. Draws a placeholder if there is
    /// no picture.
    pub fn picture(&self, of: &str) -> Vec<u8> {
        match of.split_once('/') {
            Some(("badge", id)) => match id.parse() {
                Ok(id) => self.badge_picture(&id),
                Err(_) => placeholder(of),
            },
            Some(("candidate", key)) => {
                let candidates = self.candidates();
                let candidate = candidates.get(key);
                match candidate.map(|candidate| (&candidate.result, &candidate.other_file)) {
                    Some((Ok(badge), _)) => draw_badge(&badge.parsed),
                    Some((Err(_), Some(file))) => draw(&file.bytes, of),
                    _ => placeholder(of),
                }
            }
            Some(("other-file", id)) => {
                let bytes = self.store().other_file_bytes(id).unwrap_or_default();
                draw(&bytes, id)
            }
            Some(("reviewed-badge", key)) => {
                let original = self.reviewed_originals().get(key).cloned();
                let parsed = original.and_then(|original| read(&original).ok());
                parsed.map_or_else(|| placeholder(of), |parsed| draw_badge(&parsed))
            }
            _ => placeholder(of),
        }
    }

    pub(crate) fn badge_picture(&self, id: &BadgeId) -> Vec<u8> {
        let originals = self.store().originals(id).unwrap_or_default();
        let pictures_first = originals
            .iter()
            .filter(|original| is_picture(original.container))
            .chain(originals.iter().filter(|original| !is_picture(original.container)));
        let parsed = pictures_first.into_iter().find_map(|original| stored_badge(&original.bytes, id).ok());
        parsed.map_or_else(|| placeholder(id.as_str()), |parsed| draw_badge(&parsed))
    }
}

/// Draws the picture that contains the badge or is embedded in it. Never fetches a picture.
fn draw_badge(parsed: &ParsedBadge) -> Vec<u8> {
    let badge = &parsed.badge;
    let source = match parsed.container {
        Container::Png | Container::Svg => Some(parsed.original.as_slice()),
        Container::Bare | Container::Pdf => [&badge.image, &badge.achievement.image]
            .into_iter()
            .flatten()
            .find(|image| image.starts_with("data:"))
            .map(|image| image.as_bytes()),
    };
    let drawn = source.and_then(|source| picture::picture_png(source, SIDE).ok());
    drawn.unwrap_or_else(|| placeholder(badge.name.as_deref().unwrap_or_else(|| parsed.credential.text())))
}

fn draw(bytes: &[u8], seed: &str) -> Vec<u8> {
    picture::picture_png(bytes, SIDE).unwrap_or_else(|_| placeholder(seed))
}

const fn is_picture(container: Container) -> bool {
    matches!(container, Container::Png | Container::Svg)
}

/// Draws a placeholder. It is empty only if memory runs out.
fn placeholder(seed: &str) -> Vec<u8> {
    picture::placeholder(seed, SIDE).unwrap_or_default()
}
