//! The origin of an item: its name and its source.

use std::sync::Arc;

use openbadges::{Code, ReadError};

use super::item::{Containers, Item};
use crate::{
    intake::{ItemLocation, limits},
    links::Link,
    store::{Source, SourceKind},
    view::MailSummary,
};

/// The name and the source of an item.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) source: String,
    containers: Option<Containers>,
    pub(crate) provenance: Source,
    /// The address from which its bytes were fetched, if they are a whole document.
    pub(crate) fetched_from: Option<String>,
}

impl Origin {
    /// Returns the origin of an item, and the location of its bytes.
    pub(crate) fn of(item: Item) -> (Self, ItemLocation) {
        let provenance = provenance(&item);
        // Links are shown and stored without e-mail addresses in them.
        let source = match (&item.location, &item.containers) {
            (ItemLocation::Link(_), None) => provenance.url.clone().unwrap_or_default(),
            _ => item.source,
        };
        (Self { source, containers: item.containers, provenance, fetched_from: None }, item.location)
    }

    /// Returns the origin for an error about `item`, which is not inspected.
    pub(crate) fn beside(item: &Item) -> Self {
        let provenance = provenance(item);
        Self { source: item.source.clone(), containers: None, provenance, fetched_from: None }
    }

    /// Returns the origin of a link that a page contains.
    pub(crate) fn of_link(url: &str) -> Self {
        Self::of(Item::new(url, ItemLocation::Link(url.to_owned()))).0
    }

    /// Returns the origin of a mailbox on a server.
    pub(crate) fn of_mailbox(name: &str) -> Self {
        let provenance = Source { kind: SourceKind::File, name: None, url: None };
        Self { source: name.to_owned(), containers: None, provenance, fetched_from: None }
    }

    /// Returns an item that this one contains. It is refused if it is nested too deeply.
    pub(crate) fn inner(&self, name: &str, location: ItemLocation, archive: bool) -> Item {
        let (depth, archives) =
            self.containers.as_ref().map_or((0, 0), |containers| (containers.depth, containers.archives));
        let location = if depth >= limits::DEPTH {
            ItemLocation::Refused(ReadError::new(Code::ImportTooLarge, "too many levels of nesting"))
        } else {
            location
        };
        let outer = self.containers.as_ref().map_or(&self.provenance, |containers| &containers.outer);
        Item {
            source: format!("{} › {name}", self.source),
            location,
            containers: Some(Containers {
                depth: depth + 1,
                archives: archives + usize::from(archive),
                outer: outer.clone(),
                name: name.to_owned(),
                mail: self.mail().cloned(),
            }),
            selected: false,
        }
    }

    /// Returns an item that a mail contains.
    pub(crate) fn in_mail(&self, name: &str, location: ItemLocation, mail: Arc<MailSummary>) -> Item {
        let item = self.inner(name, location, false);
        Item {
            containers: item.containers.map(|containers| Containers { mail: Some(mail), ..containers }),
            ..item
        }
    }

    /// Returns the mail that contains the item.
    pub(crate) fn mail(&self) -> Option<&Arc<MailSummary>> {
        self.containers.as_ref().and_then(|containers| containers.mail.as_ref())
    }

    /// Returns the number of archives around the item.
    pub(crate) fn archives(&self) -> usize {
        self.containers.as_ref().map_or(0, |containers| containers.archives)
    }
}

/// Returns the source of an item, as the store records it. For privacy, a file's name has no folders, and a
/// link has no e-mail addresses.
fn provenance(item: &Item) -> Source {
    let url = match &item.location {
        ItemLocation::Link(url) => Some(Link::read(url).url),
        ItemLocation::Issued { url, .. } => Some(url.clone()),
        _ => None,
    };
    if let Some(Containers { outer, name, .. }) = &item.containers {
        let name = match &outer.name {
            Some(container) => format!("{container}/{name}"),
            None => name.clone(),
        };
        let name = (url.is_none()).then_some(name).or_else(|| outer.name.clone());
        return Source { kind: outer.kind, name, url: url.or_else(|| outer.url.clone()) };
    }
    let (kind, name) = match &item.location {
        ItemLocation::File(path) => {
            (SourceKind::File, path.file_name().map(|name| name.to_string_lossy().into_owned()))
        }
        ItemLocation::Bytes(_) => (SourceKind::Bytes, Some(item.source.clone())),
        ItemLocation::Pasted(_) => (SourceKind::Pasted, None),
        ItemLocation::Link(_) | ItemLocation::Issued { .. } => (SourceKind::Link, None),
        ItemLocation::Archived(_, entry) => (SourceKind::File, Some(entry.name.clone())),
        ItemLocation::Refused(_) => (SourceKind::File, None),
    };
    Source { kind, name, url }
}
