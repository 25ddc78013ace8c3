//! One check's way to documents: each is asked for once, and there is an end to asking.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    code::Code,
    documents::{Document, Documents, FetchError, FetchErrorKind, Request},
    limits::DOCUMENTS_PER_CHECK,
};

/// Asks `inner` for each address once, and for at most [`DOCUMENTS_PER_CHECK`] of them.
pub(super) struct Budgeted<'d, D> {
    inner: &'d D,
    answers: Mutex<BTreeMap<String, Result<Document, FetchError>>>,
}

impl<'d, D> Budgeted<'d, D> {
    pub(super) fn new(inner: &'d D) -> Self {
        Self { inner, answers: Mutex::default() }
    }
}

impl<D: Documents + Sync> Documents for Budgeted<'_, D> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        {
            let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(answer) = answers.get(&request.url) {
                return answer.clone();
            }
            if answers.len() >= DOCUMENTS_PER_CHECK {
                return Err(FetchError {
                    kind: FetchErrorKind::Refused,
                    code: Code::NetBudget,
                    detail: format!("{} would be more than {DOCUMENTS_PER_CHECK} documents", request.url),
                    gone_body: None,
                });
            }
        }
        let answer = self.inner.get(request).await;
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(request.url.clone(), answer.clone());
        answer
    }
}
