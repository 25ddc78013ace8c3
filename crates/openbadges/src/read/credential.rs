//! One credential by itself: which version and form it has, by what it consists of.

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

/// What was read, before it is put beside the bytes that it came in.
pub(super) struct Read {
    pub(super) credential: Credential,
    pub(super) format: Format,
    pub(super) badge: Badge,
    pub(super) notes: Vec<Note>,
    pub(super) presentation: Option<Arc<Credential>>,
}

impl Read {
    /// A credential of a form, with the remark that it is no badge where it is none.
    fn of(credential: Credential, format: Format, badge: Badge) -> Self {
        let notes = match format {
            Format::VcDataIntegrity | Format::VcJwt => vec![Note::new(Code::CredentialNotABadge)],
            _ => Vec::new(),
        };
        Self { credential, format, badge, notes, presentation: None }
    }

    /// With the remark that a byte order mark was skipped, where one was.
    pub(super) fn noting_mark(mut self, marked: bool) -> Self {
        self.notes.extend(marked.then(|| Note::new(Code::TextBom)));
        self
    }

    /// Beside the bytes that it came in.
    pub(super) fn found(mut self, original: &[u8], container: Container) -> ParsedBadge {
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

/// The JSON of a text, parsed strictly; what is no JSON is named.
pub(super) fn document(text: &str) -> Result<Value, ReadError> {
    json::parse(text.as_bytes()).map_err(|error| match error.code {
        Code::JsonSyntax if !text.starts_with(['{', '[', '"']) => {
            ReadError::new(Code::ImportUnrecognised, sniff::name_text(text)).caused_by(error)
        }
        _ => error.into(),
    })
}

/// A credential that is a JSON document.
pub(super) fn plain(text: &str, document: Value) -> Result<Read, ReadError> {
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
    Ok(Read::of(Credential::Json { text: text.into(), document }, format, badge))
}

/// A compact JWS whose payload can be read. Whether its algorithm is acceptable and its signature holds is
/// `verify`'s question.
pub(super) fn signed(text: &str, payload: Value) -> Result<Read, ReadError> {
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
    Ok(Read::of(Credential::Jws { text: text.into(), payload }, format, badge))
}

/// Unicode's controls of writing direction (UAX #9, section 2).
fn has_bidi_control(text: &str) -> bool {
    text.contains(|character| {
        matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
    })
}
