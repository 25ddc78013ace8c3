//! What reading yields: a badge beside its original bytes, or why there is none.

use std::sync::Arc;

use super::{Format, ob3};
use crate::{badge::Badge, code::Note, json::Value};

/// What a badge came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Container {
    /// JSON or a compact JWS by itself.
    Bare,
    /// Baked into a PNG.
    Png,
    /// Baked into an SVG.
    Svg,
    /// In the metadata of a PDF, or attached to it.
    Pdf,
}

/// The credential's own text, exactly as it was found but for the white space around it, and what was read from it.
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
pub struct ParsedBadge {
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
    /// The presentation that the credential came in, if it came in one: a JSON document or a compact JWS.
    pub presentation: Option<Arc<Credential>>,
    /// The address that answered with the original, where the caller fetched it; [`read`](crate::read()) never knows. An
    /// assertion of OB 0.5 does not say where it is hosted, so this is where its issuer's copy is.
    pub fetched_from: Option<String>,
}

impl ParsedBadge {
    /// An OB 2.0 endorsement of which only the address is in hand.
    pub(crate) fn endorsement_at(url: &str) -> Self {
        Self {
            original: url.as_bytes().to_vec(),
            container: Container::Bare,
            format: Format::EndorsementHosted,
            credential: Credential::Reference { url: url.into() },
            badge: Badge { id: Some(url.into()), ..Badge::default() },
            notes: Vec::new(),
            presentation: None,
            fetched_from: None,
        }
    }

    /// The document that the badge is: the JSON itself, or the credential in the payload of a JWS. `None` for the
    /// bare address of a hosted assertion.
    pub fn document(&self) -> Option<&Value> {
        match &self.credential {
            Credential::Json { document, .. } => Some(document),
            Credential::Jws { payload, .. } => Some(ob3::credential_in(payload)),
            Credential::Reference { .. } => None,
        }
    }
}
