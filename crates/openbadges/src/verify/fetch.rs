//! A JSON document as a check asks for it: fetched, strictly parsed, and with the address that final_address.

use crate::{
    address::Address,
    check::Check,
    code::Code,
    documents::{Document, DocumentRef, Documents, FetchErrorKind, Purpose, Request},
    json::{self, Value},
};

/// A document that was had and is JSON.
#[derive(Clone, Debug)]
pub(super) struct FetchedPage {
    /// What it says.
    pub(super) document: Value,
    /// The address that final_address, after redirects.
    pub(super) final_address: Address,
    /// Nobody on the way could have changed it, nor where it was redirected to.
    pub(super) protected: bool,
    /// What a check cites.
    pub(super) reference: DocumentRef,
}

impl FetchedPage {
    /// The document's own `id`.
    pub(super) fn id(&self) -> Option<&str> {
        id_of(&self.document)
    }
}

/// A document that was had, in whatever form.
#[derive(Clone, Debug)]
pub(super) struct FetchedDocument {
    /// The document.
    pub(super) document: Document,
    /// The address that final_address, after redirects.
    pub(super) final_address: Address,
    /// Both the address that was asked for and the one that final_address are protected: whoever sits on an unprotected
    /// way can redirect to a protected page of their own.
    pub(super) protected: bool,
}

impl FetchedDocument {
    /// The JSON that the document is. A web page in its place (a login form, a captive portal) is a document that was
    /// not had.
    pub(super) fn json(&self) -> Result<Value, FetchFailure> {
        let failure = |cause: Code, detail: String| FetchFailure {
            url: self.document.url.clone(),
            cause,
            detail,
            gone: None,
            refused: false,
        };
        let media_type = self.document.media_type.as_str();
        if matches!(media_type, "text/html" | "application/xhtml+xml") {
            return Err(failure(Code::NetContentType, format!("the answer is {media_type}")));
        }
        json::parse(&self.document.bytes).map_err(|error| failure(error.code, error.to_string()))
    }
}

/// Why there is no such document.
#[derive(Clone, Debug)]
pub(super) struct FetchFailure {
    /// The address that was asked for.
    pub(super) url: String,
    /// The reason: `NET_…`, `JSON_…`, `TEXT_…`.
    pub(super) cause: Code,
    /// What happened.
    pub(super) detail: String,
    /// The host says that it is gone for good; the body may say failure.
    pub(super) gone: Option<Vec<u8>>,
    /// The address itself, or the way to it, is not one that is taken.
    pub(super) refused: bool,
}

impl FetchFailure {
    /// The badge names no address at which its issuer's copy is.
    pub(super) fn nowhere() -> Self {
        let (url, detail) = (String::new(), "the badge names no address".into());
        Self { url, cause: Code::HostedNowhere, detail, gone: None, refused: true }
    }

    /// `check`, with the facts of why the document is missing.
    pub(super) fn explain(&self, check: Check) -> Check {
        check.with("url", &self.url).with("cause", self.cause.as_str()).with("detail", &self.detail)
    }

    /// The code of a check that needed the document: the reason itself where the address or the way to it was
    /// refused, else `otherwise`.
    pub(super) fn code_or(&self, otherwise: Code) -> Code {
        if self.refused { self.cause } else { otherwise }
    }
}

/// The `id` of a JSON-LD object, under either of its spellings.
pub(super) fn id_of(value: &Value) -> Option<&str> {
    value.get("id").or_else(|| value.get("@id")).and_then(Value::as_str)
}

/// Asks for a document, in whatever form it comes. Fragments never reach the host.
pub(super) async fn fetch_document(
    documents: &(impl Documents + Sync),
    url: &str,
    purpose: Purpose,
) -> Result<FetchedDocument, FetchFailure> {
    let failure = |cause: Code, detail: String, refused: bool| FetchFailure {
        url: url.to_owned(),
        cause,
        detail,
        gone: None,
        refused,
    };
    let Some(address) = Address::parse(url) else {
        return Err(failure(Code::NetScheme, "no web address".into(), true));
    };
    let request = Request { url: address.document(), purpose };
    let document = documents.get(&request).await.map_err(|unavailable| {
        let gone = unavailable.kind == FetchErrorKind::Gone;
        // A redirect that is not followed is a way that is not taken, whoever found that out.
        let refused = unavailable.kind == FetchErrorKind::Refused
            || matches!(unavailable.code, Code::NetRedirect | Code::NetDowngrade);
        FetchFailure {
            gone: gone.then(|| unavailable.gone_body.unwrap_or_default()),
            ..failure(unavailable.code, unavailable.detail, refused)
        }
    })?;
    match Address::parse(&document.final_url) {
        Some(final_address) => {
            let protected = address.is_protected() && final_address.is_protected();
            Ok(FetchedDocument { document, final_address, protected })
        }
        None => Err(failure(Code::NetUrlInvalid, format!("final_address by {}", document.final_url), false)),
    }
}

/// Asks for a JSON document.
pub(super) async fn fetch_page(
    documents: &(impl Documents + Sync),
    url: &str,
    purpose: Purpose,
) -> Result<FetchedPage, FetchFailure> {
    let had = fetch_document(documents, url, purpose).await?;
    let document = had.json().map_err(|failure| FetchFailure { url: url.to_owned(), ..failure })?;
    Ok(FetchedPage {
        document,
        reference: had.document.reference(),
        final_address: had.final_address,
        protected: had.protected,
    })
}
