//! Evaluates a parsed schema whose cost was calculated.

use jsonschema::{PatternOptions, Validator, error::ValidationErrorKind};

use super::{
    SchemaError,
    language::{Schema, invalid, unsupported},
    steps,
};
use crate::{
    json::Value,
    limits::{SCHEMA_DETAIL_FAULTS, SCHEMA_DETAIL_STEPS, SCHEMA_PATTERN_BYTES, SCHEMA_PATTERN_CACHE_BYTES},
};

/// A compiled schema.
#[derive(Debug)]
pub(super) struct Evaluator<'a> {
    schema: &'a Schema,
    validator: Validator,
}

/// The first mismatch between a credential and a schema. Empty if locating it would cost too much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mismatch {
    /// JSON pointer (RFC 6901) into the credential.
    pub(super) pointer: Option<String>,
    /// The keyword that is violated.
    pub(super) keyword: Option<String>,
}

impl<'a> Evaluator<'a> {
    /// Compiles `schema`. `formats` states whether `format` is an assertion.
    pub(super) fn new(schema: &'a Schema, formats: bool) -> Result<Self, SchemaError> {
        // The default engine backtracks; this one takes linear time.
        let patterns = PatternOptions::regex()
            .size_limit(SCHEMA_PATTERN_BYTES)
            .dfa_size_limit(SCHEMA_PATTERN_CACHE_BYTES);
        let options = jsonschema::options()
            .with_draft(schema.draft)
            .offline()
            .should_validate_formats(formats)
            .with_pattern_options(patterns);
        match options.build(&schema.root) {
            Ok(validator) => Ok(Self { schema, validator }),
            Err(error) => Err(match error.kind() {
                // A regular expression with look-around or back-references, or one that is too large.
                ValidationErrorKind::Format { .. } | ValidationErrorKind::Pattern { .. } => {
                    unsupported(error.kind().keyword())
                }
                kind => invalid(kind.keyword()).with("pointer", truncated(error.instance_path().as_str())),
            }),
        }
    }

    /// Returns the first mismatch of `instance`, if any.
    pub(super) fn find_mismatch(&self, instance: &Value) -> Result<Option<Mismatch>, SchemaError> {
        let steps = steps::count(self.schema, instance)?;
        if self.validator.is_valid(instance) {
            return Ok(None);
        }
        if steps.locate > SCHEMA_DETAIL_STEPS || steps.evaluate > SCHEMA_DETAIL_FAULTS {
            return Ok(Some(Mismatch { pointer: None, keyword: None }));
        }
        let error = self.validator.validate(instance).err();
        Ok(Some(Mismatch {
            pointer: error.as_ref().map(|error| truncated(error.instance_path().as_str())),
            keyword: error.as_ref().map(|error| error.kind().keyword().to_owned()),
        }))
    }
}

/// The maximum length of a pointer in a report.
const SHOWN_CHARS: usize = 200;

/// Shortens a pointer for a report.
fn truncated(pointer: &str) -> String {
    pointer.chars().take(SHOWN_CHARS).collect()
}
