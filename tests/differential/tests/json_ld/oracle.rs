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

/// The oracle, with the documents that it may load.
pub(crate) struct Oracle {
    documents: HashMap<IriBuf, RemoteDocument>,
}

impl Oracle {
    /// With the built-in contexts. Of two editions it knows the first, the published one.
    pub(crate) fn built_in() -> Self {
        Self::with(BUILT_IN.iter().rev().map(|context| (context.url.to_owned(), context.text.to_owned())))
    }

    /// With `documents`: address and text of each.
    pub(crate) fn with(documents: impl Iterator<Item = (String, String)>) -> Self {
        let loaded = documents.map(|(url, text)| {
            let url = iri(&url);
            (url.clone(), RemoteDocument::new(Some(url), None, parse(&text)))
        });
        Self { documents: loaded.collect() }
    }

    /// The canonical form of a document without an address.
    pub(crate) fn canonical(&self, document: &Value) -> Result<String, String> {
        canonical(&self.to_rdf(document, None, Options::default())?, Hash::Sha256)
    }

    /// The statements of a document, or the error's name.
    pub(crate) fn to_rdf(
        &self,
        document: &Value,
        url: Option<IriBuf>,
        options: Options,
    ) -> Result<Dataset, String> {
        let document = RemoteDocument::new(url, None, parse(&spelt(document).to_string()));
        let mut blanks = generator::Blank::new_with_prefix("generated".to_owned());
        let mut rdf = now(document.to_rdf_using(&mut blanks, &self.documents, options))
            .map_err(|error| error.code().as_str().to_owned())?;
        Ok(rdf.cloned_quads().map(quad).collect())
    }
}

/// The same document in the spelling of RFC 8785. In a graph, `json-ld` leaves numbers and JSON literals as they are spelt.
/// The context keeps its order: `json-ld` refuses an `@index` whose term is defined behind it.
fn spelt(document: &Value) -> Value {
    let text = serde_json_canonicalizer::to_string(document).unwrap();
    let mut spelt: Value = serde_json::from_str(&text).unwrap();
    if let Some(context) = document.get("@context") {
        spelt["@context"] = context.clone();
    }
    spelt
}

/// The canonical form of a dataset.
pub(crate) fn canonical(dataset: &Dataset, hash: Hash) -> Result<String, String> {
    let options = CanonicalizationOptions::default();
    match hash {
        Hash::Sha256 => canonicalize_with::<Sha256>(dataset, &options),
        Hash::Sha384 => canonicalize_with::<Sha384>(dataset, &options),
    }
    .map_err(|error| error.to_string())
}

/// An address.
pub(crate) fn iri(text: &str) -> IriBuf {
    IriBuf::new(text.to_owned()).unwrap()
}

/// JSON as the oracle holds it.
pub(crate) fn parse(text: &str) -> json_ld::syntax::Value {
    json_ld::syntax::Value::parse_str(text).unwrap().0
}

type LdObject = rdf_types::Object<ValidId, rdf_types::Literal>;

fn quad(quad: rdf_types::Quad<ValidId, ValidId, LdObject, ValidId>) -> Quad {
    let rdf_types::Quad(subject, predicate, object, graph) = quad;
    let predicate = match predicate {
        ValidId::Iri(iri) => NamedNode::new_unchecked(iri.to_string()),
        ValidId::Blank(_) => unreachable!("generalized RDF was not asked for"),
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
            // A processor may write tags in lower case (JSON-LD 1.1 API 5.1.2): ours does, this one does not.
            LiteralType::LangString(tag) => {
                Literal::new_language_tagged_literal_unchecked(literal.value, tag.to_lowercase())
            }
        }
        .into(),
    }
}

/// The value of a future that waits for nothing.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("every document is at hand"),
    }
}
