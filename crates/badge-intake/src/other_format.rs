//! Recognises formats other than Open Badges, so that the application can name them.

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use url::Url;

/// A known format other than Open Badges. Its messages are `format-NAME` and, for the next step,
/// `format-NAME-next`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OtherFormat {
    /// An offer of a credential to a wallet (OpenID for Verifiable Credential Issuance 1.0, section 4.1).
    OpenIdOffer,
    /// A request to a wallet to show credentials (OpenID for Verifiable Presentations 1.0).
    PresentationRequest,
    /// An exchange of the VC API, or a request of the Digital Credentials Consortium.
    ExchangeOffer,
    /// A European Digital Credential for Learning (Europass).
    EuropeanCredential,
    /// An SD-JWT credential (IETF SD-JWT VC).
    SdJwt,
    /// A mobile document such as a driving licence (ISO/IEC 18013-5).
    MobileDocument,
    /// A credential anchored in a blockchain (Blockcerts).
    Blockcert,
    /// A pass for a phone's wallet (PassKit).
    WalletPass,
    /// A bundle of this program.
    Bundle,
    /// An office document.
    OfficeDocument,
    /// A backup of a wallet that is locked with a password.
    LockedBackup,
}

impl OtherFormat {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::OpenIdOffer,
        Self::PresentationRequest,
        Self::ExchangeOffer,
        Self::EuropeanCredential,
        Self::SdJwt,
        Self::MobileDocument,
        Self::Blockcert,
        Self::WalletPass,
        Self::Bundle,
        Self::OfficeDocument,
        Self::LockedBackup,
    ];

    /// Returns the stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenIdOffer => "openid-offer",
            Self::PresentationRequest => "presentation-request",
            Self::ExchangeOffer => "exchange-offer",
            Self::EuropeanCredential => "european-credential",
            Self::SdJwt => "sd-jwt",
            Self::MobileDocument => "mobile-document",
            Self::Blockcert => "blockcert",
            Self::WalletPass => "wallet-pass",
            Self::Bundle => "bundle",
            Self::OfficeDocument => "office-document",
            Self::LockedBackup => "locked-backup",
        }
    }

    /// Returns whether the format is an offer or a request to a wallet, not a credential.
    pub const fn is_offer(self) -> bool {
        matches!(self, Self::OpenIdOffer | Self::PresentationRequest | Self::ExchangeOffer)
    }
}

/// The schemes that open wallets.
const SCHEMES: &[(&str, OtherFormat)] = &[
    ("openid-credential-offer", OtherFormat::OpenIdOffer),
    ("openid-initiate-issuance", OtherFormat::OpenIdOffer),
    ("haip", OtherFormat::OpenIdOffer),
    ("haip-vci", OtherFormat::OpenIdOffer),
    ("openid4vp", OtherFormat::PresentationRequest),
    ("openid-vc", OtherFormat::PresentationRequest),
    ("haip-vp", OtherFormat::PresentationRequest),
    ("eudi-openid4vp", OtherFormat::PresentationRequest),
    ("mdoc-openid4vp", OtherFormat::PresentationRequest),
    ("mdoc", OtherFormat::MobileDocument),
    ("dccrequest", OtherFormat::ExchangeOffer),
    ("org.dcconsortium", OtherFormat::ExchangeOffer),
    ("interaction", OtherFormat::ExchangeOffer),
    ("web+interaction", OtherFormat::ExchangeOffer),
];

/// Parameters of web links that are offers or requests.
const PARAMETERS: &[(&str, OtherFormat)] = &[
    ("credential_offer", OtherFormat::OpenIdOffer),
    ("credential_offer_uri", OtherFormat::OpenIdOffer),
    ("vc_request_url", OtherFormat::ExchangeOffer),
    ("iuv", OtherFormat::ExchangeOffer),
];

/// Recognises an address that is an offer or a request to a wallet.
pub fn of_address(url: &Url) -> Option<OtherFormat> {
    let by_scheme = SCHEMES.iter().find(|(scheme, _)| *scheme == url.scheme());
    let by_parameter =
        || PARAMETERS.iter().find(|(name, _)| url.query_pairs().any(|(parameter, _)| parameter == *name));
    by_scheme.or_else(by_parameter).map(|(_, format)| *format)
}

/// Recognises another format in a text without a badge: JSON, XML or a token.
pub fn of_text(text: &str) -> Option<OtherFormat> {
    let text = text.trim();
    if is_sd_jwt(text) {
        return Some(OtherFormat::SdJwt);
    }
    let structured = text.starts_with(['{', '[', '<']) && !text.contains("<html");
    if structured && (text.contains(EUROPEAN_VOCABULARY) || payload_of(text).contains(EUROPEAN_VOCABULARY)) {
        return Some(OtherFormat::EuropeanCredential);
    }
    (structured && text.contains("w3id.org/blockcerts")).then_some(OtherFormat::Blockcert)
}

/// Recognises bytes that are neither text nor picture.
pub fn of_bytes(bytes: &[u8]) -> Option<OtherFormat> {
    let contains = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    contains(b"org.iso.18013.5.1").then_some(OtherFormat::MobileDocument)
}

/// Recognises an archive by the names in it.
pub fn of_entries<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Option<OtherFormat> {
    let has = |name: &str| names.clone().any(|entry| entry == name);
    if has("pass.json") && has("manifest.json") {
        return Some(OtherFormat::WalletPass);
    }
    if has("mimetype") && has("manifest.json") && has("collection.json") {
        return Some(OtherFormat::Bundle);
    }
    if has("[Content_Types].xml") || (has("mimetype") && has("META-INF/manifest.xml")) {
        return Some(OtherFormat::OfficeDocument);
    }
    None
}

/// The Publications Office's vocabulary of European Digital Credentials.
const EUROPEAN_VOCABULARY: &str = "data.europa.eu/snb/";

/// Returns whether a text is a JWS followed by disclosures, each ending with `~` (RFC 9901, section 4).
fn is_sd_jwt(text: &str) -> bool {
    let mut parts = text.split('~');
    let is_token =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let jws = parts.next().unwrap_or_default();
    jws.starts_with("eyJ")
        && jws.matches('.').count() == 2
        && text.contains('~')
        && is_token(jws)
        && parts.all(is_token)
}

/// Returns the payload of a JWS in JSON form (RFC 7515, section 7.2), the form of sealed European credentials
/// (JAdES).
fn payload_of(text: &str) -> String {
    #[derive(Deserialize)]
    struct JwsJson {
        payload: String,
    }
    let Ok(jws) = serde_json::from_str::<JwsJson>(text) else { return String::new() };
    let payload = BASE64URL_NOPAD.decode(jws.payload.as_bytes()).unwrap_or_default();
    String::from_utf8(payload).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_offers_by_address() {
        let rows = [
            (
                "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example%2Foffer",
                Some(OtherFormat::OpenIdOffer),
            ),
            ("https://wallet.example/?credential_offer=%7B%7D", Some(OtherFormat::OpenIdOffer)),
            ("openid4vp://?client_id=x", Some(OtherFormat::PresentationRequest)),
            ("dccrequest://request?issuer=x&vc_request_url=y", Some(OtherFormat::ExchangeOffer)),
            ("https://lcw.app/request?issuer=x&vc_request_url=y", Some(OtherFormat::ExchangeOffer)),
            ("interaction:https://issuer.example/i/1?iuv=1", Some(OtherFormat::ExchangeOffer)),
            ("https://issuer.example/i/1?iuv=1", Some(OtherFormat::ExchangeOffer)),
            (
                "mdoc:owBjMS4wAYIB2BhYS6QBAiABIVggWojRgrzl9C76WZQ_MzWdAuipaP8onZPl",
                Some(OtherFormat::MobileDocument),
            ),
            ("https://badges.example/a/1", None),
            ("mailto:ada@school.example", None),
        ];
        for (address, expected) in rows {
            assert_eq!(of_address(&Url::parse(address).unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn recognises_other_credentials_by_text() {
        let sealed =
            BASE64URL_NOPAD.encode(br#"{"@context":["http://data.europa.eu/snb/model/context/edc-ap"]}"#);
        let rows = [
            ("eyJhbGciOiJFUzI1NiJ9.eyJ2Y3QiOiJ4In0.c2ln~WyJzIiwiYSIsImIiXQ~", Some(OtherFormat::SdJwt)),
            ("eyJhbGciOiJFUzI1NiJ9.eyJ2Y3QiOiJ4In0.c2ln", None),
            ("eyJ is a word ~ here", None),
            (
                r#"{"@context":"http://data.europa.eu/snb/model/context/edc-ap"}"#,
                Some(OtherFormat::EuropeanCredential),
            ),
            (
                r#"<europassCredential xmlns="http://data.europa.eu/snb/model#"/>"#,
                Some(OtherFormat::EuropeanCredential),
            ),
            (&format!(r#"{{"payload":"{sealed}","signatures":[]}}"#), Some(OtherFormat::EuropeanCredential)),
            (r#"{"payload":"e30","signatures":[]}"#, None),
            (r#"{"@context":["https://w3id.org/blockcerts/v2"]}"#, Some(OtherFormat::Blockcert)),
            ("see http://data.europa.eu/snb/ for words", None),
        ];
        for (text, expected) in rows {
            assert_eq!(of_text(text), expected, "{text}");
        }
        assert_eq!(of_bytes(b"\xa2gdocTypeuorg.iso.18013.5.1.mDL"), Some(OtherFormat::MobileDocument));
        assert_eq!(of_bytes(b"\xa2"), None);
    }

    #[test]
    fn recognises_archives_by_entry_names() {
        let rows: &[(&[&str], Option<OtherFormat>)] = &[
            (&["pass.json", "manifest.json", "signature"], Some(OtherFormat::WalletPass)),
            (&["mimetype", "manifest.json", "collection.json"], Some(OtherFormat::Bundle)),
            (&["[Content_Types].xml", "word/document.xml"], Some(OtherFormat::OfficeDocument)),
            (&["mimetype", "META-INF/manifest.xml"], Some(OtherFormat::OfficeDocument)),
            (&["badge.png", "manifest.json"], None),
            (&[], None),
        ];
        for (names, expected) in rows {
            assert_eq!(of_entries(names.iter().copied()), *expected, "{names:?}");
        }
    }
}
