//! The learner's identities: adding and removing them, trying an identity without storing it, and the badges
//! that depend on an identity.

use openbadges::{Identity, IdentityKind, Outcome, compare_recipients};

use crate::{
    backpack::Backpack,
    identity,
    import::candidate::NoBadge,
    links::Link,
    recipients::{is_issued_to, parse_identity},
    store::BadgeEntry,
    view::*,
};

impl Backpack {
    /// Returns the learner's identities, each with the number of badges issued to it.
    pub fn identities(&self) -> Result<Vec<IdentitySummary>, ErrorDetail> {
        let own = self.store().identities()?;
        let badges = self.store().badges()?;
        Ok(own
            .into_iter()
            .map(|own| {
                let issued = badges.iter().filter(|entry| is_issued_to(&entry.badge, &own.identity)).count();
                IdentitySummary {
                    kind: identity::kind_word(own.identity.kind).to_owned(),
                    badges: issued as u32,
                    value: own.identity.value,
                }
            })
            .collect())
    }

    /// Adds an identity. Its syntax determines its kind.
    pub fn add_identity(&self, value: &str) -> Result<IdentitySummary, ErrorDetail> {
        let identity = parse_identity(value)?;
        self.store().put_identity(&identity, jiff::Timestamp::now())?;
        self.reload_identities()?;
        let summaries = self.identities()?;
        let added = summaries.into_iter().find(|summary| summary.value == identity.value);
        added.ok_or_else(|| ErrorDetail::not_found(value))
    }

    /// Removes an identity. Its badges stay.
    pub fn remove_identity(&self, value: &str) -> Result<(), ErrorDetail> {
        let own = self.store().identities()?;
        let named = own.into_iter().find(|own| own.identity.value == value.trim());
        let identity = named.ok_or_else(|| ErrorDetail::not_found(value))?.identity;
        self.store().remove_identity(&identity)?;
        self.reload_identities()
    }

    /// Compares badges with an identity: the stored badge `badge/ID`, the candidate `candidate/KEY`, or all
    /// stored badges. Stores nothing and contacts no host.
    pub fn try_identity(&self, value: &str, of: Option<&str>) -> Result<IdentityTrial, ErrorDetail> {
        let identity = parse_identity(value)?;
        let only = std::slice::from_ref(&identity);
        let own = self.store().identities()?;
        let mut badges = Vec::new();
        let outcome = match of.map(|of| (of, of.split_once('/'))) {
            Some((_, Some(("badge", id)))) => {
                let id = self.store().find(id)?;
                let entry = self.store().badge(&id)?;
                let outcome = compare_recipients(&entry.badge, only).outcome;
                badges.extend((outcome == Outcome::Passed).then(|| self.summary(&entry)));
                outcome
            }
            Some((of, Some(("candidate", key)))) => {
                let candidates = self.candidates();
                let badge = candidates.get(key).and_then(|candidate| candidate.result.as_ref().ok());
                let badge = badge.ok_or_else(|| ErrorDetail::not_found(of))?;
                compare_recipients(&badge.report.badge, only).outcome
            }
            Some((of, _)) => return Err(ErrorDetail::not_found(of)),
            None => {
                badges = self.issued_to(&identity)?.iter().map(|entry| self.summary(entry)).collect();
                if badges.is_empty() { Outcome::Failed } else { Outcome::Passed }
            }
        };
        let message = match (of, outcome) {
            (None, Outcome::Passed) => "tried-all-passed",
            (None, _) => "tried-all-failed",
            (Some(_), Outcome::Passed) => "tried-passed",
            (Some(_), Outcome::Failed) => "tried-failed",
            (Some(_), Outcome::Unknown) => "tried-unknown",
            (Some(_), Outcome::Absent) => "tried-absent",
        };
        Ok(IdentityTrial {
            kind: identity::kind_word(identity.kind).to_owned(),
            outcome,
            message: Message::new(message).with("identity", &identity.value).with("count", badges.len()),
            badges,
            added: own.iter().any(|own| own.identity == identity),
            value: identity.value,
        })
    }

    /// Returns the badges that depend on an identity, and what to do before the learner loses it. The
    /// identity need not be among the learner's identities.
    pub fn identity_dependents(&self, value: &str) -> Result<IdentityDependents, ErrorDetail> {
        let identity = parse_identity(value)?;
        let badges = self.issued_to(&identity)?;
        let mut platforms: Vec<PlatformSummary> = Vec::new();
        for address in badges.iter().flat_map(addresses) {
            let Some(known) = Link::read(address).known else { continue };
            let platform = known.platform;
            let next_step = Message::new(format!("platform-{}", platform.id));
            let summary = PlatformSummary { name: platform.name.clone(), next_step };
            if !platforms.contains(&summary) {
                platforms.push(summary);
            }
        }
        let mut advice = vec![Message::new("address-ending-kept").with("count", badges.len())];
        let download_advice =
            if platforms.is_empty() { "address-ending-issuer" } else { "address-ending-platform" };
        let advised: &[&str] = match identity.kind {
            IdentityKind::Email => &[
                "address-ending-stops",
                "address-ending-mails",
                download_advice,
                "address-ending-stay-listed",
            ],
            _ => &[download_advice, "address-ending-stay-listed"],
        };
        advice.extend(advised.iter().copied().map(Message::new));
        Ok(IdentityDependents {
            kind: identity::kind_word(identity.kind).to_owned(),
            badges: badges.iter().map(|entry| self.summary(entry)).collect(),
            platforms,
            links: self.links_sent_to(&identity),
            advice,
            value: identity.value,
        })
    }

    /// Returns the links in imported mails to an identity that were not followed.
    fn links_sent_to(&self, identity: &Identity) -> Vec<LinkDetail> {
        let sent_to = |mail: &MailSummary| {
            mail.recipients.iter().any(|address| address.eq_ignore_ascii_case(identity.value.trim()))
        };
        let candidates = self.candidates();
        let links = candidates.all().filter(|candidate| candidate.mail.as_deref().is_some_and(sent_to));
        links
            .filter_map(|candidate| match &candidate.result {
                Err(NoBadge::Link(url)) => LinkDetail::new(&Link::read(url)),
                _ => None,
            })
            .collect()
    }

    /// Returns the stored badges that were issued to an identity.
    fn issued_to(&self, identity: &Identity) -> Result<Vec<BadgeEntry>, ErrorDetail> {
        let mut badges = self.store().badges()?;
        badges.retain(|entry| is_issued_to(&entry.badge, identity));
        Ok(badges)
    }
}

/// Returns the addresses of a badge: its id, and the addresses from which it was fetched.
fn addresses(entry: &BadgeEntry) -> impl Iterator<Item = &str> {
    let fetched = entry.sources.iter().filter_map(|source| source.source.url.as_deref());
    entry.badge.id.as_deref().into_iter().chain(fetched)
}
