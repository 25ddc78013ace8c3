//! A simulated web that records the requests to it.

use std::{collections::BTreeMap, sync::Mutex};

use openbadges::{
    Code, Document, Documents, FetchError, did,
    documents::{FetchErrorKind, Request},
};
use serde_json::{Value, json};

use super::vectors::{Answer as RecordedAnswer, Bytes};

/// The response of an address.
#[derive(Clone, Debug)]
enum Answer {
    Page { media_type: String, bytes: Vec<u8>, final_url: Option<String> },
    No { kind: FetchErrorKind, code: Code, gone_body: Option<Vec<u8>> },
}

/// The pages of a test. All other addresses do not respond.
#[derive(Debug, Default)]
pub(crate) struct Web {
    answers: BTreeMap<String, Answer>,
    requests: Mutex<Vec<String>>,
}

impl Web {
    /// Creates the pages of a vector.
    pub(crate) fn of(answers: &[RecordedAnswer]) -> Self {
        let answer = |recorded: &RecordedAnswer| match (&recorded.page, &recorded.unavailable) {
            (Some(page), None) => Answer::Page {
                media_type: page.media_type.clone(),
                bytes: page.body.bytes(),
                final_url: page.final_url.clone(),
            },
            (None, Some(missing)) => Answer::No {
                kind: missing.kind,
                code: missing.code.parse().expect("a vector's code"),
                gone_body: missing.body.as_ref().map(Bytes::bytes),
            },
            _ => panic!("{}: a page or a reason", recorded.url),
        };
        let answers = answers.iter().map(|recorded| (recorded.url.clone(), answer(recorded))).collect();
        Self { answers, requests: Mutex::default() }
    }

    /// Adds a JSON page and returns the web.
    pub(crate) fn with(mut self, url: &str, page: &Value) -> Self {
        self.put(url, page);
        self
    }

    /// Publishes the keys of all proofs of `credential` and of its inner credentials at the issuer's own
    /// address. Keys with an id outside that address are not published.
    pub(crate) fn publish(&mut self, credential: &Value) {
        let issuer =
            credential["issuer"].as_str().or(credential["issuer"]["id"].as_str()).unwrap_or_default();
        let place = did::did_web_url(issuer).unwrap_or_else(|_| issuer.to_owned());
        let proofs = match &credential["proof"] {
            Value::Array(proofs) => proofs.as_slice(),
            proof => std::slice::from_ref(proof),
        };
        for proof in proofs {
            let method = proof["verificationMethod"].as_str().unwrap_or_default();
            let Some((owner, key)) = method.split_once('#').filter(|(owner, _)| *owner == issuer) else {
                continue;
            };
            let listed =
                json!({"id": method, "type": "Multikey", "controller": owner, "publicKeyMultibase": key});
            let document = json!({"id": owner, "verificationMethod": [listed], "assertionMethod": [method]});
            self.put(&place, &document);
        }
        for inner in credential["credentialSubject"]["verifiableCredential"].as_array().into_iter().flatten()
        {
            self.publish(inner);
        }
    }

    /// Adds a JSON page.
    pub(crate) fn put(&mut self, url: &str, page: &Value) {
        self.bytes(url, "application/json", page.to_string().into_bytes());
    }

    /// Adds a page of any media type.
    pub(crate) fn bytes(&mut self, url: &str, media_type: &str, bytes: Vec<u8>) {
        let page = Answer::Page { media_type: media_type.into(), bytes, final_url: None };
        self.answers.insert(url.into(), page);
    }

    /// Adds a redirect to `to`, which must have a page.
    pub(crate) fn redirect(&mut self, url: &str, to: &str) {
        let Some(Answer::Page { media_type, bytes, .. }) = self.answers.get(to).cloned() else {
            panic!("no page at {to}")
        };
        let page = Answer::Page { media_type, bytes, final_url: Some(to.into()) };
        self.answers.insert(url.into(), page);
    }

    /// Adds `410 Gone`.
    pub(crate) fn gone(&mut self, url: &str, body: &str) {
        let gone_body = Some(body.as_bytes().to_vec());
        let no = Answer::No { kind: FetchErrorKind::Gone, code: Code::NetUnavailable, gone_body };
        self.answers.insert(url.into(), no);
    }

    /// Adds an error response.
    pub(crate) fn no(&mut self, url: &str, kind: FetchErrorKind, code: Code) {
        self.answers.insert(url.into(), Answer::No { kind, code, gone_body: None });
    }

    /// Returns the requested addresses, in order.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no test panicked while recording").clone()
    }
}

impl Documents for Web {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        self.requests.lock().expect("no test panicked while recording").push(request.url.clone());
        match self.answers.get(&request.url) {
            Some(Answer::Page { media_type, bytes, final_url }) => Ok(Document {
                url: request.url.clone(),
                final_url: final_url.clone().unwrap_or_else(|| request.url.clone()),
                media_type: media_type.clone(),
                bytes: bytes.clone(),
                fetched_at: super::time(super::AT),
            }),
            Some(Answer::No { kind, code, gone_body }) => Err(FetchError {
                kind: *kind,
                code: *code,
                detail: format!("simulated error of {}", request.url),
                gone_body: gone_body.clone(),
            }),
            None => Err(FetchError {
                kind: FetchErrorKind::Failed,
                code: Code::NetUnavailable,
                detail: format!("no response from {}", request.url),
                gone_body: None,
            }),
        }
    }
}
