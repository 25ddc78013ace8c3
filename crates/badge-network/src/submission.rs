//! What is sent to a host, which only getting an offered badge needs: a body, perhaps with an access token.
//!
//! An address here is judged like any other, and agreed to like any other. What is sent goes to that host alone: a redirect
//! is an error. The token is in no log and in no message.

use std::future::Future;

use openbadges::{FetchError, documents::Purpose};
use secrecy::{ExposeSecret, SecretString};

/// Something to send.
#[derive(Debug)]
pub struct Submission {
    /// Whereto.
    pub url: String,
    /// What for.
    pub purpose: Purpose,
    /// What.
    pub body: Body,
    /// The access token that goes with it (RFC 6750, section 2.1).
    pub bearer: Option<SecretString>,
}

/// What is sent.
#[derive(Debug)]
pub enum Body {
    /// Nothing.
    Empty,
    /// JSON.
    Json(serde_json::Value),
    /// Names and values (`application/x-www-form-urlencoded`), encoded.
    Form(SecretString),
}

impl Body {
    /// The media type, where there is anything.
    pub(super) const fn media_type(&self) -> Option<&'static str> {
        match self {
            Self::Empty => None,
            Self::Json(_) => Some("application/json"),
            Self::Form(_) => Some("application/x-www-form-urlencoded"),
        }
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Empty => Vec::new(),
            Self::Json(value) => value.to_string().into_bytes(),
            Self::Form(text) => text.expose_secret().as_bytes().to_vec(),
        }
    }
}

/// What a host answered: that it did as asked, or that it refuses to (4xx). Either may say why in its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status (RFC 9110, section 15).
    pub status: u16,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// Whether the host did as it was asked (2xx).
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// The way to send something.
pub trait Submissions {
    /// Sends it, and hands back what was answered.
    fn submit(&self, submission: &Submission) -> impl Future<Output = Result<Reply, FetchError>> + Send;
}
