//! From a document and a proof to the bytes that a signature is over: transformation and hashing (EdDSA Cryptosuites
//! 1.0 and ECDSA Cryptosuites 1.0, sections 3.2 and 3.3; the older suites do the same).

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    ProofError, Suite, chain,
    suite::{Form, Written},
};
use crate::{
    code::Code,
    json::{Value, jcs},
    linked_data::{Hash, LinkedDataError, as_array, canonical_document_without, labelled_statements},
};

type Map = serde_json::Map<String, Value>;

/// The hash of the proof's options, then the hash of the document.
///
/// `hash` is the one that goes with the key ([`Suite::algorithm`]). A suite that signs statements one by one has no such
/// bytes: `DI_SUITE_UNSUPPORTED`.
pub fn signed_bytes(
    document: &Value,
    suite: Suite,
    hash: Hash,
    proof: &Value,
) -> Result<Vec<u8>, ProofError> {
    let options = options(proof, suite.written())?;
    let unsecured = Unsecured::of(document, proof)?;
    let (options, document) = match suite.form() {
        Form::Json => canonical_json(document, &unsecured, options)?,
        Form::Rdf => {
            let options = canonical_options(document, proof, options, hash)?;
            let (document, without) = unsecured.parts();
            let document = canonical_document_without(document, without, hash)?;
            (options.into_bytes(), document.nquads.into_bytes())
        }
        Form::Statements => {
            return Err(ProofError::new(Code::DiSuiteUnsupported).with("suite", suite.as_str()));
        }
    };
    Ok([hash.digest(&options), hash.digest(&document)].concat())
}

/// The hash of the proof's options in the document's context.
pub(super) fn options_hash(document: &Value, proof: &Value, hash: Hash) -> Result<Vec<u8>, ProofError> {
    let options = options(proof, Written::ProofValue)?;
    Ok(hash.digest(canonical_options(document, proof, options, hash)?.as_bytes()))
}

/// The statements of the document, with `labels` for its blank nodes. `None` where these are not one label each.
pub(super) fn statements(
    document: &Value,
    proof: &Value,
    labels: &BTreeMap<usize, String>,
) -> Result<Option<Vec<String>>, ProofError> {
    let unsecured = Unsecured::of(document, proof)?;
    let (document, without) = unsecured.parts();
    Ok(labelled_statements(document, without, labels)?)
}

/// The document that a proof is about (Data Integrity 1.0, section 4.5): without any proof; under a chained proof with
/// those that it names in place of all.
enum Unsecured<'d> {
    Plain(&'d Value),
    Chained(Value),
}

impl<'d> Unsecured<'d> {
    fn of(document: &'d Value, proof: &Value) -> Result<Self, ProofError> {
        let members = document.as_object().ok_or_else(not_an_object)?;
        let places = chain::previous(document, proof)?;
        if places.is_empty() {
            return Ok(Self::Plain(document));
        }
        let proofs = as_array(document.get("proof").unwrap_or(&Value::Null));
        let named = places.into_iter().filter_map(|place| proofs.get(place).cloned()).collect();
        let mut members = members.clone();
        members.insert("proof".into(), Value::Array(named));
        Ok(Self::Chained(Value::Object(members)))
    }

    /// The document, and the member to take for absent.
    fn parts(&self) -> (&Value, Option<&'static str>) {
        match self {
            Self::Plain(document) => (document, Some("proof")),
            Self::Chained(document) => (document, None),
        }
    }

    fn members(&self) -> Result<Map, ProofError> {
        let (document, without) = self.parts();
        let mut members = document.as_object().ok_or_else(not_an_object)?.clone();
        if let Some(member) = without {
            members.remove(member);
        }
        Ok(members)
    }
}

/// The proof without its signature.
fn options(proof: &Value, written: Written) -> Result<Map, ProofError> {
    let mut options = proof.as_object().ok_or_else(not_an_object)?.clone();
    options.remove(written.member());
    Ok(options)
}

fn not_an_object() -> ProofError {
    ProofError::new(Code::DiMalformed).with("detail", "not an object")
}

/// The canonical RDF of the proof's options, in the document's context (section 3.2.5).
fn canonical_options(
    document: &Value,
    proof: &Value,
    mut options: Map,
    hash: Hash,
) -> Result<String, ProofError> {
    let context = document.get("@context");
    // A proof with contexts of its own signs nothing under them.
    if options.get("@context").is_some_and(|own| Some(own) != context) {
        return Err(ProofError::new(Code::DiContextUnknown)
            .with("pointer", pointer(document, proof).into_owned() + "/@context")
            .with("detail", "nested"));
    }
    if let Some(context) = context {
        options.insert("@context".into(), context.clone());
    }
    let options = Value::Object(options);
    let canonical = match canonical_document_without(&options, None, hash) {
        Err(error) if lacks_proof_terms(&error) => {
            canonical_document_without(&with_proof_terms(options), None, hash)
        }
        canonical => canonical,
    };
    Ok(canonical.map_err(|error| within(document, proof, error))?.nquads)
}

/// The context that defines the terms of a proof.
const PROOF_TERMS: &str = "https://w3id.org/security/data-integrity/v2";

/// Whether the document's contexts do not define `DataIntegrityProof`.
fn lacks_proof_terms(error: &LinkedDataError) -> bool {
    let says = |name: &str, text: &str| error.details.get(name).is_some_and(|found| found == text);
    error.code == Code::DiTermDropped && says("pointer", "/type") && says("term", "DataIntegrityProof")
}

/// The options with the context that defines their terms behind the document's own (Data Integrity 1.0, section 2.4,
/// Context Injection).
fn with_proof_terms(mut options: Value) -> Value {
    if let Some(context) = options.get_mut("@context") {
        let contexts = as_array(context).iter().cloned().chain([PROOF_TERMS.into()]);
        *context = contexts.collect();
    }
    options
}

/// `error`, found in the options of `proof`, with its pointer from the document's root.
fn within(document: &Value, proof: &Value, error: LinkedDataError) -> ProofError {
    let mut error = ProofError::from(error);
    // The options' contexts are the document's own.
    if let Some(found) = error.details.get_mut("pointer").filter(|it| !it.starts_with("/@context")) {
        found.insert_str(0, &pointer(document, proof));
    }
    error
}

/// Where in `document` the proof stands.
fn pointer(document: &Value, proof: &Value) -> Cow<'static, str> {
    let proofs = document.get("proof").and_then(Value::as_array);
    match proofs.and_then(|proofs| proofs.iter().position(|other| other == proof)) {
        Some(index) => format!("/proof/{index}").into(),
        None => "/proof".into(),
    }
}

/// The two canonical forms under the suites that sign JSON (section 3.3): the JSON itself.
fn canonical_json(
    document: &Value,
    unsecured: &Unsecured<'_>,
    options: Map,
) -> Result<(Vec<u8>, Vec<u8>), ProofError> {
    let mut members = unsecured.members()?;
    // Section 3.3.2, step 4: what stands behind the signed contexts was added later.
    if let Some(signed) = options.get("@context") {
        let found = as_array(document.get("@context").unwrap_or(&Value::Null));
        if !found.starts_with(as_array(signed)) {
            return Err(ProofError::new(Code::SigInvalid)
                .with("pointer", "/proof/@context")
                .with("detail", "the document's contexts are not those that were signed"));
        }
        members.insert("@context".into(), signed.clone());
    }
    let canonical = |members: Map| {
        jcs::canonicalize(&Value::Object(members))
            .map_err(|error| ProofError::new(Code::DiMalformed).with("detail", error.to_string()))
    };
    Ok((canonical(options)?, canonical(members)?))
}
