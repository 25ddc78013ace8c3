//! Who the issuer is shown to be, beside the verdict.
//!
//! A name is never evidence. A domain is, when the key or the page that the checks stood on is that domain's; a bare
//! key is only "the same unknown key as before". What trust lists and the caller's memory add is for exactly the id
//! that was shown, and a resemblance is told whether anything was shown or not. None of it bears on the verdict.

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

/// The issuer of `badge`, where `shown` says whether the checks tied the badge to the issuer's id.
pub(crate) fn find(badge: &Badge, shown: bool, checks: &[Check], options: &VerifyOptions) -> IssuerFinding {
    let identity = of(badge, shown);
    let mut finding = IssuerFinding {
        id: badge.issuer.id.clone(),
        name: badge.issuer.name.clone(),
        confusable_names: confusable_names(badge, &identity, options),
        identity,
        ..IssuerFinding::default()
    };
    if let Some(id) = badge.issuer.id.as_deref().filter(|_| shown) {
        finding.keys = keys(checks);
        finding.lists = listings(id, options);
        finding.pin_match = remembered(id, &finding.keys, &options.known_issuers);
    }
    finding
}

/// `check`, with the key that signed and those that its owner lists beside it.
pub(crate) fn with_keys(check: Check, key: &PublicKey, listed: &[PublicKey]) -> Check {
    let signed = key.thumbprint();
    let others = listed.iter().filter(|other| *other != key).map(PublicKey::thumbprint);
    let keys: Vec<String> = std::iter::once(signed).chain(others).collect();
    check.with(KEYS, keys.join(" "))
}

/// The name of the fact that [`with_keys`] adds.
const KEYS: &str = "thumbprints";

/// The issuer's keys, as the passed `issuer.key` has them.
fn keys(checks: &[Check]) -> Vec<String> {
    let owned =
        checks.iter().find(|check| check.id == CheckId::IssuerKey && check.outcome == Outcome::Passed);
    let keys = owned.and_then(|check| check.details.get(KEYS)).map(|keys| keys.split(' ').map(str::to_owned));
    keys.into_iter().flatten().collect()
}

/// The trust lists that name the issuer `id`.
fn listings(id: &str, options: &VerifyOptions) -> Vec<Listing> {
    let listing = |list: &crate::trust::TrustList| {
        let entry = list.find(id)?;
        Some(Listing { list: list.name().to_owned(), name: entry.name.clone() })
    };
    options.trust_lists.iter().filter_map(listing).collect()
}

/// How the issuer `id`, which signed with the first of `keys`, compares with what is remembered of it.
///
/// That a document still lists an old key beside the new one shows nothing: whoever took over the host can copy it.
fn remembered(id: &str, keys: &[String], known: &[KnownIssuer]) -> Option<PinMatch> {
    let known = known.iter().find(|known| same_id(&known.id, id))?;
    let first_seen = known.first_seen;
    let changed = !known.keys.is_empty() && keys.first().is_some_and(|signed| !known.keys.contains(signed));
    Some(match changed {
        true => PinMatch::ChangedSince { first_seen },
        false => PinMatch::PinnedSince { first_seen },
    })
}

/// The issuers, listed or remembered, that the issuer of `badge` can be mistaken for: each once.
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
    let mut compare = |likenesses: &ConfusableNames,
                       known: &dyn Fn(usize) -> Option<(String, Option<String>)>| {
        let host = Address::parse(id).map(|address| address.host().to_owned()).or_else(|| host_of(id));
        if let Some(host) = host {
            for (known_id, _) in likenesses.similar_hosts(&host).into_iter().filter_map(known) {
                let known_host = host_of(&known_id).unwrap_or_default();
                add(&mut found, id, ConfusableName { shown: host.clone(), known: known_host, id: known_id });
            }
        }
        if let Some(name) = name {
            for (known_id, known_name) in likenesses.similar_names(name, proven).into_iter().filter_map(known)
            {
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
    // A remembered key has only called itself something: resembling that is resembling nobody in particular.
    let known: Vec<&KnownIssuer> =
        options.known_issuers.iter().filter(|known| host_of(&known.id).is_some()).collect();
    let mut likenesses = ConfusableNames::default();
    for (at, known) in known.iter().enumerate() {
        likenesses.add(at, &known.id, known.name.as_deref(), None);
    }
    compare(&likenesses, &|at| known.get(at).map(|known| (known.id.clone(), known.name.clone())));
    found
}

/// Adds `resemblance`, unless it is to the issuer `id` itself or told already.
fn add(found: &mut Vec<ConfusableName>, id: &str, resemblance: ConfusableName) {
    let told = found.iter().any(|told| same_id(&told.id, &resemblance.id));
    if !told && !same_id(&resemblance.id, id) {
        found.push(resemblance);
    }
}

/// The standing of the issuer of `badge`, where `shown` says whether the checks tied the badge to the issuer's id.
fn of(badge: &Badge, shown: bool) -> IssuerIdentity {
    let Some(id) = badge.issuer.id.as_deref().filter(|_| shown) else { return IssuerIdentity::Unproven };
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

/// Remarks on who issued and who defined the achievement.
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
    notes.extend(issuer.confusable_names.iter().map(|likeness| {
        Note::new(Code::IssuerLookalike)
            .with("seen", &likeness.shown)
            .with("known", &likeness.known)
            .with("issuer", &likeness.id)
    }));
    // An entry for a host is for no other issuer on it, such as a student's page.
    if issuer.identity != IssuerIdentity::Unproven && issuer.lists.is_empty() {
        let beside = options.trust_lists.iter().find_map(|list| Some((list.name(), list.find_by_host(id)?)));
        notes.extend(beside.map(|(list, entry)| {
            Note::new(Code::IssuerUnproven).with("issuer", id).with("list", list).with("listed", &entry.id)
        }));
    }
    if let Some(definer) = foreign_definer(badge) {
        notes.push(Note::new(Code::AchievementNotIssuers).with("creator", definer).with("issuer", id));
    }
    notes
}

/// Who defined the achievement, where that is somebody else than the issuer: its creator, or the host of its id.
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
    fn the_standing_follows_from_the_id_and_only_when_it_was_shown() {
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
        for (issuer, recipient, shown, expected) in cases {
            assert_eq!(of(&badge(issuer, recipient, None, None), shown), expected, "{issuer} to {recipient}");
        }
    }

    #[test]
    fn an_achievement_of_somebody_else_is_remarked() {
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
    fn another_key_than_the_remembered_ones_is_a_change() {
        let (pinned, changed) = (Some("pinned"), Some("changed"));
        type Case = (&'static str, &'static [&'static str], &'static [&'static str], Option<&'static str>);
        let cases: &[Case] = &[
            ("https://uni.example/", &["a"], &["a"], pinned),
            ("https://uni.example", &["a"], &["a"], pinned),
            ("https://uni.example/", &["a", "b"], &["b"], pinned),
            ("https://uni.example/", &["a"], &["b"], changed),
            // The old key may have been copied into the new owner's document.
            ("https://uni.example/", &["a"], &["b", "a"], changed),
            // A hosted badge has no key to compare; an issuer that was known by its pages had none.
            ("https://uni.example/", &["a"], &[], pinned),
            ("https://uni.example/", &[], &["a"], pinned),
            ("https://uni.example/other", &["a"], &["b"], None),
        ];
        for (id, then, now, expected) in cases {
            let now: Vec<String> = now.iter().map(|key| (*key).to_owned()).collect();
            let found = remembered(id, &now, &[known("https://uni.example/", "Uni", then)]);
            let word = found.map(|found| match found {
                PinMatch::PinnedSince { .. } => "pinned",
                PinMatch::ChangedSince { .. } => "changed",
            });
            assert_eq!(word, *expected, "{id}: {then:?}, then {now:?}");
        }
    }

    /// Rows G02, G03 and G12: what an issuer can be mistaken for is told, shown or not; itself and its own domain never.
    #[test]
    fn a_look_alike_of_a_known_issuer_is_told() {
        let registry = r#"{"registry": {
            "did:web:harvard.edu": {"name": "Harvard University"},
            "did:key:z6MkA": {"name": "My College", "url": "https://college.example"}}}"#;
        let asked = VerifyOptions {
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
        for (id, name, shown, expected) in cases {
            let mut badge = badge(id, "did:key:z6MkA", None, None);
            badge.issuer.name = Some(name.into());
            let found = find(&badge, shown, &[], &asked);
            let of: Vec<&str> = found.confusable_names.iter().map(|likeness| likeness.id.as_str()).collect();
            assert_eq!(of, expected.into_iter().collect::<Vec<_>>(), "{name} at {id}");
            let told = notes(&badge, &found, &asked);
            let noted = told.iter().any(|note| note.code == Code::IssuerLookalike);
            assert_eq!(noted, expected.is_some(), "{name} at {id}");
        }
    }

    /// Row G06.
    #[test]
    fn an_entry_is_for_exactly_its_issuer_and_only_when_that_was_shown() {
        let list = TrustList::read("Partners", b"did:web:uni.edu").unwrap();
        let asked = VerifyOptions { trust_lists: vec![list], ..options() };
        let listed = |id: &str, shown: bool| {
            let badge = badge(id, "did:key:z6MkA", None, None);
            let found = find(&badge, shown, &[], &asked);
            let beside = notes(&badge, &found, &asked).iter().any(|note| note.code == Code::IssuerUnproven);
            (found.lists.len(), beside)
        };
        assert_eq!(listed("did:web:uni.edu", true), (1, false));
        assert_eq!(listed("did:web:uni.edu", false), (0, false));
        assert_eq!(listed("did:web:uni.edu:students:mallory", true), (0, true));
        assert_eq!(listed("did:web:other.edu", true), (0, false));
    }
}
