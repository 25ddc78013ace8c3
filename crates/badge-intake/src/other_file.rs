//! Decides which files are stored as other files: standalone files without a badge, e.g. a certificate or a
//! credential of another standard.
//!
//! Files that only contain links or offers, and files that contain badges or keys, are not stored.

use openbadges::Code;

use super::{
    archive::{self, Archive, ArchiveError},
    classify::{Kind, classify},
    other_format::OtherFormat,
};

/// The kind of an other file. Its message is `other-file-kind-NAME`, or `format-NAME` for a known format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherFileKind {
    /// A picture.
    Picture,
    /// A PDF, e.g. a certificate.
    Pdf,
    /// A saved web page.
    WebPage,
    /// JSON without a badge.
    Json,
    /// Another text.
    Text,
    /// Anything else.
    File,
    /// A credential or document of another standard.
    OtherFormat(OtherFormat),
}

impl OtherFileKind {
    /// The kinds without a known format.
    pub const PLAIN: [Self; 6] =
        [Self::Picture, Self::Pdf, Self::WebPage, Self::Json, Self::Text, Self::File];

    /// Returns the kind of other file as which `bytes` of this content kind are stored.
    ///
    /// Returns `None` if the bytes contain or lead to a badge, or must not be stored: offers that expire,
    /// bundles, backups with keys, damaged or too large files.
    pub fn of(kind: &Kind, bytes: &[u8]) -> Option<Self> {
        match kind {
            Kind::Picture(_) => Some(Self::Picture),
            Kind::OtherFormat(format) => Self::of_other_format(*format),
            Kind::Page { data, links, .. } => (data.is_empty() && links.is_empty()).then_some(Self::WebPage),
            Kind::Unknown(error) => match error.code {
                Code::PdfNoBadge => Some(Self::Pdf),
                Code::SvgNoBadge => Some(Self::Picture),
                Code::JsonNotABadge => Some(Self::Json),
                Code::ImportUnrecognised if std::str::from_utf8(bytes).is_ok() => Some(Self::Text),
                Code::ImportUnrecognised => Some(Self::File),
                _ => None,
            },
            Kind::Badges(_)
            | Kind::Link(_)
            | Kind::Links(_)
            | Kind::Wrapped(_)
            | Kind::Archive
            | Kind::Export(_)
            | Kind::Mail
            | Kind::Offer(..)
            | Kind::Rejected(_) => None,
        }
    }

    /// Returns the kind of other file for an archive, which may be a pass or an office document.
    pub fn of_archive(error: &ArchiveError) -> Option<Self> {
        match error {
            ArchiveError::OtherFormat(format) => Self::of_other_format(*format),
            ArchiveError::Unreadable(_)
            | ArchiveError::Encrypted(_)
            | ArchiveError::Limit(_)
            | ArchiveError::Sealed(_) => None,
        }
    }

    /// Returns the kind of other file for a whole file.
    pub fn of_file(bytes: &[u8]) -> Option<Self> {
        if archive::is_archive(bytes) {
            return Archive::of_bytes(bytes.to_vec()).err().as_ref().and_then(Self::of_archive);
        }
        Self::of(&classify(bytes), bytes)
    }

    /// Returns the kind of other file for this format, or `None` if such files are not stored.
    pub fn of_other_format(format: OtherFormat) -> Option<Self> {
        match format {
            OtherFormat::EuropeanCredential
            | OtherFormat::SdJwt
            | OtherFormat::MobileDocument
            | OtherFormat::Blockcert
            | OtherFormat::WalletPass
            | OtherFormat::OfficeDocument => Some(Self::OtherFormat(format)),
            OtherFormat::OpenIdOffer
            | OtherFormat::PresentationRequest
            | OtherFormat::ExchangeOffer
            | OtherFormat::Bundle
            | OtherFormat::LockedBackup => None,
        }
    }

    /// Returns the stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Pdf => "pdf",
            Self::WebPage => "web-page",
            Self::Json => "json",
            Self::Text => "text",
            Self::File => "file",
            Self::OtherFormat(format) => format.as_str(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_standalone_files_become_other_files() {
        let rows: &[(&str, &[u8], Option<&str>)] = &[
            ("a photograph", b"\xff\xd8\xff\xe0 and so on", Some("picture")),
            (
                "a Europass diploma",
                br#"<europassCredential xmlns="http://data.europa.eu/snb/model#"/>"#,
                Some("european-credential"),
            ),
            ("an SD-JWT", b"eyJhbGciOiJFUzI1NiJ9.eyJ2Y3QiOiJ4In0.c2ln~WyJzIiwiYSIsImIiXQ~", Some("sd-jwt")),
            ("JSON", br#"{"grade":"A"}"#, Some("json")),
            ("a text", b"You have passed the course.", Some("text")),
            ("bytes", b"\xfe\xed\x00\x01", Some("file")),
            ("a saved page", b"<html><body>Congratulations!</body></html>", Some("web-page")),
            ("a link", b"https://badges.example/a/1", None),
            (
                "an offer",
                b"openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example%2Foffer",
                None,
            ),
            ("nothing", b"", None),
            ("a broken archive", b"PK\x03\x04", None),
        ];
        for (name, bytes, kind) in rows {
            assert_eq!(OtherFileKind::of_file(bytes).map(OtherFileKind::as_str), *kind, "{name}");
        }
    }
}
