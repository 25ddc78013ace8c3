//! Any text as a link or deep link: requests contain no personal identifiers, and a deep link leads to plain
//! `https`.
#![no_main]

use badge_intake::links::{self, DeepLink, Link};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|text: &str| {
    let link = Link::read(text);
    for request in link.first_requests() {
        let Ok(url) = Url::parse(&request.url) else { continue };
        assert!(!url.query_pairs().any(|(name, _)| name.starts_with("identity__")), "{url}");
    }
    if let Some(Ok(DeepLink { link, host: Some(host), is_offer: false })) = DeepLink::parse(text) {
        let url = Url::parse(&link).expect("the link of a deep link is an address");
        assert_eq!((url.scheme(), url.username(), url.password()), ("https", "", None), "{link}");
        assert_eq!(url.host_str(), Some(host.as_str()));
    }
    for link in links::in_text(text) {
        assert!(text.contains(link) && link.is_ascii(), "{link}");
    }
});
