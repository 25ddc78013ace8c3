//! The table of badge platforms: which platform a link belongs to, and where that platform serves the badge.
//!
//! The rows are in `platforms.toml`, which is compiled in; `README.md` beside it explains how to add one. Nothing is
//! fetched: [`recognise`] inspects only the link.

mod pattern;

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;
use url::Url;

use self::pattern::{Captures, filled, host_fits, path_captures, query_captures};

const TABLE: &str = include_str!("platforms.toml");

/// The platform of a link, and the addresses of its badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecognisedLink {
    /// The platform of the link.
    pub platform: &'static Platform,
    /// The target of the link.
    pub leads: LinkTarget,
    /// Addresses where the badge may be, best first. Empty if only the link itself can be fetched.
    pub badge_addresses: Vec<String>,
    /// Whether fetching the link can yield a badge.
    pub ask: bool,
}

/// The target of a link. The order is the order in which links of a mail or a text are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkTarget {
    /// A page or a document of one badge.
    Badge,
    /// A page or a document of several badges.
    Collection,
    /// An offer for a wallet.
    Offer,
    /// A page where a signed-in person can accept or download a badge.
    Claim,
}

/// Returns the platform of `link` by the first matching rule. Only `http` and `https` links match.
pub fn recognise(link: &Url) -> Option<RecognisedLink> {
    let host = link.host_str().filter(|_| matches!(link.scheme(), "https" | "http"))?;
    PLATFORMS.iter().find_map(|platform| {
        let (rule, captures) = platform
            .rules
            .iter()
            .find_map(|rule| rule.captures(host, link).map(|captures| (rule, captures)))?;
        Some(RecognisedLink {
            platform,
            leads: rule.leads,
            badge_addresses: rule.badge.iter().filter_map(|at| address(at, &captures, link)).collect(),
            ask: rule.ask,
        })
    })
}

/// Returns the platform that sends mail from `domain` or a subdomain of it.
pub fn sender(domain: &str) -> Option<&'static Platform> {
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    PLATFORMS.iter().find(|platform| {
        platform.senders.iter().any(|sender| {
            domain == *sender || domain.strip_suffix(sender).is_some_and(|below| below.ends_with('.'))
        })
    })
}

/// Returns every platform of the table.
pub fn platforms() -> &'static [Platform] {
    &PLATFORMS
}

static PLATFORMS: LazyLock<Vec<Platform>> = LazyLock::new(|| match toml::from_str::<Table>(TABLE) {
    Ok(table) => table.platforms,
    // The table is compiled in and the tests below read it, so a broken table never ships.
    Err(error) => unreachable!("platforms.toml: {error}"),
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "platform")]
    platforms: Vec<Platform>,
}

/// A platform that issues or shows badges.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// The stable id. The message catalogue explains under `platform-ID` how to get a badge from this platform.
    pub id: String,
    /// The common name.
    pub name: String,
    /// Domains that its mails come from.
    pub senders: Vec<String>,
    /// The kinds of links. The first matching rule counts.
    #[serde(rename = "rule")]
    rules: Vec<Rule>,
}

impl Platform {
    /// Returns whether the platform is software that runs on any host, recognised by its paths alone.
    pub fn is_any_host(&self) -> bool {
        self.rules.iter().any(|rule| rule.hosts.iter().any(|host| host == "*"))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    hosts: Vec<String>,
    path: String,
    #[serde(default)]
    query: BTreeMap<String, String>,
    leads: LinkTarget,
    #[serde(default)]
    badge: Vec<String>,
    #[serde(default = "default_ask")]
    ask: bool,
    #[serde(rename = "example")]
    examples: Vec<Example>,
}

fn default_ask() -> bool {
    true
}

/// An example link and the address of its badge.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    link: String,
    #[serde(default)]
    badge: Option<String>,
}

impl Rule {
    fn captures(&self, host: &str, link: &Url) -> Option<Captures> {
        if !self.hosts.iter().any(|pattern| host_fits(pattern, host)) {
            return None;
        }
        let mut captures = path_captures(&self.path, link)?;
        captures.extend(query_captures(&self.query, link)?);
        captures.insert("host".to_owned(), host.to_owned());
        Some(captures)
    }
}

/// Fills a template. If the link names a port, it applies to all hosts of the platform.
fn address(template: &str, captures: &Captures, link: &Url) -> Option<String> {
    let mut url = Url::parse(&filled(template, captures)?).ok()?;
    if link.port().is_some() && url.set_port(link.port()).is_err() {
        return None;
    }
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(link: &str) -> Option<RecognisedLink> {
        recognise(&Url::parse(link).unwrap())
    }

    #[test]
    fn table_is_consistent() {
        let table: Table = toml::from_str(TABLE).unwrap();
        let mut ids: Vec<&str> = table.platforms.iter().map(|platform| platform.id.as_str()).collect();
        assert!(!ids.is_empty());
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "duplicate id");
        for rule in table.platforms.iter().flat_map(|platform| &platform.rules) {
            assert!(!rule.hosts.is_empty() && rule.path.starts_with('/'), "{}", rule.path);
            assert!(
                rule.ask || rule.badge.is_empty(),
                "{}: has a badge address but is not fetched",
                rule.path
            );
            assert!(rule.badge.iter().all(|at| at.starts_with("https://")), "{}", rule.path);
        }
    }

    #[test]
    fn every_rule_matches_its_examples() {
        for platform in platforms() {
            for rule in &platform.rules {
                assert!(!rule.examples.is_empty(), "{} {}: no example", platform.id, rule.path);
                for example in &rule.examples {
                    let known =
                        of(&example.link).unwrap_or_else(|| panic!("{} matches no platform", example.link));
                    assert_eq!(known.platform.id, platform.id, "{}", example.link);
                    assert_eq!((known.leads, known.ask), (rule.leads, rule.ask), "{}", example.link);
                    assert_eq!(known.badge_addresses.first(), example.badge.as_ref(), "{}", example.link);
                    assert_eq!(known.badge_addresses.len(), rule.badge.len(), "{}", example.link);
                }
            }
        }
    }

    #[test]
    fn ignores_lookalike_links() {
        let none = [
            "https://www.credly.com/",
            "https://www.credly.com.evil.example/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44",
            "https://evilcredly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44",
            "https://www.credly.com/badges/unsubscribe",
            "https://learn.college.example/badges/badge.php?hash=1",
            "https://college.example/?next=https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44",
            "ftp://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44",
            "mailto:ada@school.example",
            "https://openbadgefactory.com/v1/badge/1",
        ];
        for link in none {
            assert_eq!(of(link), None, "{link}");
        }
    }

    #[test]
    fn keeps_the_port_of_a_link() {
        let link = "https://badges.parchment.com:8443/public/assertions/xK3bq0rTQm2Vw8sYt1LzNA";
        let at = of(link).unwrap().badge_addresses;
        assert_eq!(at, ["https://api.badgr.io:8443/public/assertions/xK3bq0rTQm2Vw8sYt1LzNA.json"]);
    }

    #[test]
    fn recognises_senders_by_domain() {
        let rows = [
            ("credly.com", Some("credly")),
            ("mail.credly.com", Some("credly")),
            ("Youracclaim.com", Some("credly")),
            ("evilcredly.com", None),
            ("credly.com.evil.example", None),
            ("parchment.com", Some("badgr")),
            ("", None),
        ];
        for (domain, expected) in rows {
            assert_eq!(sender(domain).map(|platform| platform.id.as_str()), expected, "{domain}");
        }
    }
}
