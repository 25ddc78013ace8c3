//! `badges/NN/documents/`: the documents that the sender's program used for its report.
//!
//! An archived document is the sender's claim that a host once returned it. It is used only to repeat the verification for
//! the time of the export, never for the current verdict.

use std::collections::BTreeMap;

use jiff::Timestamp;
use openbadges::{
    Code,
    documents::{Document, Documents, FetchError, FetchErrorKind, Request, sha256_hex},
    json,
};
use serde::{Deserialize, Serialize};

use super::layout::BadgeFolder;
use crate::code::BundleError;

/// One item of `documents/index.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ArchivedDocument {
    /// The name of the file beside the index.
    pub(crate) file: String,
    /// The requested address.
    pub(crate) url: String,
    /// The address after redirects.
    pub(crate) final_url: String,
    /// The media type that the host declared.
    pub(crate) media_type: String,
    /// When the document was fetched.
    pub(crate) fetched_at: Timestamp,
    /// SHA-256 of the file.
    pub(crate) sha256: String,
}

impl ArchivedDocument {
    /// Describes the document at `index` (from 0).
    pub(crate) fn new(index: usize, document: &Document) -> Self {
        Self {
            file: format!("{:02}", index + 1),
            url: document.url.clone(),
            final_url: document.final_url.clone(),
            media_type: document.media_type.clone(),
            fetched_at: document.fetched_at,
            sha256: sha256_hex(&document.bytes),
        }
    }
}

/// Removes the documents in `folder` from `entries` and returns them. Returns an empty list if there is no index.
///
/// An index that names a file twice is rejected, because repeated files would multiply the size of a small bundle.
pub(crate) fn take(
    folder: &BadgeFolder,
    entries: &mut BTreeMap<String, Vec<u8>>,
) -> Result<Vec<Document>, BundleError> {
    let path = folder.document_index();
    let Some(bytes) = entries.get(&path) else { return Ok(Vec::new()) };
    let index = json::parse(bytes).map_err(|error| BundleError::manifest(&path, error.code))?;
    let index: Vec<ArchivedDocument> =
        serde_json::from_value(index).map_err(|error| BundleError::manifest(&path, error))?;
    let take_document = |item: ArchivedDocument| {
        let path = folder.document(&item.file);
        match entries.remove(&path) {
            Some(bytes) if sha256_hex(&bytes) == item.sha256 => Ok(Document {
                url: item.url,
                final_url: item.final_url,
                media_type: item.media_type,
                bytes,
                fetched_at: item.fetched_at,
            }),
            _ => Err(BundleError::manifest(path, "not the document that the index describes")),
        }
    };
    index.into_iter().map(take_document).collect()
}

/// Serves archived documents only. If there are several copies, the latest one is returned.
pub(crate) struct ArchivedDocuments<'a>(pub(crate) &'a [Document]);

impl Documents for ArchivedDocuments<'_> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let copies = self.0.iter().filter(|document| document.url == request.url);
        copies.max_by_key(|document| document.fetched_at).cloned().ok_or_else(|| FetchError {
            kind: FetchErrorKind::NotRequested,
            code: Code::NetOffline,
            detail: format!("{} is not in the archive", request.url),
            gone_body: None,
        })
    }
}
