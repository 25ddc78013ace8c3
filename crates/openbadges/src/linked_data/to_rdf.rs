//! Deserialization of expanded documents to RDF (JSON-LD 1.1 API sections 7 and 8).
//!
//! There is no node map (section 7.2): every node object writes its own quads. A dataset is a set, so the quads of two
//! node objects with the same id are merged anyway.

use std::{collections::HashMap, sync::Arc};

use super::{
    LinkedDataError,
    context::Direction,
    iri::{is_blank_node, is_language_tag, is_well_formed},
    node::{Datatype, Item, LiteralValue, Node, ValueObject},
    rdf::{Literal, Quad, Term, rdf, xsd},
};
use crate::{
    code::Code,
    json::{Value, jcs},
    limits,
};

/// How a base direction is written in RDF (JSON-LD 1.1 API section 9.3, `rdfDirection`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RdfDirection {
    /// `i18n-datatype`: language and direction in the datatype.
    I18nDatatype,
    /// `compound-literal`: a blank node with value, language and direction.
    CompoundLiteral,
}

/// IRIs that are used in every dataset, allocated once.
struct Vocabulary {
    rdf_type: Arc<str>,
    first: Arc<str>,
    rest: Arc<str>,
    nil: Arc<str>,
    json: Arc<str>,
    value: Arc<str>,
    language: Arc<str>,
    direction: Arc<str>,
    lang_string: Arc<str>,
    string: Arc<str>,
    boolean: Arc<str>,
    integer: Arc<str>,
    double: Arc<str>,
}

static VOCABULARY: std::sync::LazyLock<Vocabulary> = std::sync::LazyLock::new(|| Vocabulary {
    rdf_type: rdf!("type").into(),
    first: rdf!("first").into(),
    rest: rdf!("rest").into(),
    nil: rdf!("nil").into(),
    json: rdf!("JSON").into(),
    value: rdf!("value").into(),
    language: rdf!("language").into(),
    direction: rdf!("direction").into(),
    lang_string: rdf!("langString").into(),
    string: xsd!("string").into(),
    boolean: xsd!("boolean").into(),
    integer: xsd!("integer").into(),
    double: xsd!("double").into(),
});

/// Collects the quads of a document.
#[derive(Default)]
pub(super) struct QuadWriter<'a> {
    pub(super) quads: Vec<Quad>,
    pub(super) rdf_direction: Option<RdfDirection>,
    labels: HashMap<Arc<str>, u32>,
    blanks: u32,
    indexes: HashMap<(Option<Term>, Arc<str>), &'a str>,
    /// Id and types of the root node, which may occur only once.
    root: Option<(Arc<str>, Vec<Arc<str>>)>,
    root_occurrences: usize,
}

impl<'a> QuadWriter<'a> {
    /// Creates a writer for a document with the root node `node`, which may occur only once.
    ///
    /// A second node with the same id and type could hide statements from a reader without breaking the signature.
    pub(super) fn for_root(node: &Node<'a>) -> Self {
        let root = node.id.clone().map(|id| (id, node.types.clone()));
        Self { root, ..Self::default() }
    }

    /// Counts the occurrences of the root node.
    fn count_root(&mut self, node: &Node<'a>) -> Result<(), LinkedDataError> {
        if let Some((id, types)) = &self.root
            && node.id.as_ref() == Some(id)
            && node.types.iter().any(|type_iri| types.contains(type_iri))
        {
            self.root_occurrences += 1;
            if self.root_occurrences > 1 {
                return Err(LinkedDataError::new(Code::DiNotCompact)
                    .with("term", &**id)
                    .with("detail", "twice"));
            }
        }
        Ok(())
    }

    fn fresh_blank_node(&mut self) -> Term {
        let number = self.blanks;
        self.blanks += 1;
        Term::Blank(number)
    }

    /// Returns the term for an IRI or blank node identifier, or `None` if RDF does not allow it.
    fn term_for_id(&mut self, id: &Arc<str>) -> Option<Term> {
        if is_blank_node(id) {
            if let Some(number) = self.labels.get(id) {
                return Some(Term::Blank(*number));
            }
            let term = self.fresh_blank_node();
            self.labels.insert(id.clone(), self.blanks - 1);
            return Some(term);
        }
        is_well_formed(id).then(|| Term::Iri(id.clone()))
    }

    fn push(
        &mut self,
        subject: Term,
        predicate: &Arc<str>,
        object: Term,
        graph: Option<&Term>,
    ) -> Result<(), LinkedDataError> {
        if self.quads.len() >= limits::RDF_QUADS {
            return Err(LinkedDataError::new(Code::DiGraphBudget)
                .with("detail", format!("more than {} statements", limits::RDF_QUADS)));
        }
        let predicate = Term::Iri(predicate.clone());
        self.quads.push(Quad { subject, predicate, object, graph: graph.cloned() });
        Ok(())
    }

    /// Writes a node object with everything in it. Returns its subject.
    pub(super) fn node(
        &mut self,
        node: &Node<'a>,
        graph: Option<&Term>,
    ) -> Result<Option<Term>, LinkedDataError> {
        self.count_root(node)?;
        let subject = match &node.id {
            Some(id) => self.term_for_id(id),
            None => Some(self.fresh_blank_node()),
        };
        if let (Some(id), Some(index)) = (&node.id, node.index) {
            let known = *self.indexes.entry((graph.cloned(), id.clone())).or_insert(index);
            if known != index {
                return Err(LinkedDataError::json_ld("conflicting indexes"));
            }
        }
        for type_iri in &node.types {
            if let (Some(subject), Some(type_iri)) = (&subject, self.term_for_id(type_iri)) {
                self.push(subject.clone(), &VOCABULARY.rdf_type, type_iri, graph)?;
            }
        }
        for (property, items) in &node.properties {
            for item in items {
                let object = self.object(item, graph)?;
                if let (Some(subject), Some(object), true) = (&subject, object, is_well_formed(property)) {
                    self.push(subject.clone(), property, object, graph)?;
                }
            }
        }
        for (property, items) in &node.reverse {
            for item in items {
                let from = self.object(item, graph)?;
                if let (Some(subject), Some(from), true) = (&subject, from, is_well_formed(property)) {
                    self.push(from, property, subject.clone(), graph)?;
                }
            }
        }
        if let (Some(items), Some(name)) = (&node.graph, &subject) {
            self.nodes(items, Some(name))?;
        }
        self.nodes(&node.included, graph)?;
        Ok(subject)
    }

    /// Writes the nodes among `items`.
    pub(super) fn nodes(&mut self, items: &[Item<'a>], graph: Option<&Term>) -> Result<(), LinkedDataError> {
        for item in items {
            if let Item::Node(node) = item {
                self.node(node, graph)?;
            }
        }
        Ok(())
    }

    /// Converts an item to an RDF object (section 8.2, Object to RDF Conversion).
    fn object(&mut self, item: &Item<'a>, graph: Option<&Term>) -> Result<Option<Term>, LinkedDataError> {
        match item {
            Item::Node(node) => self.node(node, graph),
            Item::List(items) => self.list(items, graph).map(Some),
            Item::Value(value) => match (value.direction, self.rdf_direction, literal(value)?) {
                (Some(direction), Some(rdf_direction), Some(literal)) => {
                    self.directed(literal, direction, rdf_direction, graph).map(Some)
                }
                (_, _, literal) => Ok(literal.map(Term::Literal)),
            },
        }
    }

    /// Converts a literal with a base direction (section 8.2.2, step 12).
    fn directed(
        &mut self,
        literal: Literal,
        direction: Direction,
        rdf_direction: RdfDirection,
        graph: Option<&Term>,
    ) -> Result<Term, LinkedDataError> {
        let plain = |value: Arc<str>| {
            Term::Literal(Literal { value, datatype: VOCABULARY.string.clone(), language: None })
        };
        match rdf_direction {
            RdfDirection::I18nDatatype => {
                let language = literal.language.as_deref().unwrap_or_default();
                let datatype = format!("https://www.w3.org/ns/i18n#{language}_{}", direction.as_str());
                Ok(Term::Literal(Literal { datatype: datatype.into(), language: None, ..literal }))
            }
            RdfDirection::CompoundLiteral => {
                let node = self.fresh_blank_node();
                self.push(node.clone(), &VOCABULARY.value, plain(literal.value), graph)?;
                if let Some(language) = literal.language {
                    self.push(node.clone(), &VOCABULARY.language, plain(language), graph)?;
                }
                self.push(node.clone(), &VOCABULARY.direction, plain(direction.as_str().into()), graph)?;
                Ok(node)
            }
        }
    }

    /// Converts a list (section 8.3, List to RDF Conversion).
    fn list(&mut self, items: &[Item<'a>], graph: Option<&Term>) -> Result<Term, LinkedDataError> {
        let cells: Vec<Term> = items.iter().map(|_| self.fresh_blank_node()).collect();
        let nil = Term::Iri(VOCABULARY.nil.clone());
        for (at, item) in items.iter().enumerate() {
            let Some(cell) = cells.get(at) else { continue };
            if let Some(object) = self.object(item, graph)? {
                self.push(cell.clone(), &VOCABULARY.first, object, graph)?;
            }
            let rest = cells.get(at + 1).unwrap_or(&nil);
            self.push(cell.clone(), &VOCABULARY.rest, rest.clone(), graph)?;
        }
        Ok(cells.first().unwrap_or(&nil).clone())
    }
}

/// Converts a value object (section 8.2.2, steps 3 to 13). Returns `None` if the datatype or language is not well-formed.
fn literal(object: &ValueObject<'_>) -> Result<Option<Literal>, LinkedDataError> {
    let datatype = match &object.datatype {
        Some(Datatype::Iri(iri)) if !is_well_formed(iri) => return Ok(None),
        Some(Datatype::Iri(iri)) => Some(iri.clone()),
        Some(Datatype::Json) => {
            let canonical = match object.value {
                LiteralValue::Json(value) => jcs::canonicalize(value),
                LiteralValue::Text(text) => jcs::canonicalize(&Value::from(text)),
            };
            let bytes = canonical.map_err(|cause| {
                LinkedDataError::json_ld("invalid JSON literal").with("cause", cause.to_string())
            })?;
            let value = String::from_utf8_lossy(&bytes).as_ref().into();
            return Ok(Some(Literal { value, datatype: VOCABULARY.json.clone(), language: None }));
        }
        None => None,
    };
    let language = match &object.language {
        Some(language) if !is_language_tag(language) => return Ok(None),
        language => language.clone(),
    };
    let is_double = datatype.as_deref() == Some(xsd!("double"));
    let (value, default): (Arc<str>, &Arc<str>) = match object.value {
        LiteralValue::Text(text) => (text.into(), &VOCABULARY.string),
        LiteralValue::Json(Value::String(text)) => (text.as_str().into(), &VOCABULARY.string),
        LiteralValue::Json(Value::Bool(value)) => {
            ((if *value { "true" } else { "false" }).into(), &VOCABULARY.boolean)
        }
        LiteralValue::Json(Value::Number(number)) => match number.as_f64() {
            Some(number) if is_double || number.fract() != 0.0 || number.abs() >= 1e21 => {
                (canonical_double(number).into(), &VOCABULARY.double)
            }
            // Adding 0.0 removes the sign of zero.
            Some(number) => (format!("{:.0}", number + 0.0).into(), &VOCABULARY.integer),
            None => return Ok(None),
        },
        LiteralValue::Json(_) => return Ok(None),
    };
    let datatype = match &language {
        Some(_) => VOCABULARY.lang_string.clone(),
        None => datatype.unwrap_or_else(|| default.clone()),
    };
    Ok(Some(Literal { value, datatype, language }))
}

/// Returns the canonical lexical form of `xsd:double` (JSON-LD 1.1 API section 8.6).
///
/// The mantissa is rounded to 15 digits after the point like ECMAScript's `toExponential(15)`, which the section
/// prescribes. Zero has no sign.
fn canonical_double(number: f64) -> String {
    // Rust rounds ties to even, ECMAScript away from zero.
    let away_from_zero = if is_tie(number) { f64::from_bits(number.to_bits() + 1) } else { number };
    let text = format!("{:.15E}", away_from_zero + 0.0);
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let trimmed = mantissa.trim_end_matches('0');
    let zero = if trimmed.ends_with('.') { "0" } else { "" };
    format!("{trimmed}{zero}E{exponent}")
}

/// Returns whether a number lies exactly between two decimal numbers of 16 digits: it has 17 digits and the last is 5.
///
/// For an odd `m`, `m / 2^j` has the digits of `m * 5^j`. Integers are never ties: 17 digits that end in 5 form an odd
/// number of more than 53 bits.
fn is_tie(number: f64) -> bool {
    const FRACTION: u32 = f64::MANTISSA_DIGITS - 1;
    let exponent = (number.to_bits() >> FRACTION) & 0x7ff;
    let fraction = number.to_bits() & ((1 << FRACTION) - 1);
    let whole = if exponent == 0 { fraction } else { fraction | 1 << FRACTION };
    let power = exponent.max(1) as i32 - 1075 + whole.trailing_zeros() as i32;
    // 5^25 alone has 18 digits.
    let Some(five) = (-24..0).contains(&power).then(|| 5_u128.pow(power.unsigned_abs())) else {
        return false;
    };
    let digits = u128::from(whole >> whole.trailing_zeros()) * five;
    (10_u128.pow(16)..10_u128.pow(17)).contains(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_have_canonical_lexical_form() {
        let cases = [
            (0.0, "0.0E0"),
            (-0.0, "0.0E0"),
            (5.5, "5.5E0"),
            (-1.0, "-1.0E0"),
            (1e-7, "1.0E-7"),
            (1e21, "1.0E21"),
            (0.1 + 0.2, "3.0E-1"),
            (5.0 / 3.0, "1.666666666666667E0"),
            (f64::MAX, "1.797693134862316E308"),
            (f64::MIN_POSITIVE, "2.225073858507201E-308"),
            (5e-324, "4.940656458412465E-324"),
            // Ties: as `toExponential(15)` writes them.
            (1_019_355_388_342_262.5, "1.019355388342263E15"),
            (1_019_355_388_342_263.5, "1.019355388342264E15"),
            (-1_019_355_388_342_262.5, "-1.019355388342263E15"),
            (12_345.000244140625, "1.234500024414063E4"),
            (1.000_015_258_789_062_5, "1.000015258789063E0"),
            (2_251_799_813_685_248.5, "2.251799813685249E15"),
        ];
        for (number, expected) in cases {
            assert_eq!(canonical_double(number), expected);
        }
    }
}
