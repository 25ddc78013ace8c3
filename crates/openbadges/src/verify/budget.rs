//! Limits the documents that one verification requests.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    code::Code,
    documents::{Document, Documents, FetchError, FetchErrorKind, Request},
    limits::DOCUMENTS_PER_VERIFICATION,
};

/// Requests each address from `inner` once, and at most [`DOCUMENTS_PER_VERIFICATION`] addresses.
pub(super) struct DocumentBudget<'d, D> {
    inner: &'d D,
    results: Mutex<BTreeMap<String, Result<Document, FetchError>>>,
}

impl<'d, D> DocumentBudget<'d, D> {
    pub(super) fn new(inner: &'d D) -> Self {
        Self { inner, results: Mutex::default() }
    }
}

impl<D: Documents + Sync> Documents for DocumentBudget<'_, D> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        {
            let results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(result) = results.get(&request.url) {
                return result.clone();
            }
            if results.len() >= DOCUMENTS_PER_VERIFICATION {
                return Err(FetchError {
                    kind: FetchErrorKind::Refused,
                    code: Code::NetBudget,
                    detail: format!(
                        "{} would be more than {DOCUMENTS_PER_VERIFICATION} documents",
                        request.url
                    ),
                    gone_body: None,
                });
            }
        }
        let result = self.inner.get(request).await;
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        results.insert(request.url.clone(), result.clone());
        result
    }
}
