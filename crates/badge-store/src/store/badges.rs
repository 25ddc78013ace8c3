//! Lists, finds and removes stored badges, and undoes removals.

use jiff::Timestamp;
use openbadges::Badge;

use crate::{
    badge_id::{BadgeId, sha256_hex},
    error::StoreError,
    store::{
        access::{Change, Reserve},
        badge::{BadgeEntry, Original, StoredBadge},
        core::Core,
        entry::EntryKey,
        open::Store,
        original::OriginalHeader,
        tree::Tree,
        versions::RelativeAge,
    },
};

impl Store {
    /// Returns the badges, last added first, without removed ones.
    pub fn badges(&self) -> Result<Vec<BadgeEntry>, StoreError> {
        let mut badges = self.current_core()?.badges()?;
        badges.retain(|badge| badge.removed_at.is_none());
        badges.sort_by_key(|badge| std::cmp::Reverse(badge.sequence));
        Ok(badges)
    }

    /// Returns one badge, removed or not.
    pub fn badge(&self, id: &BadgeId) -> Result<BadgeEntry, StoreError> {
        self.current_core()?.badge(id)
    }

    /// Returns the other versions of a badge (same issuer and credential id), and how each compares with it.
    /// The badge itself need not be stored.
    pub fn versions(&self, id: &BadgeId, badge: &Badge) -> Result<Vec<(BadgeId, RelativeAge)>, StoreError> {
        Ok(self.current_core()?.catalog.versions(id, badge))
    }

    /// Returns the badge, removed or not, whose id starts with `prefix`.
    pub fn find(&self, prefix: &str) -> Result<BadgeId, StoreError> {
        self.current_core()?.catalog.find(prefix)
    }

    /// Returns the originals of a badge, byte for byte, in the order of their import.
    ///
    /// If only some of them are damaged, the others are returned, and [`damaged`](Self::damaged) names the
    /// damaged ones.
    pub fn originals(&self, id: &BadgeId) -> Result<Vec<Original>, StoreError> {
        let mut core = self.current_core()?;
        let badge = core.badge(id)?;
        let mut originals: Vec<Original> = Vec::new();
        let mut damage = None;
        for source in &badge.sources {
            if originals.iter().any(|original| original.sha256 == source.sha256) {
                continue;
            }
            match core.original(id, &source.sha256) {
                Ok(original) => originals.push(original),
                Err(error @ StoreError::Damaged { .. }) => damage = Some(error),
                Err(error) => return Err(error),
            }
        }
        match damage {
            Some(error) if originals.is_empty() => Err(error),
            _ => Ok(originals),
        }
    }

    /// Removes a badge. Its originals remain until [`purge`](Self::purge).
    pub fn remove(&self, id: &BadgeId, at: Timestamp) -> Result<BadgeEntry, StoreError> {
        self.set_removed_at(id, Some(at))
    }

    /// Undoes the removal of a badge.
    pub fn restore_badge(&self, id: &BadgeId) -> Result<BadgeEntry, StoreError> {
        self.set_removed_at(id, None)
    }

    fn set_removed_at(&self, id: &BadgeId, removed_at: Option<Timestamp>) -> Result<BadgeEntry, StoreError> {
        let mut core = self.current_core()?;
        let mut badge = core.badge(id)?;
        if badge.removed_at.is_some() != removed_at.is_some() {
            badge.removed_at = removed_at;
            core.put_badge(&badge, Vec::new(), Reserve::Change)?;
        }
        core.badge(id)
    }

    /// Returns the removed badges, last removed first.
    pub fn removed(&self) -> Result<Vec<BadgeEntry>, StoreError> {
        let mut badges = self.current_core()?.badges()?;
        badges.retain(|badge| badge.removed_at.is_some());
        badges.sort_by_key(|badge| std::cmp::Reverse((badge.removed_at, badge.sequence)));
        Ok(badges)
    }
}

impl Core {
    /// Returns one badge, removed or not.
    pub(super) fn badge(&mut self, id: &BadgeId) -> Result<BadgeEntry, StoreError> {
        let key = EntryKey::badge(id);
        let not_found = || StoreError::NotFound { what: id.to_string() };
        let value = self.get(&key)?.ok_or_else(not_found)?;
        let stored: StoredBadge = self.decode(&key, &value)?;
        if stored.purging {
            return Err(not_found());
        }
        Ok(BadgeEntry { superseded_by: self.catalog.superseded_by(id), ..stored.badge })
    }

    /// Returns all badges, removed or not.
    fn badges(&mut self) -> Result<Vec<BadgeEntry>, StoreError> {
        let stored: Vec<StoredBadge> = self.all(Tree::Badges)?;
        let badges = stored.into_iter().filter(|stored| !stored.purging).map(|stored| {
            let superseded_by = self.catalog.superseded_by(&stored.badge.id);
            BadgeEntry { superseded_by, ..stored.badge }
        });
        Ok(badges.collect())
    }

    /// Writes a badge's entry together with other changes.
    pub(super) fn put_badge(
        &mut self,
        badge: &BadgeEntry,
        mut changes: Vec<Change>,
        reserve: Reserve,
    ) -> Result<(), StoreError> {
        changes.push(Change::put(EntryKey::badge(&badge.id), StoredBadge::new(badge.clone()).to_value()));
        self.commit(changes, reserve)?;
        self.catalog.put(badge);
        Ok(())
    }

    /// Returns whether an original exists and is intact. A damaged original counts as missing, so that
    /// another import of the badge repairs it.
    pub(super) fn has_original(&mut self, id: &BadgeId, sha256: &str) -> Result<bool, StoreError> {
        if !self.has(&EntryKey::original(id, sha256))? {
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
        let key = EntryKey::original(id, sha256);
        let Some(value) = self.get(&key)? else {
            return Err(self.damage_of(&key));
        };
        let intact = OriginalHeader::split(&value).filter(|(_, bytes)| sha256_hex(bytes) == sha256);
        match intact {
            Some((header, bytes)) => Ok(header.into_original(bytes)),
            None => Err(self.damage_of(&key)),
        }
    }
}
