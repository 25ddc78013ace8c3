//! Running a schema that was read and whose cost is counted.

use jsonschema::{PatternOptions, Validator, error::ValidationErrorKind};

use super::{
    NotChecked,
    language::{Schema, invalid, unsupported},
    work,
};
use crate::{
    json::Value,
    limits::{SCHEMA_DETAIL_FAULTS, SCHEMA_DETAIL_STEPS, SCHEMA_PATTERN_BYTES, SCHEMA_PATTERN_CACHE_BYTES},
};

/// A schema, ready to be run.
#[derive(Debug)]
pub(super) struct Evaluator<'a> {
    schema: &'a Schema,
    validator: Validator,
}

/// Where a credential differs from a schema. Nothing where telling would cost too much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misfit {
    /// JSON pointer (RFC 6901) into the credential.
    pub(super) pointer: Option<String>,
    /// The keyword that does not hold there.
    pub(super) keyword: Option<String>,
}

impl<'a> Evaluator<'a> {
    /// Prepares `schema`. `formats`: whether `format` is more than a remark.
    pub(super) fn new(schema: &'a Schema, formats: bool) -> Result<Self, NotChecked> {
        // The default engine goes back and forth; this one takes time in proportion to the text.
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
                // A regular expression that looks around or back, or is too large.
                ValidationErrorKind::Format { .. } | ValidationErrorKind::Pattern { .. } => {
                    unsupported(error.kind().keyword())
                }
                kind => invalid(kind.keyword()).with("pointer", shown(error.instance_path().as_str())),
            }),
        }
    }

    /// Where `instance` differs from the schema, if it does.
    pub(super) fn misfit(&self, instance: &Value) -> Result<Option<Misfit>, NotChecked> {
        let work = work::count(self.schema, instance)?;
        if self.validator.is_valid(instance) {
            return Ok(None);
        }
        if work.tell > SCHEMA_DETAIL_STEPS || work.evaluate > SCHEMA_DETAIL_FAULTS {
            return Ok(Some(Misfit { pointer: None, keyword: None }));
        }
        let told = self.validator.validate(instance).err();
        Ok(Some(Misfit {
            pointer: told.as_ref().map(|error| shown(error.instance_path().as_str())),
            keyword: told.as_ref().map(|error| error.kind().keyword().to_owned()),
        }))
    }
}

/// How much of a pointer is told.
const SHOWN_CHARS: usize = 200;

fn shown(pointer: &str) -> String {
    pointer.chars().take(SHOWN_CHARS).collect()
}
