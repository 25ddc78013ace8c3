//! The oracle: JSON-LD to RDF by `json-ld`, RDFC-1.0 by `rdf-canon`.

use std::{
    collections::HashMap,
    pin::pin,
    task::{Context, Poll, Waker},
};

use json_ld::{
    IriBuf, JsonLdProcessor, Options, RemoteDocument, ValidId,
    rdf_types::{self, LiteralType, generator},
    syntax::Parse,
};
use openbadges::{
    json::Value,
    linked_data::{Hash, contexts::BUILT_IN},
};
use oxrdf::{BlankNode, Dataset, GraphName, Literal, NamedNode, Quad, Subject, Term};
use rdf_canon::{CanonicalizationOptions, canonicalize_with};
use sha2::{Sha256, Sha384};

/// The oracle and the documents that it can load.
pub(crate) struct Oracle {
    documents: HashMap<IriBuf, RemoteDocument>,
}

impl Oracle {
    /// Creates an oracle with the built-in contexts, in the published edition.
    pub(crate) fn built_in() -> Self {
        Self::with(BUILT_IN.iter().rev().map(|context| (context.url.to_owned(), context.text.to_owned())))
    }

    /// Creates an oracle with `documents`, given as URL and text.
    pub(crate) fn with(documents: impl Iterator<Item = (String, String)>) -> Self {
        let loaded = documents.map(|(url, text)| {
            let url = iri(&url);
            (url.clone(), RemoteDocument::new(Some(url), None, parse(&text)))
        });
        Self { documents: loaded.collect() }
    }

    /// Returns the canonical form of a document without a URL.
    pub(crate) fn canonical(&self, document: &Value) -> Result<String, String> {
        canonical(&self.to_rdf(document, None, Options::default())?, Hash::Sha256)
    }

    /// Converts a document to RDF. Returns the error code on failure.
    pub(crate) fn to_rdf(
        &self,
        document: &Value,
        url: Option<IriBuf>,
        options: Options,
    ) -> Result<Dataset, String> {
        let document = RemoteDocument::new(url, None, parse(&normalized(document).to_string()));
        let mut blanks = generator::Blank::new_with_prefix("generated".to_owned());
        let mut rdf = poll_ready(document.to_rdf_using(&mut blanks, &self.documents, options))
            .map_err(|error| error.code().as_str().to_owned())?;
        Ok(rdf.cloned_quads().map(quad).collect())
    }
}

/// Normalizes a document with RFC 8785, because `json-ld` keeps the spelling of numbers and JSON literals in
/// graphs.
///
/// Keeps the order of the context: `json-ld` rejects an `@index` whose term is defined later.
fn normalized(document: &Value) -> Value {
    let text = serde_json_canonicalizer::to_string(document).unwrap();
    let mut normalized: Value = serde_json::from_str(&text).unwrap();
    if let Some(context) = document.get("@context") {
        normalized["@context"] = context.clone();
    }
    normalized
}

/// Returns the canonical form of a dataset.
pub(crate) fn canonical(dataset: &Dataset, hash: Hash) -> Result<String, String> {
    let options = CanonicalizationOptions::default();
    match hash {
        Hash::Sha256 => canonicalize_with::<Sha256>(dataset, &options),
        Hash::Sha384 => canonicalize_with::<Sha384>(dataset, &options),
    }
    .map_err(|error| error.to_string())
}

/// Parses an IRI.
pub(crate) fn iri(text: &str) -> IriBuf {
    IriBuf::new(text.to_owned()).unwrap()
}

/// Parses JSON into the type of `json-ld`.
pub(crate) fn parse(text: &str) -> json_ld::syntax::Value {
    json_ld::syntax::Value::parse_str(text).unwrap().0
}

type LdObject = rdf_types::Object<ValidId, rdf_types::Literal>;

fn quad(quad: rdf_types::Quad<ValidId, ValidId, LdObject, ValidId>) -> Quad {
    let rdf_types::Quad(subject, predicate, object, graph) = quad;
    let predicate = match predicate {
        ValidId::Iri(iri) => NamedNode::new_unchecked(iri.to_string()),
        ValidId::Blank(_) => unreachable!("generalized RDF is not enabled"),
    };
    let graph = match graph {
        None => GraphName::DefaultGraph,
        Some(ValidId::Iri(iri)) => NamedNode::new_unchecked(iri.to_string()).into(),
        Some(ValidId::Blank(label)) => BlankNode::new_unchecked(label.suffix()).into(),
    };
    Quad::new(node(subject), predicate, term(object), graph)
}

fn node(id: ValidId) -> Subject {
    match id {
        ValidId::Iri(iri) => NamedNode::new_unchecked(iri.to_string()).into(),
        ValidId::Blank(label) => BlankNode::new_unchecked(label.suffix()).into(),
    }
}

fn term(object: LdObject) -> Term {
    match object {
        rdf_types::Term::Id(id) => node(id).into(),
        rdf_types::Term::Literal(literal) => match literal.type_ {
            LiteralType::Any(datatype) => {
                Literal::new_typed_literal(literal.value, NamedNode::new_unchecked(datatype.to_string()))
            }
            // A processor may convert tags to lower case (JSON-LD 1.1 API 5.1.2). Ours does, `json-ld` does
            // not.
            LiteralType::LangString(tag) => {
                Literal::new_language_tagged_literal_unchecked(literal.value, tag.to_lowercase())
            }
        }
        .into(),
    }
}

/// Returns the result of a future that is ready immediately.
fn poll_ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("every document is already loaded"),
    }
}
