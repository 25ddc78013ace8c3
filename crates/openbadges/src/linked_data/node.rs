//! An expanded document in memory: nodes, values and lists, borrowing their texts from the JSON that they came from.

use std::sync::Arc;

use super::context::Direction;
use crate::json::Value;

/// One member of an expanded array.
#[derive(Clone, Debug)]
pub(super) enum Item<'a> {
    Value(ValueObject<'a>),
    List(Vec<Item<'a>>),
    Node(Box<Node<'a>>),
}

/// A node object.
#[derive(Clone, Debug, Default)]
pub(super) struct Node<'a> {
    /// The node's IRI or blank node identifier; it may be relative.
    pub(super) id: Option<Arc<str>>,
    pub(super) types: Vec<Arc<str>>,
    pub(super) properties: Vec<(Arc<str>, Vec<Item<'a>>)>,
    pub(super) reverse: Vec<(Arc<str>, Vec<Item<'a>>)>,
    pub(super) graph: Option<Vec<Item<'a>>>,
    pub(super) included: Vec<Item<'a>>,
    pub(super) index: Option<&'a str>,
}

impl Node<'_> {
    pub(super) fn has_properties(&self) -> bool {
        !self.types.is_empty()
            || !self.properties.is_empty()
            || !self.reverse.is_empty()
            || !self.included.is_empty()
    }

    /// A reference: an id about which nothing is stated here.
    pub(super) fn is_bare_id(&self) -> bool {
        self.id.is_some() && self.graph.is_none() && !self.has_properties()
    }

    /// A graph object: a graph, and at most a name and an index (JSON-LD 1.1 section 9.4).
    pub(super) fn is_graph(&self) -> bool {
        self.graph.is_some() && !self.has_properties()
    }
}

/// A value object.
#[derive(Clone, Debug)]
pub(super) struct ValueObject<'a> {
    pub(super) value: Lexical<'a>,
    pub(super) datatype: Option<Datatype>,
    pub(super) language: Option<Arc<str>>,
    pub(super) direction: Option<Direction>,
    pub(super) index: Option<&'a str>,
}

impl<'a> ValueObject<'a> {
    pub(super) fn plain(value: Lexical<'a>) -> Self {
        Self { value, datatype: None, language: None, direction: None, index: None }
    }
}

/// What a value object holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lexical<'a> {
    /// A text that is a key of the document.
    Text(&'a str),
    /// A scalar, or any JSON under `@json`.
    Json(&'a Value),
}

impl<'a> Lexical<'a> {
    pub(super) fn as_str(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Json(value) => value.as_str(),
        }
    }
}

/// The type of a value object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Datatype {
    Json,
    Iri(Arc<str>),
}
