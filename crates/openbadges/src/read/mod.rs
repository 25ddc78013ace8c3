//! From bytes to a badge: what it is, judged by its content alone.
//!
//! A file name or a media type is never believed here. The original bytes stay beside everything that is read from
//! them. Whether the badge holds is `verify`'s question.

mod badge_connect;
mod inside;
mod jws;
mod pdf;
mod presentation;
mod sniff;

use std::{error::Error, sync::Arc};

use url::Url;

pub(crate) use self::inside::inside;
use self::{presentation::Progress, sniff::Content};
use crate::{
    badge::Badge,
    baking::{Baked, BakingError, Picture, Standard, png, svg},
    check::Note,
    code::Code,
    formats::{self, Kind, clr, endorsement, ob1, ob2, ob3, ob05, presentation as presented, vc},
    json::{self, JsonError, Value},
    limits,
    proof::jws::Jws,
};

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

/// Version and form of a badge, as `--json` and reports name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Format {
    /// An OB 0.5 assertion, which its issuer hosts.
    #[serde(rename = "ob-0.5/hosted")]
    Ob05Hosted,
    /// An OB 1.0 or 1.1 assertion that its issuer hosts.
    #[serde(rename = "ob-1.x/hosted")]
    Ob1Hosted,
    /// An OB 1.0 or 1.1 assertion as a compact JWS.
    #[serde(rename = "ob-1.x/signed")]
    Ob1Signed,
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
    /// A CLR 2.0 `ClrCredential` with Data Integrity proofs.
    #[serde(rename = "clr-2.0/data-integrity")]
    ClrDataIntegrity,
    /// A CLR 2.0 `ClrCredential` as a VC-JWT.
    #[serde(rename = "clr-2.0/vc-jwt")]
    ClrJwt,
    /// An OB 3.0 `EndorsementCredential` with Data Integrity proofs.
    #[serde(rename = "endorsement/data-integrity")]
    EndorsementDataIntegrity,
    /// An OB 3.0 `EndorsementCredential` as a VC-JWT.
    #[serde(rename = "endorsement/vc-jwt")]
    EndorsementJwt,
    /// An OB 2.0 `Endorsement` that its issuer hosts.
    #[serde(rename = "endorsement/hosted")]
    EndorsementHosted,
    /// Another verifiable credential with Data Integrity proofs: a credential, and no Open Badge.
    #[serde(rename = "vc/data-integrity")]
    VcDataIntegrity,
    /// Another verifiable credential as a VC-JWT.
    #[serde(rename = "vc/vc-jwt")]
    VcJwt,
}

impl Format {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ob05Hosted => "ob-0.5/hosted",
            Self::Ob1Hosted => "ob-1.x/hosted",
            Self::Ob1Signed => "ob-1.x/signed",
            Self::Ob2Hosted => "ob-2.0/hosted",
            Self::Ob2Signed => "ob-2.0/signed",
            Self::Ob3DataIntegrity => "ob-3.0/data-integrity",
            Self::Ob3Jwt => "ob-3.0/vc-jwt",
            Self::Reference => "ob-2.0/reference",
            Self::ClrDataIntegrity => "clr-2.0/data-integrity",
            Self::ClrJwt => "clr-2.0/vc-jwt",
            Self::EndorsementDataIntegrity => "endorsement/data-integrity",
            Self::EndorsementJwt => "endorsement/vc-jwt",
            Self::EndorsementHosted => "endorsement/hosted",
            Self::VcDataIntegrity => "vc/data-integrity",
            Self::VcJwt => "vc/vc-jwt",
        }
    }

    /// Whether badges of this form carry their own proof, which covers the credential and not what it came in.
    pub const fn is_signed(self) -> bool {
        !matches!(
            self,
            Self::Ob05Hosted | Self::Ob1Hosted | Self::Ob2Hosted | Self::Reference | Self::EndorsementHosted
        )
    }

    /// By which rules a badge of this form is baked.
    pub const fn baking(self) -> Standard {
        match self {
            Self::Ob05Hosted
            | Self::Ob1Hosted
            | Self::Ob1Signed
            | Self::Ob2Hosted
            | Self::Ob2Signed
            | Self::Reference
            | Self::EndorsementHosted => Standard::Ob2,
            Self::ClrDataIntegrity | Self::ClrJwt => Standard::Clr,
            Self::Ob3DataIntegrity
            | Self::Ob3Jwt
            | Self::EndorsementDataIntegrity
            | Self::EndorsementJwt
            | Self::VcDataIntegrity
            | Self::VcJwt => Standard::Ob3,
        }
    }
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
    /// The presentation that the credential came in, if it came in one: a JSON document or a compact JWS.
    pub presentation: Option<Arc<Credential>>,
}

impl Found {
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

/// Reads one badge. Where there are several, the error holds them as its choices.
pub fn read(bytes: &[u8]) -> Result<Found, ReadError> {
    match content(bytes)? {
        Content::Png => picture(bytes, Container::Png, png::unbake(bytes)?),
        Content::Svg => picture(bytes, Container::Svg, svg::unbake(bytes)?),
        Content::Text(text) => one(in_text(bytes, text)?, Code::PresentationMultipleBadges),
        Content::Pdf => one(in_pdf(bytes)?, Code::PdfMultipleBadges),
        Content::Unreadable(detail) => Err(ReadError::new(Code::TextEncoding, detail)),
        Content::Other(found) => Err(ReadError::new(Code::ImportUnrecognised, found)),
    }
}

/// Reads every badge in `bytes`: the members of a top-level JSON array and the badges in an envelope of OB 2.1 each by
/// itself, the credentials of a presentation or a PDF, anything else as [`read`](read()) does.
pub fn read_all(bytes: &[u8]) -> Vec<Result<Found, ReadError>> {
    let all = |bytes: &[u8]| match content(bytes) {
        Ok(Content::Text(text)) => in_text(bytes, text).unwrap_or_else(|error| vec![Err(error)]),
        Ok(Content::Pdf) => in_pdf(bytes).unwrap_or_else(|error| vec![Err(error)]),
        _ => vec![read(bytes)],
    };
    let is_list = matches!(sniff::content(bytes), Content::Text(text) if bare(text).starts_with('['));
    if !is_list || bytes.len() > limits::BADGE_FILE_BYTES {
        return match sniff::content(bytes) {
            Content::Text(text) => match badge_connect::badges(bare(text)) {
                Ok(Some(badges)) => badges.iter().flat_map(|badge| all(badge.as_bytes())).collect(),
                Ok(None) => all(bytes),
                Err(error) => vec![Err(error)],
            },
            _ => all(bytes),
        };
    }
    match json::elements(bytes) {
        Ok(elements) if elements.is_empty() => vec![read(bytes)],
        Ok(elements) => elements.into_iter().flat_map(|element| all(element.as_bytes())).collect(),
        Err(error) => vec![Err(error.into())],
    }
}

/// A credential that stands inside another document: an object, or a text that is a compact JWS.
pub(crate) fn embedded(value: &Value) -> Result<Found, ReadError> {
    match value {
        Value::String(text) => read(text.as_bytes()),
        other => read(other.to_string().as_bytes()),
    }
}

/// What the bytes are, if there are any and not too many.
fn content(bytes: &[u8]) -> Result<Content<'_>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::new(Code::ImportEmpty, "0 bytes"));
    }
    if bytes.len() > limits::BADGE_FILE_BYTES {
        return Err(ReadError::new(Code::ImportTooLarge, format!("{} bytes", bytes.len())));
    }
    Ok(sniff::content(bytes))
}

/// Every badge in a text: the credential that it is, or those of the presentation that it is.
fn in_text(bytes: &[u8], text: &str) -> Result<Vec<Result<Found, ReadError>>, ReadError> {
    let read = texts(text, &mut Progress::start())?;
    if read.len() > 1 && read.len().saturating_mul(bytes.len()) > limits::PRESENTATION_COPIES_BYTES {
        let found = format!("a presentation of {} credentials in {} bytes", read.len(), bytes.len());
        return Err(ReadError::new(Code::PresentationLimit, found));
    }
    Ok(read.into_iter().map(|read| Ok(read?.found(bytes, Container::Bare))).collect())
}

/// Every badge in a PDF.
fn in_pdf(bytes: &[u8]) -> Result<Vec<Result<Found, ReadError>>, ReadError> {
    let read = pdf::badges(bytes)?;
    if read.len() > 1 && read.len().saturating_mul(bytes.len()) > limits::PRESENTATION_COPIES_BYTES {
        let found = format!("a PDF of {} bytes with {} badges", bytes.len(), read.len());
        return Err(ReadError::new(Code::PdfLimit, found));
    }
    Ok(read.into_iter().map(|read| Ok(read?.found(bytes, Container::Pdf))).collect())
}

/// The one badge of several readings; otherwise the choices, under the code `several`.
fn one(mut read: Vec<Result<Found, ReadError>>, several: Code) -> Result<Found, ReadError> {
    match (read.pop(), read.is_empty()) {
        (Some(one), true) => one,
        (last, _) => {
            let found = format!("{} badges", read.len() + last.iter().len());
            let choices = read.into_iter().chain(last).flatten().collect();
            Err(ReadError { choices, ..ReadError::new(several, found) })
        }
    }
}

/// The one badge of a picture.
fn picture(bytes: &[u8], container: Container, picture: Picture) -> Result<Found, ReadError> {
    let (none, several) = match container {
        Container::Svg => (Code::SvgNoBadge, Code::SvgMultipleBadges),
        Container::Png | Container::Pdf | Container::Bare => (Code::PngNoBadge, Code::PngMultipleBadges),
    };
    let mut read: Vec<Result<Found, ReadError>> =
        picture.badges.iter().map(|badge| Ok(baked(badge)?.found(bytes, container))).collect();
    for found in read.iter_mut().flatten() {
        found.notes.splice(0..0, picture.notes.iter().cloned());
        if found.format.is_signed() {
            found.notes.push(Note::new(Code::ImageNotSigned));
        }
    }
    match (read.pop(), read.is_empty()) {
        (None, _) => Err(ReadError::new(none, picture.description)),
        (Some(Err(error)), true) => {
            Err(ReadError { found: format!("{} with {}", picture.description, error.found), ..error })
        }
        (Some(one), true) => one,
        (Some(last), false) => {
            let found = format!("{} with {} badges", picture.description, read.len() + 1);
            let choices = read.into_iter().chain([last]).flatten().collect();
            Err(ReadError { choices, ..ReadError::new(several, found) })
        }
    }
}

/// A badge as a picture holds it: also the bare address of a hosted assertion (OB 1.x and 2.0 Baking).
fn baked(badge: &Baked) -> Result<Read, ReadError> {
    let text = badge.text.trim();
    if !text.contains(char::is_whitespace) && Url::parse(text).is_ok() {
        return reference(text);
    }
    let error = match single(&badge.text) {
        Ok(read) => return Ok(read),
        Err(error) => error,
    };
    let Some(address) = &badge.fallback else { return Err(error) };
    let mut read = reference(address)?;
    read.notes.push(Note::new(error.code).with("found", error.found));
    Ok(read)
}

fn reference(address: &str) -> Result<Read, ReadError> {
    let web = Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
    if !web {
        return Err(ReadError::new(Code::NetScheme, format!("the address {}", shortened(address))));
    }
    Ok(Read {
        format: Format::Reference,
        badge: Badge { id: Some(address.into()), ..Badge::default() },
        credential: Credential::Reference { url: address.into() },
        notes: Vec::new(),
        presentation: None,
    })
}

/// As much of a refused address or name as an error repeats.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(200).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// What was read, before it is put beside the bytes that it came in.
struct Read {
    credential: Credential,
    format: Format,
    badge: Badge,
    notes: Vec<Note>,
    presentation: Option<Arc<Credential>>,
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
    fn noting_mark(mut self, marked: bool) -> Self {
        self.notes.extend(marked.then(|| Note::new(Code::TextBom)));
        self
    }

    fn found(mut self, original: &[u8], container: Container) -> Found {
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
        Found { original: original.to_vec(), container, format, credential, badge, notes, presentation }
    }
}

/// Unicode's controls of writing direction (UAX #9, section 2).
fn has_bidi_control(text: &str) -> bool {
    text.contains(|character| {
        matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
    })
}

/// The text without a byte order mark and the white space around it, which belong to what it came in.
fn bare(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text).trim_matches([' ', '\t', '\n', '\r'])
}

/// The one credential of a text.
fn single(text: &str) -> Result<Read, ReadError> {
    let mut read = texts(text, &mut Progress::start())?;
    match (read.pop(), read.len()) {
        (Some(one), 0) => one,
        (_, more) => {
            let found = format!("a presentation of {} credentials", more + 1);
            Err(ReadError::new(Code::PresentationMultipleBadges, found))
        }
    }
}

/// What a text is: a credential by itself (JSON, or a compact JWS), or those of a presentation. What is enveloped is
/// read in place of its envelope.
fn texts(text: &str, progress: &mut Progress) -> Result<Vec<Result<Read, ReadError>>, ReadError> {
    let marked = text.starts_with('\u{feff}');
    let text = bare(text);
    if Jws::looks_like(text) {
        let payload = jws::payload(text)?;
        if presented::in_payload(&payload).is_some() {
            return presentation::credentials(Credential::Jws { text: text.into(), payload }, progress);
        }
        return Ok(vec![Ok(signed(text, payload)?.noting_mark(marked))]);
    }
    let document = document(text)?;
    match presented::enveloped(&document) {
        Some(Ok(enveloped)) if Jws::looks_like(enveloped) => {
            return progress.deeper(|progress| texts(enveloped, progress));
        }
        Some(Ok(_)) => return Err(ReadError::new(Code::JwtFormat, "an envelope without a JWS")),
        Some(Err(found)) => return Err(ReadError::new(Code::JsonNotABadge, found)),
        None => {}
    }
    if presented::is_presentation(&document) {
        return presentation::credentials(Credential::Json { text: text.into(), document }, progress);
    }
    Ok(vec![Ok(plain(text, document)?.noting_mark(marked))])
}

fn document(text: &str) -> Result<Value, ReadError> {
    json::parse(text.as_bytes()).map_err(|error| match error.code {
        Code::JsonSyntax if !text.starts_with(['{', '[', '"']) => {
            ReadError::new(Code::ImportUnrecognised, sniff::name_text(text)).caused_by(error)
        }
        _ => error.into(),
    })
}

fn plain(text: &str, document: Value) -> Result<Read, ReadError> {
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
fn signed(text: &str, payload: Value) -> Result<Read, ReadError> {
    let document = ob3::credential_in(&payload);
    let (format, badge) = match formats::recognise(document) {
        Kind::Ob3 => (Format::Ob3Jwt, ob3::badge(document)),
        Kind::Clr => (Format::ClrJwt, clr::badge(document)),
        Kind::Endorsement => (Format::EndorsementJwt, endorsement::badge(document)),
        Kind::Ob2 => (Format::Ob2Signed, ob2::badge(document)),
        Kind::Ob1 => (Format::Ob1Signed, ob1::badge(document)),
        Kind::Vc => (Format::VcJwt, vc::badge(document)),
        Kind::Ob05 => {
            return Err(ReadError::new(
                Code::JsonNotABadge,
                "a JWT with a badge of OB 0.5, which has no signed form",
            ));
        }
        Kind::EndorsementOb2 => {
            return Err(ReadError::new(Code::JsonNotABadge, "a JWT with an OB 2.0 endorsement"));
        }
        Kind::Other(found) => {
            return Err(ReadError::new(Code::JsonNotABadge, format!("a JWT with {found}")));
        }
    };
    Ok(Read::of(Credential::Jws { text: text.into(), payload }, format, badge))
}

impl From<JsonError> for ReadError {
    fn from(error: JsonError) -> Self {
        Self::new(error.code, format!("{} at byte {}", error.detail, error.offset)).caused_by(error)
    }
}

impl From<BakingError> for ReadError {
    fn from(error: BakingError) -> Self {
        Self::new(error.code, error.detail.clone()).caused_by(error)
    }
}
