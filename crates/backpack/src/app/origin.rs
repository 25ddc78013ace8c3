//! How something that is looked at is called, and how it came in.

use std::sync::Arc;

use openbadges::{Code, ReadError};

use super::{
    unasked::HostsToAsk,
    verifier::{Candidate, CandidateBadge, NoBadge},
};
use crate::{
    intake::{Inside, Item, Place, limits},
    links::Link,
    network,
    store::{Source, SourceKind},
    view::*,
};

/// How an item is called, and how it came in.
#[derive(Clone)]
pub(super) struct Origin {
    pub(super) source: String,
    inside: Option<Inside>,
    pub(super) provenance: Source,
    /// The address at which its bytes stand by themselves.
    pub(super) fetched_from: Option<String>,
}

impl Origin {
    /// How an item is called, and where its bytes are.
    pub(super) fn of(item: Item) -> (Self, Place) {
        let provenance = provenance(&item);
        // What is shown and remembered of a link is without the address of a person that stands in it.
        let source = match (&item.place, &item.inside) {
            (Place::Link(_), None) => provenance.url.clone().unwrap_or_default(),
            _ => item.source,
        };
        (Self { source, inside: item.inside, provenance, fetched_from: None }, item.place)
    }

    /// What is told beside an item, and not of it.
    pub(super) fn beside(item: &Item) -> Self {
        let provenance = provenance(item);
        Self { source: item.source.clone(), inside: None, provenance, fetched_from: None }
    }

    /// A link that a page names.
    pub(super) fn of_link(url: &str) -> Self {
        Self::of(Item::new(url, Place::Link(url.to_owned()))).0
    }

    /// A mailbox on a server.
    pub(super) fn of_mailbox(name: &str) -> Self {
        let provenance = Source { kind: SourceKind::File, name: None, url: None };
        Self { source: name.to_owned(), inside: None, provenance, fetched_from: None }
    }

    /// Something inside this.
    pub(super) fn inner(&self, name: &str, place: Place, archive: bool) -> Item {
        let (depth, archives) = self.inside.as_ref().map_or((0, 0), |inside| (inside.depth, inside.archives));
        let place = if depth >= limits::DEPTH {
            Place::Refused(ReadError::new(Code::ImportTooLarge, "things inside each other too deeply"))
        } else {
            place
        };
        let outer = self.inside.as_ref().map_or(&self.provenance, |inside| &inside.outer);
        Item {
            source: format!("{} › {name}", self.source),
            place,
            inside: Some(Inside {
                depth: depth + 1,
                archives: archives + usize::from(archive),
                outer: outer.clone(),
                name: name.to_owned(),
                mail: self.mail().cloned(),
            }),
            alone: false,
        }
    }

    /// Something that a mail carries.
    pub(super) fn in_mail(&self, name: &str, place: Place, mail: Arc<MailSummary>) -> Item {
        let item = self.inner(name, place, false);
        Item { inside: item.inside.map(|inside| Inside { mail: Some(mail), ..inside }), ..item }
    }

    /// The mail that this came in.
    pub(super) fn mail(&self) -> Option<&Arc<MailSummary>> {
        self.inside.as_ref().and_then(|inside| inside.mail.as_ref())
    }

    /// In how many archives this is.
    pub(super) fn archives(&self) -> usize {
        self.inside.as_ref().map_or(0, |inside| inside.archives)
    }

    /// What came of it.
    pub(super) fn seen(&self, result: Result<Box<CandidateBadge>, NoBadge>, hosts: HostsToAsk) -> Candidate {
        let (source, provenance) = (self.source.clone(), self.provenance.clone());
        Candidate { source, provenance, result, hosts, link: None, mail: self.mail().cloned(), record: None }
    }

    /// Why there is no badge in it.
    pub(super) fn nothing(&self, error: impl Into<ErrorDetail>) -> Candidate {
        self.seen(Err(NoBadge::Error(error.into())), HostsToAsk::default())
    }

    /// A link that a page names and that nobody agreed to ask.
    pub(super) fn unasked(&self, link: String) -> Candidate {
        let hosts = HostsToAsk::of(network::hosts_of(&Link::read(&link).first_requests()), []);
        self.seen(Err(NoBadge::Link(link)), hosts)
    }
}

/// Where an item came from, as the store remembers it: a file's name without its folders, which are nobody's business, and
/// a link without the address of a person in it.
fn provenance(item: &Item) -> Source {
    let url = match &item.place {
        Place::Link(url) => Some(Link::read(url).url),
        Place::Issued { url, .. } => Some(url.clone()),
        _ => None,
    };
    if let Some(Inside { outer, name, .. }) = &item.inside {
        let name = match &outer.name {
            Some(around) => format!("{around}/{name}"),
            None => name.clone(),
        };
        let name = (url.is_none()).then_some(name).or_else(|| outer.name.clone());
        return Source { kind: outer.kind, name, url: url.or_else(|| outer.url.clone()) };
    }
    let (kind, name) = match &item.place {
        Place::File(path) => {
            (SourceKind::File, path.file_name().map(|name| name.to_string_lossy().into_owned()))
        }
        Place::Bytes(_) => (SourceKind::Bytes, Some(item.source.clone())),
        Place::Pasted(_) => (SourceKind::Pasted, None),
        Place::Link(_) | Place::Issued { .. } => (SourceKind::Link, None),
        Place::Archived(_, entry) => (SourceKind::File, Some(entry.name.clone())),
        Place::Refused(_) => (SourceKind::File, None),
    };
    Source { kind, name, url }
}
