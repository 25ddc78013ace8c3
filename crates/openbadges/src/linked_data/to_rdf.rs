//! From expanded nodes to quads (JSON-LD 1.1 API sections 7 and 8).
//!
//! A dataset is a set, so the node map of the specification is not built: every node writes its own quads, and what two
//! nodes with one name say comes together in the set.

use std::{collections::HashMap, sync::Arc};

use super::{
    LinkedDataError,
    context::Direction,
    iri::{is_blank, is_language_tag, is_well_formed},
    node::{Datatype, Item, Lexical, Node, ValueObject},
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

/// The names that every dataset needs, made once.
struct Names {
    kind: Arc<str>,
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

static NAMES: std::sync::LazyLock<Names> = std::sync::LazyLock::new(|| Names {
    kind: rdf!("type").into(),
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

/// The quads of a document, being written.
#[derive(Default)]
pub(super) struct Writer<'a> {
    pub(super) quads: Vec<Quad>,
    pub(super) rdf_direction: Option<RdfDirection>,
    labels: HashMap<Arc<str>, u32>,
    blanks: u32,
    indexes: HashMap<(Option<Term>, Arc<str>), &'a str>,
    /// Name and types of the node that may be written in one place only, and in how many it was.
    once: Option<(Arc<str>, Vec<Arc<str>>)>,
    places: usize,
}

impl<'a> Writer<'a> {
    /// For a document whose own node, `node`, may be written in one place only. A second node of its name and one of its
    /// types could take statements away from where a reader looks for them, under the same signature.
    pub(super) fn of_document(node: &Node<'a>) -> Self {
        let once = node.id.clone().map(|id| (id, node.types.clone()));
        Self { once, ..Self::default() }
    }

    /// Counts the places where the document's own node is written.
    fn count_document(&mut self, node: &Node<'a>) -> Result<(), LinkedDataError> {
        if let Some((id, types)) = &self.once
            && node.id.as_ref() == Some(id)
            && node.types.iter().any(|kind| types.contains(kind))
        {
            self.places += 1;
            if self.places > 1 {
                return Err(LinkedDataError::new(Code::DiNotCompact)
                    .with("term", &**id)
                    .with("detail", "twice"));
            }
        }
        Ok(())
    }

    fn fresh(&mut self) -> Term {
        let number = self.blanks;
        self.blanks += 1;
        Term::Blank(number)
    }

    /// The term of an IRI or blank node identifier; `None` where RDF has no place for it.
    fn name(&mut self, id: &Arc<str>) -> Option<Term> {
        if is_blank(id) {
            if let Some(number) = self.labels.get(id) {
                return Some(Term::Blank(*number));
            }
            let term = self.fresh();
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

    /// Writes a node and everything below it; returns its name.
    pub(super) fn node(
        &mut self,
        node: &Node<'a>,
        graph: Option<&Term>,
    ) -> Result<Option<Term>, LinkedDataError> {
        self.count_document(node)?;
        let subject = match &node.id {
            Some(id) => self.name(id),
            None => Some(self.fresh()),
        };
        if let (Some(id), Some(index)) = (&node.id, node.index) {
            let known = *self.indexes.entry((graph.cloned(), id.clone())).or_insert(index);
            if known != index {
                return Err(LinkedDataError::json_ld("conflicting indexes"));
            }
        }
        for kind in &node.types {
            if let (Some(subject), Some(kind)) = (&subject, self.name(kind)) {
                self.push(subject.clone(), &NAMES.kind, kind, graph)?;
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

    /// Object to RDF Conversion (section 8.2).
    fn object(&mut self, item: &Item<'a>, graph: Option<&Term>) -> Result<Option<Term>, LinkedDataError> {
        match item {
            Item::Node(node) => self.node(node, graph),
            Item::List(items) => self.list(items, graph).map(Some),
            Item::Value(value) => match (value.direction, self.rdf_direction, literal(value)?) {
                (Some(direction), Some(way), Some(literal)) => {
                    self.directed(literal, direction, way, graph).map(Some)
                }
                (_, _, literal) => Ok(literal.map(Term::Literal)),
            },
        }
    }

    /// Section 8.2.2, step 12: a literal with a base direction.
    fn directed(
        &mut self,
        literal: Literal,
        direction: Direction,
        way: RdfDirection,
        graph: Option<&Term>,
    ) -> Result<Term, LinkedDataError> {
        let plain = |value: Arc<str>| {
            Term::Literal(Literal { value, datatype: NAMES.string.clone(), language: None })
        };
        match way {
            RdfDirection::I18nDatatype => {
                let language = literal.language.as_deref().unwrap_or_default();
                let datatype = format!("https://www.w3.org/ns/i18n#{language}_{}", direction.as_str());
                Ok(Term::Literal(Literal { datatype: datatype.into(), language: None, ..literal }))
            }
            RdfDirection::CompoundLiteral => {
                let node = self.fresh();
                self.push(node.clone(), &NAMES.value, plain(literal.value), graph)?;
                if let Some(language) = literal.language {
                    self.push(node.clone(), &NAMES.language, plain(language), graph)?;
                }
                self.push(node.clone(), &NAMES.direction, plain(direction.as_str().into()), graph)?;
                Ok(node)
            }
        }
    }

    /// List to RDF Conversion (section 8.3).
    fn list(&mut self, items: &[Item<'a>], graph: Option<&Term>) -> Result<Term, LinkedDataError> {
        let cells: Vec<Term> = items.iter().map(|_| self.fresh()).collect();
        let nil = Term::Iri(NAMES.nil.clone());
        for (at, item) in items.iter().enumerate() {
            let Some(cell) = cells.get(at) else { continue };
            if let Some(object) = self.object(item, graph)? {
                self.push(cell.clone(), &NAMES.first, object, graph)?;
            }
            let rest = cells.get(at + 1).unwrap_or(&nil);
            self.push(cell.clone(), &NAMES.rest, rest.clone(), graph)?;
        }
        Ok(cells.first().unwrap_or(&nil).clone())
    }
}

/// Section 8.2.2, steps 3 to 13; `None` where the datatype or the language is not well-formed.
fn literal(object: &ValueObject<'_>) -> Result<Option<Literal>, LinkedDataError> {
    let datatype = match &object.datatype {
        Some(Datatype::Iri(iri)) if !is_well_formed(iri) => return Ok(None),
        Some(Datatype::Iri(iri)) => Some(iri.clone()),
        Some(Datatype::Json) => {
            let canonical = match object.value {
                Lexical::Json(value) => jcs::canonicalize(value),
                Lexical::Text(text) => jcs::canonicalize(&Value::from(text)),
            };
            let bytes = canonical.map_err(|cause| {
                LinkedDataError::json_ld("invalid JSON literal").with("cause", cause.to_string())
            })?;
            let value = String::from_utf8_lossy(&bytes).as_ref().into();
            return Ok(Some(Literal { value, datatype: NAMES.json.clone(), language: None }));
        }
        None => None,
    };
    let language = match &object.language {
        Some(language) if !is_language_tag(language) => return Ok(None),
        language => language.clone(),
    };
    let is_double = datatype.as_deref() == Some(xsd!("double"));
    let (value, default): (Arc<str>, &Arc<str>) = match object.value {
        Lexical::Text(text) => (text.into(), &NAMES.string),
        Lexical::Json(Value::String(text)) => (text.as_str().into(), &NAMES.string),
        Lexical::Json(Value::Bool(value)) => ((if *value { "true" } else { "false" }).into(), &NAMES.boolean),
        Lexical::Json(Value::Number(number)) => match number.as_f64() {
            Some(number) if is_double || number.fract() != 0.0 || number.abs() >= 1e21 => {
                (canonical_double(number).into(), &NAMES.double)
            }
            // Zero has no sign here.
            Some(number) => (format!("{:.0}", number + 0.0).into(), &NAMES.integer),
            None => return Ok(None),
        },
        Lexical::Json(_) => return Ok(None),
    };
    let datatype = match &language {
        Some(_) => NAMES.lang_string.clone(),
        None => datatype.unwrap_or_else(|| default.clone()),
    };
    Ok(Some(Literal { value, datatype, language }))
}

/// The canonical lexical form of `xsd:double` (JSON-LD 1.1 API section 8.6). The mantissa is rounded to 15 digits after the
/// point as `toExponential(15)` of ECMAScript does, which is the conversion that the section gives; zero has no sign.
fn canonical_double(number: f64) -> String {
    // Rust rounds to even what lies exactly between two texts, ECMAScript away from zero.
    let away_from_zero = if is_tie(number) { f64::from_bits(number.to_bits() + 1) } else { number };
    let text = format!("{:.15E}", away_from_zero + 0.0);
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let trimmed = mantissa.trim_end_matches('0');
    let zero = if trimmed.ends_with('.') { "0" } else { "" };
    format!("{trimmed}{zero}E{exponent}")
}

/// Whether a number lies exactly between two decimal numbers of 16 digits: whether it has 17 digits, the last of them 5.
///
/// With an odd `m`, `m / 2^j` has the digits of `m * 5^j`. A number without a fraction is none: 17 digits that end in 5 make an
/// odd number of more than 53 bits.
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
    fn doubles_are_written_as_json_ld_says() {
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
            // Exactly between two: as `toExponential(15)` writes them.
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
