//! From a JSON-LD document to its canonical N-Quads, with a record of every term that was dropped.
//!
//! JSON-LD 1.1 expansion and deserialization to RDF, and RDFC-1.0. Contexts come from a built-in set, pinned by SHA-256 and
//! processed once; none is ever fetched. This part is our own because no library tells which terms it drops, and
//! all spend their time on re-reading contexts.
//!
//! [`canonical_nquads`] is what a signature stands on. [`to_rdf`] gives the statements of any JSON-LD, with contexts
//! from anywhere, for the W3C test suites and for those who look closer.

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
    expand::{Expansion, Out},
    node::Item,
    rdf::Quad,
    to_rdf::Writer,
};
use crate::{check::Details, code::Code, json::Value};

/// Why a document has no canonical form that a signature may stand on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {details:?}")]
pub struct LinkedDataError {
    /// `DI_TERM_DROPPED`, `DI_NOT_COMPACT`, `DI_CONTEXT_UNKNOWN`, `DI_GRAPH_BUDGET` or `DI_MALFORMED`.
    pub code: Code,
    /// Facts for the sentence: `pointer` (JSON pointer to what was dropped), `term`, `reason`, `count`, `context`, `detail`.
    pub details: Details,
}

impl LinkedDataError {
    fn new(code: Code) -> Self {
        Self { code, details: Details::new() }
    }

    /// An error that the JSON-LD 1.1 API specification names (section 9.3).
    fn json_ld(name: &str) -> Self {
        Self::new(Code::DiMalformed).with("detail", name)
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }

    /// What was found, in the words of its specification where it has them.
    pub fn detail(&self) -> Option<&str> {
        self.details.get("detail").map(String::as_str)
    }
}

/// Which contexts a document may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Policy {
    /// By address, and words of its own, at the top and in embedded credentials only.
    BuiltIn {
        /// A member at the top that is taken for absent: the proof.
        without: Option<&'static str>,
    },
    /// Whatever JSON-LD allows.
    Any,
}

/// The statements of a document, and what has no place among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// The statements; the same one may occur twice.
    pub quads: Vec<Quad>,
    /// Everything that was dropped.
    pub dropped: Vec<DroppedTerm>,
}

/// The canonical form of a document that is to be verified or signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanonicalDocument {
    /// The canonical N-Quads.
    pub nquads: String,
    /// Which edition of its contexts was used, where there is a choice: the first under which no term is dropped.
    pub edition: Option<Edition>,
}

/// The canonical N-Quads of a document (RDFC-1.0 with SHA-256). Fails when a term is dropped, a context is not built in, or the budget ends.
pub fn canonical_nquads(document: &Value) -> Result<String, LinkedDataError> {
    canonical_document(document, Hash::Sha256).map(|canonical| canonical.nquads)
}

/// As [`canonical_nquads`], with the hash of the suite and the edition of the contexts that fitted.
pub fn canonical_document(document: &Value, hash: Hash) -> Result<CanonicalDocument, LinkedDataError> {
    canonical_document_without(document, None, hash)
}

/// As [`canonical_document`], as if the document had no `member` at its top.
pub(crate) fn canonical_document_without(
    document: &Value,
    member: Option<&'static str>,
    hash: Hash,
) -> Result<CanonicalDocument, LinkedDataError> {
    let (quads, edition) = covered(document, member)?;
    let canonical = canonicalize(quads, hash)?;
    Ok(CanonicalDocument { nquads: canonical.nquads, edition })
}

/// The statements of a document that loses nothing on the way, and which edition of its contexts that took, where
/// there is a choice.
fn covered(
    document: &Value,
    member: Option<&'static str>,
) -> Result<(Vec<Quad>, Option<Edition>), LinkedDataError> {
    if !document.is_object() {
        return Err(LinkedDataError::new(Code::DiMalformed).with("detail", "not an object"));
    }
    let two_editions = has_two_editions(document);
    match covered_quads(document, member, &PUBLISHED) {
        Err(error) if two_editions && error.code == Code::DiTermDropped => {
            match covered_quads(document, member, &VARIANT) {
                Ok(quads) => Ok((quads, Some(Edition::Variant))),
                Err(_) => Err(error),
            }
        }
        quads => Ok((quads?, two_editions.then_some(Edition::Published))),
    }
}

static PUBLISHED: LazyLock<Processor<'static>> = LazyLock::new(|| Processor::new(Edition::Published));
static VARIANT: LazyLock<Processor<'static>> = LazyLock::new(|| Processor::new(Edition::Variant));

/// Whether one of the contexts at the top has two editions.
fn has_two_editions(document: &Value) -> bool {
    as_array(document.get("@context").unwrap_or(&Value::Null))
        .iter()
        .any(|url| url.as_str().is_some_and(contexts::has_variant))
}

/// The edition of its contexts that a document needs, where there is a choice. For one that has a canonical form.
pub fn edition(document: &Value) -> Option<Edition> {
    if !has_two_editions(document) {
        return None;
    }
    let needs_variant = contexts::mentions_word_of_variant(document)
        && covered_quads(document, Some("proof"), &PUBLISHED).is_err();
    Some(if needs_variant { Edition::Variant } else { Edition::Published })
}

/// The statements of a document under one edition of its contexts (Data Integrity 1.0, DATA_LOSS_DETECTION_ERROR).
fn covered_quads(
    document: &Value,
    without: Option<&'static str>,
    processor: &Processor<'static>,
) -> Result<Vec<Quad>, LinkedDataError> {
    let expansion = Expansion::new(processor, Policy::BuiltIn { without }, None);
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
    /// The document's address.
    pub base: Option<&'a str>,
    /// A context that holds before the document's own.
    pub expand_context: Option<&'a Value>,
    /// Which version's rules hold for contexts.
    pub processing_mode: ProcessingMode,
    /// How base directions are written. Without a way they are dropped.
    pub rdf_direction: Option<RdfDirection>,
}

/// The statements of any JSON-LD document (the `toRdf` method of the JSON-LD 1.1 API); contexts are asked of `contexts`.
///
/// Blank nodes as predicates (`produceGeneralizedRdf`) are not RDF and have no canonical form; they are dropped.
pub fn to_rdf(
    document: &Value,
    options: ToRdfOptions<'_>,
    contexts: impl ContextLoader + Send + Sync,
) -> Result<Dataset, LinkedDataError> {
    let processor = Processor::of_version(contexts, options.processing_mode);
    let mut expansion = Expansion::new(&processor, Policy::Any, options.base.map(Arc::from));
    expansion.rdf_direction = options.rdf_direction;
    let mut active = Arc::new(ActiveContext::initial(options.base));
    if let Some(context) = options.expand_context {
        active = expansion.embedded(&active, context.get("@context").unwrap_or(context))?;
    }
    convert(document, expansion, active)
}

fn convert<'a>(
    document: &'a Value,
    mut expansion: Expansion<'a, '_>,
    active: Arc<ActiveContext>,
) -> Result<Dataset, LinkedDataError> {
    let items: Vec<Item<'a>> = match expansion.element(&active, None, document, false)? {
        // A graph without a name is the default graph.
        Out::One(Item::Node(mut node)) if node.is_graph() && node.id.is_none() && node.index.is_none() => {
            node.graph.take().unwrap_or_default()
        }
        out => out.into_items(),
    };
    let mut writer = match &items[..] {
        [Item::Node(node)] if expansion.policy() != Policy::Any => Writer::of_document(node),
        _ => Writer::default(),
    };
    writer.rdf_direction = expansion.rdf_direction;
    writer.nodes(&items, None)?;
    Ok(Dataset { quads: writer.quads, dropped: expansion.dropped })
}
