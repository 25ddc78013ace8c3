//! Documents that verification needs and the caller supplies.
//!
//! This crate opens no socket. The caller implements [`Documents`] and decides whether a document is fetched over the
//! network, read from an archive or supplied by a test. Every [`Document`] records its bytes, its source and its time
//! for the report.

use std::{future::Future, sync::Mutex};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::code::Code;

/// The reason for a request. It selects limits and messages and never changes the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Purpose {
    /// The issuer's own copy of a hosted assertion (OB 2.0 "Hosted Verification").
    HostedAssertion,
    /// The badge class of an OB 2.0 assertion.
    BadgeClass,
    /// The issuer's profile or controller document.
    Issuer,
    /// A public key in PEM, of a signed assertion of OB 1.x.
    PublicKey,
    /// The issuer's JSON Web Key Set.
    KeySet,
    /// A `did:web` document.
    DidDocument,
    /// A status list credential.
    StatusList,
    /// A revocation list (OB 2.0 or 1EdTechRevocationList).
    RevocationList,
    /// A newer version of the badge (`refreshService`).
    Refresh,
    /// A schema that the badge names (`credentialSchema`): a JSON Schema, or a credential that contains one.
    Schema,
    /// A resource that the badge names with a digest, e.g. evidence or a picture.
    Resource,
    /// The badge's picture.
    Picture,
    /// A badge in any format whose address the user entered.
    Badge,
    /// A trust list whose address the user entered.
    TrustList,
    /// A web page whose address the user entered, if the host offers nothing better.
    Page,
    /// E-mails on a server that the user named.
    Mailbox,
    /// A credential offer and the issuer's metadata.
    Offer,
    /// The issuance of an offered badge: token requests and the badge itself.
    Issuance,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: &'static [Self] = &[
        Self::HostedAssertion,
        Self::BadgeClass,
        Self::Issuer,
        Self::PublicKey,
        Self::KeySet,
        Self::DidDocument,
        Self::StatusList,
        Self::RevocationList,
        Self::Refresh,
        Self::Schema,
        Self::Resource,
        Self::Picture,
        Self::Badge,
        Self::TrustList,
        Self::Page,
        Self::Mailbox,
        Self::Offer,
        Self::Issuance,
    ];
}

/// A request for one document.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Request {
    /// The address, as the badge or the issuer writes it.
    pub url: String,
    /// The reason for the request.
    pub purpose: Purpose,
}

/// A fetched document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The requested address.
    pub url: String,
    /// The address of the response, after redirects.
    pub final_url: String,
    /// The media type of the response without parameters; empty if it has none.
    pub media_type: String,
    /// The bytes, unchanged.
    pub bytes: Vec<u8>,
    /// When the document was fetched.
    pub fetched_at: Timestamp,
}

impl Document {
    /// Returns the short form for reports: address, time and digest.
    pub fn reference(&self) -> DocumentRef {
        DocumentRef {
            url: self.url.clone(),
            final_url: (self.final_url != self.url).then(|| self.final_url.clone()),
            fetched_at: self.fetched_at,
            sha256: sha256_hex(&self.bytes),
        }
    }
}

/// Identifies a document that a check used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DocumentRef {
    /// The requested address.
    pub url: String,
    /// The address of the response, if it is a different one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_url: Option<String>,
    /// When the document was fetched.
    #[cfg_attr(feature = "bindings", specta(type = String))]
    pub fetched_at: Timestamp,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
}

/// A document could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct FetchError {
    /// The kind of error.
    pub kind: FetchErrorKind,
    /// The stable error code (`NET_…`).
    pub code: Code,
    /// A description of the error, for the log and the details of a report.
    pub detail: String,
    /// The body of a `410 Gone` response, which may give the reason (OB 2.0 "Hosted Verification").
    pub gone_body: Option<Vec<u8>>,
}

/// The kinds of fetch errors. They affect the verdict differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FetchErrorKind {
    /// No request was made: offline, or no consent.
    #[serde(rename = "not-asked")]
    NotRequested,
    /// The host reports that the document was removed (HTTP 410).
    Gone,
    /// The address was rejected: scheme, private address, or malformed.
    Refused,
    /// The request failed: host, TLS, timeout, size or status.
    Failed,
}

/// A source of documents, implemented by the caller.
pub trait Documents {
    /// Returns the document, or the reason why it could not be fetched.
    fn get(&self, request: &Request) -> impl Future<Output = Result<Document, FetchError>> + Send;
}

impl<D: Documents + Sync> Documents for &D {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        (**self).get(request).await
    }
}

/// A source without documents. Checks that need one are `unknown`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Offline;

impl Documents for Offline {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        Err(FetchError {
            kind: FetchErrorKind::NotRequested,
            code: Code::NetOffline,
            detail: format!("{} was not requested", request.url),
            gone_body: None,
        })
    }
}

/// A source that records every request to another source, and every fetched document.
///
/// A caller can use it to list the hosts before a verification, and to archive the documents after it.
#[derive(Debug)]
pub struct Recording<D> {
    inner: D,
    requests: Mutex<Vec<Request>>,
    documents: Mutex<Vec<Document>>,
}

impl<D> Recording<D> {
    /// Creates a recording of the requests to `inner`.
    pub fn new(inner: D) -> Self {
        Self { inner, requests: Mutex::default(), documents: Mutex::default() }
    }

    /// Returns the requests and the documents, each in order.
    pub fn into_parts(self) -> (Vec<Request>, Vec<Document>) {
        (
            self.requests.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner),
            self.documents.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }
}

impl<D: Documents + Sync> Documents for Recording<D> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        self.requests.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(request.clone());
        let result = self.inner.get(request).await;
        if let Ok(document) = &result {
            self.documents.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(document.clone());
        }
        result
    }
}

/// Returns the SHA-256 digest in lower-case hex, as reports and manifests contain it.
pub fn sha256_hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}
