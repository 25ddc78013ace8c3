//! Pictures for screens: always PNGs that were drawn here, whatever an issuer sent.

use std::collections::HashMap;

use openbadges::{Container, ParsedBadge, read};

use super::{Backpack, keeping::kept_in, lock};
use crate::{picture, store::BadgeId};

/// The longest side of a picture that a screen shows, in pixels.
const SIDE: u32 = 512;

/// The originals of the bundle that was reviewed last, by the keys that its view names.
#[derive(Default)]
pub(super) struct ReviewedPictures {
    next: u64,
    originals: HashMap<String, Vec<u8>>,
}

impl ReviewedPictures {
    /// Takes the originals of a bundle in place of the last one's, and returns their keys in order.
    pub(super) fn put(&mut self, originals: Vec<Vec<u8>>) -> Vec<String> {
        self.originals.clear();
        let mut keys = Vec::with_capacity(originals.len());
        for original in originals {
            self.next += 1;
            let key = format!("r{}", self.next);
            self.originals.insert(key.clone(), original);
            keys.push(key);
        }
        keys
    }
}

impl Backpack {
    /// The picture of a badge (`badge/ID`), an unverified record (`record/ID`), a sighting (`sighting/KEY`) or a reviewed badge
    /// (`review/KEY`), as a PNG that was drawn here. There is always one: a badge without a picture gets a plain drawn one.
    pub fn picture(&self, of: &str) -> Vec<u8> {
        match of.split_once('/') {
            Some(("badge", id)) => match id.parse() {
                Ok(id) => self.picture_of_kept(&id),
                Err(_) => plain(of),
            },
            Some(("sighting", key)) => {
                let sightings = lock(&self.inner.sightings);
                let seen = sightings.get(key);
                match seen.map(|seen| (&seen.result, &seen.record)) {
                    Some((Ok(badge), _)) => drawn(&badge.found),
                    Some((Err(_), Some(record))) => drawn_or_plain(&record.bytes, of),
                    _ => plain(of),
                }
            }
            Some(("record", id)) => {
                let bytes = self.store().other_file_bytes(id).unwrap_or_default();
                drawn_or_plain(&bytes, id)
            }
            Some(("review", key)) => {
                let original = lock(&self.inner.reviewed).originals.get(key).cloned();
                let found = original.and_then(|original| read(&original).ok());
                found.map_or_else(|| plain(of), |found| drawn(&found))
            }
            _ => plain(of),
        }
    }

    pub(super) fn picture_of_kept(&self, id: &BadgeId) -> Vec<u8> {
        let originals = self.store().originals(id).unwrap_or_default();
        let pictures_first = originals
            .iter()
            .filter(|original| is_picture(original.container))
            .chain(originals.iter().filter(|original| !is_picture(original.container)));
        let found = pictures_first.into_iter().find_map(|original| kept_in(&original.bytes, id).ok());
        found.map_or_else(|| plain(id.as_str()), |found| drawn(&found))
    }
}

/// The picture that a badge came in or carries in itself; never one that would have to be fetched.
fn drawn(found: &ParsedBadge) -> Vec<u8> {
    let badge = &found.badge;
    let source = match found.container {
        Container::Png | Container::Svg => Some(found.original.as_slice()),
        Container::Bare | Container::Pdf => [&badge.image, &badge.achievement.image]
            .into_iter()
            .flatten()
            .find(|image| image.starts_with("data:"))
            .map(|image| image.as_bytes()),
    };
    let drawn = source.and_then(|source| picture::picture_png(source, SIDE).ok());
    drawn.unwrap_or_else(|| plain(badge.name.as_deref().unwrap_or_else(|| found.credential.text())))
}

fn drawn_or_plain(bytes: &[u8], seed: &str) -> Vec<u8> {
    picture::picture_png(bytes, SIDE).unwrap_or_else(|_| plain(seed))
}

const fn is_picture(container: Container) -> bool {
    matches!(container, Container::Png | Container::Svg)
}

/// What stands in for a picture. Empty only where this machine has no memory for it.
fn plain(seed: &str) -> Vec<u8> {
    picture::placeholder(seed, SIDE).unwrap_or_default()
}
