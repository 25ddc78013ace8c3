//! RDF terms and quads, and their canonical N-Quads form (RDFC-1.0 section 5).

use std::{fmt::Write, sync::Arc};

/// Expands to an IRI of the RDF vocabulary.
macro_rules! rdf {
    ($name:literal) => {
        concat!("http://www.w3.org/1999/02/22-rdf-syntax-ns#", $name)
    };
}
/// Expands to the IRI of an XML Schema datatype.
macro_rules! xsd {
    ($name:literal) => {
        concat!("http://www.w3.org/2001/XMLSchema#", $name)
    };
}
pub(super) use {rdf, xsd};

/// A subject, predicate, object or graph name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// An IRI.
    Iri(Arc<str>),
    /// A blank node, by its number in the dataset.
    Blank(u32),
    /// A literal.
    Literal(Literal),
}

/// A literal. It has a language if the datatype is `rdf:langString`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal {
    /// The lexical form.
    pub value: Arc<str>,
    /// The datatype's IRI.
    pub datatype: Arc<str>,
    /// The language tag.
    pub language: Option<Arc<str>>,
}

/// A statement in a graph.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quad {
    /// The subject.
    pub subject: Term,
    /// The predicate. This library only creates IRIs here.
    pub predicate: Term,
    /// The object.
    pub object: Term,
    /// The graph name. `None` is the default graph.
    pub graph: Option<Term>,
}

impl Quad {
    /// Returns the blank nodes of the quad, each with its position as in RDFC-1.0 section 4.7.
    pub(super) fn blank_nodes(&self) -> impl Iterator<Item = (u32, char)> + '_ {
        [(Some(&self.subject), 's'), (Some(&self.object), 'o'), (self.graph.as_ref(), 'g')]
            .into_iter()
            .filter_map(|(term, position)| match term {
                Some(Term::Blank(number)) => Some((*number, position)),
                _ => None,
            })
    }

    /// Writes the canonical N-Quads line with its line feed. `name` writes the label of a blank node.
    pub(super) fn write(&self, to: &mut String, name: &impl Fn(u32, &mut String)) {
        let terms = [Some(&self.subject), Some(&self.predicate), Some(&self.object), self.graph.as_ref()];
        for term in terms.into_iter().flatten() {
            match term {
                Term::Iri(iri) => write_iri(to, iri),
                Term::Blank(number) => name(*number, to),
                Term::Literal(literal) => literal.write(to),
            }
            to.push(' ');
        }
        to.push_str(".\n");
    }
}

fn write_iri(to: &mut String, iri: &str) {
    to.push('<');
    to.push_str(iri);
    to.push('>');
}

impl Literal {
    /// Writes the literal in canonical form (RDFC-1.0 appendix A). It escapes `"`, `\`, LF, CR, BS, HT, FF, the other
    /// control characters, DEL, and the noncharacters of XML 1.1 (U+FFFE and U+FFFF), nothing else.
    fn write(&self, to: &mut String) {
        to.push('"');
        let mut rest = &*self.value;
        while let Some(at) = rest.find(is_escaped) {
            let (plain, special) = rest.split_at(at);
            to.push_str(plain);
            let mut chars = special.chars();
            match chars.next() {
                Some('\u{8}') => to.push_str("\\b"),
                Some('\t') => to.push_str("\\t"),
                Some('\n') => to.push_str("\\n"),
                Some('\u{c}') => to.push_str("\\f"),
                Some('\r') => to.push_str("\\r"),
                Some('"') => to.push_str("\\\""),
                Some('\\') => to.push_str("\\\\"),
                // Writing into a `String` cannot fail.
                Some(control) => write!(to, "\\u{:04X}", u32::from(control)).unwrap_or_default(),
                None => {}
            }
            rest = chars.as_str();
        }
        to.push_str(rest);
        to.push('"');
        if let Some(language) = &self.language {
            to.push('@');
            to.push_str(language);
        } else if &*self.datatype != xsd!("string") {
            to.push_str("^^");
            write_iri(to, &self.datatype);
        }
    }
}

fn is_escaped(c: char) -> bool {
    c <= '\u{1f}' || matches!(c, '"' | '\\' | '\u{7f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_escaped_canonically() {
        let cases = [
            ("plain", "\"plain\""),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("\u{8}\t\n\u{c}\r", "\"\\b\\t\\n\\f\\r\""),
            ("\u{0}\u{1f}\u{7f}", "\"\\u0000\\u001F\\u007F\""),
            ("ü\u{80}\u{2028}\u{fffd}😀", "\"ü\u{80}\u{2028}\u{fffd}😀\""),
            ("\u{fffe}\u{ffff}", "\"\\uFFFE\\uFFFF\""),
        ];
        for (value, expected) in cases {
            let mut text = String::new();
            Literal { value: value.into(), datatype: xsd!("string").into(), language: None }.write(&mut text);
            assert_eq!(text, expected);
        }
    }
}
