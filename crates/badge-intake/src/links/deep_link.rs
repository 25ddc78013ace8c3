//! Deep links: how web pages and other programs call this one by name.
//!
//! No specification says what `openbadges:` may carry. Here it carries one request, that a link be looked at, in the forms
//! that [`Call::read`] names; nothing can be exported, changed or removed by a call, and a call by itself asks no host.
//! By the schemes of wallets in general come offers; they are handed over as they came.

use url::Url;

use super::limits;
use crate::offers;

/// The schemes of this program's own.
const OWN: [&str; 2] = ["openbadges", "badge-backpack"];

/// Every scheme that this program is registered for: its own, and those by which issuers call a learner's wallet.
pub const SCHEMES: [&str; 6] = [
    "openbadges",
    "badge-backpack",
    "dccrequest",
    "org.dcconsortium",
    "interaction",
    "openid-credential-offer",
];

/// What a call hands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// What is to be looked at: an `https` link, or an offer as it came.
    pub link: String,
    /// The host that it leads to. An offer may not name one that can be asked.
    pub host: Option<String>,
    /// Whether it is an offer to a wallet.
    pub is_offer: bool,
}

/// Why a call is refused; nothing of it was followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// It is longer than links are.
    #[error("{0} characters")]
    TooLong(usize),
    /// It has characters that no address has.
    #[error("control characters")]
    ControlCharacters,
    /// It asks for something else than to look at one link.
    #[error("{0}")]
    NotALookAtOneLink(String),
    /// Its link is not a plain `https` address.
    #[error("{0}")]
    NotHttps(String),
}

impl Call {
    /// Reads a call; `None` where `text` is none. The forms, with either scheme of ours: `openbadges:https://…`, which
    /// browsers may turn into `openbadges://https//…`, and `openbadges://import?url=…` with the link percent-encoded.
    pub fn read(text: &str) -> Option<Result<Self, CallError>> {
        let text = text.trim();
        let (scheme, rest) = text.split_once(':')?;
        let scheme = SCHEMES.iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
        if text.len() > limits::CALL_CHARS {
            return Some(Err(CallError::TooLong(text.chars().count())));
        }
        if text.contains(char::is_control) {
            return Some(Err(CallError::ControlCharacters));
        }
        Some(if OWN.contains(scheme) {
            asked_for(rest).and_then(|link| Self::to(&link))
        } else {
            let host = offers::read(text).and_then(Result::ok).map(|offer| offer.host());
            Ok(Self { link: text.to_owned(), host, is_offer: true })
        })
    }

    fn to(link: &str) -> Result<Self, CallError> {
        let plain =
            |url: &Url| url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
        let url = Url::parse(link).ok().filter(plain).filter(|_| !link.contains(char::is_control));
        match url.as_ref().and_then(Url::host_str) {
            Some(host) => Ok(Self { link: link.to_owned(), host: Some(host.to_owned()), is_offer: false }),
            None => Err(CallError::NotHttps(beginning(link))),
        }
    }
}

/// The link behind the scheme of a call.
fn asked_for(rest: &str) -> Result<String, CallError> {
    let rest = rest.trim_start_matches('/');
    if let Some(address) = ["https://", "https//"].iter().find_map(|scheme| rest.strip_prefix(scheme)) {
        return Ok(format!("https://{address}"));
    }
    let other = || CallError::NotALookAtOneLink(beginning(rest));
    let (verb, query) = rest.split_once('?').ok_or_else(other)?;
    let mut parameters = url::form_urlencoded::parse(query.as_bytes());
    match (verb.trim_end_matches('/'), parameters.next(), parameters.next()) {
        ("import", Some((name, link)), None) if name == "url" => Ok(link.into_owned()),
        _ => Err(other()),
    }
}

/// The beginning of what was found, to show.
fn beginning(text: &str) -> String {
    text.chars().take(limits::CALL_CHARS_SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::other_format;

    #[test]
    fn a_call_asks_to_look_at_one_link_or_is_refused() {
        let link = "https://badges.example/a/1?x=y";
        let encoded = "https%3A%2F%2Fbadges.example%2Fa%2F1%3Fx%3Dy";
        let looked_at = [
            format!("openbadges:{link}"),
            format!("openbadges://{link}"),
            "openbadges://https//badges.example/a/1?x=y".to_owned(),
            format!("badge-backpack:{link}"),
            format!("openbadges://import?url={encoded}"),
            format!("openbadges://import/?url={encoded}"),
            format!("badge-backpack:import?url={encoded}"),
            format!("  BADGE-BACKPACK:///import?url={encoded}\n"),
        ];
        for call in looked_at {
            let host = Some("badges.example".to_owned());
            let expected = Call { link: link.into(), host, is_offer: false };
            assert_eq!(Call::read(&call), Some(Ok(expected)), "{call}");
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
        for call in refused {
            assert!(matches!(Call::read(call), Some(Err(_))), "{call}: {:?}", Call::read(call));
        }
        assert_eq!(
            Call::read(&format!("openbadges:{link}{}", "a".repeat(limits::CALL_CHARS))),
            Some(Err(CallError::TooLong(link.len() + 11 + limits::CALL_CHARS)))
        );
        for other in
            [link, "file:///a", "openbadges", "ada@school.example", "xopenbadges:https://a.example", ""]
        {
            assert_eq!(Call::read(other), None, "{other}");
        }
    }

    #[test]
    fn an_offer_is_passed_on_as_it_came() {
        let rows = [
            ("interaction:https://issuer.example/i/1?iuv=1", Some("issuer.example")),
            ("dccrequest://request?issuer=https%3A%2F%2Fissuer.example&vc_request_url=x", None),
        ];
        for (offer, host) in rows {
            let expected = Call { link: offer.into(), host: host.map(str::to_owned), is_offer: true };
            assert_eq!(Call::read(offer), Some(Ok(expected)));
        }
        for scheme in SCHEMES.iter().filter(|scheme| !OWN.contains(scheme)) {
            let address = Url::parse(&format!("{scheme}:https://a.example/?iuv=1")).unwrap();
            assert!(other_format::of_address(&address).is_some(), "{scheme} is known as an offer");
        }
    }
}
