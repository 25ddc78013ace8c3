//! From bytes to a badge: what it is, judged by its content alone.
//!
//! A file name or a media type is never believed here. The original bytes stay beside everything that is read from
//! them. Whether the badge holds is `verify`'s question.

use std::error::Error;

use crate::{badge::Badge, check::Note, code::Code, json::Value};

/// What a badge came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Container {
    /// JSON or a compact JWS by itself.
    Bare,
    /// Baked into a PNG.
    Png,
    /// Baked into an SVG.
    Svg,
}

/// Version and form of a badge, as `--json` and reports name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Format {
    /// An OB 0.5, 1.0 or 1.1 assertion. Recognised and shown; not checked by this version.
    #[serde(rename = "ob-1.x/hosted")]
    Ob1Hosted,
    /// An OB 2.0 assertion that its issuer hosts.
    #[serde(rename = "ob-2.0/hosted")]
    Ob2Hosted,
    /// An OB 2.0 assertion as a compact JWS.
    #[serde(rename = "ob-2.0/signed")]
    Ob2Signed,
    /// An OB 3.0 credential with Data Integrity proofs (or without any: that is told by its checks).
    #[serde(rename = "ob-3.0/data-integrity")]
    Ob3DataIntegrity,
    /// An OB 3.0 credential as a VC-JWT.
    #[serde(rename = "ob-3.0/vc-jwt")]
    Ob3Jwt,
    /// Only the address of a hosted assertion (OB 1.x and 2.0 baking with a URL).
    #[serde(rename = "ob-2.0/reference")]
    Reference,
}

/// The credential's own text, exactly as it was found, and what was read from it.
#[derive(Clone, Debug, PartialEq)]
pub enum Credential {
    /// A JSON document.
    Json {
        /// The text, byte for byte.
        text: String,
        /// The same, parsed strictly.
        document: Value,
    },
    /// A compact JWS.
    Jws {
        /// The text, byte for byte.
        text: String,
        /// The payload, parsed strictly.
        payload: Value,
    },
    /// The address of a hosted assertion.
    Reference {
        /// As it was found.
        url: String,
    },
}

impl Credential {
    /// The text of the credential, byte for byte.
    pub fn text(&self) -> &str {
        match self {
            Self::Json { text, .. } | Self::Jws { text, .. } => text,
            Self::Reference { url } => url,
        }
    }
}

/// A badge as it was found: the original bytes, and what was read from them. Nothing about it is verified.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The bytes that were handed over, untouched.
    pub original: Vec<u8>,
    /// What the badge came in.
    pub container: Container,
    /// Version and form.
    pub format: Format,
    /// The credential itself.
    pub credential: Credential,
    /// The view that screens and lists use.
    pub badge: Badge,
    /// Remarks from reading.
    pub notes: Vec<Note>,
}

/// Why bytes yielded no badge.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {found}")]
pub struct ReadError {
    /// The stable code.
    pub code: Code,
    /// What was found instead, in a few words ("a PNG of 400 x 400", "JSON with the keys …").
    pub found: String,
    /// The badges to choose from, where there are several (`PNG_MULTIPLE_BADGES`, `SVG_MULTIPLE_BADGES`).
    pub choices: Vec<Found>,
    /// What the error came from.
    #[source]
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl ReadError {
    /// An error with its code and what was found.
    pub fn new(code: Code, found: impl Into<String>) -> Self {
        Self { code, found: found.into(), choices: Vec::new(), source: None }
    }

    /// With the error that it came from.
    #[must_use]
    pub fn caused_by(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }
}

/// Reads one badge.
pub fn read(bytes: &[u8]) -> Result<Found, ReadError> {
    let _ = bytes;
    todo!("helper: reading")
}

/// Reads every badge in `bytes`: the members of a top-level JSON array each by itself, anything else as [`read`](read()) does.
pub fn read_all(bytes: &[u8]) -> Vec<Result<Found, ReadError>> {
    let _ = bytes;
    todo!("helper: reading")
}
