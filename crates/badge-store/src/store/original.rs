//! Entry values that combine a JSON header with raw bytes: originals, archived documents, bytes of other files.
//!
//! The header of an original contains everything that is needed to restore the badge's entry.

use jiff::Timestamp;
use openbadges::{Badge, Container, Format};
use serde::{Deserialize, Serialize};

use crate::store::{
    badge::{Original, Provenance, Source, container_name},
    entry::json,
};

/// Header of an original. The field names are part of the store's format.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OriginalHeader {
    pub(super) sha256: String,
    #[serde(with = "container_name")]
    pub(super) container: Container,
    pub(super) source: Source,
    pub(super) at: Timestamp,
    pub(super) format: Format,
    pub(super) sequence: u64,
    pub(super) badge: Badge,
}

impl OriginalHeader {
    /// Combines header and bytes.
    pub(super) fn join(&self, bytes: &[u8]) -> Vec<u8> {
        join(self, bytes)
    }

    /// Separates header and bytes.
    pub(super) fn split(value: &[u8]) -> Option<(Self, &[u8])> {
        split(value)
    }

    pub(super) fn provenance(&self) -> Provenance {
        Provenance {
            sha256: self.sha256.clone(),
            container: self.container,
            source: self.source.clone(),
            at: self.at,
        }
    }

    pub(super) fn into_original(self, bytes: &[u8]) -> Original {
        Original {
            sha256: self.sha256,
            bytes: bytes.to_vec(),
            container: self.container,
            source: self.source,
            added_at: self.at,
        }
    }
}

/// Header of an archived document. The field names are part of the store's format.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DocumentHeader {
    pub(super) url: String,
    pub(super) media_type: String,
    pub(super) at: Timestamp,
}

/// Combines header and bytes: `length of header (4) | header, JSON | bytes`.
pub(super) fn join(header: &impl Serialize, bytes: &[u8]) -> Vec<u8> {
    let header = json(header);
    let mut value = Vec::with_capacity(4 + header.len() + bytes.len());
    value.extend_from_slice(&(header.len() as u32).to_be_bytes());
    value.extend_from_slice(&header);
    value.extend_from_slice(bytes);
    value
}

/// Separates a value from [`join`].
pub(super) fn split<T: for<'de> Deserialize<'de>>(value: &[u8]) -> Option<(T, &[u8])> {
    let (len, rest) = value.split_first_chunk::<4>()?;
    let (header, bytes) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?)?;
    Some((serde_json::from_slice(header).ok()?, bytes))
}

/// Returns the badge without inline pictures (`data:`). The original contains them, and lists do not need them.
pub(super) fn without_pictures(badge: &Badge) -> Badge {
    let mut badge = badge.clone();
    let creator = badge.achievement.creator.as_mut().map(|creator| &mut creator.image);
    let images = [&mut badge.image, &mut badge.issuer.image, &mut badge.achievement.image];
    let listed = badge.achievements.iter_mut().map(|achievement| &mut achievement.image);
    for image in images.into_iter().chain(creator).chain(listed) {
        if image
            .as_ref()
            .is_some_and(|image| image.trim_start().get(..5).is_some_and(|s| s.eq_ignore_ascii_case("data:")))
        {
            *image = None;
        }
    }
    badge
}
