//! Baking: stores badges in pictures and extracts them again. Each file format has its own module.
//!
//! Unbaking returns the baked text without parsing it; `read` does that. Baking writes the text unchanged, replaces an
//! existing badge, and keeps every other byte of the picture.

mod object;
pub mod pdf;
pub mod png;
pub mod svg;

use crate::code::{Code, Note};

/// The standard whose baking rules apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standard {
    /// OB 1.x and 2.0 Baking: PNG keyword `openbadges`, SVG namespace `http://openbadges.org`.
    Ob2,
    /// OB 3.0 section 5.3: PNG keyword `openbadgecredential`, SVG namespace `https://purl.imsglobal.org/ob/v3p0`.
    Ob3,
    /// CLR 2.0, same rules as OB 3.0: PNG keyword `clrcredential`, SVG namespace `https://purl.imsglobal.org/clr/v2p0`.
    Clr,
}

impl Standard {
    /// Every standard.
    pub const ALL: &'static [Self] = &[Self::Ob2, Self::Ob3, Self::Clr];
}

/// A badge that was extracted from a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BakedBadge {
    /// The standard that the picture follows.
    pub standard: Standard,
    /// The baked text: JSON, a compact JWS, or the address of a hosted assertion.
    pub text: String,
    /// An address to use if the text cannot be read: the `verify` attribute of an SVG.
    pub fallback: Option<String>,
}

/// The badges in a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The badges, in the order of the file, without duplicates.
    pub badges: Vec<BakedBadge>,
    /// Notes about the picture.
    pub notes: Vec<Note>,
    /// A short description of the picture, e.g. `PNG of 400 x 300`.
    pub description: String,
}

impl Picture {
    fn add(&mut self, badge: BakedBadge) {
        if !self.badges.contains(&badge) {
            self.badges.push(badge);
        }
    }
}

/// A picture could not be baked or unbaked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct BakingError {
    /// `PNG_…`, `SVG_…`, `TEXT_ENCODING` or `IMPORT_…`.
    pub code: Code,
    /// A short description of what was found.
    pub detail: String,
}

impl BakingError {
    fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// Bakes `text` into `picture`. The content decides whether it is a PNG or an SVG.
pub fn bake(picture: &[u8], text: &str, standard: Standard) -> Result<Vec<u8>, BakingError> {
    if picture.starts_with(png::SIGNATURE) {
        png::bake(picture, text, standard)
    } else {
        svg::bake(picture, text, standard)
    }
}
