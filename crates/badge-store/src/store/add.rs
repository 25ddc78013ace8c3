//! Badges: keeping, finding, removing, bringing back.

use jiff::Timestamp;
use openbadges::Badge;

use crate::{
    badge_id::{BadgeId, sha256_hex},
    error::StoreError,
    store::{
        AddOutcome, Age, BadgeEntry, Latest, NewBadge, Original, Provenance, Store,
        core::{Change, Core, Reserve},
        entry::Tree,
        original::{Header, without_pictures},
        restore::{badge_key, original_key},
        stored_badge::StoredBadge,
    },
};

impl Store {
    /// Keeps a badge with its report and documents.
    pub fn keep(&self, badge: NewBadge<'_>) -> Result<AddOutcome, StoreError> {
        let mut core = self.settled()?;
        let id = BadgeId::of(badge.credential_text);
        let source = Provenance {
            sha256: sha256_hex(badge.original),
            container: badge.container,
            source: badge.source.clone(),
            at: badge.added_at,
        };
        let held = match core.record(&id) {
            Ok(record) => Some(record),
            // A record that cannot be read is made anew.
            Err(StoreError::NotFound { .. } | StoreError::Damaged { .. }) => None,
            Err(error) => return Err(error),
        };
        let mut record = held.clone().unwrap_or_else(|| BadgeEntry {
            id: id.clone(),
            sequence: core.shelf.next_sequence(),
            added_at: badge.added_at,
            removed_at: None,
            format: badge.format,
            badge: without_pictures(badge.badge),
            sources: Vec::new(),
            latest: None,
            superseded_by: None,
        });
        let mut changes = Vec::new();
        if !core.holds_original(&id, &source.sha256)? {
            let header = Header {
                sha256: source.sha256.clone(),
                container: source.container,
                source: source.source.clone(),
                at: source.at,
                format: record.format,
                sequence: record.sequence,
                badge: without_pictures(badge.badge),
            };
            let key = original_key(&id, &source.sha256);
            changes.push(Change::put(key, header.join(badge.original)));
        }
        let same = |known: &Provenance| known.sha256 == source.sha256 && known.source == source.source;
        if !record.sources.iter().any(same) {
            record.sources.push(source);
        }
        if let Some(report) = badge.report {
            changes.extend(core.report_changes(&id, report, badge.documents)?);
            changes.extend(core.pin_change(&report.issuer, badge.added_at)?);
            record.latest = Some(Latest::from(report));
            record.badge = without_pictures(&report.badge);
        }
        let brought_back = record.removed_at.take().is_some();
        core.put_badge(&record, changes, Reserve::Import)?;
        Ok(match held {
            Some(_) => AddOutcome::AlreadyHeld { id, brought_back },
            None => AddOutcome::Added { other_version: core.shelf.other_version(&id), id },
        })
    }

    /// The badges, last kept first, without removed ones.
    pub fn badges(&self) -> Result<Vec<BadgeEntry>, StoreError> {
        let mut records = self.settled()?.records()?;
        records.retain(|record| record.removed_at.is_none());
        records.sort_by_key(|record| std::cmp::Reverse(record.sequence));
        Ok(records)
    }

    /// One badge, removed or not.
    pub fn badge(&self, id: &BadgeId) -> Result<BadgeEntry, StoreError> {
        self.settled()?.record(id)
    }

    /// The other versions of a badge, which need not be kept itself: those of the same issuer and the same credential id,
    /// each with how it compares with that badge.
    pub fn versions(&self, id: &BadgeId, badge: &Badge) -> Result<Vec<(BadgeId, Age)>, StoreError> {
        Ok(self.settled()?.shelf.versions(id, badge))
    }

    /// The badge (removed or not) whose id begins with `prefix`.
    pub fn find(&self, prefix: &str) -> Result<BadgeId, StoreError> {
        self.settled()?.shelf.find(prefix)
    }

    /// The originals of a badge, each byte for byte, in the order in which they came. If one of several is damaged, the
    /// others are given, and [`damaged`](Self::damaged) names it.
    pub fn originals(&self, id: &BadgeId) -> Result<Vec<Original>, StoreError> {
        let mut core = self.settled()?;
        let record = core.record(id)?;
        let mut originals: Vec<Original> = Vec::new();
        let mut trouble = None;
        for source in &record.sources {
            if originals.iter().any(|original| original.sha256 == source.sha256) {
                continue;
            }
            match core.original(id, &source.sha256) {
                Ok(original) => originals.push(original),
                Err(error @ StoreError::Damaged { .. }) => trouble = Some(error),
                Err(error) => return Err(error),
            }
        }
        match trouble {
            Some(error) if originals.is_empty() => Err(error),
            _ => Ok(originals),
        }
    }

    /// Removes a badge. Its originals stay until [`purge`](Self::purge).
    pub fn remove(&self, id: &BadgeId, at: Timestamp) -> Result<BadgeEntry, StoreError> {
        self.change_removal(id, Some(at))
    }

    /// Brings a removed badge back.
    pub fn undo_remove(&self, id: &BadgeId) -> Result<BadgeEntry, StoreError> {
        self.change_removal(id, None)
    }

    fn change_removal(&self, id: &BadgeId, removed_at: Option<Timestamp>) -> Result<BadgeEntry, StoreError> {
        let mut core = self.settled()?;
        let mut record = core.record(id)?;
        if record.removed_at.is_some() != removed_at.is_some() {
            record.removed_at = removed_at;
            core.put_badge(&record, Vec::new(), Reserve::Change)?;
        }
        core.record(id)
    }

    /// Removed badges that can be brought back, last removed first.
    pub fn removed(&self) -> Result<Vec<BadgeEntry>, StoreError> {
        let mut records = self.settled()?.records()?;
        records.retain(|record| record.removed_at.is_some());
        records.sort_by_key(|record| std::cmp::Reverse((record.removed_at, record.sequence)));
        Ok(records)
    }
}

impl Core {
    /// The record of a badge.
    pub(super) fn record(&mut self, id: &BadgeId) -> Result<BadgeEntry, StoreError> {
        let key = badge_key(id);
        let not_found = || StoreError::NotFound { what: id.to_string() };
        let value = self.get(&key)?.ok_or_else(not_found)?;
        let stored: StoredBadge = self.decode(&key, &value)?;
        if stored.purging {
            return Err(not_found());
        }
        Ok(BadgeEntry { superseded_by: self.shelf.superseded_by(id), ..stored.record })
    }

    /// The records of all badges, removed or not.
    pub(super) fn records(&mut self) -> Result<Vec<BadgeEntry>, StoreError> {
        let mut records = Vec::new();
        for (key, value) in self.list(Tree::Badges, None)? {
            match self.decode::<StoredBadge>(&key, &value) {
                Ok(stored) if stored.purging => {}
                Ok(stored) => {
                    let superseded_by = self.shelf.superseded_by(&stored.record.id);
                    records.push(BadgeEntry { superseded_by, ..stored.record });
                }
                Err(StoreError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(records)
    }

    /// Writes a badge's record with what belongs to the same change.
    pub(super) fn put_badge(
        &mut self,
        record: &BadgeEntry,
        mut changes: Vec<Change>,
        reserve: Reserve,
    ) -> Result<(), StoreError> {
        changes.push(Change::put(badge_key(&record.id), StoredBadge::new(record.clone()).to_value()));
        self.commit(changes, reserve)?;
        self.shelf.put(record);
        Ok(())
    }

    /// Whether an original is held and can be read: one that is damaged is written again when it is handed over again.
    fn holds_original(&mut self, id: &BadgeId, sha256: &str) -> Result<bool, StoreError> {
        if !self.has(&original_key(id, sha256))? {
            return Ok(false);
        }
        match self.original(id, sha256) {
            Ok(_) => Ok(true),
            Err(StoreError::Damaged { file, .. }) => {
                self.damaged.remove(&file);
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    fn original(&mut self, id: &BadgeId, sha256: &str) -> Result<Original, StoreError> {
        let key = original_key(id, sha256);
        let Some(value) = self.get(&key)? else {
            return Err(self.damage_of(&key));
        };
        let whole = Header::split(&value).filter(|(_, bytes)| sha256_hex(bytes) == sha256);
        match whole {
            Some((header, bytes)) => Ok(header.into_original(bytes)),
            None => Err(self.damage_of(&key)),
        }
    }
}
