//! Parses links into the form that is fetched: unwrapped, and without personal identifiers.

use openbadges::{
    IdentityKind,
    documents::{Purpose, Request},
    platforms::{self, LinkTarget, RecognisedLink},
};
use url::Url;

use super::{limits, rewritten};
use crate::{
    identity,
    other_format::{self, OtherFormat},
};

/// The prefix of the parameters with the recipient's identity in Badgr's links.
const IDENTITY: &str = "identity__";

/// A parsed link that has not been fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address to fetch, show and store. It never contains a personal identifier.
    pub url: String,
    /// The platform, if the link belongs to one.
    pub known: Option<RecognisedLink>,
    /// The request to a wallet, if the link is an offer or a request.
    pub offer: Option<OtherFormat>,
    /// The recipient's e-mail address that the link contained. A hint for the recipient match; stored only if
    /// the learner agrees.
    pub recipient_hint: Option<String>,
}

impl Link {
    /// Parses a link. A text that is not an address stays unchanged; the HTTP client then reports why it
    /// cannot be fetched.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let Ok(url) = Url::parse(text) else {
            return Self { url: text.to_owned(), known: None, offer: None, recipient_hint: None };
        };
        let mut url = rewritten::original(url);
        if let Some(inner) = wrapped(&url).and_then(|inner| Url::parse(&inner).ok()).filter(is_web) {
            url = inner;
        }
        let recipient_hint = take_identity(&mut url);
        let known = platforms::recognise(&url);
        let by_platform = known.as_ref().filter(|known| known.leads == LinkTarget::Offer);
        let offer =
            other_format::of_address(&url).or_else(|| by_platform.map(|_| OtherFormat::ExchangeOffer));
        Self { url: url.into(), known, offer, recipient_hint }
    }

    /// Returns what the link leads to, if its form shows that.
    pub fn leads(&self) -> Option<LinkTarget> {
        self.known.as_ref().map(|known| known.leads).or_else(|| self.offer.map(|_| LinkTarget::Offer))
    }

    /// Returns whether fetching the link may return a badge. Returns `false` for a page that requires sign-in
    /// and for an offer to a wallet.
    pub fn may_return_badge(&self) -> bool {
        self.offer.is_none() && self.known.as_ref().is_none_or(|known| known.ask)
    }

    /// Returns the first requests: the platform's addresses of the badge, then the link itself.
    pub fn first_requests(&self) -> Vec<Request> {
        let platform_addresses = self.known.iter().flat_map(|known| &known.badge_addresses);
        let request = |url: &String| Request { url: url.clone(), purpose: Purpose::Badge };
        platform_addresses.chain([&self.url]).map(request).collect()
    }
}

/// Returns the address or text of the credential in a link to a verifier's page, `#verify?vc=…` (VerifierPlus).
pub fn wrapped(url: &Url) -> Option<String> {
    let query = url.fragment()?.strip_prefix("verify?")?;
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "vc")
        .map(|(_, value)| value.into_owned())
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "https" | "http")
}

/// Removes the parameters with the recipient's identity and returns the e-mail address among them. Other
/// parameters stay unchanged.
fn take_identity(url: &mut Url) -> Option<String> {
    let query = url.query()?.to_owned();
    let (identities, others): (Vec<&str>, Vec<&str>) = query.split('&').partition(|pair| {
        url::form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| name.starts_with(IDENTITY))
    });
    if identities.is_empty() {
        return None;
    }
    let query = others.join("&");
    url.set_query((!query.is_empty()).then_some(&query));
    let email = identities
        .iter()
        .flat_map(|pair| url::form_urlencoded::parse(pair.as_bytes()))
        .find_map(|(name, value)| (name == "identity__email").then(|| value.trim().to_owned()))?;
    let is_address = identity::parse(&email).is_some_and(|identity| identity.kind == IdentityKind::Email);
    (is_address && email.len() <= limits::EMAIL_CHARS).then_some(email)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASSERTION: &str = "https://api.badgr.io/public/assertions/xK3bq0rTQm2Vw8sYt1LzNA";

    #[test]
    fn removes_personal_identifiers() {
        let rows = [
            ("?identity__email=ada%40school.example", "", Some("ada@school.example")),
            ("?identity__email=ada@school.example&v=2_0", "?v=2_0", Some("ada@school.example")),
            ("?v=2%5F0&identity__url=https%3A%2F%2Fada.example", "?v=2%5F0", None),
            ("?%69dentity__email=ada%40school.example", "", Some("ada@school.example")),
            ("?identity__email=", "", None),
            ("?identity__email=not+an+address", "", None),
            ("?email=ada%40school.example", "?email=ada%40school.example", None),
            ("", "", None),
        ];
        for (query, kept, hint) in rows {
            let link = Link::read(&format!("  {ASSERTION}{query}\n"));
            assert_eq!(link.url, format!("{ASSERTION}{kept}"), "{query}");
            assert_eq!(link.recipient_hint.as_deref(), hint, "{query}");
            assert!(link.first_requests().iter().all(|request| !request.url.contains("identity")), "{query}");
        }
    }

    #[test]
    fn unwraps_verifier_links_once() {
        let rows = [
            (
                "https://verifierplus.org/#verify?vc=https%3A%2F%2Fa.example%2Fb.json",
                "https://a.example/b.json",
            ),
            ("https://verifierplus.org/#verify?vc=file%3A%2F%2F%2Fetc%2Fpasswd", ""),
            ("https://verifierplus.org/#verify/results", ""),
            (
                "https://verifierplus.org/#verify?vc=https%3A%2F%2Fa.example%2F%23verify%3Fvc%3Dhttps%253A%252F%252Fb.example",
                "https://a.example/#verify?vc=https%3A%2F%2Fb.example",
            ),
        ];
        for (text, inner) in rows {
            let expected = if inner.is_empty() { text } else { inner };
            assert_eq!(Link::read(text).url, expected);
        }
    }

    #[test]
    fn unwraps_links_of_mail_filters() {
        let link = Link::read(
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapi.badgr.io%2Fpublic%2Fassertions%2FxK3bq0rTQm2Vw8sYt1LzNA%3Fidentity__email%3Dada%2540school.example&data=05",
        );
        assert_eq!((link.url.as_str(), link.leads()), (ASSERTION, Some(LinkTarget::Badge)));
        assert_eq!(link.recipient_hint.as_deref(), Some("ada@school.example"));
    }

    #[test]
    fn platform_addresses_precede_the_link() {
        let urls: Vec<String> =
            Link::read(ASSERTION).first_requests().into_iter().map(|request| request.url).collect();
        assert_eq!(urls, [format!("{ASSERTION}.json"), ASSERTION.to_owned()]);
    }

    #[test]
    fn keeps_text_that_is_not_an_address() {
        for text in ["https://", "not a link", "/etc/passwd", ""] {
            let link = Link::read(text);
            assert_eq!((link.url.as_str(), link.known, link.recipient_hint), (text, None, None));
        }
    }
}
