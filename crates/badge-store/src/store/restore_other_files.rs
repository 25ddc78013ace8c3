//! Third step of loading: restores lost entries of other files from the files with their bytes.

use std::collections::BTreeSet;

use crate::{
    error::StoreError,
    store::{
        compare::{LoadedEntry, UnreadableEntry},
        core::Core,
        entry::{EntryKey, EntryName, json},
        original,
        other_file::{OtherFile, OtherFileHeader, StoredOtherFile},
    },
};

/// The result of restoring other files.
pub(super) struct RestoredOtherFiles {
    /// Names of the entries that were restored.
    pub(super) restored: BTreeSet<EntryName>,
    /// Ids of files whose purge was interrupted.
    pub(super) purging: Vec<String>,
    /// Ids of files whose bytes are lost.
    pub(super) without_bytes: BTreeSet<String>,
}

impl Core {
    /// Restores lost entries from the files with the bytes.
    pub(super) fn restore_other_files(
        &mut self,
        entries: Vec<(EntryName, LoadedEntry)>,
        bytes: &[EntryKey],
        unreadable: &[UnreadableEntry],
    ) -> Result<RestoredOtherFiles, StoreError> {
        let (mut listed, mut purging) = (BTreeSet::new(), Vec::new());
        let present: BTreeSet<&str> = bytes.iter().map(|key| key.item.as_str()).collect();
        let any = !entries.is_empty() || !bytes.is_empty();
        for (name, entry) in entries {
            let item = entry.head.key.item.clone();
            let Some(value) = self.body_of(&name, entry)? else { continue };
            let Ok(stored) = serde_json::from_slice::<StoredOtherFile>(&value) else { continue };
            if stored.purging {
                purging.push(item);
            } else if item == stored.file.id {
                self.catalog.put_other_file(&item, &stored.file.name);
                listed.insert(item);
            }
        }
        let mut restored = BTreeSet::new();
        let is_lost = |id: &&&str| !listed.contains(**id) && !purging.iter().any(|other| other == **id);
        for id in present.iter().filter(is_lost) {
            if let Some(file) = self.other_file_from_bytes(id)? {
                let name = file.name.clone();
                let value = json(&StoredOtherFile { file, purging: false });
                restored.insert(self.put_restored(&EntryKey::other_file(id), &value, unreadable)?);
                self.catalog.put_other_file(id, &name);
            }
        }
        listed.retain(|id| !present.contains(id.as_str()));
        if any {
            self.raise_format()?;
        }
        Ok(RestoredOtherFiles { restored, purging, without_bytes: listed })
    }

    /// Restores an entry from the header of the bytes.
    fn other_file_from_bytes(&self, id: &str) -> Result<Option<OtherFile>, StoreError> {
        let value = self.value_from_file(&EntryKey::other_file_bytes(id))?;
        Ok(value.as_deref().and_then(original::split::<OtherFileHeader>).map(|(header, bytes)| OtherFile {
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
}
