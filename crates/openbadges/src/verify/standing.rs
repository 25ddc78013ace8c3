//! Who the issuer is shown to be, beside the verdict.
//!
//! A name is never evidence. A domain is, when the key or the page that the checks stood on is that domain's; a bare
//! key is only "the same unknown key as before".

use super::address::{Address, registrable_domain, same_id};
use crate::{
    badge::Badge,
    check::{Note, Standing},
    code::Code,
};

/// The standing of the issuer of `badge`, where `shown` says whether the checks tied the badge to the issuer's id.
pub(super) fn of(badge: &Badge, shown: bool) -> Standing {
    let Some(id) = badge.issuer.id.as_deref().filter(|_| shown) else { return Standing::Unproven };
    if badge.recipients.iter().any(|recipient| !recipient.hashed && same_id(&recipient.identity, id)) {
        return Standing::SelfIssued;
    }
    if id.starts_with("did:key:") || id.starts_with("did:jwk:") {
        return Standing::UnknownKey;
    }
    match domain_of(id) {
        Some(domain) => Standing::ProvenDomain { domain },
        None => Standing::Unproven,
    }
}

/// Remarks on who issued and who defined the achievement.
pub(super) fn notes(badge: &Badge, standing: &Standing) -> Vec<Note> {
    let mut notes = Vec::new();
    if *standing == Standing::UnknownKey {
        let name = badge.issuer.name.as_deref().unwrap_or_default();
        notes.push(Note::new(Code::IssuerSelfAsserted).with("name", name));
    }
    if let Some(definer) = foreign_definer(badge) {
        let issuer = badge.issuer.id.as_deref().unwrap_or_default();
        notes.push(Note::new(Code::AchievementNotIssuers).with("creator", definer).with("issuer", issuer));
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

/// The registrable domain of an https or did:web id.
fn domain_of(id: &str) -> Option<String> {
    match Address::parse(id) {
        Some(address) => address.is_protected().then(|| address.registrable_domain()),
        None => host_of_did_web(id).map(|host| registrable_domain(&host)),
    }
}

/// The host of a did:web, which is the part up to the next colon (did:web method specification, "Read").
pub(super) fn host_of_did_web(id: &str) -> Option<String> {
    let rest = id.strip_prefix("did:web:")?;
    let host = rest.split([':', '#', '?', '/']).next().unwrap_or_default();
    let host = percent_encoding::percent_decode_str(host).decode_utf8().ok()?;
    Address::parse(&format!("https://{host}/")).map(|address| address.host().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::badge::{Profile, Recipient};

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
        let proven = |domain: &str| Standing::ProvenDomain { domain: domain.into() };
        let cases = [
            ("https://badges.harvard.edu/i", "did:key:z6MkA", true, proven("harvard.edu")),
            ("https://harvard.edu.badges.example/", "did:key:z6MkA", true, proven("badges.example")),
            ("https://badges.harvard.edu/i", "did:key:z6MkA", false, Standing::Unproven),
            ("http://harvard.edu/i", "did:key:z6MkA", true, Standing::Unproven),
            ("did:web:uni.ac.uk:students:mallory", "did:key:z6MkA", true, proven("uni.ac.uk")),
            ("did:web:issuer.example%3A8443", "did:key:z6MkA", true, proven("issuer.example")),
            ("did:key:z6MkB", "did:key:z6MkA", true, Standing::UnknownKey),
            ("did:key:z6MkA", "did:key:z6MkA", true, Standing::SelfIssued),
            ("https://me.example/", "https://me.example/", true, Standing::SelfIssued),
            ("urn:uuid:1", "did:key:z6MkA", true, Standing::Unproven),
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
            let found = notes(&badge, &Standing::Unproven);
            let named = found.first().map(|note| note.details["creator"].as_str());
            assert_eq!(named, expected, "{issuer}, {achievement:?}, {creator:?}");
        }
    }
}
