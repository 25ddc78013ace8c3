//! JSON-LD 1.1 expansion, deserialization to RDF, and RDF Dataset Canonicalization (RDFC-1.0).
//!
//! [`canonical_nquads`] returns the canonical form that a signature covers. It uses built-in contexts only, which are
//! pinned by SHA-256, and never fetches one. [`to_rdf`] converts any JSON-LD document, with contexts from a
//! [`ContextLoader`]; the W3C test suites use it.
//!
//! This module uses no JSON-LD library, because the available libraries do not report which terms they drop, and process
//! the same contexts again for every document.

pub mod canon;
mod context;
pub mod contexts;
mod dropped;
mod expand;
mod iri;
mod labels;
mod node;
pub mod rdf;
mod term;
mod to_rdf;

use std::sync::{Arc, LazyLock};

pub use self::{
    canon::{CanonicalDataset, Hash, canonicalize},
    context::{ContextLoader, ProcessingMode},
    contexts::Edition,
    dropped::{DropReason, DroppedTerm},
    to_rdf::RdfDirection,
};
pub(crate) use self::{context::as_array, labels::labelled_statements};
use self::{
    context::{ActiveContext, Processor},
    expand::{Expansion, ExpansionResult},
    node::Item,
    rdf::Quad,
    to_rdf::QuadWriter,
};
use crate::{
    code::{Code, Details},
    json::Value,
};

/// The reason why a document has no canonical form that a signature can cover.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {details:?}")]
pub struct LinkedDataError {
    /// `DI_TERM_DROPPED`, `DI_NOT_COMPACT`, `DI_CONTEXT_UNKNOWN`, `DI_GRAPH_BUDGET` or `DI_MALFORMED`.
    pub code: Code,
    /// Data for the message: `pointer` (JSON pointer to what was dropped), `term`, `reason`, `count`, `context`, `detail`.
    pub details: Details,
}

impl LinkedDataError {
    fn new(code: Code) -> Self {
        Self { code, details: Details::new() }
    }

    /// Creates an error with a code of the JSON-LD 1.1 API (section 9.3, JsonLdErrorCode).
    fn json_ld(name: &str) -> Self {
        Self::new(Code::DiMalformed).with("detail", name)
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }

    /// Returns the `detail`: the specification's error code where there is one.
    pub fn detail(&self) -> Option<&str> {
        self.details.get("detail").map(String::as_str)
    }
}

/// The contexts that a document may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ContextPolicy {
    /// Built-in contexts and additional terms, at the root and in embedded credentials only.
    BuiltIn {
        /// A member of the root object that is ignored: the proof.
        excluded_member: Option<&'static str>,
    },
    /// Everything that JSON-LD allows.
    Any,
}

/// The RDF dataset of a document, and the parts that were dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// The statements. Duplicates are possible.
    pub quads: Vec<Quad>,
    /// Everything that has no representation in RDF.
    pub dropped: Vec<DroppedTerm>,
}

/// The canonical form of a document to verify or sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanonicalDocument {
    /// The canonical N-Quads.
    pub nquads: String,
    /// The edition of the contexts that was used, where a context has two: the first under which no term is dropped.
    pub edition: Option<Edition>,
}

/// Returns the canonical N-Quads of a document (RDFC-1.0 with SHA-256).
///
/// # Errors
///
/// A term is dropped, a context is not built in, or a limit is exceeded.
pub fn canonical_nquads(document: &Value) -> Result<String, LinkedDataError> {
    canonical_document(document, Hash::Sha256).map(|canonical| canonical.nquads)
}

/// Returns the canonical form of a document, computed with `hash`, and the edition of the contexts that was used.
pub fn canonical_document(document: &Value, hash: Hash) -> Result<CanonicalDocument, LinkedDataError> {
    canonical_document_without(document, None, hash)
}

/// Returns the canonical form of a document without `member` of the root object.
pub(crate) fn canonical_document_without(
    document: &Value,
    member: Option<&'static str>,
    hash: Hash,
) -> Result<CanonicalDocument, LinkedDataError> {
    let (quads, edition) = lossless_quads(document, member)?;
    let canonical = canonicalize(quads, hash)?;
    Ok(CanonicalDocument { nquads: canonical.nquads, edition })
}

/// Converts a document without dropping any term. Returns the edition of its contexts, where a context has two.
fn lossless_quads(
    document: &Value,
    member: Option<&'static str>,
) -> Result<(Vec<Quad>, Option<Edition>), LinkedDataError> {
    if !document.is_object() {
        return Err(LinkedDataError::new(Code::DiMalformed).with("detail", "not an object"));
    }
    let two_editions = has_two_editions(document);
    match lossless_quads_under(document, member, &PUBLISHED) {
        Err(error) if two_editions && error.code == Code::DiTermDropped => {
            match lossless_quads_under(document, member, &VARIANT) {
                Ok(quads) => Ok((quads, Some(Edition::Variant))),
                Err(_) => Err(error),
            }
        }
        quads => Ok((quads?, two_editions.then_some(Edition::Published))),
    }
}

static PUBLISHED: LazyLock<Processor<'static>> = LazyLock::new(|| Processor::new(Edition::Published));
static VARIANT: LazyLock<Processor<'static>> = LazyLock::new(|| Processor::new(Edition::Variant));

/// Returns whether one of the root object's contexts has two editions.
fn has_two_editions(document: &Value) -> bool {
    as_array(document.get("@context").unwrap_or(&Value::Null))
        .iter()
        .any(|url| url.as_str().is_some_and(contexts::has_variant))
}

/// Returns the edition of the contexts that a document needs, or `None` if none of its contexts has two.
///
/// The document must have a canonical form.
pub fn edition(document: &Value) -> Option<Edition> {
    if !has_two_editions(document) {
        return None;
    }
    let needs_variant = contexts::uses_variant_term(document)
        && lossless_quads_under(document, Some("proof"), &PUBLISHED).is_err();
    Some(if needs_variant { Edition::Variant } else { Edition::Published })
}

/// Converts a document under one edition of its contexts; fails if a term is dropped (Data Integrity 1.0,
/// DATA_LOSS_DETECTION_ERROR).
fn lossless_quads_under(
    document: &Value,
    excluded_member: Option<&'static str>,
    processor: &Processor<'static>,
) -> Result<Vec<Quad>, LinkedDataError> {
    let expansion = Expansion::new(processor, ContextPolicy::BuiltIn { excluded_member }, None);
    let dataset = convert(document, expansion, Arc::new(ActiveContext::initial(None)))?;
    match dataset.dropped.first() {
        None => Ok(dataset.quads),
        Some(first) => Err(LinkedDataError::new(Code::DiTermDropped)
            .with("pointer", &first.pointer)
            .with("term", &first.term)
            .with("reason", first.reason.as_str())
            .with("count", dataset.dropped.len().to_string())),
    }
}

/// The options of the `toRdf` method (JSON-LD 1.1 API section 9.3).
#[derive(Clone, Copy, Debug, Default)]
pub struct ToRdfOptions<'a> {
    /// The document's URL.
    pub base: Option<&'a str>,
    /// A context that is processed before those of the document.
    pub expand_context: Option<&'a Value>,
    /// The JSON-LD version that contexts are processed under.
    pub processing_mode: ProcessingMode,
    /// How base directions are written. `None` drops them.
    pub rdf_direction: Option<RdfDirection>,
}

/// Converts any JSON-LD document to RDF (the `toRdf` method of the JSON-LD 1.1 API). Loads contexts from `contexts`.
///
/// Drops blank nodes used as predicates (`produceGeneralizedRdf`): they are not RDF and have no canonical form.
pub fn to_rdf(
    document: &Value,
    options: ToRdfOptions<'_>,
    contexts: impl ContextLoader + Send + Sync,
) -> Result<Dataset, LinkedDataError> {
    let processor = Processor::with_mode(contexts, options.processing_mode);
    let mut expansion = Expansion::new(&processor, ContextPolicy::Any, options.base.map(Arc::from));
    expansion.rdf_direction = options.rdf_direction;
    let mut active = Arc::new(ActiveContext::initial(options.base));
    if let Some(context) = options.expand_context {
        active = expansion.embedded_context(&active, context.get("@context").unwrap_or(context))?;
    }
    convert(document, expansion, active)
}

fn convert<'a>(
    document: &'a Value,
    mut expansion: Expansion<'a, '_>,
    active: Arc<ActiveContext>,
) -> Result<Dataset, LinkedDataError> {
    let items: Vec<Item<'a>> = match expansion.element(&active, None, document, false)? {
        // A graph object without a name is the default graph.
        ExpansionResult::One(Item::Node(mut node))
            if node.is_graph() && node.id.is_none() && node.index.is_none() =>
        {
            node.graph.take().unwrap_or_default()
        }
        out => out.into_items(),
    };
    let mut writer = match &items[..] {
        [Item::Node(node)] if expansion.policy() != ContextPolicy::Any => QuadWriter::for_root(node),
        _ => QuadWriter::default(),
    };
    writer.rdf_direction = expansion.rdf_direction;
    writer.nodes(&items, None)?;
    Ok(Dataset { quads: writer.quads, dropped: expansion.dropped })
}
