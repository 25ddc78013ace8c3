//! Transformation and hashing (EdDSA Cryptosuites 1.0 and ECDSA Cryptosuites 1.0, sections 3.2 and 3.3). Older suites use
//! the same steps.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    ProofError, Suite, chain,
    suite::{SignatureEncoding, Transformation},
};
use crate::{
    code::Code,
    json::{Value, jcs},
    linked_data::{Hash, LinkedDataError, as_array, canonical_document_without, labelled_statements},
};

type Map = serde_json::Map<String, Value>;

/// Returns the bytes that a signature covers: the hash of the proof options, then the hash of the document.
///
/// `hash` depends on the key (see [`Suite::algorithm`]).
///
/// # Errors
///
/// `DI_SUITE_UNSUPPORTED` for suites for selective disclosure, which sign statements separately.
pub fn signed_bytes(
    document: &Value,
    suite: Suite,
    hash: Hash,
    proof: &Value,
) -> Result<Vec<u8>, ProofError> {
    let options = proof_configuration(proof, suite.encoding())?;
    let unsecured = UnsecuredDocument::new(document, proof)?;
    let (options, document) = match suite.transformation() {
        Transformation::Json => canonical_json(document, &unsecured, options)?,
        Transformation::Rdf => {
            let options = canonical_options(document, proof, options, hash)?;
            let (document, excluded_member) = unsecured.document_and_excluded_member();
            let document = canonical_document_without(document, excluded_member, hash)?;
            (options.into_bytes(), document.nquads.into_bytes())
        }
        Transformation::Statements => {
            return Err(ProofError::new(Code::DiSuiteUnsupported).with("suite", suite.as_str()));
        }
    };
    Ok([hash.digest(&options), hash.digest(&document)].concat())
}

/// Returns the hash of the proof options, in the context of the document.
pub(super) fn options_hash(document: &Value, proof: &Value, hash: Hash) -> Result<Vec<u8>, ProofError> {
    let options = proof_configuration(proof, SignatureEncoding::ProofValue)?;
    Ok(hash.digest(canonical_options(document, proof, options, hash)?.as_bytes()))
}

/// Returns the statements of the document with `labels` for its blank nodes. Returns `None` if `labels` does not contain
/// exactly one label for each.
pub(super) fn statements(
    document: &Value,
    proof: &Value,
    labels: &BTreeMap<usize, String>,
) -> Result<Option<Vec<String>>, ProofError> {
    let unsecured = UnsecuredDocument::new(document, proof)?;
    let (document, excluded_member) = unsecured.document_and_excluded_member();
    Ok(labelled_statements(document, excluded_member, labels)?)
}

/// The unsecured document (Data Integrity 1.0, section 4.5): without proofs, or with the previous proofs only if the proof
/// is part of a chain.
enum UnsecuredDocument<'d> {
    Plain(&'d Value),
    Chained(Value),
}

impl<'d> UnsecuredDocument<'d> {
    fn new(document: &'d Value, proof: &Value) -> Result<Self, ProofError> {
        let members = document.as_object().ok_or_else(not_an_object)?;
        let indices = chain::previous_indices(document, proof)?;
        if indices.is_empty() {
            return Ok(Self::Plain(document));
        }
        let proofs = as_array(document.get("proof").unwrap_or(&Value::Null));
        let named = indices.into_iter().filter_map(|index| proofs.get(index).cloned()).collect();
        let mut members = members.clone();
        members.insert("proof".into(), Value::Array(named));
        Ok(Self::Chained(Value::Object(members)))
    }

    /// Returns the document, and the member to ignore.
    fn document_and_excluded_member(&self) -> (&Value, Option<&'static str>) {
        match self {
            Self::Plain(document) => (document, Some("proof")),
            Self::Chained(document) => (document, None),
        }
    }

    fn members(&self) -> Result<Map, ProofError> {
        let (document, excluded_member) = self.document_and_excluded_member();
        let mut members = document.as_object().ok_or_else(not_an_object)?.clone();
        if let Some(member) = excluded_member {
            members.remove(member);
        }
        Ok(members)
    }
}

/// Returns the proof without its signature.
fn proof_configuration(proof: &Value, encoding: SignatureEncoding) -> Result<Map, ProofError> {
    let mut options = proof.as_object().ok_or_else(not_an_object)?.clone();
    options.remove(encoding.member());
    Ok(options)
}

fn not_an_object() -> ProofError {
    ProofError::new(Code::DiMalformed).with("detail", "not an object")
}

/// Returns the canonical RDF of the proof options, in the context of the document (section 3.2.5).
fn canonical_options(
    document: &Value,
    proof: &Value,
    mut options: Map,
    hash: Hash,
) -> Result<String, ProofError> {
    let context = document.get("@context");
    // The contexts of the document apply. A proof must not have others.
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
    Ok(canonical.map_err(|error| with_document_pointer(document, proof, error))?.nquads)
}

/// The context that defines the terms of proofs.
const PROOF_TERMS: &str = "https://w3id.org/security/data-integrity/v2";

/// Returns whether the contexts of the document do not define `DataIntegrityProof`.
fn lacks_proof_terms(error: &LinkedDataError) -> bool {
    let has_detail = |name: &str, text: &str| error.details.get(name).is_some_and(|found| found == text);
    error.code == Code::DiTermDropped
        && has_detail("pointer", "/type")
        && has_detail("term", "DataIntegrityProof")
}

/// Appends the context for proofs to the contexts of the options (Data Integrity 1.0, section 2.4, Context Injection).
fn with_proof_terms(mut options: Value) -> Value {
    if let Some(context) = options.get_mut("@context") {
        let contexts = as_array(context).iter().cloned().chain([PROOF_TERMS.into()]);
        *context = contexts.collect();
    }
    options
}

/// Converts an error in the options of `proof`: its pointer becomes relative to the document.
fn with_document_pointer(document: &Value, proof: &Value, error: LinkedDataError) -> ProofError {
    let mut error = ProofError::from(error);
    // The contexts of the options are those of the document.
    if let Some(found) = error.details.get_mut("pointer").filter(|it| !it.starts_with("/@context")) {
        found.insert_str(0, &pointer(document, proof));
    }
    error
}

/// Returns the JSON pointer of the proof in `document`.
fn pointer(document: &Value, proof: &Value) -> Cow<'static, str> {
    let proofs = document.get("proof").and_then(Value::as_array);
    match proofs.and_then(|proofs| proofs.iter().position(|other| other == proof)) {
        Some(index) => format!("/proof/{index}").into(),
        None => "/proof".into(),
    }
}

/// Returns the canonical JSON of the proof options and of the document (section 3.3).
fn canonical_json(
    document: &Value,
    unsecured: &UnsecuredDocument<'_>,
    options: Map,
) -> Result<(Vec<u8>, Vec<u8>), ProofError> {
    let mut members = unsecured.members()?;
    // Section 3.3.2, step 4: contexts after the signed ones were added later.
    if let Some(signed) = options.get("@context") {
        let found = as_array(document.get("@context").unwrap_or(&Value::Null));
        if !found.starts_with(as_array(signed)) {
            return Err(ProofError::new(Code::SigInvalid)
                .with("pointer", "/proof/@context")
                .with("detail", "the document's contexts do not start with the signed contexts"));
        }
        members.insert("@context".into(), signed.clone());
    }
    let canonical = |members: Map| {
        jcs::canonicalize(&Value::Object(members))
            .map_err(|error| ProofError::new(Code::DiMalformed).with("detail", error.to_string()))
    };
    Ok((canonical(options)?, canonical(members)?))
}
