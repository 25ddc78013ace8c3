//! Reads inputs that must be exactly one file, and values that people type.

use std::path::Path;

use jiff::Timestamp;
use openbadges::{
    Code, ReadError,
    limits::TRUST_LIST_BYTES,
    trust::{TrustList, TrustListError},
};

use crate::{
    intake::{self, ImportInput},
    view::ErrorDetail,
};

/// Parses an RFC 3339 time, or a date, which means midnight in UTC.
pub(crate) fn parse_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| format!("{text}T00:00:00Z").parse().ok())
}

/// Returns the name and the bytes of an input that must be one file of at most `limit` bytes.
pub(crate) fn read_one_file(input: ImportInput, limit: usize) -> (String, Result<Vec<u8>, ReadError>) {
    match input {
        ImportInput::Path(path) => (path.display().to_string(), intake::read_file(&path, limit)),
        ImportInput::Text(text) => ("pasted".into(), Ok(text.into_bytes())),
        ImportInput::Bytes { name, bytes } if bytes.len() > limit => {
            (name, Err(ReadError::new(Code::ImportTooLarge, format!("more than {limit} bytes"))))
        }
        ImportInput::Bytes { name, bytes } => (name, Ok(bytes)),
    }
}

/// Returns the trust list in an input, and its text. Without a name, the list is named after its file.
pub(crate) fn read_trust_list(
    input: ImportInput,
    name: Option<&str>,
) -> Result<(TrustList, String), ErrorDetail> {
    let (source, bytes) = read_one_file(input, TRUST_LIST_BYTES);
    let bytes = bytes.map_err(|error| match error.code {
        Code::ImportTooLarge => TrustListError { code: Code::TrustListLimit, detail: error.found }.into(),
        _ => ErrorDetail::from(error),
    })?;
    let stem = Path::new(&source).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name =
        name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).or(stem).unwrap_or(source);
    let list = TrustList::read(&name, &bytes)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let detail = error.to_string();
        TrustListError { code: Code::TextEncoding, detail }
    })?;
    Ok((list, text))
}
