//! The credentials in a presentation, each with its own text as it stands there.
//!
//! The wrapper itself is never a badge: whether its holder signed it is told beside each of its credentials.

use std::sync::Arc;

use super::{Credential, Read, ReadError, inside, texts};
use crate::{
    code::Code,
    limits::{PRESENTATION_DEPTH, PRESENTED_CREDENTIALS},
};

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

/// What each credential of `wrapper`, a presentation, was read as.
pub(super) fn credentials(
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
