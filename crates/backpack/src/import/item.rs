//! Items to inspect, and the containers around them.

use std::sync::Arc;

use crate::{
    intake::{ImportInput, ItemLocation},
    store::Source,
    view::MailSummary,
};

/// One item to inspect: a file, a link, a text, or a part of one of these.
#[derive(Debug)]
pub(crate) struct Item {
    /// The path, the address, or `pasted`; for an item in a container, the container's name too.
    pub(crate) source: String,
    /// The location of its bytes.
    pub(crate) location: ItemLocation,
    /// The containers, if there are any.
    pub(crate) containers: Option<Containers>,
    /// Whether the person chose this item itself. Then an error is reported even if it contains nothing.
    pub(crate) selected: bool,
}

impl Item {
    /// Creates an item that is in no container.
    pub(crate) fn new(source: impl Into<String>, location: ItemLocation) -> Self {
        badge_intake::Item::new(source, location).into()
    }
}

impl From<badge_intake::Item> for Item {
    fn from(item: badge_intake::Item) -> Self {
        Self { source: item.source, location: item.location, containers: None, selected: item.selected }
    }
}

/// The containers of an item.
#[derive(Clone, Debug)]
pub(crate) struct Containers {
    /// How many containers there are.
    pub(crate) depth: usize,
    /// How many of them are archives.
    pub(crate) archives: usize,
    /// The source of the outermost container.
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
