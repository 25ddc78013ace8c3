//! The credentials in a text: the one that it is, or those in the presentations and envelopes around them, each with its
//! own text as it stands there.
//!
//! A wrapper itself is never a badge: whether its holder signed it is told beside each of its credentials. (A learner
//! record is a badge by itself; the credentials inside it are walked where it is verified.)

use std::sync::Arc;

use super::{
    ReadError,
    credential::{self, Read},
    inside, jws,
};
use crate::{
    code::Code,
    formats::{Credential, presentation as presented},
    limits::{PRESENTATION_DEPTH, PRESENTED_CREDENTIALS},
    proof::jws::Jws,
};

/// What a text is: a credential by itself (JSON, or a compact JWS), or those of a presentation. What is enveloped is
/// read in place of its envelope.
pub(super) fn texts(text: &str, progress: &mut Progress) -> Result<Vec<Result<Read, ReadError>>, ReadError> {
    let marked = text.starts_with('\u{feff}');
    let text = bare(text);
    if Jws::looks_like(text) {
        let payload = jws::payload(text)?;
        if presented::in_payload(&payload).is_some() {
            return credentials(Credential::Jws { text: text.into(), payload }, progress);
        }
        return Ok(vec![Ok(credential::signed(text, payload)?.noting_mark(marked))]);
    }
    let document = credential::document(text)?;
    match presented::enveloped(&document) {
        Some(Ok(enveloped)) if Jws::looks_like(enveloped) => {
            return progress.deeper(|progress| texts(enveloped, progress));
        }
        Some(Ok(_)) => return Err(ReadError::new(Code::JwtFormat, "an envelope without a JWS")),
        Some(Err(found)) => return Err(ReadError::new(Code::JsonNotABadge, found)),
        None => {}
    }
    if presented::is_presentation(&document) {
        return credentials(Credential::Json { text: text.into(), document }, progress);
    }
    Ok(vec![Ok(credential::plain(text, document)?.noting_mark(marked))])
}

/// The one credential of a text.
pub(super) fn single(text: &str) -> Result<Read, ReadError> {
    let mut read = texts(text, &mut Progress::start())?;
    match (read.pop(), read.len()) {
        (Some(one), 0) => one,
        (_, more) => {
            let found = format!("a presentation of {} credentials", more + 1);
            Err(ReadError::new(Code::PresentationMultipleBadges, found))
        }
    }
}

/// What each credential of `wrapper`, a presentation, was read as.
fn credentials(
    wrapper: Credential,
    progress: &mut Progress,
) -> Result<Vec<Result<Read, ReadError>>, ReadError> {
    let presented = inside(&wrapper, "vp", &["verifiableCredential"])?;
    let wrapper = Arc::new(wrapper);
    progress.deeper(|progress| {
        let mut read = Vec::new();
        for text in &presented {
            if progress.credentials == PRESENTED_CREDENTIALS {
                let found = format!("a presentation of more than {PRESENTED_CREDENTIALS} credentials");
                read.push(Err(ReadError::new(Code::PresentationLimit, found)));
                break;
            }
            progress.credentials += 1;
            match texts(text, progress) {
                Ok(credentials) => read.extend(credentials),
                Err(error) => read.push(Err(error)),
            }
        }
        for read in read.iter_mut().flatten() {
            read.presentation.get_or_insert_with(|| wrapper.clone());
        }
        match read.is_empty() {
            true => Err(ReadError::new(Code::PresentationEmpty, "a presentation without credentials")),
            false => Ok(read),
        }
    })
}

/// How far reading has come: how deep inside wrappers, and how many credentials there were.
pub(super) struct Progress {
    depth: usize,
    credentials: usize,
}

impl Progress {
    /// At the outermost text.
    pub(super) fn start() -> Self {
        Self { depth: 0, credentials: 0 }
    }

    /// Goes into a wrapper, for as long as `into` takes.
    pub(super) fn deeper<T>(
        &mut self,
        into: impl FnOnce(&mut Self) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        if self.depth == PRESENTATION_DEPTH {
            let found = format!("presentations more than {PRESENTATION_DEPTH} deep inside each other");
            return Err(ReadError::new(Code::PresentationLimit, found));
        }
        self.depth += 1;
        let result = into(self);
        self.depth -= 1;
        result
    }
}

/// The text without a byte order mark and the white space around it, which belong to what it came in.
pub(super) fn bare(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text).trim_matches([' ', '\t', '\n', '\r'])
}
