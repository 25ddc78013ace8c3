//! The one way out of this library: a question for a document, answered by the caller.
//!
//! Nothing here opens a socket. The caller decides whether and how a document is had: over the network, from an
//! archive, from a test. Every answer carries the facts that a report needs: which bytes, from where, when.

use std::{future::Future, sync::Mutex};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::code::Code;

/// What a document is wanted for. It decides the limits and the words, never the answer.
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
    /// A newer edition of the badge (`refreshService`).
    Refresh,
    /// A schema that the badge names (`credentialSchema`): a JSON Schema, or a credential that holds one.
    Schema,
    /// Anything that the badge names with a digest: evidence, a picture.
    Resource,
    /// The badge's picture.
    Picture,
    /// A badge that a person named by its address, in any form.
    Badge,
    /// A list of issuers that a person named by its address.
    TrustList,
    /// The web page that a person named by its address, where it is all that its host has.
    Page,
    /// Mails, on a server that a person named.
    Mailbox,
    /// What an offer of a badge is about: the offer itself, and what its issuer says of it.
    Offer,
    /// A badge that was offered: what its issuer wants to know before, and the badge.
    Issuance,
}

impl Purpose {
    /// Every purpose there is.
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

/// A question for one document.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Request {
    /// Where it is, as the badge or the issuer names it.
    pub url: String,
    /// What it is wanted for.
    pub purpose: Purpose,
}

/// A document as it was had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The address that was asked for.
    pub url: String,
    /// The address that answered, after redirects.
    pub final_url: String,
    /// The media type that the answer claims, without parameters; empty where it claims none.
    pub media_type: String,
    /// The bytes, untouched.
    pub bytes: Vec<u8>,
    /// When it was had.
    pub fetched_at: Timestamp,
}

impl Document {
    /// The short form that reports hold: address, time and digest.
    pub fn reference(&self) -> DocumentRef {
        DocumentRef {
            url: self.url.clone(),
            final_url: (self.final_url != self.url).then(|| self.final_url.clone()),
            fetched_at: self.fetched_at,
            sha256: sha256_hex(&self.bytes),
        }
    }
}

/// Which document a check stood on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DocumentRef {
    /// The address that was asked for.
    pub url: String,
    /// The address that answered, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_url: Option<String>,
    /// When it was had.
    #[cfg_attr(feature = "bindings", specta(type = String))]
    pub fetched_at: Timestamp,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
}

/// Why a document could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct FetchError {
    /// The kind of reason.
    pub kind: FetchErrorKind,
    /// The stable code of the reason (`NET_…`).
    pub code: Code,
    /// What happened, for the log and the details of a report.
    pub detail: String,
    /// The body of a `410 Gone` answer, which may say why (OB 2.0 "Hosted Verification").
    pub gone_body: Option<Vec<u8>>,
}

/// The kinds of reason that a verdict tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FetchErrorKind {
    /// The caller did not ask: offline, or no consent.
    NotAsked,
    /// The host says that the document is gone for good (HTTP 410).
    Gone,
    /// The address itself is refused: scheme, private address, malformed.
    Refused,
    /// Asked, and not had: host, TLS, time, size, status.
    Failed,
}

/// The caller's way to documents.
pub trait Documents {
    /// Answers with the document, or why it could not be had.
    fn get(&self, request: &Request) -> impl Future<Output = Result<Document, FetchError>> + Send;
}

impl<D: Documents + Sync> Documents for &D {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        (**self).get(request).await
    }
}

/// No documents at all: what can be said offline is said, the rest is `unknown`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Offline;

impl Documents for Offline {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        Err(FetchError {
            kind: FetchErrorKind::NotAsked,
            code: Code::NetOffline,
            detail: format!("{} was not asked", request.url),
            gone_body: None,
        })
    }
}

/// Remembers what was asked for and what was had, so that a caller can name the hosts beforehand and archive the
/// documents afterwards.
#[derive(Debug)]
pub struct Recording<D> {
    inner: D,
    asked: Mutex<Vec<Request>>,
    had: Mutex<Vec<Document>>,
}

impl<D> Recording<D> {
    /// Records what goes through `inner`.
    pub fn new(inner: D) -> Self {
        Self { inner, asked: Mutex::default(), had: Mutex::default() }
    }

    /// What was asked for and what was had, in order.
    pub fn into_parts(self) -> (Vec<Request>, Vec<Document>) {
        let unpoisoned = std::sync::PoisonError::into_inner;
        (
            self.asked.into_inner().unwrap_or_else(unpoisoned),
            self.had.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }
}

impl<D: Documents + Sync> Documents for Recording<D> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        self.asked.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(request.clone());
        let answer = self.inner.get(request).await;
        if let Ok(document) = &answer {
            self.had.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(document.clone());
        }
        answer
    }
}

/// SHA-256 in lower-case hex, the way that reports and manifests write it.
pub fn sha256_hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}
