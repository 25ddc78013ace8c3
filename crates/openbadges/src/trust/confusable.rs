//! Which issuers look the same to a person (UTS 39 "Unicode Security Mechanisms", section 4 "Confusable Detection").
//!
//! Two texts look the same when their skeletons are equal. Hosts are compared by the domain that somebody registered,
//! in the script that a person sees; names without case, spaces and punctuation.

use std::collections::HashMap;

use unicode_security::skeleton;

use crate::address::{Address, host_of, registrable_domain};

/// What issuers are told by, each under its number.
#[derive(Debug, Default)]
pub(crate) struct ConfusableNames {
    domains: HashMap<String, Vec<Domain>>,
    names: HashMap<String, Vec<usize>>,
    /// The domains of each issuer: of its id, and of its page by the list.
    own: HashMap<usize, Vec<String>>,
}

#[derive(Debug)]
struct Domain {
    domain: String,
    at: usize,
}

impl ConfusableNames {
    /// Adds the issuer `id` with the number `at`.
    pub(crate) fn add(&mut self, at: usize, id: &str, name: Option<&str>, page: Option<&str>) {
        let page = page.and_then(Address::parse).map(|page| page.registrable_domain());
        let own = host_of(id).map(|host| registrable_domain(&host));
        if let Some(domain) = &own {
            let domain = domain.clone();
            self.domains.entry(domain_skeleton(&domain)).or_default().push(Domain { domain, at });
        }
        self.own.insert(at, own.into_iter().chain(page).collect());
        for name in name.map(name_skeletons).into_iter().flatten() {
            self.names.entry(name).or_default().push(at);
        }
    }

    /// Issuers on another registered domain than that of `host`, which looks like it or is put in front of it
    /// (`uni.example.evil.example`, `uni-example.org`).
    pub(crate) fn like_host(&self, host: &str) -> Vec<usize> {
        let own = registrable_domain(host);
        let domains = std::iter::once(own.clone()).chain(domains_in_front(host));
        let alike = domains.filter_map(|domain| self.domains.get(&domain_skeleton(&domain)));
        once_each(alike.flatten().filter(|domain| domain.domain != own).map(|domain| domain.at))
    }

    /// Issuers whose name looks like `name`, except those of the domain `proven`.
    pub(crate) fn like_name(&self, name: &str, proven: Option<&str>) -> Vec<usize> {
        let names = name_skeletons(name);
        let alike = names.iter().filter_map(|name| self.names.get(name)).flatten().copied();
        let is_proven = |at: &usize| {
            let own = self.own.get(at).map(Vec::as_slice).unwrap_or_default();
            own.iter().any(|own| Some(own.as_str()) == proven)
        };
        once_each(alike.filter(|at| !is_proven(at)))
    }
}

fn once_each(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// What a person sees of a domain.
fn domain_skeleton(domain: &str) -> String {
    let (seen, _) = idna::domain_to_unicode(domain);
    skeleton(&seen.to_lowercase()).collect()
}

/// What a person sees of a name. Capital and small letters are confusable with different characters, so a name has a
/// skeleton of each kind.
fn name_skeletons(name: &str) -> Vec<String> {
    let seen = |text: &str| skeleton(text).filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut skeletons = vec![seen(name).to_lowercase(), seen(&name.to_lowercase())];
    skeletons.dedup();
    skeletons.retain(|skeleton| !skeleton.is_empty());
    skeletons
}

/// The domains that a host shows in front of its own, where a hurried reader stops: each run of two and more labels from
/// the left, with hyphens read as dots too.
fn domains_in_front(host: &str) -> Vec<String> {
    let mut fronts = Vec::new();
    for host in [host.to_owned(), host.replace('-', ".")] {
        let labels: Vec<&str> = host.split('.').collect();
        fronts.extend((2..labels.len()).filter_map(|end| Some(labels.get(..end)?.join("."))));
    }
    fronts.sort_unstable();
    fronts.dedup();
    fronts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> ConfusableNames {
        let mut known = ConfusableNames::default();
        known.add(0, "https://www.harvard.edu/issuer", Some("Harvard University"), None);
        known.add(1, "did:key:z6MkA", Some("Tec de Monterrey"), Some("https://tec.mx/es"));
        known.add(2, "did:web:paypal.com", Some("PayPal"), None);
        known
    }

    #[test]
    fn hosts_that_look_like_a_known_one() {
        let cases: &[(&str, &[usize])] = &[
            ("www.harvard.edu", &[]),
            ("badges.harvard.edu", &[]),
            ("xn--hrvard-3nf.edu", &[0]),         // Cyrillic a
            ("xn--l-7sba6dbr.com", &[2]),         // paypal in Cyrillic but for the l
            ("harvard.edu.badges.example", &[0]), // the known domain in front of the real one
            ("harvard-edu.org", &[0]),
            ("badges.example", &[]),
            ("tec.mx.example", &[]), // the entry's id proves no domain
        ];
        for (host, expected) in cases {
            assert_eq!(known().like_host(host), *expected, "{host}");
        }
    }

    #[test]
    fn names_that_look_like_a_known_one() {
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
        for (name, proven, expected) in cases {
            assert_eq!(known().like_name(name, *proven), *expected, "{name}");
        }
    }
}
