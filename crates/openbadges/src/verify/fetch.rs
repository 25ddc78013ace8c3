//! Fetches the documents that checks need.

use crate::{
    address::Address,
    check::Check,
    code::Code,
    documents::{Document, DocumentRef, Documents, FetchErrorKind, Purpose, Request},
    json::{self, Value},
};

/// A JSON document that was fetched.
#[derive(Clone, Debug)]
pub(super) struct FetchedPage {
    /// The parsed document.
    pub(super) document: Value,
    /// The address after redirects.
    pub(super) final_address: Address,
    /// Whether both the requested address and the final address use https.
    pub(super) protected: bool,
    /// The reference for checks.
    pub(super) reference: DocumentRef,
}

impl FetchedPage {
    /// Returns the document's own `id`.
    pub(super) fn id(&self) -> Option<&str> {
        id_of(&self.document)
    }
}

/// A document that was fetched, in any form.
#[derive(Clone, Debug)]
pub(super) struct FetchedDocument {
    /// The document.
    pub(super) document: Document,
    /// The address after redirects.
    pub(super) final_address: Address,
    /// Whether both the requested address and the final address use https. An attacker on an unprotected connection
    /// can redirect to an https page of their own.
    pub(super) protected: bool,
}

impl FetchedDocument {
    /// Parses the document as JSON. A web page, such as a login form or a captive portal, counts as a document that
    /// was not fetched.
    pub(super) fn json(&self) -> Result<Value, FetchFailure> {
        let new_failure = |cause: Code, detail: String| FetchFailure {
            url: self.document.url.clone(),
            cause,
            detail,
            gone: None,
            refused: false,
        };
        let media_type = self.document.media_type.as_str();
        if matches!(media_type, "text/html" | "application/xhtml+xml") {
            return Err(new_failure(Code::NetContentType, format!("the response is {media_type}")));
        }
        json::parse(&self.document.bytes).map_err(|error| new_failure(error.code, error.to_string()))
    }
}

/// The reason why a document is not available.
#[derive(Clone, Debug)]
pub(super) struct FetchFailure {
    /// The requested address. Empty if the badge names none.
    pub(super) url: String,
    /// The reason: `NET_…`, `JSON_…`, `TEXT_…`.
    pub(super) cause: Code,
    /// A description of the failure.
    pub(super) detail: String,
    /// The body of the response if the host reports that the document is gone. It may contain the reason.
    pub(super) gone: Option<Vec<u8>>,
    /// Whether the address or a redirect was refused.
    pub(super) refused: bool,
}

impl FetchFailure {
    /// Returns the failure for a badge that does not name the address of its issuer's copy.
    pub(super) fn no_address() -> Self {
        let (url, detail) = (String::new(), "the badge names no address".into());
        Self { url, cause: Code::HostedNowhere, detail, gone: None, refused: true }
    }

    /// Adds the reason for the missing document to `check`.
    pub(super) fn explain(&self, check: Check) -> Check {
        check.with("url", &self.url).with("cause", self.cause.as_str()).with("detail", &self.detail)
    }

    /// Returns the code for a check that needed the document: the reason itself if the address or a redirect was
    /// refused, otherwise `default`.
    pub(super) fn code_or(&self, default: Code) -> Code {
        if self.refused { self.cause } else { default }
    }
}

/// Returns the `id` or `@id` of a JSON-LD object.
pub(super) fn id_of(value: &Value) -> Option<&str> {
    value.get("id").or_else(|| value.get("@id")).and_then(Value::as_str)
}

/// Fetches a document in any form. Fragments are never sent to the host.
pub(super) async fn fetch_document(
    documents: &(impl Documents + Sync),
    url: &str,
    purpose: Purpose,
) -> Result<FetchedDocument, FetchFailure> {
    let new_failure = |cause: Code, detail: String, refused: bool| FetchFailure {
        url: url.to_owned(),
        cause,
        detail,
        gone: None,
        refused,
    };
    let Some(address) = Address::parse(url) else {
        return Err(new_failure(Code::NetScheme, "not a web address".into(), true));
    };
    let request = Request { url: address.document(), purpose };
    let document = documents.get(&request).await.map_err(|error| {
        let gone = error.kind == FetchErrorKind::Gone;
        // A redirect that was not followed counts as refused.
        let refused = error.kind == FetchErrorKind::Refused
            || matches!(error.code, Code::NetRedirect | Code::NetDowngrade);
        FetchFailure {
            gone: gone.then(|| error.gone_body.unwrap_or_default()),
            ..new_failure(error.code, error.detail, refused)
        }
    })?;
    match Address::parse(&document.final_url) {
        Some(final_address) => {
            let protected = address.is_protected() && final_address.is_protected();
            Ok(FetchedDocument { document, final_address, protected })
        }
        None => Err(new_failure(Code::NetUrlInvalid, format!("response from {}", document.final_url), false)),
    }
}

/// Fetches a JSON document.
pub(super) async fn fetch_page(
    documents: &(impl Documents + Sync),
    url: &str,
    purpose: Purpose,
) -> Result<FetchedPage, FetchFailure> {
    let fetched = fetch_document(documents, url, purpose).await?;
    let document = fetched.json().map_err(|failure| FetchFailure { url: url.to_owned(), ..failure })?;
    Ok(FetchedPage {
        document,
        reference: fetched.document.reference(),
        final_address: fetched.final_address,
        protected: fetched.protected,
    })
}
