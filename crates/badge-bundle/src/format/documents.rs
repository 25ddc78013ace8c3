//! `badges/NN/documents/`: what the report at export stood on, as the sender's program had it.
//!
//! An archived document is the sender's word that a host once answered so. It is a second look beside the check of today,
//! never a part of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use openbadges::{
    Code,
    documents::{Document, Documents, FetchError, FetchErrorKind, Request, sha256_hex},
    json,
};
use serde::{Deserialize, Serialize};

use crate::code::BundleError;

/// The list of a badge's archived documents, in its folder `documents`.
pub(crate) const INDEX: &str = "index.json";

/// One line of `documents/index.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Archived {
    /// Its file beside the index.
    pub(crate) file: String,
    /// The address that was asked for.
    pub(crate) url: String,
    /// The address that answered.
    pub(crate) final_url: String,
    /// The media type that the answer claimed.
    pub(crate) media_type: String,
    /// When it was had.
    pub(crate) fetched_at: Timestamp,
    /// SHA-256 of the file.
    pub(crate) sha256: String,
}

impl Archived {
    /// The line of the document with number `number` (from 1).
    pub(crate) fn of(number: usize, document: &Document) -> Self {
        Self {
            file: format!("{number:02}"),
            url: document.url.clone(),
            final_url: document.final_url.clone(),
            media_type: document.media_type.clone(),
            fetched_at: document.fetched_at,
            sha256: sha256_hex(&document.bytes),
        }
    }
}

/// The documents under `folder` (which ends with `/`), taken out of `entries`. A missing index means that there are none.
///
/// A file is one document: an index that names it again would make much of a small bundle.
pub(crate) fn read(
    folder: &str,
    entries: &mut BTreeMap<String, Vec<u8>>,
) -> Result<Vec<Document>, BundleError> {
    let index = format!("{folder}{INDEX}");
    let Some(bytes) = entries.get(&index) else { return Ok(Vec::new()) };
    let lines = json::parse(bytes).map_err(|error| BundleError::manifest(&index, error.code))?;
    let lines: Vec<Archived> =
        serde_json::from_value(lines).map_err(|error| BundleError::manifest(&index, error))?;
    let document = |line: Archived| {
        let path = format!("{folder}{}", line.file);
        match entries.remove(&path) {
            Some(bytes) if sha256_hex(&bytes) == line.sha256 => Ok(Document {
                url: line.url,
                final_url: line.final_url,
                media_type: line.media_type,
                bytes,
                fetched_at: line.fetched_at,
            }),
            _ => Err(BundleError::manifest(path, "not the document that the index names")),
        }
    };
    lines.into_iter().map(document).collect()
}

/// Answers from archived documents alone. The latest of several copies counts.
pub(crate) struct Archive<'a>(pub(crate) &'a [Document]);

impl Documents for Archive<'_> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let copies = self.0.iter().filter(|document| document.url == request.url);
        copies.max_by_key(|document| document.fetched_at).cloned().ok_or_else(|| FetchError {
            kind: FetchErrorKind::NotAsked,
            code: Code::NetOffline,
            detail: format!("{} is not in the archive", request.url),
            gone_body: None,
        })
    }
}
