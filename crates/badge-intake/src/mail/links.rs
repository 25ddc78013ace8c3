//! Finds the links of a mail that lead to a badge and ranks them.
//!
//! A link is returned if its address belongs to a known platform or has the form of an offer. The text of the
//! link does not matter for that. This excludes tracking links, unsubscribe links and links to other pages.

use url::Url;

use super::{headers::add_address, html, limits};
use crate::links::{Link, in_text};

/// The links of one message.
#[derive(Default)]
pub(super) struct Links {
    /// Each link, with a key that identifies duplicates.
    found: Vec<(String, Link)>,
    examined: usize,
    too_many: bool,
    /// Addresses of recipients that links contain.
    pub(super) recipients: Vec<String>,
}

impl Links {
    /// Searches a plain text.
    pub(super) fn in_text(&mut self, text: &str) {
        for link in in_text(text) {
            if self.examined >= limits::LINKS_EXAMINED {
                self.too_many = true;
                return;
            }
            self.examine(link, "");
        }
    }

    /// Searches an HTML text.
    pub(super) fn in_html(&mut self, html: &str) {
        for anchor in html::anchors(html) {
            if self.examined >= limits::LINKS_EXAMINED {
                self.too_many = true;
                return;
            }
            self.examine(&anchor.href, &anchor.text);
        }
    }

    /// Examines a link with this text.
    fn examine(&mut self, link: &str, text: &str) {
        self.examined += 1;
        if link.len() > limits::LINK_BYTES {
            return;
        }
        let link = Link::read(link);
        let is_relevant =
            |url: &Url| (link.offer.is_some() || url.scheme() == "https") && !is_administrative(url, text);
        if link.leads().is_none() || !Url::parse(&link.url).is_ok_and(|url| is_relevant(&url)) {
            return;
        }
        if let Some(address) = &link.recipient_hint {
            add_address(&mut self.recipients, address);
        }
        // Links to the page and to the document of the same badge count as one link.
        let badge_address = link.known.as_ref().and_then(|known| known.badge_addresses.first());
        let key = badge_address.unwrap_or(&link.url).clone();
        if self.found.iter().any(|(known, _)| *known == key) {
            return;
        }
        if self.found.len() < limits::LINKS {
            self.found.push((key, link));
        } else {
            self.too_many = true;
        }
    }

    /// Returns whether some links were not examined or not returned.
    pub(super) const fn are_too_many(&self) -> bool {
        self.too_many
    }

    /// Returns all links, the most certain first.
    pub(super) fn ranked(self) -> Vec<Link> {
        let mut links: Vec<Link> = self.found.into_iter().map(|(_, link)| link).collect();
        links.sort_by_key(Link::leads);
        links
    }
}

/// Words in links about the mail, the account or legal matters, which never lead to a badge.
const ADMINISTRATIVE_WORDS: &[&str] = &[
    "unsubscribe",
    "optout",
    "opt-out",
    "opt_out",
    "preferences",
    "mailing",
    "privacy",
    "terms",
    "gdpr",
    "abmelden",
    "abbestellen",
    "desabonn",
    "désabonn",
    "desuscribir",
    "darse de baja",
    "uitschrijven",
    "afmelden",
    "配信停止",
    "退订",
];

fn is_administrative(link: &Url, text: &str) -> bool {
    let address = format!("{}?{}", link.path(), link.query().unwrap_or_default()).to_lowercase();
    let text = text.to_lowercase();
    ADMINISTRATIVE_WORDS.iter().any(|word| address.contains(word) || text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::LinkTarget;

    const CREDLY: &str = "https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44";
    const BADGR: &str = "https://api.badgr.io/public/assertions/xK3bq0rTQm2Vw8sYt1LzNA";

    fn summary(links: Links) -> Vec<(String, LinkTarget, Option<&'static str>)> {
        let platform = |link: &Link| link.known.as_ref().map(|known| known.platform.id.as_str());
        links
            .ranked()
            .into_iter()
            .map(|link| (link.url.clone(), link.leads().unwrap(), platform(&link)))
            .collect()
    }

    fn in_text(text: &str) -> Vec<String> {
        let mut links = Links::default();
        links.in_text(text);
        summary(links).into_iter().map(|(url, ..)| url).collect()
    }

    #[test]
    fn finds_only_https_links_to_badges() {
        assert_eq!(in_text(&format!("See {CREDLY} and https://news.example/.")), [CREDLY]);
        assert!(in_text(&CREDLY.replace("https", "http")).is_empty());
    }

    #[test]
    fn ranks_links_and_removes_duplicates() {
        let mut links = Links::default();
        links.in_html(&format!(
            "<a href='https://www.credly.com/earner/earned/badge/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44'>Accept</a>
             <a href='dccrequest://request?issuer=a.example'>Wallet</a>
             <a href='{BADGR}?identity__email=Ada%40learner.example&amp;action=download'>Download</a>
             <a href='https://badges.parchment.com/public/assertions/xK3bq0rTQm2Vw8sYt1LzNA'>See it</a>
             <a href='{CREDLY}?utm_source=mail'>View</a>"
        ));
        assert_eq!(links.recipients, ["Ada@learner.example"]);
        assert_eq!(
            summary(links),
            [
                (format!("{BADGR}?action=download"), LinkTarget::Badge, Some("badgr")),
                (format!("{CREDLY}?utm_source=mail"), LinkTarget::Badge, Some("credly")),
                ("dccrequest://request?issuer=a.example".to_owned(), LinkTarget::Offer, None),
                (
                    "https://www.credly.com/earner/earned/badge/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44"
                        .to_owned(),
                    LinkTarget::Claim,
                    Some("credly")
                ),
            ]
        );
    }

    /// `bad-inputs` K07 and K09.
    #[test]
    fn ignores_other_links() {
        let rows = [
            ("unsubscribe", "<a href='https://www.edubadges.nl/unsubscribe/abc'>x</a>"),
            ("unsubscribe by its text", "<a href='https://www.edubadges.nl/u/abc'>Unsubscribe</a>"),
            ("in Dutch", "<a href='https://www.edubadges.nl/u/abc'>Afmelden</a>"),
            ("a redirector", "<a href='https://click.tracker.example/ls/click?upn=abc'>Your badge</a>"),
            (
                "a text that is another address",
                "<a href='https://evil.example/'>https://harvard.edu/badges/1</a>",
            ),
            ("a picture", "<img src='https://api.badgr.io/public/assertions/xK3bq0rTQm2Vw8sYt1LzNA/image'>"),
            ("a script", "<a href='javascript:alert(1)'>x</a>"),
            ("a file", "<a href='file:///etc/passwd'>x</a>"),
            (
                "sharing",
                "<a href='https://www.linkedin.com/shareArticle?url=https%3A%2F%2Fapi.badgr.io'>x</a>",
            ),
        ];
        for (name, html) in rows {
            let mut links = Links::default();
            links.in_html(html);
            assert_eq!(summary(links), [], "{name}");
        }
    }

    #[test]
    fn limits_hostile_texts() {
        for text in ["https://", "a://(", "a:", "https://a.example/(", ":// "] {
            assert!(in_text(&text.repeat(100_000)).is_empty(), "{text}");
        }
        let many: String = (0..1_000).map(|n| format!("https://certopus.com/c/{n:032x} ")).collect();
        assert_eq!(in_text(&many).len(), limits::LINKS);
    }
}
