//! Detects confusable issuers (UTS 39 "Unicode Security Mechanisms", section 4 "Confusable Detection").
//!
//! Two texts are confusable if their skeletons are equal. Hosts are compared by their registered domain as it is
//! displayed, names without case, spaces and punctuation.

use std::collections::HashMap;

use unicode_security::skeleton;

use crate::address::{Address, host_of, registrable_domain};

/// Hosts and names of issuers. Each issuer has a number.
#[derive(Debug, Default)]
pub(crate) struct ConfusableNames {
    domains: HashMap<String, Vec<Domain>>,
    names: HashMap<String, Vec<usize>>,
    /// The domains of each issuer: that of its id, and that of its web page according to the list.
    own_domains: HashMap<usize, Vec<String>>,
}

#[derive(Debug)]
struct Domain {
    domain: String,
    issuer: usize,
}

impl ConfusableNames {
    /// Adds the issuer `id` with the number `issuer`.
    pub(crate) fn add(&mut self, issuer: usize, id: &str, name: Option<&str>, page: Option<&str>) {
        let page = page.and_then(Address::parse).map(|page| page.registrable_domain());
        let own_domain = host_of(id).map(|host| registrable_domain(&host));
        if let Some(domain) = &own_domain {
            let domain = domain.clone();
            self.domains.entry(domain_skeleton(&domain)).or_default().push(Domain { domain, issuer });
        }
        self.own_domains.insert(issuer, own_domain.into_iter().chain(page).collect());
        for name in name.map(name_skeletons).into_iter().flatten() {
            self.names.entry(name).or_default().push(issuer);
        }
    }

    /// Returns issuers on other domains that `host` can be confused with.
    ///
    /// Either the registered domains look the same, or `host` starts with the other domain
    /// (`uni.example.evil.example`, `uni-example.org`).
    pub(crate) fn similar_hosts(&self, host: &str) -> Vec<usize> {
        let own = registrable_domain(host);
        let domains = std::iter::once(own.clone()).chain(leading_domains(host));
        let similar = domains.filter_map(|domain| self.domains.get(&domain_skeleton(&domain)));
        sorted_unique(similar.flatten().filter(|domain| domain.domain != own).map(|domain| domain.issuer))
    }

    /// Returns issuers whose name looks like `name`, except those on `domain`, the established domain of this issuer.
    pub(crate) fn similar_names(&self, name: &str, domain: Option<&str>) -> Vec<usize> {
        let names = name_skeletons(name);
        let similar = names.iter().filter_map(|name| self.names.get(name)).flatten().copied();
        let has_domain = |issuer: &usize| {
            let own_domains = self.own_domains.get(issuer).map(Vec::as_slice).unwrap_or_default();
            own_domains.iter().any(|own| Some(own.as_str()) == domain)
        };
        sorted_unique(similar.filter(|issuer| !has_domain(issuer)))
    }
}

fn sorted_unique(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Returns the skeleton of a domain as it is displayed.
fn domain_skeleton(domain: &str) -> String {
    let (displayed, _) = idna::domain_to_unicode(domain);
    skeleton(&displayed.to_lowercase()).collect()
}

/// Returns the skeletons of a name. Capital and small letters are confusable with different characters, so there are two.
fn name_skeletons(name: &str) -> Vec<String> {
    let alphanumeric = |text: &str| skeleton(text).filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut skeletons = vec![alphanumeric(name).to_lowercase(), alphanumeric(&name.to_lowercase())];
    skeletons.dedup();
    skeletons.retain(|skeleton| !skeleton.is_empty());
    skeletons
}

/// Returns the domains that a reader may see at the start of `host`: every prefix of two or more labels, with hyphens
/// also read as dots.
fn leading_domains(host: &str) -> Vec<String> {
    let mut domains = Vec::new();
    for host in [host.to_owned(), host.replace('-', ".")] {
        let labels: Vec<&str> = host.split('.').collect();
        domains.extend((2..labels.len()).filter_map(|end| Some(labels.get(..end)?.join("."))));
    }
    domains.sort_unstable();
    domains.dedup();
    domains
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known_issuers() -> ConfusableNames {
        let mut known = ConfusableNames::default();
        known.add(0, "https://www.harvard.edu/issuer", Some("Harvard University"), None);
        known.add(1, "did:key:z6MkA", Some("Tec de Monterrey"), Some("https://tec.mx/es"));
        known.add(2, "did:web:paypal.com", Some("PayPal"), None);
        known
    }

    #[test]
    fn finds_similar_hosts() {
        let cases: &[(&str, &[usize])] = &[
            ("www.harvard.edu", &[]),
            ("badges.harvard.edu", &[]),
            ("xn--hrvard-3nf.edu", &[0]),         // Cyrillic a
            ("xn--l-7sba6dbr.com", &[2]),         // paypal in Cyrillic except for the l
            ("harvard.edu.badges.example", &[0]), // starts with the known domain
            ("harvard-edu.org", &[0]),
            ("badges.example", &[]),
            ("tec.mx.example", &[]), // the id of the entry has no domain
        ];
        for (host, expected) in cases {
            assert_eq!(known_issuers().similar_hosts(host), *expected, "{host}");
        }
    }

    #[test]
    fn finds_similar_names() {
        let cases: &[(&str, Option<&str>, &[usize])] = &[
            ("Harvard University", None, &[0]),
            ("HARVARD  UNIVERSITY", None, &[0]),
            ("Harvard-University.", None, &[0]),
            ("H\u{430}rvard University", None, &[0]),
            ("\u{397}\u{391}RVARD University", None, &[0]), // Greek capitals
            ("Harvard\u{200b} University", None, &[0]),
            ("Harvard University", Some("harvard.edu"), &[]),
            ("Harvard University", Some("evil.example"), &[0]),
            ("Tec de Monterrey", Some("tec.mx"), &[]),
            ("Tec de Monterrey", None, &[1]),
            ("Harvard", None, &[]),
            ("", None, &[]),
            ("…", None, &[]),
        ];
        for (name, domain, expected) in cases {
            assert_eq!(known_issuers().similar_names(name, *domain), *expected, "{name}");
        }
    }
}
