//! Expanded documents: node objects, value objects and lists, which borrow their strings from the JSON input.

use std::sync::Arc;

use super::context::Direction;
use crate::json::Value;

/// An element of an expanded array.
#[derive(Clone, Debug)]
pub(super) enum Item<'a> {
    Value(ValueObject<'a>),
    List(Vec<Item<'a>>),
    Node(Box<Node<'a>>),
}

/// A node object.
#[derive(Clone, Debug, Default)]
pub(super) struct Node<'a> {
    /// The node's IRI or blank node identifier. The IRI may be relative.
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

    /// Returns whether this is a node reference: an id without properties.
    pub(super) fn is_bare_id(&self) -> bool {
        self.id.is_some() && self.graph.is_none() && !self.has_properties()
    }

    /// Returns whether this is a graph object: `@graph` with at most `@id` and `@index` (JSON-LD 1.1 section 9.4).
    pub(super) fn is_graph(&self) -> bool {
        self.graph.is_some() && !self.has_properties()
    }
}

/// A value object.
#[derive(Clone, Debug)]
pub(super) struct ValueObject<'a> {
    pub(super) value: LiteralValue<'a>,
    pub(super) datatype: Option<Datatype>,
    pub(super) language: Option<Arc<str>>,
    pub(super) direction: Option<Direction>,
    pub(super) index: Option<&'a str>,
}

impl<'a> ValueObject<'a> {
    pub(super) fn plain(value: LiteralValue<'a>) -> Self {
        Self { value, datatype: None, language: None, direction: None, index: None }
    }
}

/// The `@value` of a value object.
#[derive(Clone, Copy, Debug)]
pub(super) enum LiteralValue<'a> {
    /// A string that is an object key in the document.
    Text(&'a str),
    /// A scalar, or any JSON if the type is `@json`.
    Json(&'a Value),
}

impl<'a> LiteralValue<'a> {
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
