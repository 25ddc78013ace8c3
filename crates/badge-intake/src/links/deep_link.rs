//! Deep links: addresses with which web pages and other programs open this program.
//!
//! No specification defines `openbadges:`. In this program a deep link can only request the import of one
//! link, in the forms that [`DeepLink::parse`] lists. It cannot export, change or remove anything, and
//! opening it contacts no host. Offers use the schemes of wallets and are passed on unchanged.

use url::Url;

use super::limits;
use crate::offers;

/// This program's own schemes.
const OWN: [&str; 2] = ["openbadges", "badge-backpack"];

/// All registered schemes: this program's own schemes, and those with which issuers open a learner's wallet.
pub const SCHEMES: [&str; 6] = [
    "openbadges",
    "badge-backpack",
    "dccrequest",
    "org.dcconsortium",
    "interaction",
    "openid-credential-offer",
];

/// A deep link's request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeepLink {
    /// The link to import: an `https` link, or an unchanged offer.
    pub link: String,
    /// The host of the link, or `None` for an offer without one.
    pub host: Option<String>,
    /// Whether the link is an offer to a wallet.
    pub is_offer: bool,
}

/// Why a deep link was refused. It was not followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeepLinkError {
    /// The deep link exceeds the length limit. Contains its length.
    #[error("{0} characters")]
    TooLong(usize),
    /// The deep link contains control characters.
    #[error("control characters")]
    ControlCharacters,
    /// The deep link requests something other than the import of one link.
    #[error("{0}")]
    NotAnImport(String),
    /// Its link is not a plain `https` address.
    #[error("{0}")]
    NotHttps(String),
}

impl DeepLink {
    /// Parses a deep link, or returns `None` if `text` has none of the schemes.
    ///
    /// The forms, with either of this program's schemes: `openbadges:https://…`, which browsers may change to
    /// `openbadges://https//…`, and `openbadges://import?url=…` with a percent-encoded link.
    pub fn parse(text: &str) -> Option<Result<Self, DeepLinkError>> {
        let text = text.trim();
        let (scheme, rest) = text.split_once(':')?;
        let scheme = SCHEMES.iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
        if text.len() > limits::DEEP_LINK_CHARS {
            return Some(Err(DeepLinkError::TooLong(text.chars().count())));
        }
        if text.contains(char::is_control) {
            return Some(Err(DeepLinkError::ControlCharacters));
        }
        Some(if OWN.contains(scheme) {
            link_of(rest).and_then(|link| Self::to(&link))
        } else {
            let host = offers::read(text).and_then(Result::ok).map(|offer| offer.host());
            Ok(Self { link: text.to_owned(), host, is_offer: true })
        })
    }

    fn to(link: &str) -> Result<Self, DeepLinkError> {
        let plain =
            |url: &Url| url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
        let url = Url::parse(link).ok().filter(plain).filter(|_| !link.contains(char::is_control));
        match url.as_ref().and_then(Url::host_str) {
            Some(host) => Ok(Self { link: link.to_owned(), host: Some(host.to_owned()), is_offer: false }),
            None => Err(DeepLinkError::NotHttps(beginning(link))),
        }
    }
}

/// Returns the link after the scheme.
fn link_of(rest: &str) -> Result<String, DeepLinkError> {
    let rest = rest.trim_start_matches('/');
    if let Some(address) = ["https://", "https//"].iter().find_map(|scheme| rest.strip_prefix(scheme)) {
        return Ok(format!("https://{address}"));
    }
    let other = || DeepLinkError::NotAnImport(beginning(rest));
    let (verb, query) = rest.split_once('?').ok_or_else(other)?;
    let mut parameters = url::form_urlencoded::parse(query.as_bytes());
    match (verb.trim_end_matches('/'), parameters.next(), parameters.next()) {
        ("import", Some((name, link)), None) if name == "url" => Ok(link.into_owned()),
        _ => Err(other()),
    }
}

/// Returns the start of a text for display.
fn beginning(text: &str) -> String {
    text.chars().take(limits::DEEP_LINK_CHARS_SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::other_format;

    #[test]
    fn deep_link_imports_one_link_or_is_refused() {
        let link = "https://badges.example/a/1?x=y";
        let encoded = "https%3A%2F%2Fbadges.example%2Fa%2F1%3Fx%3Dy";
        let accepted = [
            format!("openbadges:{link}"),
            format!("openbadges://{link}"),
            "openbadges://https//badges.example/a/1?x=y".to_owned(),
            format!("badge-backpack:{link}"),
            format!("openbadges://import?url={encoded}"),
            format!("openbadges://import/?url={encoded}"),
            format!("badge-backpack:import?url={encoded}"),
            format!("  BADGE-BACKPACK:///import?url={encoded}\n"),
        ];
        for deep_link in accepted {
            let host = Some("badges.example".to_owned());
            let expected = DeepLink { link: link.into(), host, is_offer: false };
            assert_eq!(DeepLink::parse(&deep_link), Some(Ok(expected)), "{deep_link}");
        }
        let refused = [
            "openbadges:",
            "openbadges://import",
            "openbadges://import?",
            "openbadges://import?uri=https%3A%2F%2Fbadges.example",
            "openbadges://import?url=",
            "openbadges://import?url=http://127.0.0.1/",
            "openbadges://import?url=file:///etc/passwd",
            "openbadges://import?url=https://ada:secret@badges.example/",
            "openbadges://import?url=https://badges.example/%00",
            "openbadges://import?url=https://a.example&url=https://b.example",
            "openbadges://import?url=https://a.example&then=export",
            "openbadges://export?to=https://evil.example",
            "badge-backpack://delete?id=1",
            "badge-backpack:http://badges.example/a",
            "openbadges:javascript:alert(1)",
            "openbadges:https://",
            "openbadges:https://a.example/\u{0}",
        ];
        for deep_link in refused {
            let parsed = DeepLink::parse(deep_link);
            assert!(matches!(parsed, Some(Err(_))), "{deep_link}: {parsed:?}");
        }
        assert_eq!(
            DeepLink::parse(&format!("openbadges:{link}{}", "a".repeat(limits::DEEP_LINK_CHARS))),
            Some(Err(DeepLinkError::TooLong(link.len() + 11 + limits::DEEP_LINK_CHARS)))
        );
        for other in
            [link, "file:///a", "openbadges", "ada@school.example", "xopenbadges:https://a.example", ""]
        {
            assert_eq!(DeepLink::parse(other), None, "{other}");
        }
    }

    #[test]
    fn offers_are_passed_on_unchanged() {
        let rows = [
            ("interaction:https://issuer.example/i/1?iuv=1", Some("issuer.example")),
            ("dccrequest://request?issuer=https%3A%2F%2Fissuer.example&vc_request_url=x", None),
        ];
        for (offer, host) in rows {
            let expected = DeepLink { link: offer.into(), host: host.map(str::to_owned), is_offer: true };
            assert_eq!(DeepLink::parse(offer), Some(Ok(expected)));
        }
        for scheme in SCHEMES.iter().filter(|scheme| !OWN.contains(scheme)) {
            let address = Url::parse(&format!("{scheme}:https://a.example/?iuv=1")).unwrap();
            assert!(other_format::of_address(&address).is_some(), "recognises {scheme} as an offer");
        }
    }
}
