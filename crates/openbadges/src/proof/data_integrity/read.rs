//! Parsing of the proofs in a document (Data Integrity 1.0 section 2.1).

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use super::{Proof, ProofError, Suite};
use crate::{code::Code, json::Value};

/// Parses the proofs of `document`. Returns an empty list if there are none; the caller reports `DI_NO_PROOF`.
pub fn proofs(document: &Value) -> Vec<Result<Proof, ProofError>> {
    match document.get("proof") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(proofs)) => {
            let read_at = |(index, proof)| read(proof, &format!("/proof/{index}"));
            proofs.iter().enumerate().map(read_at).collect()
        }
        Some(proof) => vec![read(proof, "/proof")],
    }
}

fn read(value: &Value, pointer: &str) -> Result<Proof, ProofError> {
    let fields = Fields { value, pointer };
    if !value.is_object() {
        return Err(ProofError::new(Code::DiMalformed)
            .with("pointer", pointer)
            .with("detail", "not an object"));
    }
    let suite = fields.suite()?;
    let purpose = match value.get("proofPurpose") {
        Some(Value::String(purpose)) => purpose.clone(),
        other => {
            let found = other.map_or_else(|| "nothing".to_owned(), Value::to_string);
            return Err(fields.error(Code::DiPurpose, "proofPurpose").with("purpose", found));
        }
    };
    fields.required(suite.encoding().member())?;
    Ok(Proof {
        suite,
        verification_method: fields.required("verificationMethod")?.to_owned(),
        purpose,
        created: fields.time("created")?,
        expires: fields.time("expires")?,
        challenge: fields.text("challenge")?.map(str::to_owned),
        domain: fields.domain()?,
        value: value.clone(),
    })
}

/// A proof and its JSON pointer.
struct Fields<'a> {
    value: &'a Value,
    pointer: &'a str,
}

impl<'a> Fields<'a> {
    fn error(&self, code: Code, name: &str) -> ProofError {
        ProofError::new(code).with("pointer", format!("{}/{name}", self.pointer)).with("term", name)
    }

    /// Returns the suite with exactly this type and cryptosuite.
    fn suite(&self) -> Result<Suite, ProofError> {
        let kind = self.value.get("type").and_then(Value::as_str);
        let cryptosuite = self.value.get("cryptosuite");
        let known = match cryptosuite {
            None => Suite::from_type(kind, None),
            Some(Value::String(name)) => Suite::from_type(kind, Some(name)),
            Some(_) => None,
        };
        known.ok_or_else(|| {
            let kind = self.value.get("type").map(plain).unwrap_or_default();
            let found = match cryptosuite {
                Some(cryptosuite) => format!("{kind} {}", plain(cryptosuite)),
                None => kind,
            };
            ProofError::new(Code::DiSuiteUnsupported).with("pointer", self.pointer).with("suite", found)
        })
    }

    fn text(&self, name: &str) -> Result<Option<&'a str>, ProofError> {
        match self.value.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.error(Code::DiMalformed, name).with("detail", "not a string")),
        }
    }

    fn required(&self, name: &str) -> Result<&'a str, ProofError> {
        self.text(name)?.ok_or_else(|| self.error(Code::DiMalformed, name).with("detail", "absent"))
    }

    /// Returns the `domain`. Rejects a set of several domains, because it is unclear which one the proof is meant for.
    fn domain(&self) -> Result<Option<String>, ProofError> {
        match self.value.get("domain") {
            Some(Value::Array(set)) => match &set[..] {
                [Value::String(only)] => Ok(Some(only.clone())),
                _ => Err(self.error(Code::DiMalformed, "domain").with("detail", "not a single string")),
            },
            _ => Ok(self.text("domain")?.map(str::to_owned)),
        }
    }

    /// Parses an `xsd:dateTimeStamp`. A time without an offset is UTC (Data Integrity 1.0 section 2.1).
    fn time(&self, name: &str) -> Result<Option<Timestamp>, ProofError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let shaped = text.as_bytes().get(10) == Some(&b'T') && !text.contains('[');
        let read = text.parse::<Timestamp>().or_else(|error| match text.parse::<DateTime>() {
            // `DateTime` also parses text with an offset; such text must parse as a `Timestamp`.
            Ok(civil) if !has_offset(text) => TimeZone::UTC.to_timestamp(civil),
            _ => Err(error),
        });
        match read {
            Ok(time) if shaped => Ok(Some(time)),
            _ => Err(self.error(Code::TimeFormat, name).with("detail", text)),
        }
    }
}

fn has_offset(text: &str) -> bool {
    text.get(11..).is_some_and(|clock| clock.contains(['Z', 'z', '+', '-']))
}

/// Formats a string without quotes, and anything else as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
