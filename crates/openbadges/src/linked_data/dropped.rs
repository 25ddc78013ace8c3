//! Dropped terms: parts of a document that its RDF, and therefore its signature, does not cover.

use std::fmt::Write;

/// A part of a document that has no representation in RDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedTerm {
    /// The location, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The dropped term or value.
    pub term: String,
    /// The reason.
    pub reason: DropReason,
}

/// The reason why a part of a document is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropReason {
    /// No context defines the property, or one maps it to null.
    UndefinedProperty,
    /// The property is a blank node identifier or not an IRI.
    PropertyNotIri,
    /// The text has the form of a keyword; such terms are reserved for later versions of JSON-LD.
    ReservedTerm,
    /// A keyword has no meaning in this place.
    MisplacedKeyword,
    /// No context defines the type, or one maps it to null.
    UndefinedType,
    /// An id, or the value of a property of type `@id`, is relative or not an IRI.
    RelativeId,
    /// The datatype of a literal is relative or not an IRI.
    RelativeDatatype,
    /// The language tag is not well-formed.
    LanguageTag,
    /// RDF has no base direction.
    Direction,
    /// RDF has no `@index`.
    Index,
    /// The object has no value: `@value` is null, or there is a language without a value.
    EmptyValue,
    /// The value is free-floating: it belongs to no node.
    FreeFloating,
}

impl DropReason {
    /// Returns the stable name, as used in reports.
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

/// A step from a JSON value to one of its members or elements.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// Returns the JSON pointer for `steps`.
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
