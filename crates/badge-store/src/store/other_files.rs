//! Unverified records: what a learner keeps though it is no badge. Nothing about them was checked, and nothing here is ever
//! counted or shared as a badge.
//!
//! The bytes that were handed over are one sealed file, untouched; what the learner says of them is a small record beside it,
//! which can be made again from that file. `FORMAT` is raised before the first of them is written: a program that does not know
//! them would tell them as damage.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    badge_id::sha256_hex,
    error::StoreError,
    store::{
        Source, Store,
        compare::{Entry, Unreadable},
        core::{Change, Core, Reserve},
        entry::{EntryKey, Name, Tree, json},
        format_file, original,
    },
};

/// What lists and screens need of an unverified record, without opening its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherFile {
    /// SHA-256 of its bytes, in hex.
    pub id: String,
    /// What the learner calls it.
    pub name: String,
    /// What the learner says of it.
    pub note: String,
    /// The word of what it is.
    pub kind: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Where it came from.
    pub source: Source,
    /// When it was added, by the clock.
    pub added_at: Timestamp,
    /// When it was removed. It can be brought back until it is purged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
}

/// Something to be kept as an unverified record.
#[derive(Clone, Debug)]
pub struct NewOtherFile<'a> {
    /// The bytes that were handed over, untouched.
    pub bytes: &'a [u8],
    /// What to call it.
    pub name: &'a str,
    /// The word of what it is.
    pub kind: &'a str,
    /// Where it came from.
    pub source: Source,
    /// When.
    pub added_at: Timestamp,
}

/// A record as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    #[serde(flatten)]
    record: OtherFile,
    /// It is being deleted for good; opening the store finishes that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    purging: bool,
}

/// What the file of the bytes says beside them: as much as is needed to make the record again.
#[derive(Serialize, Deserialize)]
struct Header {
    name: String,
    kind: String,
    source: Source,
    at: Timestamp,
}

/// What settling the unverified records at opening came to.
pub(super) struct Settled {
    /// Records that were made again.
    pub(super) restored: BTreeSet<Name>,
    /// Those whose purge was cut off.
    pub(super) purging: Vec<String>,
    /// Those whose bytes are lost.
    pub(super) without_bytes: BTreeSet<String>,
}

impl Store {
    /// Keeps an unverified record. One with the same bytes is kept once, with the name that it has.
    pub fn keep_record(&self, new: NewOtherFile<'_>) -> Result<OtherFile, StoreError> {
        let mut core = self.settled()?;
        let id = sha256_hex(new.bytes);
        let held = match core.unverified(&id) {
            Ok(record) => Some(record),
            // What cannot be read is made anew.
            Err(StoreError::NotFound { .. } | StoreError::Damaged { .. }) => None,
            Err(error) => return Err(error),
        };
        let bytes_are_there = match core.unverified_bytes(&id) {
            Ok(_) => true,
            Err(StoreError::NotFound { .. }) => false,
            // What is damaged is written again.
            Err(StoreError::Damaged { file, .. }) => {
                core.damaged.remove(&file);
                false
            }
            Err(error) => return Err(error),
        };
        let mut changes = Vec::new();
        if !bytes_are_there {
            let header = Header {
                name: new.name.to_owned(),
                kind: new.kind.to_owned(),
                source: new.source.clone(),
                at: new.added_at,
            };
            changes.push(Change::put(bytes_key(&id), original::join(&header, new.bytes)));
        }
        let record = match held {
            Some(held) => OtherFile { removed_at: None, ..held },
            None => OtherFile {
                id,
                name: new.name.to_owned(),
                note: String::new(),
                kind: new.kind.to_owned(),
                bytes: new.bytes.len() as u64,
                source: new.source,
                added_at: new.added_at,
                removed_at: None,
            },
        };
        core.raise_format()?;
        core.put_unverified(&record, changes, Reserve::Import)?;
        Ok(record)
    }

    /// The unverified records, last added first, without removed ones.
    pub fn records(&self) -> Result<Vec<OtherFile>, StoreError> {
        let mut records = self.settled()?.all_unverified()?;
        records.retain(|record| record.removed_at.is_none());
        records.sort_by(|a, b| (b.added_at, &b.id).cmp(&(a.added_at, &a.id)));
        Ok(records)
    }

    /// Removed ones that can be brought back, last removed first.
    pub fn removed_records(&self) -> Result<Vec<OtherFile>, StoreError> {
        let mut records = self.settled()?.all_unverified()?;
        records.retain(|record| record.removed_at.is_some());
        records.sort_by(|a, b| (b.removed_at, &b.id).cmp(&(a.removed_at, &a.id)));
        Ok(records)
    }

    /// The unverified record, removed or not, whose id begins with `prefix`.
    pub fn record(&self, prefix: &str) -> Result<OtherFile, StoreError> {
        let mut fitting = self.settled()?.all_unverified()?;
        fitting.retain(|record| !prefix.is_empty() && record.id.starts_with(prefix));
        if fitting.len() > 1 {
            let candidates = fitting.iter().filter_map(|record| record.id.parse().ok()).collect();
            return Err(StoreError::Ambiguous { prefix: prefix.to_owned(), candidates });
        }
        fitting.pop().ok_or_else(|| StoreError::NotFound { what: prefix.to_owned() })
    }

    /// The bytes of an unverified record, as they were handed over.
    pub fn record_bytes(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        self.settled()?.unverified_bytes(id)
    }

    /// Changes what the learner says of an unverified record.
    pub fn edit_record(&self, id: &str, name: &str, note: &str) -> Result<OtherFile, StoreError> {
        self.change_record(id, |record| {
            record.name = name.to_owned();
            record.note = note.to_owned();
        })
    }

    /// Removes an unverified record. Its bytes stay until [`purge`](Self::purge).
    pub fn remove_record(&self, id: &str, at: Timestamp) -> Result<OtherFile, StoreError> {
        self.change_record(id, |record| record.removed_at = Some(record.removed_at.unwrap_or(at)))
    }

    /// Brings a removed one back.
    pub fn undo_remove_record(&self, id: &str) -> Result<OtherFile, StoreError> {
        self.change_record(id, |record| record.removed_at = None)
    }

    fn change_record(&self, id: &str, change: impl FnOnce(&mut OtherFile)) -> Result<OtherFile, StoreError> {
        let mut core = self.settled()?;
        let held = core.unverified(id)?;
        let mut record = held.clone();
        change(&mut record);
        if record != held {
            core.put_unverified(&record, Vec::new(), Reserve::Change)?;
        }
        Ok(record)
    }
}

impl Core {
    fn unverified(&mut self, id: &str) -> Result<OtherFile, StoreError> {
        let key = record_key(id);
        let not_found = || StoreError::NotFound { what: id.to_owned() };
        let value = self.get(&key)?.ok_or_else(not_found)?;
        let stored: Stored = self.decode(&key, &value)?;
        if stored.purging { Err(not_found()) } else { Ok(stored.record) }
    }

    fn all_unverified(&mut self) -> Result<Vec<OtherFile>, StoreError> {
        let stored: Vec<Stored> = self.all(Tree::Unverified)?;
        Ok(stored.into_iter().filter(|stored| !stored.purging).map(|stored| stored.record).collect())
    }

    fn unverified_bytes(&mut self, id: &str) -> Result<Vec<u8>, StoreError> {
        let key = bytes_key(id);
        let value = match self.get(&key)? {
            Some(value) => value,
            None if self.has(&record_key(id))? => return Err(self.damage_of(&key)),
            None => return Err(StoreError::NotFound { what: id.to_owned() }),
        };
        match original::split::<Header>(&value).filter(|(_, bytes)| sha256_hex(bytes) == id) {
            Some((_, bytes)) => Ok(bytes.to_vec()),
            None => Err(self.damage_of(&key)),
        }
    }

    fn put_unverified(
        &mut self,
        record: &OtherFile,
        mut changes: Vec<Change>,
        reserve: Reserve,
    ) -> Result<(), StoreError> {
        let stored = Stored { record: record.clone(), purging: false };
        changes.push(Change::put(record_key(&record.id), json(&stored)));
        self.commit(changes, reserve)?;
        self.shelf.name_record(&record.id, &record.name);
        Ok(())
    }

    /// Lets `FORMAT` say that there are unverified records here.
    fn raise_format(&self) -> Result<(), StoreError> {
        if self.read_only.is_some() || format_file::number(&self.root)? == Some(format_file::WITH_RECORDS) {
            return Ok(());
        }
        format_file::write(&self.root, &self.keys, format_file::WITH_RECORDS)
    }

    /// Opening: a record that is lost is made again from the file of its bytes.
    pub(super) fn settle_unverified(
        &mut self,
        entries: Vec<(Name, Entry)>,
        bytes: &[EntryKey],
        unreadable: &[Unreadable],
    ) -> Result<Settled, StoreError> {
        let (mut held, mut purging) = (BTreeSet::new(), Vec::new());
        let there: BTreeSet<&str> = bytes.iter().map(|key| key.item.as_str()).collect();
        let any = !entries.is_empty() || !bytes.is_empty();
        for (name, entry) in entries {
            let item = entry.opened.key.item.clone();
            let Some(value) = self.body_of(&name, entry)? else { continue };
            let Ok(stored) = serde_json::from_slice::<Stored>(&value) else { continue };
            if stored.purging {
                purging.push(item);
            } else if item == stored.record.id {
                self.shelf.name_record(&item, &stored.record.name);
                held.insert(item);
            }
        }
        let mut restored = BTreeSet::new();
        for id in there.iter().filter(|id| !held.contains(**id) && !purging.iter().any(|gone| gone == *id)) {
            if let Some(record) = self.record_of_bytes(id)? {
                let value = json(&Stored { record: record.clone(), purging: false });
                restored.insert(self.put_restored(&record_key(id), &value, unreadable)?);
                self.shelf.name_record(id, &record.name);
            }
        }
        held.retain(|id| !there.contains(id.as_str()));
        if any {
            self.raise_format()?;
        }
        Ok(Settled { restored, purging, without_bytes: held })
    }

    /// Names the records whose bytes are lost. `broken`: files that cannot be read, with their versions.
    pub(super) fn tell_without_bytes(&mut self, ids: &BTreeSet<String>, broken: &BTreeMap<Name, u64>) {
        for id in ids {
            let key = bytes_key(id);
            let name = Name::of(&self.keys, &key);
            let version = broken.get(&name).copied().unwrap_or(1);
            let file = self.files.path(key.tree.folder(), &name, version);
            let damage = self.shelf.damage(None, Some(&key), file.clone());
            self.damaged.insert(file, damage);
        }
    }

    /// The record, made again from what the file of its bytes says.
    fn record_of_bytes(&self, id: &str) -> Result<Option<OtherFile>, StoreError> {
        let key = bytes_key(id);
        let name = Name::of(&self.keys, &key);
        let entry = self.index.get(key.tree, &name).ok().flatten();
        let Some(opened) = entry.and_then(|entry| entry.open(&self.keys, &name)) else { return Ok(None) };
        let Some(sealed) = self.files.read(key.tree.folder(), &name, opened.version)? else {
            return Ok(None);
        };
        let value = sealed.open(&self.keys, &name).and_then(|opened| sealed.value(&self.keys, &opened));
        Ok(value.as_deref().and_then(original::split::<Header>).map(|(header, bytes)| OtherFile {
            id: id.to_owned(),
            name: header.name,
            note: String::new(),
            kind: header.kind,
            bytes: bytes.len() as u64,
            source: header.source,
            added_at: header.at,
            removed_at: None,
        }))
    }

    /// Deletes for good the records that were removed before a time. Returns how many.
    pub(super) fn purge_unverified(&mut self, removed_before: Timestamp) -> Result<usize, StoreError> {
        let mut removed = self.all_unverified()?;
        removed.retain(|record| record.removed_at.is_some_and(|at| at < removed_before));
        for record in &removed {
            let stored = Stored { record: record.clone(), purging: true };
            self.commit(vec![Change::put(record_key(&record.id), json(&stored))], Reserve::Change)?;
            self.delete_unverified(&record.id)?;
        }
        Ok(removed.len())
    }

    /// Deletes everything of a record that says that it is being purged.
    pub(super) fn delete_unverified(&mut self, id: &str) -> Result<(), StoreError> {
        let mut changes = Vec::new();
        if self.has(&bytes_key(id))? {
            changes.push(Change::delete(bytes_key(id)));
        }
        changes.push(Change::delete(record_key(id)));
        self.commit(changes, Reserve::Change)
    }
}

fn record_key(id: &str) -> EntryKey {
    EntryKey::new(Tree::Unverified, id)
}

fn bytes_key(id: &str) -> EntryKey {
    EntryKey::new(Tree::UnverifiedOriginals, id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{code::StoreCode, data_key::DataKey, store::SourceKind};

    #[test]
    fn a_purge_that_was_cut_off_is_finished_at_the_next_opening() {
        let folder = tempfile::tempdir().unwrap();
        let (root, key) = (folder.path().join("backpack"), DataKey::random());
        let (store, _) = Store::open(&root, &key).unwrap();
        let keep = |bytes: &[u8]| {
            let source = Source { kind: SourceKind::Bytes, name: None, url: None };
            let added_at = Timestamp::UNIX_EPOCH;
            store.keep_record(NewOtherFile { bytes, name: "x", kind: "file", source, added_at }).unwrap()
        };
        let (other, record) = (keep(b"stays"), keep(b"goes"));
        let id = record.id.clone();
        let marked = Change::put(record_key(&id), json(&Stored { record, purging: true }));
        store.core().commit(vec![marked], Reserve::Change).unwrap();
        assert_eq!(
            store.records().unwrap(),
            std::slice::from_ref(&other),
            "what is going is not shown any more"
        );
        drop(store);
        let (store, report) = Store::open(&root, &key).unwrap();
        assert!(report.damaged.is_empty(), "{report:?}");
        assert_eq!(store.records().unwrap(), [other]);
        assert_eq!(store.record_bytes(&id).unwrap_err().code(), StoreCode::NotFound);
        assert_eq!(std::fs::read_dir(root.join("originals")).unwrap().count(), 1);
    }
}
