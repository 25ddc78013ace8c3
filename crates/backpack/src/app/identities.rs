//! The learner's identities, which recipients are compared with; trying others, which leaves no trace; and which badges
//! depend on one that is about to end.

use std::sync::PoisonError;

use openbadges::{Badge, Identity, IdentityKind, Outcome, code::Details, compare_recipients};

use super::{Backpack, lock, mails::told_link, verifier::NoBadge};
use crate::{
    error::AppCode,
    identity,
    links::Link,
    store::BadgeEntry,
    text::{isolated, shown},
    view::*,
};

/// A longer identity is nobody's.
const LONGEST_IDENTITY: usize = 320;

impl Backpack {
    /// The learner's identities, each with how many badges were issued to it.
    pub fn identities(&self) -> Result<Vec<IdentitySummary>, ErrorDetail> {
        let own = self.store().identities().map_err(|error| self.failed(&error))?;
        let kept = self.store().badges().map_err(|error| self.failed(&error))?;
        Ok(own
            .into_iter()
            .map(|own| {
                let issued = kept.iter().filter(|kept| is_issued_to(&kept.badge, &own.identity)).count();
                IdentitySummary {
                    kind: identity::kind_word(own.identity.kind).to_owned(),
                    badges: issued as u32,
                    value: own.identity.value,
                }
            })
            .collect())
    }

    /// Adds an identity; its kind is judged by its form.
    pub fn add_identity(&self, value: &str) -> Result<IdentitySummary, ErrorDetail> {
        let identity = self.understood(value)?;
        self.store().put_identity(&identity, jiff::Timestamp::now()).map_err(|error| self.failed(&error))?;
        self.remember_identities()?;
        let lines = self.identities()?;
        let added = lines.into_iter().find(|line| line.value == identity.value);
        added.ok_or_else(|| self.not_found(value))
    }

    /// Removes an identity. Badges stay.
    pub fn remove_identity(&self, value: &str) -> Result<(), ErrorDetail> {
        let own = self.store().identities().map_err(|error| self.failed(&error))?;
        let named = own.into_iter().find(|own| own.identity.value == value.trim());
        let identity = named.ok_or_else(|| self.not_found(value))?.identity;
        self.store().remove_identity(&identity).map_err(|error| self.failed(&error))?;
        self.remember_identities()
    }

    /// Tries whether badges were issued to an identity: the kept badge `badge/ID`, the sighting `sighting/KEY`, or all kept
    /// badges. It is compared here and now; nothing is remembered, and nobody is asked.
    pub fn try_identity(&self, value: &str, of: Option<&str>) -> Result<IdentityTrial, ErrorDetail> {
        let identity = self.understood(value)?;
        let only = std::slice::from_ref(&identity);
        let own = self.store().identities().map_err(|error| self.failed(&error))?;
        let mut badges = Vec::new();
        let outcome = match of.map(|of| (of, of.split_once('/'))) {
            Some((_, Some(("badge", id)))) => {
                let id = self.store().find(id).map_err(|error| self.failed(&error))?;
                let kept = self.store().badge(&id).map_err(|error| self.failed(&error))?;
                let outcome = compare_recipients(&kept.badge, only).outcome;
                badges.extend((outcome == Outcome::Passed).then(|| self.card(&kept)));
                outcome
            }
            Some((of, Some(("sighting", key)))) => {
                let sightings = lock(&self.inner.sightings);
                let badge = sightings.get(key).and_then(|seen| seen.result.as_ref().ok());
                let badge = badge.ok_or_else(|| self.not_found(of))?;
                compare_recipients(&badge.report.badge, only).outcome
            }
            Some((of, _)) => return Err(self.not_found(of)),
            None => {
                badges = self.issued_to(&identity)?.iter().map(|kept| self.card(kept)).collect();
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
        let details = Details::from([("identity".to_owned(), isolated(&shown(&identity.value)))]);
        Ok(IdentityTrial {
            kind: identity::kind_word(identity.kind).to_owned(),
            outcome,
            message: self.teller().words().count(message, badges.len(), &details),
            badges,
            added: own.iter().any(|own| own.identity == identity),
            value: identity.value,
        })
    }

    /// The badges that depend on an identity, whether it is added or not, and what to do before it ends.
    pub fn badges_issued_to(&self, value: &str) -> Result<IdentityDependents, ErrorDetail> {
        let identity = self.understood(value)?;
        let kept = self.issued_to(&identity)?;
        let mut platforms: Vec<PlatformSummary> = Vec::new();
        for address in kept.iter().flat_map(addresses) {
            let Some(known) = Link::read(address).known else { continue };
            let platform = known.platform;
            let next_step = self.teller().words().say(&format!("platform-{}", platform.id), &Details::new());
            let line = PlatformSummary { name: platform.name.clone(), next_step };
            if !platforms.contains(&line) {
                platforms.push(line);
            }
        }
        let words = self.teller().words();
        let mut advice = vec![words.count("leaving-kept", kept.len(), &Details::new())];
        let on_paper = if platforms.is_empty() { "leaving-issuer" } else { "leaving-platform" };
        let advised: &[&str] = match identity.kind {
            IdentityKind::Email => &["leaving-stops", "leaving-mails", on_paper, "leaving-stay-listed"],
            _ => &[on_paper, "leaving-stay-listed"],
        };
        advice.extend(advised.iter().map(|id| words.say(id, &Details::new())));
        Ok(IdentityDependents {
            kind: identity::kind_word(identity.kind).to_owned(),
            badges: kept.iter().map(|kept| self.card(kept)).collect(),
            platforms,
            links: self.links_sent_to(&identity),
            advice,
            value: identity.value,
        })
    }

    /// Links to badges in mails to an identity, which were looked at and not followed.
    fn links_sent_to(&self, identity: &Identity) -> Vec<LinkDetail> {
        let sent_to = |mail: &MailSummary| {
            mail.recipients.iter().any(|address| address.eq_ignore_ascii_case(identity.value.trim()))
        };
        let sightings = lock(&self.inner.sightings);
        let links = sightings.all().filter(|seen| seen.mail.as_deref().is_some_and(sent_to));
        links
            .filter_map(|seen| match &seen.result {
                Err(NoBadge::Link(url)) => told_link(&Link::read(url), self.teller()),
                _ => None,
            })
            .collect()
    }

    /// The kept badges that were issued to an identity.
    fn issued_to(&self, identity: &Identity) -> Result<Vec<BadgeEntry>, ErrorDetail> {
        let mut kept = self.store().badges().map_err(|error| self.failed(&error))?;
        kept.retain(|kept| is_issued_to(&kept.badge, identity));
        Ok(kept)
    }

    /// What can be tried of a badge that is not shown to be the learner's. `None`: it is, or there is nothing to try.
    /// `hint` is what its link or mail named and it bears out.
    pub(super) fn unclaimed(&self, badge: &Badge, hint: Option<&str>) -> Option<UnclaimedRecipient> {
        match compare_recipients(badge, &self.own_identities()).outcome {
            Outcome::Failed | Outcome::Unknown => {}
            Outcome::Passed | Outcome::Absent => return None,
        }
        let plain = badge.recipients.iter().filter(|recipient| !recipient.hashed);
        let plain = plain.map(|recipient| recipient.identity.trim_start_matches("mailto:"));
        let mut stated: Vec<String> = Vec::new();
        for identity in hint.into_iter().chain(plain).filter_map(identity::parse) {
            // What does not look like what it is cannot be agreed to.
            let plain_to_see =
                shown(&identity.value) == identity.value && identity.value.len() <= LONGEST_IDENTITY;
            if plain_to_see && is_issued_to(badge, &identity) && !stated.contains(&identity.value) {
                stated.push(identity.value);
            }
        }
        let words = self.teller().words();
        let message = if !stated.is_empty() {
            let all: Vec<String> = stated.iter().map(|value| isolated(value)).collect();
            words.say("unclaimed-stated", &Details::from([("identity".to_owned(), all.join(", "))]))
        } else if badge.recipients.iter().any(|recipient| recipient.hashed) {
            words.say("unclaimed-hidden", &Details::new())
        } else {
            return None;
        };
        Some(UnclaimedRecipient { stated, message })
    }

    /// The learner's identities and the learner's own DID.
    pub(super) fn own_identities(&self) -> Vec<Identity> {
        let own_key = Identity { kind: IdentityKind::Did, value: self.inner.did.clone() };
        let added = self.inner.identities.read().unwrap_or_else(PoisonError::into_inner);
        added.iter().cloned().chain([own_key]).collect()
    }

    fn remember_identities(&self) -> Result<(), ErrorDetail> {
        let own = self.store().identities().map_err(|error| self.failed(&error))?;
        *self.inner.identities.write().unwrap_or_else(PoisonError::into_inner) =
            own.into_iter().map(|own| own.identity).collect();
        Ok(())
    }

    pub(super) fn understood(&self, value: &str) -> Result<Identity, ErrorDetail> {
        identity::parse(value).ok_or_else(|| {
            self.teller().app_error(AppCode::InputInvalid, [("detail", crate::text::shown(value))])
        })
    }

    pub(super) fn not_found(&self, what: &str) -> ErrorDetail {
        self.teller().app_error(AppCode::NotFound, [("what", what.to_owned())])
    }
}

fn is_issued_to(badge: &Badge, identity: &Identity) -> bool {
    compare_recipients(badge, std::slice::from_ref(identity)).outcome == Outcome::Passed
}

/// The addresses that a kept badge is known by: its own id, and where it was fetched from.
fn addresses(kept: &BadgeEntry) -> impl Iterator<Item = &str> {
    let fetched = kept.sources.iter().filter_map(|source| source.source.url.as_deref());
    kept.badge.id.as_deref().into_iter().chain(fetched)
}
