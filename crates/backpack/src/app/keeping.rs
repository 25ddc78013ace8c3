//! What is in the backpack: listing, showing, removing, checking again.

use std::collections::HashSet;

use openbadges::{Badge, Code, Container, ParsedBadge, ReadError, read_all};

use super::{Backpack, Cancel, ProgressCallback, asking::Asking};
use crate::{
    store::{Age, BadgeEntry, BadgeId, SourceKind, StoreError},
    view::*,
};

impl Backpack {
    /// The badges that match, newest first.
    pub fn list(&self, query: &Query) -> Result<Vec<BadgeSummary>, ErrorDetail> {
        let words: Vec<String> = query.text.split_whitespace().map(str::to_lowercase).collect();
        let kept = self.store().badges()?;
        Ok(kept
            .iter()
            .filter(|kept| words.iter().all(|word| searched_text(kept).contains(word)))
            .map(|kept| self.summary(kept))
            .filter(|badge| query.verdicts.is_empty() || query.verdicts.contains(&badge.verdict))
            .filter(|badge| {
                query.assurance.is_empty()
                    || badge.assurance.iter().any(|fact| query.assurance.contains(fact))
            })
            .collect())
    }

    /// Everything about one badge, named by its id or an unambiguous beginning of it.
    pub async fn show(&self, id: &str) -> Result<BadgeDetail, ErrorDetail> {
        let id = self.store().find(id)?;
        let kept = self.store().badge(&id)?;
        let originals = self.store().originals(&id)?;
        let first = originals.first().ok_or_else(|| StoreError::NotFound { what: id.to_string() })?;
        let found = kept_in(&first.bytes, &id)?;
        let found = ParsedBadge { fetched_from: fetched_from(&kept), ..found };
        let reports = self.store().reports(&id)?;
        let source = source_name(&kept, 0);
        // A fresh look without asking anybody tells which hosts a recheck would ask; the kept report is what is shown.
        let (fresh, hosts) =
            self.inspector().verify(&source, found, &self.question()?, &Asking::Nobody).await;
        let agreed = self.store().allowed_hosts()?;
        let hosts = hosts.without(&agreed);
        let mut report = match reports.last() {
            Some(report) => BadgeReport::new(&source, &fresh.found, report),
            None => fresh.detail,
        };
        // Identities may have been added or removed since.
        let recipient = openbadges::compare_recipients(&kept.badge, &self.own_identities());
        report.set_recipient(&recipient);
        let badge = kept.badge.clone();
        let collections = self.store().collections()?;
        Ok(BadgeDetail {
            summary: self.summary(&kept),
            report,
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
            history: reports.iter().rev().map(VerificationSummary::from).collect(),
            hosts_to_ask: hosts.all,
            identifying_hosts: hosts.identifying,
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
        let removed = self.store().removed()?;
        Ok(removed.iter().map(|kept| self.summary(kept)).collect())
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
            let kept = self.store().badges()?;
            kept.into_iter().map(|kept| kept.id).collect()
        } else {
            let find = |id: &String| self.store().find(id).map_err(ErrorDetail::from);
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
            let kept = self.store().badge(id)?;
            let source = source_name(&kept, 0);
            progress(Progress::new(done as u32, total, display_name(&kept)));
            let originals = self.store().originals(id)?;
            let Some(original) = originals.first() else { continue };
            let found = kept_in(&original.bytes, id)?;
            let found = ParsedBadge { fetched_from: fetched_from(&kept), ..found };
            let (seen, hosts) = inspector.verify(&source, found, &asked, asking).await;
            self.store().add_report(id, &seen.report, &seen.documents)?;
            asked.remember(&seen.report);
            told.push(ReverifiedBadge {
                report: seen.detail,
                hosts_to_ask: hosts.all,
                identifying_hosts: hosts.identifying,
            });
        }
        self.all_logged()?;
        progress(Progress::finished(total));
        Ok(told)
    }

    /// The other versions of a badge in the backpack. `message` is the beginning of the message keys: those of a candidate differ from
    /// those of a stored badge.
    pub(super) fn other_versions(
        &self,
        id: &BadgeId,
        badge: &Badge,
        message: &str,
    ) -> Result<Vec<OtherVersion>, ErrorDetail> {
        let versions = self.store().versions(id, badge)?;
        let line = |(id, age): (BadgeId, Age)| {
            let other = self.store().badge(&id)?;
            let other = self.summary(&other);
            let message = Message::new(format!("{message}-{}", age.as_str()));
            Ok(OtherVersion { badge_id: other.id, name: other.name, age, date: other.date, message })
        };
        versions.into_iter().map(line).collect()
    }

    pub(super) fn summary(&self, kept: &BadgeEntry) -> BadgeSummary {
        let recipient = openbadges::compare_recipients(&kept.badge, &self.own_identities());
        BadgeSummary::new(kept, &recipient)
    }

    fn with_badge(
        &self,
        id: &str,
        change: impl FnOnce(&BadgeId) -> Result<BadgeEntry, StoreError>,
    ) -> Result<BadgeSummary, ErrorDetail> {
        let id = self.store().find(id)?;
        change(&id).map(|kept| self.summary(&kept)).map_err(ErrorDetail::from)
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

/// Returns the badge's name, or the beginning of its id if it has none.
pub(super) fn display_name(kept: &BadgeEntry) -> String {
    kept.badge.name.clone().unwrap_or_else(|| kept.id.as_str().chars().take(12).collect())
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
