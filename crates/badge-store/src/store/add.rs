//! Adds a badge with its original, report and documents in one commit.

use crate::{
    badge_id::{BadgeId, sha256_hex},
    error::StoreError,
    store::{
        access::{Change, Reserve},
        badge::{AddOutcome, BadgeEntry, LatestVerification, NewBadge, Provenance},
        entry::EntryKey,
        open::Store,
        original::{OriginalHeader, without_pictures},
    },
};

impl Store {
    /// Adds a badge with its report and documents.
    ///
    /// If the backpack already has the badge, this method adds the source and the report, and undoes a removal.
    pub fn add(&self, badge: NewBadge<'_>) -> Result<AddOutcome, StoreError> {
        let mut core = self.current_core()?;
        let id = BadgeId::of(badge.credential_text);
        let source = Provenance {
            sha256: sha256_hex(badge.original),
            container: badge.container,
            source: badge.source.clone(),
            at: badge.added_at,
        };
        let existing = match core.badge(&id) {
            Ok(entry) => Some(entry),
            // An unreadable entry is replaced.
            Err(StoreError::NotFound { .. } | StoreError::Damaged { .. }) => None,
            Err(error) => return Err(error),
        };
        let is_new = existing.is_none();
        let mut entry = existing.unwrap_or_else(|| BadgeEntry {
            id: id.clone(),
            sequence: core.catalog.next_sequence(),
            added_at: badge.added_at,
            removed_at: None,
            format: badge.format,
            badge: without_pictures(badge.badge),
            sources: Vec::new(),
            latest: None,
            superseded_by: None,
        });
        let mut changes = Vec::new();
        if !core.has_original(&id, &source.sha256)? {
            let header = OriginalHeader {
                sha256: source.sha256.clone(),
                container: source.container,
                source: source.source.clone(),
                at: source.at,
                format: entry.format,
                sequence: entry.sequence,
                badge: without_pictures(badge.badge),
            };
            let key = EntryKey::original(&id, &source.sha256);
            changes.push(Change::put(key, header.join(badge.original)));
        }
        let same = |other: &Provenance| other.sha256 == source.sha256 && other.source == source.source;
        if !entry.sources.iter().any(same) {
            entry.sources.push(source);
        }
        if let Some(report) = badge.report {
            changes.extend(core.report_changes(&id, report, badge.documents)?);
            changes.extend(core.pin_change(&report.issuer, badge.added_at)?);
            entry.latest = Some(LatestVerification::from(report));
            entry.badge = without_pictures(&report.badge);
        }
        let restored = entry.removed_at.take().is_some();
        core.put_badge(&entry, changes, Reserve::Import)?;
        Ok(if is_new {
            AddOutcome::Added { other_version: core.catalog.other_version(&id), id }
        } else {
            AddOutcome::AlreadyHeld { id, restored }
        })
    }
}
