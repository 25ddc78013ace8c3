//! Last step of loading: fills the catalog and restores lost entries of badges from their originals.
//!
//! An original that is missing or unreadable is reported as damage.

use std::collections::BTreeMap;

use openbadges::Report;

use crate::{
    badge_id::BadgeId,
    error::StoreError,
    store::{
        badge::{BadgeEntry, LatestVerification, StoredBadge},
        compare::Contents,
        core::Core,
        entry::{EntryKey, EntryName},
        original::OriginalHeader,
        report::OpenReport,
        restore_other_files::RestoredOtherFiles,
        tree::Tree,
    },
};

/// Ids of badges and other files whose purge was interrupted.
pub(super) struct InterruptedPurges {
    pub(super) badges: Vec<BadgeId>,
    pub(super) other_files: Vec<String>,
}

impl Core {
    /// Fills the catalog, restores lost entries, and records the damage that remains. Returns the purges to finish.
    pub(super) fn restore(
        &mut self,
        contents: Contents,
        report: &mut OpenReport,
    ) -> Result<InterruptedPurges, StoreError> {
        let Contents { badges, originals: keys, other_files, other_file_bytes, unreadable } = contents;
        let mut entries = BTreeMap::new();
        let mut purging = Vec::new();
        for (name, entry) in badges {
            let item = entry.head.key.item.clone();
            let Some(value) = self.body_of(&name, entry)? else { continue };
            let Ok(stored) = serde_json::from_slice::<StoredBadge>(&value) else { continue };
            if stored.purging {
                purging.push(stored.badge.id);
            } else if item == stored.badge.id.as_str() {
                self.catalog.put(&stored.badge);
                entries.insert(stored.badge.id.clone(), stored.badge);
            }
        }
        let broken: BTreeMap<EntryName, u64> =
            unreadable.iter().map(|entry| (entry.name, entry.version)).collect();
        let mut originals = BTreeMap::<BadgeId, Vec<EntryKey>>::new();
        for key in keys {
            if let Ok(id) = key.group.parse::<BadgeId>()
                && !purging.contains(&id)
            {
                originals.entry(id).or_default().push(key);
            }
        }
        let RestoredOtherFiles { mut restored, purging: purging_files, without_bytes } =
            self.restore_other_files(other_files, &other_file_bytes, &unreadable)?;
        report.restored += restored.len();
        for (id, keys) in &originals {
            if !entries.contains_key(id)
                && let Some(badge) = self.badge_from_originals(id, keys)?
            {
                let value = StoredBadge::new(badge.clone()).to_value();
                restored.insert(self.put_restored(&EntryKey::badge(id), &value, &unreadable)?);
                self.catalog.put(&badge);
                report.restored += 1;
                entries.insert(id.clone(), badge);
            }
        }
        self.report_unreadable(unreadable, &restored);
        for id in &without_bytes {
            self.report_missing(&EntryKey::other_file_bytes(id), &broken);
        }
        for (id, badge) in &entries {
            let present = originals.get(id).map_or(&[][..], Vec::as_slice);
            for source in &badge.sources {
                let key = EntryKey::original(id, &source.sha256);
                if !present.contains(&key) {
                    // An unreadable file does not reveal which badge it belongs to, but the badge's entry does.
                    self.report_missing(&key, &broken);
                }
            }
        }
        Ok(InterruptedPurges { badges: purging, other_files: purging_files })
    }

    /// Restores a badge's entry from its originals and its last report.
    fn badge_from_originals(
        &self,
        id: &BadgeId,
        keys: &[EntryKey],
    ) -> Result<Option<BadgeEntry>, StoreError> {
        let mut headers = Vec::new();
        for key in keys {
            let value = self.value_from_file(key)?;
            headers.extend(value.and_then(|value| Some(OriginalHeader::split(&value)?.0)));
        }
        headers.sort_by_key(|header| header.at);
        let sources = headers.iter().map(OriginalHeader::provenance).collect();
        let Some(first) = headers.into_iter().next() else { return Ok(None) };
        let mut badge = BadgeEntry {
            id: id.clone(),
            sequence: first.sequence,
            added_at: first.at,
            removed_at: None,
            format: first.format,
            badge: first.badge,
            sources,
            latest: None,
            superseded_by: None,
        };
        if let Some(report) = self.last_report(id) {
            badge.latest = Some(LatestVerification::from(&report));
            badge.badge = report.badge;
        }
        Ok(Some(badge))
    }

    fn last_report(&self, id: &BadgeId) -> Option<Report> {
        let prefix = EntryName::group_prefix(&self.keys, Tree::Reports, id.as_str());
        let entries = self.index.scan(Tree::Reports, &prefix).ok()?;
        let heads = entries.iter().filter_map(|(name, entry)| Some((entry.open(&self.keys, name)?, name)));
        let (head, name) = heads.max_by(|(a, _), (b, _)| a.key.item.cmp(&b.key.item))?;
        let sealed = self.files.read(Tree::Reports.folder(), name, head.version).ok()??;
        serde_json::from_slice(&sealed.value(&self.keys, &sealed.open(&self.keys, name)?)?).ok()
    }
}
