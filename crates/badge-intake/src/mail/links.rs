//! Which links of a mail lead to a badge, and in which order they are worth looking at.
//!
//! A link is judged by its own address alone, never by what stands on it. Whatever is of no platform is not told of:
//! that leaves tracking, unsubscribing and the rest of the web where it is.

use url::Url;

use super::{headers::add_address, html, limits};
use crate::links::{Link, in_text};

/// The links of one message, as they are found.
#[derive(Default)]
pub(super) struct Links {
    /// Each with what it is the same as another by.
    found: Vec<(String, Link)>,
    judged: usize,
    too_many: bool,
    /// Addresses of recipients that links name.
    pub(super) recipients: Vec<String>,
}

impl Links {
    /// Looks through a plain text.
    pub(super) fn in_text(&mut self, text: &str) {
        for link in in_text(text) {
            if self.judged >= limits::LINKS_JUDGED {
                self.too_many = true;
                return;
            }
            self.judge(link, "");
        }
    }

    /// Looks through an HTML text.
    pub(super) fn in_html(&mut self, html: &str) {
        for anchor in html::anchors(html) {
            if self.judged >= limits::LINKS_JUDGED {
                self.too_many = true;
                return;
            }
            self.judge(&anchor.href, &anchor.text);
        }
    }

    /// `text`: what stands on the link.
    fn judge(&mut self, link: &str, text: &str) {
        self.judged += 1;
        if link.len() > limits::LINK_BYTES {
            return;
        }
        let link = Link::read(link);
        let is_told =
            |url: &Url| (link.offer.is_some() || url.scheme() == "https") && !is_about_the_mail(url, text);
        if link.leads().is_none() || !Url::parse(&link.url).is_ok_and(|url| is_told(&url)) {
            return;
        }
        if let Some(address) = &link.recipient_hint {
            add_address(&mut self.recipients, address);
        }
        // A page and a document of the same badge are one link.
        let badge_at = link.known.as_ref().and_then(|known| known.badge_at.first());
        let key = badge_at.unwrap_or(&link.url).clone();
        if self.found.iter().any(|(known, _)| *known == key) {
            return;
        }
        if self.found.len() < limits::LINKS {
            self.found.push((key, link));
        } else {
            self.too_many = true;
        }
    }

    /// Whether there are links that were not judged, or not taken.
    pub(super) const fn are_too_many(&self) -> bool {
        self.too_many
    }

    /// Everything found, the surest first.
    pub(super) fn ranked(self) -> Vec<Link> {
        let mut links: Vec<Link> = self.found.into_iter().map(|(_, link)| link).collect();
        links.sort_by_key(Link::leads);
        links
    }
}

/// Words in the address or the text of links that are about the mail, the account or the law and never about a badge.
const ABOUT_THE_MAIL: &[&str] = &[
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

fn is_about_the_mail(link: &Url, text: &str) -> bool {
    let address = format!("{}?{}", link.path(), link.query().unwrap_or_default()).to_lowercase();
    let text = text.to_lowercase();
    ABOUT_THE_MAIL.iter().any(|word| address.contains(word) || text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::Leads;

    const CREDLY: &str = "https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44";
    const BADGR: &str = "https://api.badgr.io/public/assertions/xK3bq0rTQm2Vw8sYt1LzNA";

    fn told(links: Links) -> Vec<(String, Leads, Option<&'static str>)> {
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
        told(links).into_iter().map(|(url, ..)| url).collect()
    }

    #[test]
    fn only_links_to_badges_that_are_protected_are_told() {
        assert_eq!(in_text(&format!("See {CREDLY} and https://news.example/.")), [CREDLY]);
        assert!(in_text(&CREDLY.replace("https", "http")).is_empty());
    }

    #[test]
    fn the_surest_link_comes_first_and_each_badge_once() {
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
            told(links),
            [
                (format!("{BADGR}?action=download"), Leads::Badge, Some("badgr")),
                (format!("{CREDLY}?utm_source=mail"), Leads::Badge, Some("credly")),
                ("dccrequest://request?issuer=a.example".to_owned(), Leads::Offer, None),
                (
                    "https://www.credly.com/earner/earned/badge/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44"
                        .to_owned(),
                    Leads::Claim,
                    Some("credly")
                ),
            ]
        );
    }

    /// `bad-inputs` K07 and K09.
    #[test]
    fn what_is_no_badge_link_is_not_told() {
        let rows = [
            ("unsubscribe", "<a href='https://www.edubadges.nl/unsubscribe/abc'>x</a>"),
            ("unsubscribe by its text", "<a href='https://www.edubadges.nl/u/abc'>Unsubscribe</a>"),
            ("in Dutch", "<a href='https://www.edubadges.nl/u/abc'>Afmelden</a>"),
            ("a redirector", "<a href='https://click.tracker.example/ls/click?upn=abc'>Your badge</a>"),
            ("a text that promises", "<a href='https://evil.example/'>https://harvard.edu/badges/1</a>"),
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
            assert_eq!(told(links), [], "{name}");
        }
    }

    #[test]
    fn hostile_texts_are_bounded() {
        for text in ["https://", "a://(", "a:", "https://a.example/(", ":// "] {
            assert!(in_text(&text.repeat(100_000)).is_empty(), "{text}");
        }
        let many: String = (0..1_000).map(|n| format!("https://certopus.com/c/{n:032x} ")).collect();
        assert_eq!(in_text(&many).len(), limits::LINKS);
    }
}
