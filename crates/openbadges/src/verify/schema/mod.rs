//! Whether a credential has the form of the schemas that it names (`credentialSchema`; VC Data Model 2.0, section 4.11).
//!
//! | type | check | a credential that differs |
//! |---|---|---|
//! | `1EdTechJsonSchemaValidator2019` | `schema.conformance` | does not conform to Open Badges, and is invalid ("OpenBadgeCredential Verification", step 1) |
//! | `JsonSchema`, `JsonSchemaCredential` | `schema.structure` | is told so: structure says nothing about verification (VC JSON Schema, "Validity of a Verifiable Credential") |
//! | any other | `schema.structure` | unknown, with its name |
//!
//! A schema that cannot be had leaves its check unknown and costs nothing: whoever publishes it may be gone without a
//! word about the badge. A report has these checks only where the credential names a schema.
//!
//! A schema is a stranger's program. [`language`] reads it and refuses what is not checked, [`work`] counts what it would
//! cost on this credential, and only then [`evaluation`] runs it. [`source`] is where it comes from.

mod compacted;
mod evaluation;
mod language;
mod source;
mod work;

use self::{
    evaluation::{Evaluator, Misfit},
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

/// What the schemas of a credential come to.
#[derive(Clone, Debug, Default)]
pub(crate) struct SchemaFinding {
    /// `schema.conformance` and `schema.structure`, each where the credential names such a schema.
    pub(crate) checks: Vec<Check>,
    /// The status lists of schemas that are credentials.
    pub(crate) lists: Vec<ObservedList>,
}

/// Compares `credential` with every schema that it names.
pub(crate) async fn check(
    credential: &Value,
    version: Version,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> SchemaFinding {
    let mut lists = Vec::new();
    let mut checks = Vec::new();
    for (asked, entry) in wire::items(credential.get("credentialSchema")).enumerate() {
        let kind = Kind::of(entry, version);
        if asked == SCHEMAS {
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
                Ok(Source { schema, documents, lists: seen }) => {
                    lists.extend(seen);
                    documents.into_iter().fold(kind.compare(version, &schema, credential), Check::on)
                }
                Err(not_checked) => not_checked.explain(kind.unknown(version, not_checked.code)),
            },
        };
        checks.push(check.with("url", id_of(entry).unwrap_or_default()));
    }
    let ids = [CheckId::SchemaConformance, CheckId::SchemaStructure];
    SchemaFinding { checks: ids.into_iter().filter_map(|id| summed_up(id, &checks)).collect(), lists }
}

/// The first check of `id` that fails, else the first that is unknown; else all that passed, as one.
fn summed_up(id: CheckId, checks: &[Check]) -> Option<Check> {
    let all = || checks.iter().filter(|check| check.id == id);
    let of = |outcome: Outcome| all().find(|check| check.outcome == outcome).cloned();
    of(Outcome::Failed).or_else(|| of(Outcome::Unknown)).or_else(|| {
        let passed = all().cloned();
        passed.reduce(|all, next| next.documents.into_iter().fold(all, Check::on))
    })
}

/// The kinds of schema that a credential may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A JSON Schema that Open Badges asks the credential to conform to (1EdTech Credential Schema 1.0).
    OpenBadges,
    /// A JSON Schema (VC JSON Schema, section 2.1).
    JsonSchema,
    /// A credential that holds a JSON Schema (VC JSON Schema, section 2.2).
    JsonSchemaCredential,
    /// One that is not checked.
    Other,
}

impl Kind {
    fn of(entry: &Value, version: Version) -> Self {
        let types = wire::types(entry);
        let is = |name: &str| types.contains(&name);
        match version {
            // Only the specifications of 1EdTech make conformity a part of verification.
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

    /// The draft of a schema that does not state one. VC JSON Schema, section 4: such a schema "MUST NOT be processed".
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
    ) -> Result<Source, NotChecked> {
        match self {
            Self::JsonSchemaCredential => source::credential(entry, documents, options).await,
            Self::OpenBadges | Self::JsonSchema | Self::Other => source::document(entry, documents).await,
        }
    }

    /// The check of `credential` by `schema`.
    fn compare(self, version: Version, schema: &Value, credential: &Value) -> Check {
        match self.misfit(schema, credential) {
            Ok(None) => Check::passed(self.check(), self.rule(version)),
            Ok(Some(Misfit { pointer, keyword })) => {
                let check = Check::failed(self.check(), self.rule(version), Code::SchemaMismatch);
                let told = [("pointer", pointer), ("keyword", keyword)];
                told.into_iter().fold(check, |check, (name, value)| match value {
                    Some(value) => check.with(name, value),
                    None => check,
                })
            }
            Err(not_checked) => not_checked.explain(self.unknown(version, not_checked.code)),
        }
    }

    /// Where `credential` differs from `schema`, if it does.
    ///
    /// The data model of Open Badges is one, whether a list of one value is written as a list or as that value: a credential
    /// in the compacted document form conforms where its form with lists does.
    fn misfit(self, schema: &Value, credential: &Value) -> Result<Option<Misfit>, NotChecked> {
        let schema = Schema::read(schema, self.unstated_draft())?;
        let evaluator = Evaluator::new(&schema, self.asserts_formats())?;
        let misfit = evaluator.misfit(credential)?;
        if misfit.is_some() && self == Self::OpenBadges {
            let with_lists = compacted::with_lists(credential);
            if with_lists != *credential && evaluator.misfit(&with_lists)?.is_none() {
                return Ok(None);
            }
        }
        Ok(misfit)
    }

    /// Whether `format` is more than a remark. JSON Schema 2019-09 and later leave that to whoever uses it; VC JSON Schema,
    /// section 4.2.2, has a credential fail by it.
    const fn asserts_formats(self) -> bool {
        matches!(self, Self::JsonSchema | Self::JsonSchemaCredential)
    }
}

/// Why a schema says nothing about the credential.
#[derive(Clone, Debug)]
struct NotChecked {
    code: Code,
    details: Details,
    documents: Vec<DocumentRef>,
}

impl NotChecked {
    fn new(code: Code) -> Self {
        Self { code, details: Details::new(), documents: Vec::new() }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }

    fn on(self, documents: impl Into<Vec<DocumentRef>>) -> Self {
        Self { documents: documents.into(), ..self }
    }

    /// The schema costs more than is spent on it.
    fn budget(detail: impl Into<String>) -> Self {
        Self::new(Code::SchemaBudget).with("detail", detail)
    }

    /// `check`, with what is known about the reason.
    fn explain(&self, check: Check) -> Check {
        let details = &self.details;
        let check = details.iter().fold(check, |check, (name, value)| check.with(name, value));
        self.documents.iter().cloned().fold(check, Check::on)
    }
}
