//! Requests with a body, which are used only to accept offers. Some contain an access token.
//!
//! The same rules and the same consent apply to the address as to any other. The body is sent only to that host: a
//! redirect is an error. The token never appears in a log or message.

use std::future::Future;

use openbadges::{FetchError, documents::Purpose};
use secrecy::{ExposeSecret, SecretString};

/// A request with a body.
#[derive(Debug)]
pub struct Submission {
    /// The address.
    pub url: String,
    /// The purpose.
    pub purpose: Purpose,
    /// The body.
    pub body: Body,
    /// The access token (RFC 6750, section 2.1).
    pub bearer: Option<SecretString>,
}

/// A request body.
#[derive(Debug)]
pub enum Body {
    /// No body.
    Empty,
    /// JSON.
    Json(serde_json::Value),
    /// Names and values (`application/x-www-form-urlencoded`), already encoded.
    Form(SecretString),
}

impl Body {
    /// Returns the media type, or `None` without a body.
    pub(super) const fn media_type(&self) -> Option<&'static str> {
        match self {
            Self::Empty => None,
            Self::Json(_) => Some("application/json"),
            Self::Form(_) => Some("application/x-www-form-urlencoded"),
        }
    }

    /// Returns the bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Empty => Vec::new(),
            Self::Json(value) => value.to_string().into_bytes(),
            Self::Form(text) => text.expose_secret().as_bytes().to_vec(),
        }
    }
}

/// A host's response: success or refusal (4xx). The body may contain the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status (RFC 9110, section 15).
    pub status: u16,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// Returns whether the status is 2xx.
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// Sends submissions.
pub trait Submissions {
    /// Sends a submission and returns the response.
    fn submit(&self, submission: &Submission) -> impl Future<Output = Result<Reply, FetchError>> + Send;
}
