//! Baking: badges inside pictures. One kind of picture, one file.
//!
//! Unbaking yields the text that was baked; what the text is, is `read`'s question. Baking writes the text unchanged,
//! replaces a badge that was there before, and leaves every other byte of the picture alone.

mod object;
pub mod pdf;
pub mod png;
pub mod svg;

use crate::code::{Code, Note};

/// Which version's rules a badge is baked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standard {
    /// OB 1.x and 2.0 Baking: PNG keyword `openbadges`, SVG namespace `http://openbadges.org`.
    Ob2,
    /// OB 3.0 section 5.3: PNG keyword `openbadgecredential`, SVG namespace `https://purl.imsglobal.org/ob/v3p0`.
    Ob3,
    /// CLR 2.0, as OB 3.0: PNG keyword `clrcredential`, SVG namespace `https://purl.imsglobal.org/clr/v2p0`.
    Clr,
}

impl Standard {
    /// Every standard.
    pub const ALL: &'static [Self] = &[Self::Ob2, Self::Ob3, Self::Clr];
}

/// A badge as it was baked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baked {
    /// By which rules.
    pub standard: Standard,
    /// The text: JSON, a compact JWS, or the address of a hosted assertion.
    pub text: String,
    /// What the picture names beside the text, for readers that cannot use it: the `verify` address of an SVG.
    pub fallback: Option<String>,
}

/// What unbaking found in a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Its badges, in the order of the picture. The same text baked twice is one badge.
    pub badges: Vec<Baked>,
    /// Remarks about the picture.
    pub notes: Vec<Note>,
    /// What the picture is, in a few words, e.g. `PNG of 400 x 300`.
    pub description: String,
}

impl Picture {
    fn add(&mut self, baked: Baked) {
        if !self.badges.contains(&baked) {
            self.badges.push(baked);
        }
    }
}

/// Why a picture could not be unbaked or baked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct BakingError {
    /// `PNG_…`, `SVG_…`, `TEXT_ENCODING` or `IMPORT_…`.
    pub code: Code,
    /// What was found.
    pub detail: String,
}

impl BakingError {
    fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// Bakes `text` into `picture`, a PNG or an SVG by its content.
pub fn bake(picture: &[u8], text: &str, standard: Standard) -> Result<Vec<u8>, BakingError> {
    if picture.starts_with(png::SIGNATURE) {
        png::bake(picture, text, standard)
    } else {
        svg::bake(picture, text, standard)
    }
}
