//! The issuer's identity, which does not affect the verdict.
//!
//! A name is never evidence. A domain is evidence if the key or the page that the checks used belongs to it. A bare
//! key only shows that the issuer is the same as before. Trust lists and known issuers apply only to the exact
//! issuer id, and only if the checks confirmed it. Confusable names are reported in any case.

use crate::{
    address::{Address, host_of, host_of_did_web, registrable_domain, same_id},
    badge::Badge,
    check::{Check, CheckId, Outcome},
    code::{Code, Note},
    proof::key::PublicKey,
    report::{IssuerFinding, IssuerIdentity},
    trust::{ConfusableName, ConfusableNames, KnownIssuer, Listing, PinMatch},
    verify::options::VerifyOptions,
};

/// Returns the issuer of `badge`. `issuer_confirmed` states whether the checks confirmed the issuer's id.
pub(crate) fn find(
    badge: &Badge,
    issuer_confirmed: bool,
    checks: &[Check],
    options: &VerifyOptions,
) -> IssuerFinding {
    let identity = of(badge, issuer_confirmed);
    let mut finding = IssuerFinding {
        id: badge.issuer.id.clone(),
        name: badge.issuer.name.clone(),
        confusable_names: confusable_names(badge, &identity, options),
        identity,
        ..IssuerFinding::default()
    };
    if let Some(id) = badge.issuer.id.as_deref().filter(|_| issuer_confirmed) {
        finding.keys = keys(checks);
        finding.lists = find_listings(id, options);
        finding.pin_match = compare_keys(id, &finding.keys, &options.known_issuers);
    }
    finding
}

/// Adds the signing key and the other listed keys to `check`.
pub(crate) fn with_keys(check: Check, key: &PublicKey, listed: &[PublicKey]) -> Check {
    let signed = key.thumbprint();
    let others = listed.iter().filter(|other| *other != key).map(PublicKey::thumbprint);
    let keys: Vec<String> = std::iter::once(signed).chain(others).collect();
    check.with(KEYS, keys.join(" "))
}

/// The name of the detail that [`with_keys`] adds.
const KEYS: &str = "thumbprints";

/// Returns the issuer's keys from the passed `issuer.key`.
fn keys(checks: &[Check]) -> Vec<String> {
    let owned =
        checks.iter().find(|check| check.id == CheckId::IssuerKey && check.outcome == Outcome::Passed);
    let keys = owned.and_then(|check| check.details.get(KEYS)).map(|keys| keys.split(' ').map(str::to_owned));
    keys.into_iter().flatten().collect()
}

/// Returns the trust lists that contain the issuer `id`.
fn find_listings(id: &str, options: &VerifyOptions) -> Vec<Listing> {
    let listing = |list: &crate::trust::TrustList| {
        let entry = list.find(id)?;
        Some(Listing { list: list.name().to_owned(), name: entry.name.clone() })
    };
    options.trust_lists.iter().filter_map(listing).collect()
}

/// Compares the keys of the issuer `id` with those of the known issuer. The first of `keys` signed the badge.
///
/// An old key listed beside a new one proves nothing, because whoever takes over the host can copy it.
fn compare_keys(id: &str, keys: &[String], known: &[KnownIssuer]) -> Option<PinMatch> {
    let known = known.iter().find(|known| same_id(&known.id, id))?;
    let first_seen = known.first_seen;
    let changed = !known.keys.is_empty() && keys.first().is_some_and(|signed| !known.keys.contains(signed));
    Some(match changed {
        true => PinMatch::ChangedSince { first_seen },
        false => PinMatch::PinnedSince { first_seen },
    })
}

/// Returns the listed and known issuers with a confusable name or host, each once.
fn confusable_names(
    badge: &Badge,
    identity: &IssuerIdentity,
    options: &VerifyOptions,
) -> Vec<ConfusableName> {
    let (id, name) = (badge.issuer.id.as_deref().unwrap_or_default(), badge.issuer.name.as_deref());
    let proven = match identity {
        IssuerIdentity::ProvenDomain { domain } => Some(domain.as_str()),
        IssuerIdentity::UnknownKey | IssuerIdentity::SelfIssued | IssuerIdentity::Unproven => None,
    };
    let mut found: Vec<ConfusableName> = Vec::new();
    let mut compare = |names: &ConfusableNames, known: &dyn Fn(usize) -> Option<(String, Option<String>)>| {
        let host = Address::parse(id).map(|address| address.host().to_owned()).or_else(|| host_of(id));
        if let Some(host) = host {
            for (known_id, _) in names.similar_hosts(&host).into_iter().filter_map(known) {
                let known_host = host_of(&known_id).unwrap_or_default();
                add(&mut found, id, ConfusableName { shown: host.clone(), known: known_host, id: known_id });
            }
        }
        if let Some(name) = name {
            for (known_id, known_name) in names.similar_names(name, proven).into_iter().filter_map(known) {
                let known = known_name.unwrap_or_default();
                add(&mut found, id, ConfusableName { shown: name.to_owned(), known, id: known_id });
            }
        }
    };
    for list in &options.trust_lists {
        compare(list.confusable_names(), &|at| {
            list.issuers().get(at).map(|issuer| (issuer.id.clone(), issuer.name.clone()))
        });
    }
    // The name of a known key is only a claim, so it is not compared.
    let known: Vec<&KnownIssuer> =
        options.known_issuers.iter().filter(|known| host_of(&known.id).is_some()).collect();
    let mut names = ConfusableNames::default();
    for (at, known) in known.iter().enumerate() {
        names.add(at, &known.id, known.name.as_deref(), None);
    }
    compare(&names, &|at| known.get(at).map(|known| (known.id.clone(), known.name.clone())));
    found
}

/// Adds `confusable`, unless it is the issuer `id` itself or already in the list.
fn add(found: &mut Vec<ConfusableName>, id: &str, confusable: ConfusableName) {
    let is_known = found.iter().any(|other| same_id(&other.id, &confusable.id));
    if !is_known && !same_id(&confusable.id, id) {
        found.push(confusable);
    }
}

/// Returns how strongly the issuer's identity is established.
fn of(badge: &Badge, issuer_confirmed: bool) -> IssuerIdentity {
    let Some(id) = badge.issuer.id.as_deref().filter(|_| issuer_confirmed) else {
        return IssuerIdentity::Unproven;
    };
    if badge.recipients.iter().any(|recipient| !recipient.hashed && same_id(&recipient.identity, id)) {
        return IssuerIdentity::SelfIssued;
    }
    if id.starts_with("did:key:") || id.starts_with("did:jwk:") {
        return IssuerIdentity::UnknownKey;
    }
    match host_of(id) {
        Some(host) => IssuerIdentity::ProvenDomain { domain: registrable_domain(&host) },
        None => IssuerIdentity::Unproven,
    }
}

/// Returns the notes about the issuer and the author of the achievement.
pub(crate) fn notes(badge: &Badge, issuer: &IssuerFinding, options: &VerifyOptions) -> Vec<Note> {
    let mut notes = Vec::new();
    let id = issuer.id.as_deref().unwrap_or_default();
    if issuer.identity == IssuerIdentity::UnknownKey && issuer.lists.is_empty() {
        let name = issuer.name.as_deref().unwrap_or_default();
        notes.push(Note::new(Code::IssuerSelfAsserted).with("name", name));
    }
    if let Some(PinMatch::ChangedSince { first_seen }) = issuer.pin_match {
        notes.push(Note::new(Code::IssuerChanged).with("issuer", id).with("since", first_seen.to_string()));
    }
    notes.extend(issuer.confusable_names.iter().map(|confusable| {
        Note::new(Code::IssuerLookalike)
            .with("seen", &confusable.shown)
            .with("known", &confusable.known)
            .with("issuer", &confusable.id)
    }));
    // A trust list entry for a host does not apply to other issuers on it, such as a student's page.
    if issuer.identity != IssuerIdentity::Unproven && issuer.lists.is_empty() {
        let same_host =
            options.trust_lists.iter().find_map(|list| Some((list.name(), list.find_by_host(id)?)));
        notes.extend(same_host.map(|(list, entry)| {
            Note::new(Code::IssuerUnproven).with("issuer", id).with("list", list).with("listed", &entry.id)
        }));
    }
    if let Some(definer) = foreign_definer(badge) {
        notes.push(Note::new(Code::AchievementNotIssuers).with("creator", definer).with("issuer", id));
    }
    notes
}

/// Returns the author of the achievement if it is not the issuer: its creator, or the host of its id.
fn foreign_definer(badge: &Badge) -> Option<String> {
    let issuer = badge.issuer.id.as_deref()?;
    let creator = badge.achievement.creator.as_ref().and_then(|creator| creator.id.as_deref());
    if let Some(creator) = creator {
        return (!same_id(creator, issuer)).then(|| creator.to_owned());
    }
    let achievement = Address::parse(badge.achievement.id.as_deref()?)?;
    let own = match Address::parse(issuer) {
        Some(issuer) => issuer.same_origin(&achievement),
        None => host_of_did_web(issuer).is_some_and(|host| host == achievement.host()),
    };
    (!own).then(|| achievement.host().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        badge::{Profile, Recipient},
        trust::TrustList,
    };

    fn options() -> VerifyOptions {
        VerifyOptions::new("2026-11-21T00:00:00Z".parse().unwrap())
    }

    fn badge(issuer: &str, recipient: &str, achievement: Option<&str>, creator: Option<&str>) -> Badge {
        let profile = |id: &str| Profile { id: Some(id.into()), ..Profile::default() };
        let mut badge = Badge { issuer: profile(issuer), ..Badge::default() };
        badge.recipients.push(Recipient {
            kind: "id".into(),
            identity: recipient.into(),
            hashed: false,
            salt: None,
        });
        badge.achievement.id = achievement.map(str::to_owned);
        badge.achievement.creator = creator.map(profile);
        badge
    }

    #[test]
    fn identity_follows_from_confirmed_id() {
        let proven = |domain: &str| IssuerIdentity::ProvenDomain { domain: domain.into() };
        let cases = [
            ("https://badges.harvard.edu/i", "did:key:z6MkA", true, proven("harvard.edu")),
            ("https://harvard.edu.badges.example/", "did:key:z6MkA", true, proven("badges.example")),
            ("https://badges.harvard.edu/i", "did:key:z6MkA", false, IssuerIdentity::Unproven),
            ("http://harvard.edu/i", "did:key:z6MkA", true, IssuerIdentity::Unproven),
            ("did:web:uni.ac.uk:students:mallory", "did:key:z6MkA", true, proven("uni.ac.uk")),
            ("did:web:issuer.example%3A8443", "did:key:z6MkA", true, proven("issuer.example")),
            ("did:key:z6MkB", "did:key:z6MkA", true, IssuerIdentity::UnknownKey),
            ("did:key:z6MkA", "did:key:z6MkA", true, IssuerIdentity::SelfIssued),
            ("https://me.example/", "https://me.example/", true, IssuerIdentity::SelfIssued),
            ("urn:uuid:1", "did:key:z6MkA", true, IssuerIdentity::Unproven),
        ];
        for (issuer, recipient, issuer_confirmed, expected) in cases {
            assert_eq!(
                of(&badge(issuer, recipient, None, None), issuer_confirmed),
                expected,
                "{issuer} to {recipient}"
            );
        }
    }

    #[test]
    fn notes_achievements_of_other_authors() {
        let cases = [
            ("https://uni.example/i", Some("https://uni.example/a1"), None, None),
            ("https://uni.example/i", Some("https://coursera.example/a1"), None, Some("coursera.example")),
            ("did:key:z6MkB", Some("https://coursera.example/a1"), None, Some("coursera.example")),
            ("did:web:uni.example", Some("https://uni.example/a1"), None, None),
            ("https://uni.example/i", Some("urn:uuid:1"), None, None),
            ("https://uni.example/i", None, Some("https://uni.example/i"), None),
            (
                "https://uni.example/i",
                None,
                Some("https://coursera.example/i"),
                Some("https://coursera.example/i"),
            ),
        ];
        for (issuer, achievement, creator, expected) in cases {
            let badge = badge(issuer, "did:key:z6MkA", achievement, creator);
            let found = notes(&badge, &IssuerFinding::default(), &options());
            let named = found.first().map(|note| note.details["creator"].as_str());
            assert_eq!(named, expected, "{issuer}, {achievement:?}, {creator:?}");
        }
    }

    fn known(id: &str, name: &str, keys: &[&str]) -> KnownIssuer {
        KnownIssuer {
            id: id.into(),
            name: Some(name.into()),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            first_seen: "2026-01-01T00:00:00Z".parse().unwrap(),
        }
    }

    /// Row G14.
    #[test]
    fn detects_changed_keys() {
        let (pinned, changed) = (Some("pinned"), Some("changed"));
        type Case = (&'static str, &'static [&'static str], &'static [&'static str], Option<&'static str>);
        let cases: &[Case] = &[
            ("https://uni.example/", &["a"], &["a"], pinned),
            ("https://uni.example", &["a"], &["a"], pinned),
            ("https://uni.example/", &["a", "b"], &["b"], pinned),
            ("https://uni.example/", &["a"], &["b"], changed),
            // The new owner may have copied the old key into the document.
            ("https://uni.example/", &["a"], &["b", "a"], changed),
            // A hosted badge has no key to compare, nor has an issuer that is known by its pages.
            ("https://uni.example/", &["a"], &[], pinned),
            ("https://uni.example/", &[], &["a"], pinned),
            ("https://uni.example/other", &["a"], &["b"], None),
        ];
        for (id, then, now, expected) in cases {
            let now: Vec<String> = now.iter().map(|key| (*key).to_owned()).collect();
            let found = compare_keys(id, &now, &[known("https://uni.example/", "Uni", then)]);
            let word = found.map(|found| match found {
                PinMatch::PinnedSince { .. } => "pinned",
                PinMatch::ChangedSince { .. } => "changed",
            });
            assert_eq!(word, *expected, "{id}: {then:?}, then {now:?}");
        }
    }

    /// Rows G02, G03 and G12: confusable issuers are reported, confirmed or not, but never the issuer itself or its
    /// own domain.
    #[test]
    fn reports_confusable_issuers() {
        let registry = r#"{"registry": {
            "did:web:harvard.edu": {"name": "Harvard University"},
            "did:key:z6MkA": {"name": "My College", "url": "https://college.example"}}}"#;
        let options_with_lists = VerifyOptions {
            trust_lists: vec![TrustList::read("list", registry.as_bytes()).unwrap()],
            known_issuers: vec![
                known("https://badges.uni.example/i", "Uni of Example", &[]),
                known("did:key:z6MkB", "Somebody", &[]),
            ],
            ..options()
        };
        let cases = [
            ("https://xn--hrvard-3nf.edu/", "Harvard", true, Some("did:web:harvard.edu")),
            ("https://xn--hrvard-3nf.edu/", "Harvard", false, Some("did:web:harvard.edu")),
            ("http://harvard.edu.badges.example/", "x", false, Some("did:web:harvard.edu")),
            ("did:key:z6MkC", "Harvard Un\u{456}versity", true, Some("did:web:harvard.edu")),
            ("did:web:harvard.edu", "Harvard University", true, None),
            ("did:web:harvard.edu:law", "Harvard University", true, None),
            ("https://harvard.edu/law", "Harvard University", true, None),
            ("did:key:z6MkC", "My College", true, Some("did:key:z6MkA")),
            ("https://college.example/i", "My College", true, None),
            ("did:key:z6MkC", "UNI OF EXAMPLE", true, Some("https://badges.uni.example/i")),
            ("did:key:z6MkC", "Somebody", true, None),
            ("did:key:z6MkC", "Somebody else", true, None),
        ];
        for (id, name, issuer_confirmed, expected) in cases {
            let mut badge = badge(id, "did:key:z6MkA", None, None);
            badge.issuer.name = Some(name.into());
            let found = find(&badge, issuer_confirmed, &[], &options_with_lists);
            let of: Vec<&str> =
                found.confusable_names.iter().map(|confusable| confusable.id.as_str()).collect();
            assert_eq!(of, expected.into_iter().collect::<Vec<_>>(), "{name} at {id}");
            let all_notes = notes(&badge, &found, &options_with_lists);
            let noted = all_notes.iter().any(|note| note.code == Code::IssuerLookalike);
            assert_eq!(noted, expected.is_some(), "{name} at {id}");
        }
    }

    /// Row G06.
    #[test]
    fn list_entry_applies_to_confirmed_id_only() {
        let list = TrustList::read("Partners", b"did:web:uni.edu").unwrap();
        let options_with_lists = VerifyOptions { trust_lists: vec![list], ..options() };
        let listed = |id: &str, issuer_confirmed: bool| {
            let badge = badge(id, "did:key:z6MkA", None, None);
            let found = find(&badge, issuer_confirmed, &[], &options_with_lists);
            let noted = notes(&badge, &found, &options_with_lists)
                .iter()
                .any(|note| note.code == Code::IssuerUnproven);
            (found.lists.len(), noted)
        };
        assert_eq!(listed("did:web:uni.edu", true), (1, false));
        assert_eq!(listed("did:web:uni.edu", false), (0, false));
        assert_eq!(listed("did:web:uni.edu:students:mallory", true), (0, true));
        assert_eq!(listed("did:web:other.edu", true), (0, false));
    }
}
