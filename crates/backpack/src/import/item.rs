//! Items: one thing to inspect, and what contains it.

use std::sync::Arc;

use crate::{
    intake::{ImportInput, ItemLocation},
    store::Source,
    view::MailSummary,
};

/// One thing to inspect, with the name that a person knows it by.
#[derive(Debug)]
pub(crate) struct Item {
    /// The path, the address, or `pasted`; for an item in a container, the container's name too.
    pub(crate) source: String,
    /// Where its bytes are.
    pub(crate) place: ItemLocation,
    /// The container, if there is one.
    pub(crate) inside: Option<Inside>,
    /// Whether it was imported by itself, so that it is reported even if it is empty.
    pub(crate) alone: bool,
}

impl Item {
    /// Returns an item that was imported as it is.
    pub(crate) fn new(source: impl Into<String>, place: ItemLocation) -> Self {
        badge_intake::Item::new(source, place).into()
    }
}

impl From<badge_intake::Item> for Item {
    fn from(item: badge_intake::Item) -> Self {
        Self { source: item.source, place: item.place, inside: None, alone: item.alone }
    }
}

/// The containers of an item.
#[derive(Clone, Debug)]
pub(crate) struct Inside {
    /// How many containers there are.
    pub(crate) depth: usize,
    /// How many of them are archives.
    pub(crate) archives: usize,
    /// Where the outermost came from.
    pub(crate) outer: Source,
    /// The item's name in its container.
    pub(crate) name: String,
    /// The mail that contains it. Nothing in a mail is fetched without consent.
    pub(crate) mail: Option<Arc<MailSummary>>,
}

/// Returns the items of an import: the files of folders, links, texts and bytes.
pub(crate) fn items(inputs: Vec<ImportInput>) -> Vec<Item> {
    badge_intake::items(inputs).into_iter().map(Item::from).collect()
}
