//! Schemas of a credential (`credentialSchema`; VC Data Model 2.0, section 4.11).
//!
//! | type | check | mismatch |
//! |---|---|---|
//! | `1EdTechJsonSchemaValidator2019` | `schema.conformance` | the badge is invalid ("OpenBadgeCredential Verification", step 1) |
//! | `JsonSchema`, `JsonSchemaCredential` | `schema.structure` | no effect on the verdict (VC JSON Schema, "Validity of a Verifiable Credential") |
//! | any other | `schema.structure` | unknown, with its name |
//!
//! A schema that cannot be fetched leaves its check unknown without affecting the verdict. A report contains these
//! checks only if the credential names a schema.
//!
//! Schemas are untrusted. [`source`] fetches a schema, [`language`] parses it and rejects unsupported parts,
//! [`steps`] calculates the cost of its evaluation, and only then [`evaluation`] runs it.

mod compacted;
mod evaluation;
mod language;
mod source;
mod steps;

use self::{
    evaluation::{Evaluator, Mismatch},
    language::{Draft, Schema},
    source::Source,
};
use crate::{
    check::{Check, CheckId, Outcome, Rule},
    code::{Code, Details},
    documents::{DocumentRef, Documents},
    formats::wire,
    json::Value,
    limits::SCHEMAS,
    status_list::ObservedList,
    verify::{fetch::id_of, options::VerifyOptions, rules::Version},
};

/// The result for all schemas of a credential.
#[derive(Clone, Debug, Default)]
pub(crate) struct SchemaFinding {
    /// `schema.conformance` and `schema.structure`, for the kinds of schema that the credential names.
    pub(crate) checks: Vec<Check>,
    /// The status lists that were used for schema credentials.
    pub(crate) lists: Vec<ObservedList>,
}

/// Checks `credential` against every schema that it names.
pub(crate) async fn check(
    credential: &Value,
    version: Version,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> SchemaFinding {
    let mut lists = Vec::new();
    let mut checks = Vec::new();
    for (count, entry) in wire::items(credential.get("credentialSchema")).enumerate() {
        let kind = Kind::of(entry, version);
        if count == SCHEMAS {
            let detail = format!("more than {SCHEMAS} schemas");
            checks.push(kind.unknown(version, Code::NetBudget).with("detail", detail));
            break;
        }
        let check = match kind {
            Kind::Other => {
                let named = wire::types(entry).join(" ");
                kind.unknown(version, Code::SchemaTypeUnsupported).with("type", named)
            }
            _ => match kind.fetch(entry, documents, options).await {
                Ok(Source { schema, documents, lists: used_lists }) => {
                    lists.extend(used_lists);
                    documents
                        .into_iter()
                        .fold(kind.compare(version, &schema, credential), Check::with_document)
                }
                Err(schema_error) => schema_error.explain(kind.unknown(version, schema_error.code)),
            },
        };
        checks.push(check.with("url", id_of(entry).unwrap_or_default()));
    }
    let ids = [CheckId::SchemaConformance, CheckId::SchemaStructure];
    SchemaFinding { checks: ids.into_iter().filter_map(|id| summarise(id, &checks)).collect(), lists }
}

/// Returns the first check of `id` that failed, otherwise the first that is unknown, otherwise all passed checks as
/// one.
fn summarise(id: CheckId, checks: &[Check]) -> Option<Check> {
    let all = || checks.iter().filter(|check| check.id == id);
    let of = |outcome: Outcome| all().find(|check| check.outcome == outcome).cloned();
    of(Outcome::Failed).or_else(|| of(Outcome::Unknown)).or_else(|| {
        let passed = all().cloned();
        passed.reduce(|all, next| next.documents.into_iter().fold(all, Check::with_document))
    })
}

/// The kinds of schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A JSON Schema to which Open Badges requires conformance (1EdTech Credential Schema 1.0).
    OpenBadges,
    /// A JSON Schema (VC JSON Schema, section 2.1).
    JsonSchema,
    /// A credential that contains a JSON Schema (VC JSON Schema, section 2.2).
    JsonSchemaCredential,
    /// An unsupported kind.
    Other,
}

impl Kind {
    fn of(entry: &Value, version: Version) -> Self {
        let types = wire::types(entry);
        let is = |name: &str| types.contains(&name);
        match version {
            // Only the specifications of 1EdTech make conformance a part of verification.
            Version::Vc if is("1EdTechJsonSchemaValidator2019") => Self::JsonSchema,
            _ if is("1EdTechJsonSchemaValidator2019") => Self::OpenBadges,
            _ if is("JsonSchema") => Self::JsonSchema,
            _ if is("JsonSchemaCredential") => Self::JsonSchemaCredential,
            _ => Self::Other,
        }
    }

    const fn check(self) -> CheckId {
        match self {
            Self::OpenBadges => CheckId::SchemaConformance,
            Self::JsonSchema | Self::JsonSchemaCredential | Self::Other => CheckId::SchemaStructure,
        }
    }

    fn rule(self, version: Version) -> Rule {
        match self {
            Self::JsonSchema | Self::JsonSchemaCredential => Rule::new("VC JSON Schema", "4.2 Evaluation"),
            Self::OpenBadges | Self::Other => version.rule(self.check()),
        }
    }

    fn unknown(self, version: Version, code: Code) -> Check {
        Check::unknown(self.check(), self.rule(version), code)
    }

    /// Returns the default draft. VC JSON Schema, section 4: a schema without a draft "MUST NOT be processed".
    const fn unstated_draft(self) -> Option<Draft> {
        match self {
            Self::OpenBadges => Some(Draft::Draft201909),
            Self::JsonSchema | Self::JsonSchemaCredential | Self::Other => None,
        }
    }

    async fn fetch(
        self,
        entry: &Value,
        documents: &(impl Documents + Sync),
        options: &VerifyOptions,
    ) -> Result<Source, SchemaError> {
        match self {
            Self::JsonSchemaCredential => source::credential(entry, documents, options).await,
            Self::OpenBadges | Self::JsonSchema | Self::Other => source::document(entry, documents).await,
        }
    }

    /// Checks `credential` against `schema`.
    fn compare(self, version: Version, schema: &Value, credential: &Value) -> Check {
        match self.find_mismatch(schema, credential) {
            Ok(None) => Check::passed(self.check(), self.rule(version)),
            Ok(Some(Mismatch { pointer, keyword })) => {
                let check = Check::failed(self.check(), self.rule(version), Code::SchemaMismatch);
                let details = [("pointer", pointer), ("keyword", keyword)];
                details.into_iter().fold(check, |check, (name, value)| match value {
                    Some(value) => check.with(name, value),
                    None => check,
                })
            }
            Err(schema_error) => schema_error.explain(self.unknown(version, schema_error.code)),
        }
    }

    /// Returns the first mismatch between `credential` and `schema`.
    ///
    /// The data model of Open Badges allows a list of one value or the value itself. A credential in the compacted
    /// document form conforms if its form with lists does.
    fn find_mismatch(self, schema: &Value, credential: &Value) -> Result<Option<Mismatch>, SchemaError> {
        let schema = Schema::read(schema, self.unstated_draft())?;
        let evaluator = Evaluator::new(&schema, self.asserts_formats())?;
        let mismatch = evaluator.find_mismatch(credential)?;
        if mismatch.is_some() && self == Self::OpenBadges {
            let with_lists = compacted::with_lists(credential);
            if with_lists != *credential && evaluator.find_mismatch(&with_lists)?.is_none() {
                return Ok(None);
            }
        }
        Ok(mismatch)
    }

    /// Returns whether `format` is an assertion. JSON Schema 2019-09 and later leave this to the application; VC
    /// JSON Schema, section 4.2.2, requires it.
    const fn asserts_formats(self) -> bool {
        matches!(self, Self::JsonSchema | Self::JsonSchemaCredential)
    }
}

/// The reason why a schema could not be evaluated.
#[derive(Clone, Debug)]
struct SchemaError {
    code: Code,
    details: Details,
    documents: Vec<DocumentRef>,
}

impl SchemaError {
    fn new(code: Code) -> Self {
        Self { code, details: Details::new(), documents: Vec::new() }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }

    fn with_documents(self, documents: impl Into<Vec<DocumentRef>>) -> Self {
        Self { documents: documents.into(), ..self }
    }

    /// Returns the error for a schema that exceeds its budget.
    fn budget(detail: impl Into<String>) -> Self {
        Self::new(Code::SchemaBudget).with("detail", detail)
    }

    /// Adds the reason to `check`.
    fn explain(&self, check: Check) -> Check {
        let details = &self.details;
        let check = details.iter().fold(check, |check, (name, value)| check.with(name, value));
        self.documents.iter().cloned().fold(check, Check::with_document)
    }
}
