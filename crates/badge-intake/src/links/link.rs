//! A link as it is asked: out of what it is wrapped in, and without what it says of the person.

use openbadges::{
    IdentityKind,
    documents::{Purpose, Request},
    platforms::{self, Leads, Recognised},
};
use url::Url;

use super::{limits, rewritten};
use crate::{
    identity,
    other_format::{self, OtherFormat},
};

/// Parameters in which Badgr's links carry whose badge it is.
const IDENTITY: &str = "identity__";

/// A link, looked at and not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What is asked, shown and remembered: never with an address of a person in it.
    pub url: String,
    /// The platform that it is of, if it is of one.
    pub known: Option<Recognised>,
    /// What it asks a wallet for, where it is an offer or a request and no badge.
    pub offer: Option<OtherFormat>,
    /// To whom the link says that the badge was issued. A hint for comparing; it is stored only where the learner says so.
    pub recipient_hint: Option<String>,
}

impl Link {
    /// Reads a link. One that is no address stays as it is: the door says why it cannot be asked.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let Ok(url) = Url::parse(text) else {
            return Self { url: text.to_owned(), known: None, offer: None, recipient_hint: None };
        };
        let mut url = rewritten::meant(url);
        if let Some(inner) = wrapped(&url).and_then(|inner| Url::parse(&inner).ok()).filter(is_web) {
            url = inner;
        }
        let recipient_hint = take_identity(&mut url);
        let known = platforms::recognise(&url);
        let by_platform = known.as_ref().filter(|known| known.leads == Leads::Offer);
        let offer =
            other_format::of_address(&url).or_else(|| by_platform.map(|_| OtherFormat::ExchangeOffer));
        Self { url: url.into(), known, offer, recipient_hint }
    }

    /// What it leads to, as far as its form tells.
    pub fn leads(&self) -> Option<Leads> {
        self.known.as_ref().map(|known| known.leads).or_else(|| self.offer.map(|_| Leads::Offer))
    }

    /// Whether asking can bring a badge: not where there is only a page for signed-in people, or an offer for a wallet.
    pub fn is_worth_asking(&self) -> bool {
        self.offer.is_none() && self.known.as_ref().is_none_or(|known| known.ask)
    }

    /// What is asked before anything else is known: the platform's places, then the link itself.
    pub fn first_requests(&self) -> Vec<Request> {
        let places = self.known.iter().flat_map(|known| &known.badge_at);
        let request = |url: &String| Request { url: url.clone(), purpose: Purpose::Badge };
        places.chain([&self.url]).map(request).collect()
    }
}

/// What a verifier's page was told to check: the credential's address, or its text, in `#verify?vc=…` (VerifierPlus).
pub fn wrapped(url: &Url) -> Option<String> {
    let query = url.fragment()?.strip_prefix("verify?")?;
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "vc")
        .map(|(_, value)| value.into_owned())
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "https" | "http")
}

/// Takes the parameters about the person off the address, and returns the e-mail address among them. The other
/// parameters stay as they were written.
fn take_identity(url: &mut Url) -> Option<String> {
    let query = url.query()?.to_owned();
    let (taken, kept): (Vec<&str>, Vec<&str>) = query.split('&').partition(|pair| {
        url::form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| name.starts_with(IDENTITY))
    });
    if taken.is_empty() {
        return None;
    }
    let kept = kept.join("&");
    url.set_query((!kept.is_empty()).then_some(&kept));
    let email = taken
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
    fn a_link_is_asked_without_what_it_says_of_the_person() {
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
    fn a_verifiers_link_is_unwrapped_once() {
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
    fn what_a_mail_filter_made_of_a_link_is_never_asked() {
        let link = Link::read(
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapi.badgr.io%2Fpublic%2Fassertions%2FxK3bq0rTQm2Vw8sYt1LzNA%3Fidentity__email%3Dada%2540school.example&data=05",
        );
        assert_eq!((link.url.as_str(), link.leads()), (ASSERTION, Some(Leads::Badge)));
        assert_eq!(link.recipient_hint.as_deref(), Some("ada@school.example"));
    }

    #[test]
    fn the_platforms_places_are_asked_before_the_link() {
        let asked: Vec<String> =
            Link::read(ASSERTION).first_requests().into_iter().map(|request| request.url).collect();
        assert_eq!(asked, [format!("{ASSERTION}.json"), ASSERTION.to_owned()]);
    }

    #[test]
    fn what_is_no_address_stays_as_it_is() {
        for text in ["https://", "not a link", "/etc/passwd", ""] {
            let link = Link::read(text);
            assert_eq!((link.url.as_str(), link.known, link.recipient_hint), (text, None, None));
        }
    }
}
