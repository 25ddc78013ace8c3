//! Finds the credentials in a text: a single credential, or those in presentations and envelopes. Each keeps its own
//! unchanged text.
//!
//! A presentation is not a badge. Each of its credentials refers to it, so that the holder's signature can be reported.
//! In nested presentations, a credential refers to the innermost.
//! A learner record is a badge; the credentials inside it are read when it is verified.

use std::sync::Arc;

use super::{
    ReadError,
    credential::{self, ParsedCredential},
    jws, member_texts,
};
use crate::{
    code::Code,
    formats::{Credential, presentation},
    limits::{PRESENTATION_DEPTH, PRESENTED_CREDENTIALS},
    proof::jws::Jws,
};

/// Reads the credentials in a text: a single one (JSON or compact JWS), or those of a presentation.
///
/// Reads the content of an envelope instead of the envelope.
pub(super) fn read_credentials(
    text: &str,
    progress: &mut Progress,
) -> Result<Vec<Result<ParsedCredential, ReadError>>, ReadError> {
    let has_bom = text.starts_with('\u{feff}');
    let text = trim(text);
    if Jws::looks_like(text) {
        let payload = jws::payload(text)?;
        if presentation::in_payload(&payload).is_some() {
            return presented_credentials(Credential::Jws { text: text.into(), payload }, progress);
        }
        return Ok(vec![Ok(credential::from_jws(text, payload)?.with_bom_note(has_bom))]);
    }
    let document = credential::parse_document(text)?;
    match presentation::enveloped(&document) {
        Some(Ok(enveloped)) if Jws::looks_like(enveloped) => {
            return progress.nested(|progress| read_credentials(enveloped, progress));
        }
        Some(Ok(_)) => return Err(ReadError::new(Code::JwtFormat, "an envelope without a JWS")),
        Some(Err(found)) => return Err(ReadError::new(Code::JsonNotABadge, found)),
        None => {}
    }
    if presentation::is_presentation(&document) {
        return presented_credentials(Credential::Json { text: text.into(), document }, progress);
    }
    Ok(vec![Ok(credential::from_json(text, document)?.with_bom_note(has_bom))])
}

/// Reads the only credential in a text. Returns an error if there are several.
pub(super) fn single_credential(text: &str) -> Result<ParsedCredential, ReadError> {
    let mut credentials = read_credentials(text, &mut Progress::new())?;
    match (credentials.pop(), credentials.len()) {
        (Some(credential), 0) => credential,
        (_, more) => {
            let found = format!("a presentation of {} credentials", more + 1);
            Err(ReadError::new(Code::PresentationMultipleBadges, found))
        }
    }
}

/// Reads every credential of a presentation.
fn presented_credentials(
    presentation: Credential,
    progress: &mut Progress,
) -> Result<Vec<Result<ParsedCredential, ReadError>>, ReadError> {
    let texts = member_texts(&presentation, "vp", &["verifiableCredential"])?;
    let presentation = Arc::new(presentation);
    progress.nested(|progress| {
        let mut credentials = Vec::new();
        for text in &texts {
            if progress.credentials == PRESENTED_CREDENTIALS {
                let found = format!("a presentation of more than {PRESENTED_CREDENTIALS} credentials");
                credentials.push(Err(ReadError::new(Code::PresentationLimit, found)));
                break;
            }
            progress.credentials += 1;
            match read_credentials(text, progress) {
                Ok(nested) => credentials.extend(nested),
                Err(error) => credentials.push(Err(error)),
            }
        }
        for credential in credentials.iter_mut().flatten() {
            credential.presentation.get_or_insert_with(|| presentation.clone());
        }
        match credentials.is_empty() {
            true => Err(ReadError::new(Code::PresentationEmpty, "a presentation without credentials")),
            false => Ok(credentials),
        }
    })
}

/// Counts the nesting depth and the credentials read so far.
pub(super) struct Progress {
    depth: usize,
    credentials: usize,
}

impl Progress {
    /// Starts at the outermost text.
    pub(super) fn new() -> Self {
        Self { depth: 0, credentials: 0 }
    }

    /// Calls `read` one level deeper. Returns an error if that is too deep.
    pub(super) fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        if self.depth == PRESENTATION_DEPTH {
            let found = format!("presentations nested more than {PRESENTATION_DEPTH} levels deep");
            return Err(ReadError::new(Code::PresentationLimit, found));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }
}

/// Removes a byte order mark and surrounding white space, which are not part of the credential.
pub(super) fn trim(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text).trim_matches([' ', '\t', '\n', '\r'])
}
