//! Stored badges: lists, details, removal and re-verification.

mod pictures;

use std::collections::HashSet;

use openbadges::{Badge, Code, Container, ParsedBadge, ReadError, read_all};
use tokio_util::sync::CancellationToken;

use crate::{
    backpack::Backpack,
    import::inspector::VerificationSettings,
    network::NetworkPolicy,
    progress::ProgressCallback,
    store::{BadgeEntry, BadgeId, RelativeAge, SourceKind, StoreError},
    view::*,
};

impl Backpack {
    /// Returns the badges that match, newest first.
    pub fn list_badges(&self, query: &Query) -> Result<Vec<BadgeSummary>, ErrorDetail> {
        let words: Vec<String> = query.text.split_whitespace().map(str::to_lowercase).collect();
        let entries = self.store().badges()?;
        Ok(entries
            .iter()
            .filter(|entry| words.iter().all(|word| searched_text(entry).contains(word)))
            .map(|entry| self.summary(entry))
            .filter(|badge| query.verdicts.is_empty() || query.verdicts.contains(&badge.verdict))
            .filter(|badge| {
                query.assurance.is_empty()
                    || badge.assurance.iter().any(|fact| query.assurance.contains(fact))
            })
            .collect())
    }

    /// Returns the details of a badge by its id or an unambiguous beginning of it.
    pub async fn show_badge(&self, id: &str) -> Result<BadgeDetail, ErrorDetail> {
        let id = self.store().find(id)?;
        let entry = self.store().badge(&id)?;
        let originals = self.store().originals(&id)?;
        let first = originals.first().ok_or_else(|| StoreError::NotFound { what: id.to_string() })?;
        let parsed = stored_badge(&first.bytes, &id)?;
        let parsed = ParsedBadge { fetched_from: fetched_from(&entry), ..parsed };
        let reports = self.store().reports(&id)?;
        let source = source_name(&entry, 0);
        // An offline verification finds the hosts that a re-verification needs. The stored report is shown.
        let settings = VerificationSettings {
            options: &self.verify_options()?,
            policy: &NetworkPolicy::Offline,
            cancel: &CancellationToken::new(),
        };
        let (fresh, hosts) = self.inspector().verify(&source, parsed, settings).await;
        let agreed = self.store().allowed_hosts()?;
        let hosts = hosts.without(&agreed);
        let mut report = match reports.last() {
            Some(report) => BadgeReport::new(&source, &fresh.parsed, report),
            None => fresh.detail,
        };
        // Identities may have been added or removed since.
        let recipient = openbadges::compare_recipients(&entry.badge, &self.own_identities());
        report.set_recipient(&recipient);
        let badge = entry.badge.clone();
        let collections = self.store().collections()?;
        Ok(BadgeDetail {
            summary: self.summary(&entry),
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
            sources: sources(&entry),
            original_text: fresh.parsed.credential.text().to_owned(),
            history: reports.iter().rev().map(VerificationSummary::from).collect(),
            hosts_to_ask: hosts.all,
            identifying_hosts: hosts.identifying,
            collections: collections
                .into_iter()
                .filter(|collection| collection.items.iter().any(|item| item.badge == id))
                .map(|collection| collection.title)
                .collect(),
            other_versions: self.other_versions(&id, &entry.badge, "held-beside")?,
            unclaimed: self.unclaimed(&entry.badge, None),
        })
    }

    /// Removes a badge. This can be undone for 30 days.
    pub fn remove_badge(&self, id: &str) -> Result<BadgeSummary, ErrorDetail> {
        self.with_badge(id, |id| self.store().remove(id, jiff::Timestamp::now()))
    }

    /// Restores a removed badge.
    pub fn restore_badge(&self, id: &str) -> Result<BadgeSummary, ErrorDetail> {
        self.with_badge(id, |id| self.store().restore_badge(id))
    }

    /// Returns the badges that were removed and can be restored.
    pub fn removed_badges(&self) -> Result<Vec<BadgeSummary>, ErrorDetail> {
        let removed = self.store().removed()?;
        Ok(removed.iter().map(|entry| self.summary(entry)).collect())
    }

    /// Verifies badges again (all if `ids` is empty) and stores the reports. The results name the hosts that
    /// the checks need and that were not allowed. A cancellation stops the running fetch; the results so far
    /// are returned.
    pub async fn reverify(
        &self,
        ids: Vec<String>,
        policy: &NetworkPolicy,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Result<Vec<ReverifiedBadge>, ErrorDetail> {
        let ids: Vec<BadgeId> = if ids.is_empty() {
            let entries = self.store().badges()?;
            entries.into_iter().map(|entry| entry.id).collect()
        } else {
            let find = |id: &String| self.store().find(id).map_err(ErrorDetail::from);
            ids.iter().map(find).collect::<Result<_, _>>()?
        };
        let inspector = self.inspector();
        let (mut options, policy) = self.verification_settings(policy)?;
        let total = ids.len() as u32;
        let mut results = Vec::with_capacity(ids.len());
        for (done, id) in ids.iter().enumerate() {
            if cancel.is_cancelled() {
                break;
            }
            let entry = self.store().badge(id)?;
            let source = source_name(&entry, 0);
            progress(Progress::new(done as u32, total, display_name(&entry)));
            let originals = self.store().originals(id)?;
            let Some(original) = originals.first() else { continue };
            let parsed = stored_badge(&original.bytes, id)?;
            let parsed = ParsedBadge { fetched_from: fetched_from(&entry), ..parsed };
            let settings = VerificationSettings { options: &options, policy: &policy, cancel };
            let (badge, hosts) = inspector.verify(&source, parsed, settings).await;
            if cancel.is_cancelled() {
                break;
            }
            self.store().add_report(id, &badge.report, &badge.documents)?;
            options.add_observed_lists(&badge.report);
            results.push(ReverifiedBadge {
                report: badge.detail,
                hosts_to_ask: hosts.all,
                identifying_hosts: hosts.identifying,
            });
        }
        self.check_request_log()?;
        progress(Progress::finished(total));
        Ok(results)
    }

    /// Returns the other stored versions of a badge. `message` is the beginning of the message keys, which
    /// differ between candidates and stored badges.
    pub(crate) fn other_versions(
        &self,
        id: &BadgeId,
        badge: &Badge,
        message: &str,
    ) -> Result<Vec<OtherVersion>, ErrorDetail> {
        let versions = self.store().versions(id, badge)?;
        let version = |(id, age): (BadgeId, RelativeAge)| {
            let other = self.store().badge(&id)?;
            let other = self.summary(&other);
            let message = Message::new(format!("{message}-{}", age.as_str()));
            Ok(OtherVersion { badge_id: other.id, name: other.name, age, date: other.date, message })
        };
        versions.into_iter().map(version).collect()
    }

    pub(crate) fn summary(&self, entry: &BadgeEntry) -> BadgeSummary {
        let recipient = openbadges::compare_recipients(&entry.badge, &self.own_identities());
        BadgeSummary::new(entry, &recipient)
    }

    fn with_badge(
        &self,
        id: &str,
        change: impl FnOnce(&BadgeId) -> Result<BadgeEntry, StoreError>,
    ) -> Result<BadgeSummary, ErrorDetail> {
        let id = self.store().find(id)?;
        change(&id).map(|entry| self.summary(&entry)).map_err(ErrorDetail::from)
    }
}

/// Returns the badge `id` of an original. A presentation or a PDF can contain several badges.
pub(crate) fn stored_badge(original: &[u8], id: &BadgeId) -> Result<ParsedBadge, ReadError> {
    let mut first_error = None;
    for read in read_all(original) {
        match read {
            Ok(found) if BadgeId::of(found.credential.text()) == *id => return Ok(found),
            Ok(_) => {}
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error.unwrap_or_else(|| ReadError::new(Code::JsonNotABadge, "different badges")))
}

/// Returns the address from which the badge itself was fetched, not a picture that contains it.
fn fetched_from(entry: &BadgeEntry) -> Option<String> {
    let mut bare = entry.sources.iter().filter(|source| source.container == Container::Bare);
    bare.find_map(|source| source.source.url.clone())
}

/// Returns the badge's name, or the beginning of its id if it has none.
pub(crate) fn display_name(entry: &BadgeEntry) -> String {
    entry.badge.name.clone().unwrap_or_else(|| entry.id.as_str().chars().take(12).collect())
}

/// Returns the searchable text of a badge, in lower case.
fn searched_text(entry: &BadgeEntry) -> String {
    let badge = &entry.badge;
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

fn sources(entry: &BadgeEntry) -> Vec<SourceSummary> {
    let mut names = HashSet::new();
    let mut summaries = Vec::new();
    for (at, provenance) in entry.sources.iter().enumerate() {
        let summary = SourceSummary {
            name: source_name(entry, at),
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
        if names.insert((summary.name.clone(), summary.sha256.clone())) {
            summaries.push(summary);
        }
    }
    summaries
}

/// Returns the name of a source: its file name, its address, or its kind.
fn source_name(entry: &BadgeEntry, at: usize) -> String {
    let Some(provenance) = entry.sources.get(at) else { return entry.id.to_string() };
    let source = &provenance.source;
    let by_kind = match source.kind {
        SourceKind::Pasted => "pasted",
        SourceKind::File | SourceKind::Link | SourceKind::Bytes => "file",
    };
    source.name.clone().or_else(|| source.url.clone()).unwrap_or_else(|| by_kind.to_owned())
}
