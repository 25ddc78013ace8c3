//! What a person imports, and what each part of it is inside of.

use std::sync::Arc;

pub use badge_intake::*;

pub use crate::baking::{bake, unbake};
use crate::{store::Source, view::MailSummary};

/// One thing to read, with the name that a person knows it by.
#[derive(Debug)]
pub struct Item {
    /// The path, the address, or `pasted`; for what is inside something else, both.
    pub source: String,
    /// Where its bytes are.
    pub place: Place,
    /// What it is inside of, if it is.
    pub inside: Option<Inside>,
    /// Whether it was imported by itself, so that it is reported even if nothing is in it.
    pub alone: bool,
}

impl Item {
    /// Returns an item that was imported as it is.
    pub fn new(source: impl Into<String>, place: Place) -> Self {
        badge_intake::Item::new(source, place).into()
    }
}

impl From<badge_intake::Item> for Item {
    fn from(item: badge_intake::Item) -> Self {
        Self { source: item.source, place: item.place, inside: None, alone: item.alone }
    }
}

/// What an item is inside of.
#[derive(Clone, Debug)]
pub struct Inside {
    /// How many things are around it.
    pub depth: usize,
    /// How many of them are archives.
    pub archives: usize,
    /// Where the outermost came from.
    pub outer: Source,
    /// Its name in there.
    pub name: String,
    /// The mail that it came in. Nothing in a mail is asked for unless a person says so.
    pub mail: Option<Arc<MailSummary>>,
}

/// Returns the items of an import: the files of folders, links, texts and bytes.
pub fn items(inputs: Vec<ImportInput>) -> Vec<Item> {
    badge_intake::items(inputs).into_iter().map(Item::from).collect()
}
