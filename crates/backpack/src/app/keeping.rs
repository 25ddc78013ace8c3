//! What is in the backpack: listing, showing, removing, checking again.

use std::collections::HashSet;

use openbadges::{Badge, Code, Container, ParsedBadge, ReadError, check::Details, read_all};

use super::{Backpack, Cancel, ProgressCallback, asking::Asking, candidates::store_error};
use crate::{
    store::{Age, BadgeEntry, BadgeId, SourceKind, StoreError},
    tell::{history_line, shown_badge},
    view::*,
};

impl Backpack {
    /// The badges that match, newest first.
    pub fn list(&self, query: &Query) -> Result<Vec<BadgeSummary>, ErrorDetail> {
        let words: Vec<String> = query.text.split_whitespace().map(str::to_lowercase).collect();
        let kept = self.store().badges().map_err(|error| self.failed(&error))?;
        Ok(kept
            .iter()
            .filter(|kept| words.iter().all(|word| searched_text(kept).contains(word)))
            .map(|kept| self.card(kept))
            .filter(|card| query.verdicts.is_empty() || query.verdicts.contains(&card.verdict))
            .filter(|card| {
                query.assurance.is_empty() || card.assurance.iter().any(|fact| query.assurance.contains(fact))
            })
            .collect())
    }

    /// Everything about one badge, named by its id or an unambiguous beginning of it.
    pub async fn show(&self, id: &str) -> Result<BadgeDetail, ErrorDetail> {
        let id = self.store().find(id).map_err(|error| self.failed(&error))?;
        let kept = self.store().badge(&id).map_err(|error| self.failed(&error))?;
        let originals = self.store().originals(&id).map_err(|error| self.failed(&error))?;
        let first =
            originals.first().ok_or_else(|| self.failed(&StoreError::NotFound { what: id.to_string() }))?;
        let found = kept_in(&first.bytes, &id).map_err(|error| self.teller().read_error(&error))?;
        let found = ParsedBadge { fetched_from: fetched_from(&kept), ..found };
        let reports = self.store().reports(&id).map_err(|error| self.failed(&error))?;
        let source = source_name(&kept, 0);
        // A fresh look without asking anybody tells which hosts a recheck would ask; the kept report is what is shown.
        let (fresh, hosts) =
            self.inspector().verify(&source, found, &self.question()?, &Asking::Nobody).await;
        let agreed = self.store().allowed_hosts().map_err(|error| self.failed(&error))?;
        let hosts = hosts.without(&agreed);
        let mut told = match reports.last() {
            Some(report) => self.teller().badge(&source, &fresh.found, report),
            None => fresh.told,
        };
        // Identities may have been added or removed since.
        let recipient = openbadges::compare_recipients(&kept.badge, &self.own_identities());
        self.teller().recompared(&mut told, &recipient);
        let badge = shown_badge(&kept.badge);
        let collections = self.store().collections().map_err(|error| self.failed(&error))?;
        Ok(BadgeDetail {
            card: self.card(&kept),
            told,
            issuer: badge.issuer,
            description: badge.achievement.description,
            criteria: badge.achievement.criteria_narrative,
            criteria_url: badge.achievement.criteria_url,
            narrative: badge.narrative,
            achievement_type: badge.achievement.achievement_type,
            evidence: badge.evidence,
            results: badge.results,
            alignments: badge.achievement.alignments,
            sources: sources(&kept),
            original_text: fresh.found.credential.text().to_owned(),
            history: reports.iter().rev().map(|report| history_line(self.teller().words(), report)).collect(),
            hosts_to_ask: hosts.all,
            hosts_told_which: hosts.told_which,
            collections: collections
                .into_iter()
                .filter(|collection| collection.items.iter().any(|item| item.badge == id))
                .map(|collection| collection.title)
                .collect(),
            other_versions: self.other_versions(&id, &kept.badge, "held-beside")?,
            unclaimed: self.unclaimed(&kept.badge, None),
        })
    }

    /// Removes a badge; undoable for 30 days.
    pub fn remove(&self, id: &str) -> Result<BadgeSummary, ErrorDetail> {
        self.with_badge(id, |id| self.store().remove(id, jiff::Timestamp::now()))
    }

    /// Takes a removal back.
    pub fn undo_remove(&self, id: &str) -> Result<BadgeSummary, ErrorDetail> {
        self.with_badge(id, |id| self.store().undo_remove(id))
    }

    /// Badges that were removed and can still be brought back.
    pub fn removed(&self) -> Result<Vec<BadgeSummary>, ErrorDetail> {
        let removed = self.store().removed().map_err(|error| self.failed(&error))?;
        Ok(removed.iter().map(|kept| self.card(kept)).collect())
    }

    /// Verifies badges again (all where `ids` is empty), and remembers the reports. Every host that the checks come to is
    /// asked. What was finished before a cancel is kept and returned.
    pub async fn recheck(
        &self,
        ids: Vec<String>,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Result<Vec<ReverifiedBadge>, ErrorDetail> {
        self.checked_again(ids, &Asking::EveryHost, cancel, progress).await
    }

    /// The same, asking only the hosts that may always be asked, and `hosts`, this once. Those that the checks come to then,
    /// and that nobody agreed to, are named.
    pub async fn recheck_asking(
        &self,
        ids: Vec<String>,
        hosts: &[String],
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Result<Vec<ReverifiedBadge>, ErrorDetail> {
        self.checked_again(ids, &self.agreed(hosts)?, cancel, progress).await
    }

    async fn checked_again(
        &self,
        ids: Vec<String>,
        asking: &Asking,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Result<Vec<ReverifiedBadge>, ErrorDetail> {
        let ids: Vec<BadgeId> = if ids.is_empty() {
            let kept = self.store().badges().map_err(|error| self.failed(&error))?;
            kept.into_iter().map(|kept| kept.id).collect()
        } else {
            let find = |id: &String| self.store().find(id).map_err(|error| self.failed(&error));
            ids.iter().map(find).collect::<Result<_, _>>()?
        };
        let inspector = self.inspector();
        let mut asked = self.question()?;
        let total = ids.len() as u32;
        let mut told = Vec::with_capacity(ids.len());
        for (done, id) in ids.iter().enumerate() {
            if cancel.is_cancelled() {
                break;
            }
            let kept = self.store().badge(id).map_err(|error| self.failed(&error))?;
            let source = source_name(&kept, 0);
            progress(Progress { done: done as u32, total, current: self.card(&kept).name });
            let originals = self.store().originals(id).map_err(|error| self.failed(&error))?;
            let Some(original) = originals.first() else { continue };
            let found = kept_in(&original.bytes, id).map_err(|error| self.teller().read_error(&error))?;
            let found = ParsedBadge { fetched_from: fetched_from(&kept), ..found };
            let (seen, hosts) = inspector.verify(&source, found, &asked, asking).await;
            self.store()
                .add_report(id, &seen.report, &seen.documents)
                .map_err(|error| self.failed(&error))?;
            asked.remember(&seen.report);
            told.push(ReverifiedBadge {
                told: seen.told,
                hosts_to_ask: hosts.all,
                hosts_told_which: hosts.told_which,
            });
        }
        self.all_logged()?;
        progress(Progress { done: total, total, current: String::new() });
        Ok(told)
    }

    /// The other versions of a badge in the backpack. `told` says where: the sentences of what was found differ from those
    /// of what is kept.
    pub(super) fn other_versions(
        &self,
        id: &BadgeId,
        badge: &Badge,
        told: &str,
    ) -> Result<Vec<OtherVersion>, ErrorDetail> {
        let versions = self.store().versions(id, badge).map_err(|error| self.failed(&error))?;
        let line = |(id, age): (BadgeId, Age)| {
            let other = self.store().badge(&id).map_err(|error| self.failed(&error))?;
            let card = self.card(&other);
            let message = self.teller().words().say(&format!("{told}-{}", age.as_str()), &Details::new());
            Ok(OtherVersion { badge_id: card.id, name: card.name, age, date: card.date, message })
        };
        versions.into_iter().map(line).collect()
    }

    pub(super) fn card(&self, kept: &BadgeEntry) -> BadgeSummary {
        let recipient = openbadges::compare_recipients(&kept.badge, &self.own_identities());
        self.teller().card(kept, &recipient)
    }

    pub(super) fn failed(&self, error: &StoreError) -> ErrorDetail {
        store_error(self.teller(), error)
    }

    fn with_badge(
        &self,
        id: &str,
        change: impl FnOnce(&BadgeId) -> Result<BadgeEntry, StoreError>,
    ) -> Result<BadgeSummary, ErrorDetail> {
        let id = self.store().find(id).map_err(|error| self.failed(&error))?;
        change(&id).map(|kept| self.card(&kept)).map_err(|error| self.failed(&error))
    }
}

/// The badge `id` in an original, which may hold others too: a presentation, or a PDF with several.
pub(super) fn kept_in(original: &[u8], id: &BadgeId) -> Result<ParsedBadge, ReadError> {
    let mut first_error = None;
    for read in read_all(original) {
        match read {
            Ok(found) if BadgeId::of(found.credential.text()) == *id => return Ok(found),
            Ok(_) => {}
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error.unwrap_or_else(|| ReadError::new(Code::JsonNotABadge, "other badges than this one")))
}

/// The address that a kept badge itself was fetched from, and not a picture of it: where it came by a link, if ever so later.
fn fetched_from(kept: &BadgeEntry) -> Option<String> {
    let mut bare = kept.sources.iter().filter(|source| source.container == Container::Bare);
    bare.find_map(|source| source.source.url.clone())
}

/// Everything of a badge that a search looks through, in lower case.
fn searched_text(kept: &BadgeEntry) -> String {
    let badge = &kept.badge;
    let parts = [
        badge.name.as_deref(),
        badge.issuer.name.as_deref(),
        badge.issuer.id.as_deref(),
        badge.achievement.description.as_deref(),
        badge.achievement.achievement_type.as_deref(),
        badge.narrative.as_deref(),
    ];
    let tags = badge.achievement.tags.iter().map(String::as_str);
    let recipients = badge.recipients.iter().map(|recipient| recipient.identity.as_str());
    let mut text: String =
        parts.into_iter().flatten().chain(tags).chain(recipients).flat_map(|part| [part, "\n"]).collect();
    text.make_ascii_lowercase();
    if text.is_ascii() { text } else { text.to_lowercase() }
}

fn sources(kept: &BadgeEntry) -> Vec<SourceSummary> {
    let mut told = HashSet::new();
    let mut lines = Vec::new();
    for (at, provenance) in kept.sources.iter().enumerate() {
        let line = SourceSummary {
            name: source_name(kept, at),
            container: match provenance.container {
                openbadges::Container::Png => "png",
                openbadges::Container::Svg => "svg",
                openbadges::Container::Pdf => "pdf",
                openbadges::Container::Bare => "bare",
            }
            .to_owned(),
            sha256: provenance.sha256.clone(),
            added_at: provenance.at.to_string(),
        };
        if told.insert((line.name.clone(), line.sha256.clone())) {
            lines.push(line);
        }
    }
    lines
}

/// How a source is called: its file's name, its address, or how it came in.
fn source_name(kept: &BadgeEntry, at: usize) -> String {
    let Some(provenance) = kept.sources.get(at) else { return kept.id.to_string() };
    let source = &provenance.source;
    let by_kind = match source.kind {
        SourceKind::Pasted => "pasted",
        SourceKind::File | SourceKind::Link | SourceKind::Bytes => "file",
    };
    source.name.clone().or_else(|| source.url.clone()).unwrap_or_else(|| by_kind.to_owned())
}
