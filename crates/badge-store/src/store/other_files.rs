//! Other files: files beside the badges that are not badges. Nothing about them is verified.
//!
//! One sealed file contains the bytes, unchanged. A small entry contains name and note, and can be restored
//! from the header of the bytes. Both have their own trees, so no list, count, collection or bundle of badges
//! contains them. The first other file raises `FORMAT` to 2.

use jiff::Timestamp;

use crate::{
    badge_id::sha256_hex,
    error::StoreError,
    store::{
        access::{Change, Reserve},
        core::Core,
        entry::{EntryKey, json},
        open::Store,
        original,
        other_file::{NewOtherFile, OtherFile, OtherFileHeader, StoredOtherFile},
        tree::Tree,
    },
};

impl Store {
    /// Adds another file. If a file with the same bytes exists, keeps its name and undoes a removal.
    pub fn add_other_file(&self, new: NewOtherFile<'_>) -> Result<OtherFile, StoreError> {
        let mut core = self.current_core()?;
        let id = sha256_hex(new.bytes);
        let existing = match core.other_file(&id) {
            Ok(file) => Some(file),
            // An unreadable entry is replaced.
            Err(StoreError::NotFound { .. } | StoreError::Damaged { .. }) => None,
            Err(error) => return Err(error),
        };
        let has_bytes = match core.other_file_bytes(&id) {
            Ok(_) => true,
            Err(StoreError::NotFound { .. }) => false,
            // Damaged bytes are replaced.
            Err(StoreError::Damaged { file, .. }) => {
                core.damaged.remove(&file);
                false
            }
            Err(error) => return Err(error),
        };
        let mut changes = Vec::new();
        if !has_bytes {
            let header = OtherFileHeader {
                name: new.name.to_owned(),
                kind: new.kind.to_owned(),
                source: new.source.clone(),
                at: new.added_at,
            };
            changes.push(Change::put(EntryKey::other_file_bytes(&id), original::join(&header, new.bytes)));
        }
        let file = match existing {
            Some(existing) => OtherFile { removed_at: None, ..existing },
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
        core.put_other_file(&file, changes, Reserve::Import)?;
        Ok(file)
    }

    /// Returns the other files, last added first, without removed ones.
    pub fn other_files(&self) -> Result<Vec<OtherFile>, StoreError> {
        let mut files = self.current_core()?.all_other_files()?;
        files.retain(|file| file.removed_at.is_none());
        files.sort_by(|a, b| (b.added_at, &b.id).cmp(&(a.added_at, &a.id)));
        Ok(files)
    }

    /// Returns the removed other files, last removed first.
    pub fn removed_other_files(&self) -> Result<Vec<OtherFile>, StoreError> {
        let mut files = self.current_core()?.all_other_files()?;
        files.retain(|file| file.removed_at.is_some());
        files.sort_by(|a, b| (b.removed_at, &b.id).cmp(&(a.removed_at, &a.id)));
        Ok(files)
    }

    /// Returns the other file, removed or not, whose id starts with `prefix`.
    pub fn other_file(&self, prefix: &str) -> Result<OtherFile, StoreError> {
        let mut files = self.current_core()?.all_other_files()?;
        files.retain(|file| !prefix.is_empty() && file.id.starts_with(prefix));
        if files.len() > 1 {
            let candidates = files.iter().filter_map(|file| file.id.parse().ok()).collect();
            return Err(StoreError::Ambiguous { prefix: prefix.to_owned(), candidates });
        }
        files.pop().ok_or_else(|| StoreError::NotFound { what: prefix.to_owned() })
    }

    /// Returns the bytes of another file, exactly as imported.
    pub fn other_file_bytes(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        self.current_core()?.other_file_bytes(id)
    }

    /// Changes name and note of another file.
    pub fn edit_other_file(&self, id: &str, name: &str, note: &str) -> Result<OtherFile, StoreError> {
        self.change_other_file(id, |file| {
            file.name = name.to_owned();
            file.note = note.to_owned();
        })
    }

    /// Removes another file. Its bytes remain until [`purge`](Self::purge).
    pub fn remove_other_file(&self, id: &str, at: Timestamp) -> Result<OtherFile, StoreError> {
        self.change_other_file(id, |file| file.removed_at = Some(file.removed_at.unwrap_or(at)))
    }

    /// Undoes the removal of another file.
    pub fn restore_other_file(&self, id: &str) -> Result<OtherFile, StoreError> {
        self.change_other_file(id, |file| file.removed_at = None)
    }

    fn change_other_file(
        &self,
        id: &str,
        change: impl FnOnce(&mut OtherFile),
    ) -> Result<OtherFile, StoreError> {
        let mut core = self.current_core()?;
        let before = core.other_file(id)?;
        let mut file = before.clone();
        change(&mut file);
        if file != before {
            core.put_other_file(&file, Vec::new(), Reserve::Change)?;
        }
        Ok(file)
    }
}

impl Core {
    fn other_file(&mut self, id: &str) -> Result<OtherFile, StoreError> {
        let key = EntryKey::other_file(id);
        let not_found = || StoreError::NotFound { what: id.to_owned() };
        let value = self.get(&key)?.ok_or_else(not_found)?;
        let stored: StoredOtherFile = self.decode(&key, &value)?;
        if stored.purging { Err(not_found()) } else { Ok(stored.file) }
    }

    fn all_other_files(&mut self) -> Result<Vec<OtherFile>, StoreError> {
        let stored: Vec<StoredOtherFile> = self.all(Tree::OtherFiles)?;
        Ok(stored.into_iter().filter(|stored| !stored.purging).map(|stored| stored.file).collect())
    }

    fn other_file_bytes(&mut self, id: &str) -> Result<Vec<u8>, StoreError> {
        let key = EntryKey::other_file_bytes(id);
        let value = match self.get(&key)? {
            Some(value) => value,
            None if self.has(&EntryKey::other_file(id))? => return Err(self.damage_of(&key)),
            None => return Err(StoreError::NotFound { what: id.to_owned() }),
        };
        match original::split::<OtherFileHeader>(&value).filter(|(_, bytes)| sha256_hex(bytes) == id) {
            Some((_, bytes)) => Ok(bytes.to_vec()),
            None => Err(self.damage_of(&key)),
        }
    }

    fn put_other_file(
        &mut self,
        file: &OtherFile,
        mut changes: Vec<Change>,
        reserve: Reserve,
    ) -> Result<(), StoreError> {
        let stored = StoredOtherFile { file: file.clone(), purging: false };
        changes.push(Change::put(EntryKey::other_file(&file.id), json(&stored)));
        self.commit(changes, reserve)?;
        self.catalog.put_other_file(&file.id, &file.name);
        Ok(())
    }

    /// Purges the other files that were removed before a time. Returns how many.
    pub(super) fn purge_other_files(&mut self, removed_before: Timestamp) -> Result<usize, StoreError> {
        let mut removed = self.all_other_files()?;
        removed.retain(|file| file.removed_at.is_some_and(|at| at < removed_before));
        for file in &removed {
            let stored = StoredOtherFile { file: file.clone(), purging: true };
            let marked = Change::put(EntryKey::other_file(&file.id), json(&stored));
            self.commit(vec![marked], Reserve::Change)?;
            self.delete_other_file(&file.id)?;
        }
        Ok(removed.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        code::StoreCode,
        data_key::DataKey,
        store::badge::{Source, SourceKind},
    };

    #[test]
    fn opening_finishes_interrupted_purge() {
        let folder = tempfile::tempdir().unwrap();
        let (root, key) = (folder.path().join("backpack"), DataKey::random());
        let (store, _) = Store::open(&root, &key).unwrap();
        let add = |bytes: &[u8]| {
            let source = Source { kind: SourceKind::Bytes, name: None, url: None };
            let added_at = Timestamp::UNIX_EPOCH;
            store.add_other_file(NewOtherFile { bytes, name: "x", kind: "file", source, added_at }).unwrap()
        };
        let (other, file) = (add(b"stays"), add(b"is purged"));
        let id = file.id.clone();
        let marked = Change::put(EntryKey::other_file(&id), json(&StoredOtherFile { file, purging: true }));
        store.core().commit(vec![marked], Reserve::Change).unwrap();
        let listed = store.other_files().unwrap();
        assert_eq!(listed, std::slice::from_ref(&other), "a file being purged is not listed");
        drop(store);
        let (store, report) = Store::open(&root, &key).unwrap();
        assert!(report.damaged.is_empty(), "{report:?}");
        assert_eq!(store.other_files().unwrap(), [other]);
        assert_eq!(store.other_file_bytes(&id).unwrap_err().code(), StoreCode::NotFound);
        assert_eq!(std::fs::read_dir(root.join("originals")).unwrap().count(), 1);
    }
}
