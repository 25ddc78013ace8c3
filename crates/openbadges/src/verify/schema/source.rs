//! Fetches schemas: the document at an address, or the credential in it that contains the schema.
//!
//! An attacker could replace a schema to affect any badge. The digest is therefore compared if the badge states one
//! (VC JSON Schema, section 4.1), and an unprotected connection requires a digest.

use super::SchemaError;
use crate::{
    check::{Check, Outcome},
    code::Code,
    documents::{DocumentRef, Documents, Purpose},
    formats::wire,
    json::Value,
    status_list::ObservedList,
    verify::{
        fetch::{FetchedDocument, fetch_document, id_of},
        integrity,
        options::VerifyOptions,
        proofs::{Authenticity, FetchedCredential},
        rules::Version,
        status, time,
    },
};

/// A schema that was fetched.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) schema: Value,
    /// The document with the schema, and those used to verify it.
    pub(super) documents: Vec<DocumentRef>,
    /// The status lists used to verify it.
    pub(super) lists: Vec<ObservedList>,
}

/// Returns the schema at the address in `entry`.
pub(super) async fn document(
    entry: &Value,
    documents: &(impl Documents + Sync),
) -> Result<Source, SchemaError> {
    let fetched_document = fetch_schema(entry, documents).await?;
    let document = fetched_document.document.reference();
    match fetched_document.json() {
        Ok(schema) => Ok(Source { schema, documents: vec![document], lists: Vec::new() }),
        Err(failure) => {
            let code = match failure.cause {
                Code::NetContentType => Code::SchemaUnknown,
                _ => Code::SchemaInvalid,
            };
            let schema_error = SchemaError::new(code).with("cause", failure.cause.as_str());
            Err(schema_error.with("detail", failure.detail).with_documents([document]))
        }
    }
}

/// Returns the schema in the credential at the address in `entry`. The credential must be valid: proof, validity
/// period and status (VC JSON Schema, sections 2.2 and 4.1).
pub(super) async fn credential(
    entry: &Value,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Result<Source, SchemaError> {
    let fetched_document = fetch_schema(entry, documents).await?;
    let mut used = vec![fetched_document.document.reference()];
    let invalid = |detail: String| SchemaError::new(Code::SchemaInvalid).with("detail", detail);
    let result = async {
        let fetched = FetchedCredential::read(&fetched_document.document.bytes).map_err(|error| {
            let schema_error = invalid(error.detail);
            error.cause.into_iter().fold(schema_error, |error, cause| error.with("cause", cause.as_str()))
        })?;
        let credential = fetched.credential();
        if !wire::types(credential).contains(&"JsonSchemaCredential") {
            return Err(invalid("the document is not a JsonSchemaCredential".into()));
        }
        let Authenticity { signature, claims, issuer_key } =
            fetched.authenticate(documents, options.at).await;
        let validity = time::check(credential, Version::Vc, options.at);
        let status = status::check(credential, documents, options).await;
        let checks = [Some(signature), Some(issuer_key), claims, Some(validity), Some(status.check)];
        let checks: Vec<Check> = checks.into_iter().flatten().collect();
        for document in checks.iter().flat_map(|check| &check.documents) {
            if !used.contains(document) {
                used.push(document.clone());
            }
        }
        check_all_passed(&checks)?;
        let subject = wire::items(credential.get("credentialSubject")).next();
        let schema = subject.filter(|subject| wire::types(subject).contains(&"JsonSchema"));
        match schema.and_then(|subject| subject.get("jsonSchema")) {
            Some(schema) => Ok((schema.clone(), status.lists)),
            None => Err(invalid("the credential contains no JsonSchema".into())),
        }
    };
    let result = result.await;
    match result {
        Ok((schema, lists)) => Ok(Source { schema, documents: used, lists }),
        Err(schema_error) => Err(schema_error.with_documents(used)),
    }
}

/// Returns an error if a check of the schema's credential failed or is unknown.
fn check_all_passed(checks: &[Check]) -> Result<(), SchemaError> {
    for (outcome, code) in [(Outcome::Failed, Code::SchemaInvalid), (Outcome::Unknown, Code::SchemaUnknown)] {
        if let Some(check) = checks.iter().find(|check| check.outcome == outcome) {
            let schema_error = SchemaError::new(code).with("detail", check.id.as_str());
            let cause = check.code.into_iter();
            return Err(cause.fold(schema_error, |error, cause| error.with("cause", cause.as_str())));
        }
    }
    Ok(())
}

/// Fetches the document at the address in `entry` and checks its integrity.
async fn fetch_schema(
    entry: &Value,
    documents: &(impl Documents + Sync),
) -> Result<FetchedDocument, SchemaError> {
    let unknown = |cause: Code| SchemaError::new(Code::SchemaUnknown).with("cause", cause.as_str());
    let url = id_of(entry).unwrap_or_default();
    let fetched_document = fetch_document(documents, url, Purpose::Schema)
        .await
        .map_err(|failure| unknown(failure.cause).with("detail", &failure.detail))?;
    match integrity::matches(entry, &fetched_document.document.bytes) {
        Some(false) => {
            Err(unknown(Code::RelatedMismatch).with_documents([fetched_document.document.reference()]))
        }
        None if !fetched_document.protected => {
            Err(unknown(Code::NetCleartext).with_documents([fetched_document.document.reference()]))
        }
        _ => Ok(fetched_document),
    }
}
