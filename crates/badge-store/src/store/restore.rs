//! Loading, second part: badges as wholes.
//!
//! A badge whose entry is lost is restored from its originals. A badge whose original is lost is named as damaged.

use std::collections::{BTreeMap, BTreeSet};

use openbadges::Report;

use crate::{
    badge_id::BadgeId,
    error::StoreError,
    store::{
        badge::{BadgeEntry, LatestVerification, StoredBadge},
        compare::{Body, Contents, LoadedEntry, UnreadableEntry},
        core::{Core, index_change},
        entry::{EntryKey, EntryName, SealedEntry},
        original::OriginalHeader,
        report::OpenReport,
        restore_other_files::RestoredOtherFiles,
        tree::{Folder, Tree},
    },
};

/// Ids of badges and other files whose purge was interrupted.
pub(super) struct InterruptedPurges {
    pub(super) badges: Vec<BadgeId>,
    pub(super) other_files: Vec<String>,
}

impl Core {
    /// Fills the catalog, restores lost entries, and names what cannot be restored. Returns the purges to finish.
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
        let broken: BTreeMap<EntryName, u64> = unreadable.iter().map(|one| (one.name, one.version)).collect();
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

    /// Returns the body of an entry that loading has read, or reads it from the file. Returns `None` if it is damaged,
    /// which has been recorded.
    pub(super) fn body_of(
        &self,
        name: &EntryName,
        entry: LoadedEntry,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        if let Body::Intact(value) = entry.body {
            return Ok(Some(value));
        }
        let sealed = self.files.read(entry.head.key.tree.folder(), name, entry.head.version)?;
        Ok(sealed.and_then(|sealed| sealed.value(&self.keys, &sealed.open(&self.keys, name)?)))
    }

    /// Records entries that cannot be read as damage, except those that were restored.
    pub(super) fn report_unreadable(
        &mut self,
        unreadable: Vec<UnreadableEntry>,
        restored: &BTreeSet<EntryName>,
    ) {
        for UnreadableEntry { folder, name, version, head } in unreadable {
            if restored.contains(&name) {
                continue;
            }
            let file = self.files.path(folder, &name, version);
            let tree = match folder {
                Folder::Originals => Some(Tree::Originals),
                Folder::Documents => Some(Tree::Documents),
                Folder::Entries => None,
            };
            let damage = self.catalog.damage(tree, head.as_ref().map(|head| &head.key), file.clone());
            self.damaged.insert(file, damage);
        }
    }

    /// Records a missing entry as damage. `broken` contains the versions of unreadable files.
    fn report_missing(&mut self, key: &EntryKey, broken: &BTreeMap<EntryName, u64>) {
        let name = EntryName::of(&self.keys, key);
        let version = broken.get(&name).copied().unwrap_or(1);
        let file = self.files.path(key.tree.folder(), &name, version);
        let damage = self.catalog.damage(None, Some(key), file.clone());
        self.damaged.insert(file, damage);
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

    /// Reads the value of an entry from its file. Returns `None` if the index does not have it or the file is damaged.
    pub(super) fn value_from_file(&self, key: &EntryKey) -> Result<Option<Vec<u8>>, StoreError> {
        let name = EntryName::of(&self.keys, key);
        let entry = self.index.get(key.tree, &name).ok().flatten();
        let Some(head) = entry.and_then(|entry| entry.open(&self.keys, &name)) else { return Ok(None) };
        let Some(sealed) = self.files.read(key.tree.folder(), &name, head.version)? else {
            return Ok(None);
        };
        Ok(sealed.open(&self.keys, &name).and_then(|head| sealed.value(&self.keys, &head)))
    }

    fn last_report(&self, id: &BadgeId) -> Option<Report> {
        let prefix = EntryName::group_prefix(&self.keys, Tree::Reports, id.as_str());
        let entries = self.index.scan(Tree::Reports, &prefix).ok()?;
        let heads = entries.iter().filter_map(|(name, entry)| Some((entry.open(&self.keys, name)?, name)));
        let (head, name) = heads.max_by(|(a, _), (b, _)| a.key.item.cmp(&b.key.item))?;
        let sealed = self.files.read(Tree::Reports.folder(), name, head.version).ok()??;
        serde_json::from_slice(&sealed.value(&self.keys, &sealed.open(&self.keys, name)?)?).ok()
    }

    /// Writes a restored entry to files and index; only to the index in memory if the store is read-only.
    pub(super) fn put_restored(
        &mut self,
        key: &EntryKey,
        value: &[u8],
        unreadable: &[UnreadableEntry],
    ) -> Result<EntryName, StoreError> {
        let name = EntryName::of(&self.keys, key);
        let damaged = unreadable.iter().filter(|one| one.name == name).map(|one| one.version).max();
        let version = damaged.unwrap_or(0) + 1;
        let sealed = SealedEntry::new(&self.keys, key, version, value);
        let mut change = index_change(key.tree, name, &sealed);
        if self.read_only.is_none() {
            self.files.write(&[(key.tree, name, version, sealed)])?;
        } else {
            change.entry = Some(sealed);
        }
        self.index
            .commit(vec![change])
            .map_err(|error| StoreError::io("using", "index")(std::io::Error::other(error)))?;
        Ok(name)
    }
}
