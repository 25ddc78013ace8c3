//! What expansion would lose: everything in a document that leaves no trace in its RDF, and so in its signature.

use std::fmt::Write;

/// A part of a document that has no place in its RDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedTerm {
    /// Where: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The term or value that was lost.
    pub term: String,
    /// Why.
    pub reason: DropReason,
}

/// Why something is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropReason {
    /// No context defines the property, or one maps it to null.
    UndefinedProperty,
    /// The property is a blank node identifier or no IRI.
    PropertyNotIri,
    /// The text has the form of a keyword, which is kept free for later versions.
    ReservedTerm,
    /// A keyword that means nothing in this place.
    MisplacedKeyword,
    /// No context defines the type, or one maps it to null.
    UndefinedType,
    /// The id, or the value of a property whose values are ids, is relative or no IRI.
    RelativeId,
    /// The datatype of a literal is relative or no IRI.
    RelativeDatatype,
    /// The language tag is not well-formed.
    LanguageTag,
    /// The base direction has no place in RDF.
    Direction,
    /// The key of an index has no place in RDF.
    Index,
    /// The object says nothing: a null `@value`, or a language without a value.
    EmptyValue,
    /// The value belongs to no node.
    FreeFloating,
}

impl DropReason {
    /// A stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UndefinedProperty => "undefined-property",
            Self::PropertyNotIri => "property-not-iri",
            Self::ReservedTerm => "reserved-term",
            Self::MisplacedKeyword => "misplaced-keyword",
            Self::UndefinedType => "undefined-type",
            Self::RelativeId => "relative-id",
            Self::RelativeDatatype => "relative-datatype",
            Self::LanguageTag => "language-tag",
            Self::Direction => "direction",
            Self::Index => "index",
            Self::EmptyValue => "empty-value",
            Self::FreeFloating => "free-floating",
        }
    }
}

/// A step down into a JSON document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// The JSON pointer that follows `steps`.
pub(super) fn pointer(steps: &[Step<'_>]) -> String {
    let mut pointer = String::new();
    for step in steps {
        pointer.push('/');
        match step {
            Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
            // Writing into a `String` cannot fail.
            Step::Index(index) => write!(pointer, "{index}").unwrap_or_default(),
        }
    }
    pointer
}
