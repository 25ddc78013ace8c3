//! Opening, second part: badges as wholes. A badge whose record is lost is made again from its original; a badge whose
//! original is lost is named; a purge that was cut off is finished. The same of unverified records.

use std::collections::BTreeMap;

use openbadges::Report;

use crate::{
    badge_id::BadgeId,
    code::StoreCode,
    error::StoreError,
    store::{
        BadgeEntry, Latest, OpenReport,
        compare::{Body, Contents, Entry, Unreadable},
        core::{Core, index_change},
        entry::{EntryKey, Name, Sealed, Tree},
        original::Header,
        stored_badge::StoredBadge,
    },
};

impl Core {
    pub(super) fn settle_badges(
        &mut self,
        contents: Contents,
        report: &mut OpenReport,
    ) -> Result<(), StoreError> {
        let Contents { badges, originals: keys, unverified, unverified_originals, unreadable } = contents;
        let mut records = BTreeMap::new();
        let mut purging = Vec::new();
        for (name, entry) in badges {
            let item = entry.opened.key.item.clone();
            let Some(value) = self.body_of(&name, entry)? else { continue };
            let Ok(stored) = serde_json::from_slice::<StoredBadge>(&value) else { continue };
            if stored.purging {
                purging.push(stored.record.id);
            } else if item == stored.record.id.as_str() {
                self.shelf.put(&stored.record);
                records.insert(stored.record.id.clone(), stored.record);
            }
        }
        let broken: BTreeMap<Name, u64> = unreadable.iter().map(|one| (one.name, one.version)).collect();
        let mut originals = BTreeMap::<BadgeId, Vec<EntryKey>>::new();
        for key in keys {
            if let Ok(id) = key.group.parse::<BadgeId>()
                && !purging.contains(&id)
            {
                originals.entry(id).or_default().push(key);
            }
        }
        let records_settled = self.settle_unverified(unverified, &unverified_originals, &unreadable)?;
        let mut restored = records_settled.restored;
        report.healed += restored.len();
        for (id, keys) in &originals {
            if !records.contains_key(id)
                && let Some(record) = self.record_from(id, keys)?
            {
                let value = StoredBadge::new(record.clone()).to_value();
                restored.insert(self.put_restored(&badge_key(id), &value, &unreadable)?);
                self.shelf.put(&record);
                report.healed += 1;
                records.insert(id.clone(), record);
            }
        }
        self.tell(unreadable, &restored);
        self.tell_without_bytes(&records_settled.without_bytes, &broken);
        for (id, record) in &records {
            let there = originals.get(id).map_or(&[][..], Vec::as_slice);
            for source in &record.sources {
                let key = original_key(id, &source.sha256);
                if !there.contains(&key) {
                    let name = Name::of(&self.keys, &key);
                    // A file that cannot be read at all does not say whose it is, the badge's record does.
                    let version = broken.get(&name).copied().unwrap_or(1);
                    let file = self.files.path(Tree::Originals.folder(), &name, version);
                    let damage = self.shelf.damage(None, Some(&key), file.clone());
                    self.damaged.insert(file, damage);
                }
            }
        }
        self.stale = false;
        if self.read_only.is_none() {
            match self.finish_purges(&purging, &records_settled.purging) {
                // It can wait for space.
                Err(error) if error.code() == StoreCode::Full => {}
                outcome => outcome?,
            }
        }
        Ok(())
    }

    /// The body of a record that was read at opening: from its file, where it was not read yet. `None`: it cannot be
    /// read, which has been told.
    pub(super) fn body_of(&self, name: &Name, entry: Entry) -> Result<Option<Vec<u8>>, StoreError> {
        if let Body::Whole(value) = entry.body {
            return Ok(Some(value));
        }
        let sealed = self.files.read(entry.opened.key.tree.folder(), name, entry.opened.version)?;
        Ok(sealed.and_then(|sealed| sealed.value(&self.keys, &sealed.open(&self.keys, name)?)))
    }

    /// The record of a badge, made again from what its originals say.
    fn record_from(&self, id: &BadgeId, keys: &[EntryKey]) -> Result<Option<BadgeEntry>, StoreError> {
        let mut headers = Vec::new();
        for key in keys {
            let name = Name::of(&self.keys, key);
            let entry = self.index.get(Tree::Originals, &name).ok().flatten();
            let Some(opened) = entry.and_then(|entry| entry.open(&self.keys, &name)) else { continue };
            let Some(sealed) = self.files.read(Tree::Originals.folder(), &name, opened.version)? else {
                continue;
            };
            let value = sealed.open(&self.keys, &name).and_then(|opened| sealed.value(&self.keys, &opened));
            headers.extend(value.and_then(|value| Some(Header::split(&value)?.0)));
        }
        headers.sort_by_key(|header| header.at);
        let sources = headers.iter().map(Header::provenance).collect();
        let Some(first) = headers.into_iter().next() else { return Ok(None) };
        let mut record = BadgeEntry {
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
            record.latest = Some(Latest::from(&report));
            record.badge = report.badge;
        }
        Ok(Some(record))
    }

    fn last_report(&self, id: &BadgeId) -> Option<Report> {
        let prefix = Name::group_prefix(&self.keys, Tree::Reports, id.as_str());
        let entries = self.index.scan(Tree::Reports, &prefix).ok()?;
        let newest = entries.iter().filter_map(|(name, entry)| Some((entry.open(&self.keys, name)?, name)));
        let (opened, name) = newest.max_by(|(a, _), (b, _)| a.key.item.cmp(&b.key.item))?;
        let sealed = self.files.read(Tree::Reports.folder(), name, opened.version).ok()??;
        serde_json::from_slice(&sealed.value(&self.keys, &sealed.open(&self.keys, name)?)?).ok()
    }

    /// Puts a restored record into files and index; into the index in memory alone where nothing can be written.
    pub(super) fn put_restored(
        &mut self,
        key: &EntryKey,
        value: &[u8],
        unreadable: &[Unreadable],
    ) -> Result<Name, StoreError> {
        let name = Name::of(&self.keys, key);
        let damaged = unreadable.iter().filter(|one| one.name == name).map(|one| one.version).max();
        let version = damaged.unwrap_or(0) + 1;
        let sealed = Sealed::new(&self.keys, key, version, value);
        let mut change = index_change(key.tree, name, &sealed);
        if self.read_only.is_none() {
            self.files.write(&[(key.tree, name, version, sealed)])?;
        } else {
            change.entry = Some(sealed);
        }
        self.index
            .commit(vec![change])
            .map_err(|trouble| StoreError::io("using", "index")(std::io::Error::other(trouble)))?;
        Ok(name)
    }
}

/// Where a badge's record is.
pub(super) fn badge_key(id: &BadgeId) -> EntryKey {
    EntryKey::new(Tree::Badges, id.as_str())
}

/// Where an original of a badge is.
pub(super) fn original_key(id: &BadgeId, sha256: &str) -> EntryKey {
    EntryKey::grouped(Tree::Originals, id.as_str(), sha256)
}
