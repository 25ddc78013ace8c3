//! Recognises the version and form of a single credential by its content.

use std::sync::Arc;

use super::{ReadError, sniff};
use crate::{
    badge::Badge,
    code::{Code, Note},
    formats::{
        self, Container, Credential, Format, Kind, ParsedBadge, clr, endorsement, ob1, ob2, ob3, ob05, vc,
    },
    json::{self, Value},
};

/// A credential without the bytes of its container.
pub(super) struct ParsedCredential {
    pub(super) credential: Credential,
    pub(super) format: Format,
    pub(super) badge: Badge,
    pub(super) notes: Vec<Note>,
    pub(super) presentation: Option<Arc<Credential>>,
}

impl ParsedCredential {
    /// Creates a credential, with a note if it is not an Open Badge.
    fn new(credential: Credential, format: Format, badge: Badge) -> Self {
        let notes = match format {
            Format::VcDataIntegrity | Format::VcJwt => vec![Note::new(Code::CredentialNotABadge)],
            _ => Vec::new(),
        };
        Self { credential, format, badge, notes, presentation: None }
    }

    /// Adds a note if the text has a byte order mark.
    pub(super) fn with_bom_note(mut self, has_bom: bool) -> Self {
        self.notes.extend(has_bom.then(|| Note::new(Code::TextBom)));
        self
    }

    /// Combines the credential with the bytes of its container.
    pub(super) fn into_badge(mut self, original: &[u8], container: Container) -> ParsedBadge {
        let names = [
            ("name", &self.badge.name),
            ("issuer", &self.badge.issuer.name),
            ("achievement", &self.badge.achievement.name),
        ];
        if let Some((field, _)) =
            names.into_iter().find(|(_, name)| name.as_deref().is_some_and(has_bidi_control))
        {
            self.notes.push(Note::new(Code::TextBidi).with("field", field));
        }
        let Self { credential, format, badge, notes, presentation } = self;
        let original = original.to_vec();
        ParsedBadge {
            original,
            container,
            format,
            credential,
            badge,
            notes,
            presentation,
            fetched_from: None,
        }
    }
}

/// Parses a text as JSON. If it is not JSON, the error describes what it is.
pub(super) fn parse_document(text: &str) -> Result<Value, ReadError> {
    json::parse(text.as_bytes()).map_err(|error| match error.code {
        Code::JsonSyntax if !text.starts_with(['{', '[', '"']) => {
            ReadError::new(Code::ImportUnrecognised, sniff::describe_text(text)).caused_by(error)
        }
        _ => error.into(),
    })
}

/// Reads a credential that is a JSON document.
pub(super) fn from_json(text: &str, document: Value) -> Result<ParsedCredential, ReadError> {
    let (format, badge) = match formats::recognise(&document) {
        Kind::Ob3 => (Format::Ob3DataIntegrity, ob3::badge(&document)),
        Kind::Clr => (Format::ClrDataIntegrity, clr::badge(&document)),
        Kind::Endorsement => (Format::EndorsementDataIntegrity, endorsement::badge(&document)),
        Kind::EndorsementOb2 => (Format::EndorsementHosted, endorsement::ob2_badge(&document)),
        Kind::Ob2 => (Format::Ob2Hosted, ob2::badge(&document)),
        Kind::Ob1 => (Format::Ob1Hosted, ob1::badge(&document)),
        Kind::Ob05 => (Format::Ob05Hosted, ob05::badge(&document)),
        Kind::Vc => (Format::VcDataIntegrity, vc::badge(&document)),
        Kind::Other(found) => return Err(ReadError::new(Code::JsonNotABadge, found)),
    };
    Ok(ParsedCredential::new(Credential::Json { text: text.into(), document }, format, badge))
}

/// Reads a credential that is a compact JWS with the parsed `payload`. Does not check algorithm or signature.
pub(super) fn from_jws(text: &str, payload: Value) -> Result<ParsedCredential, ReadError> {
    let document = ob3::credential_in(&payload);
    let (format, badge) = match formats::recognise(document) {
        Kind::Ob3 => (Format::Ob3Jwt, ob3::badge(document)),
        Kind::Clr => (Format::ClrJwt, clr::badge(document)),
        Kind::Endorsement => (Format::EndorsementJwt, endorsement::badge(document)),
        Kind::EndorsementOb2 => (Format::EndorsementSigned, endorsement::ob2_badge(document)),
        Kind::Ob2 => (Format::Ob2Signed, ob2::badge(document)),
        Kind::Ob1 => (Format::Ob1Signed, ob1::badge(document)),
        Kind::Vc => (Format::VcJwt, vc::badge(document)),
        Kind::Ob05 => {
            return Err(ReadError::new(
                Code::JsonNotABadge,
                "a JWT with a badge of OB 0.5, which has no signed form",
            ));
        }
        Kind::Other(found) => {
            return Err(ReadError::new(Code::JsonNotABadge, format!("a JWT with {found}")));
        }
    };
    Ok(ParsedCredential::new(Credential::Jws { text: text.into(), payload }, format, badge))
}

/// Returns whether `text` contains a control character for the writing direction (UAX #9, section 2).
fn has_bidi_control(text: &str) -> bool {
    text.contains(|character| {
        matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
    })
}
