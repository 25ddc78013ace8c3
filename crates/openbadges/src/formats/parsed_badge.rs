//! The result of reading a badge: [`ParsedBadge`], with the original bytes.

use std::sync::Arc;

use super::{Format, ob3};
use crate::{badge::Badge, code::Note, json::Value};

/// The container of a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Container {
    /// No container: JSON or a compact JWS.
    Bare,
    /// Baked into a PNG.
    Png,
    /// Baked into an SVG.
    Svg,
    /// In the metadata of a PDF, or attached to it.
    Pdf,
}

/// A credential: its unchanged text without surrounding white space, and the parsed content.
#[derive(Clone, Debug, PartialEq)]
pub enum Credential {
    /// A JSON document.
    Json {
        /// The unchanged text.
        text: String,
        /// The parsed text.
        document: Value,
    },
    /// A compact JWS.
    Jws {
        /// The unchanged text.
        text: String,
        /// The parsed payload.
        payload: Value,
    },
    /// The address of a hosted assertion.
    Reference {
        /// The unchanged address.
        url: String,
    },
}

impl Credential {
    /// Returns the unchanged text of the credential.
    pub fn text(&self) -> &str {
        match self {
            Self::Json { text, .. } | Self::Jws { text, .. } => text,
            Self::Reference { url } => url,
        }
    }
}

/// A badge that was read from its original bytes. It is not verified.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedBadge {
    /// The input bytes, unchanged.
    pub original: Vec<u8>,
    /// The container of the badge.
    pub container: Container,
    /// The version and form.
    pub format: Format,
    /// The credential.
    pub credential: Credential,
    /// The normalised view.
    pub badge: Badge,
    /// Notes from reading.
    pub notes: Vec<Note>,
    /// The presentation that contains the credential, if any: a JSON document or a compact JWS.
    pub presentation: Option<Arc<Credential>>,
    /// The final address of the original if the caller fetched it. [`read`](crate::read()) leaves it empty.
    ///
    /// An OB 0.5 assertion does not contain its address, so this is the address of the issuer's copy.
    pub fetched_from: Option<String>,
}

impl ParsedBadge {
    /// Returns the OB 2.0 endorsement at `url`, with nothing but its address.
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

    /// Returns the badge's document: the JSON, or the credential in the payload of a JWS. `None` if only the address of a
    /// hosted assertion is known.
    pub fn document(&self) -> Option<&Value> {
        match &self.credential {
            Credential::Json { document, .. } => Some(document),
            Credential::Jws { payload, .. } => Some(ob3::credential_in(payload)),
            Credential::Reference { .. } => None,
        }
    }
}
