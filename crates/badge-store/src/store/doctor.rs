//! The doctor reads and checks every sealed file completely, and repairs what it can.

use std::collections::BTreeSet;

use crate::{
    disk,
    error::StoreError,
    store::{
        compare::UnreadableEntry,
        core::Core,
        entry::{EntryName, EntryState},
        open::Store,
        report::{DoctorReport, OpenReport},
        tree::{Folder, Tree},
    },
};

impl Store {
    /// Reads and checks every sealed file completely. Restores damaged entries where possible and reports the others.
    pub fn doctor(&self) -> Result<DoctorReport, StoreError> {
        let mut core = self.core();
        let mut opened = OpenReport::default();
        core.reload(&mut opened)?;
        let mut report = DoctorReport {
            rebuilt: opened.rebuilt,
            restored: opened.restored,
            moved_aside: opened.moved_aside,
            ..DoctorReport::default()
        };
        for folder in Folder::ALL {
            core.examine_folder(folder, &mut report)?;
        }
        report.badges = core.keys_of(Tree::Badges, None)?.len();
        report.damaged = core.damaged.values().cloned().collect();
        Ok(report)
    }
}

impl Core {
    fn examine_folder(&mut self, folder: Folder, report: &mut DoctorReport) -> Result<(), StoreError> {
        for (name, versions) in self.files.list(folder)?.entries {
            let version = versions.last().copied().unwrap_or_default();
            if self.is_intact(folder, &name, version)? {
                report.intact += 1;
            } else if !self.damaged.contains_key(&self.files.path(folder, &name, version)) {
                self.repair_or_report(folder, name, version, report)?;
            }
        }
        Ok(())
    }

    fn is_intact(&self, folder: Folder, name: &EntryName, version: u64) -> Result<bool, StoreError> {
        let Some(sealed) = self.files.read(folder, name, version)? else { return Ok(false) };
        Ok(sealed.open(&self.keys, name).is_some_and(|head| {
            head.version == version
                && (head.state == EntryState::Deleted || sealed.value(&self.keys, &head).is_some())
        }))
    }

    /// Rewrites a damaged file if the index has the whole entry; otherwise records the damage.
    fn repair_or_report(
        &mut self,
        folder: Folder,
        name: EntryName,
        version: u64,
        report: &mut DoctorReport,
    ) -> Result<(), StoreError> {
        let mut head = None;
        for tree in Tree::ALL.into_iter().filter(|tree| tree.folder() == folder) {
            let Ok(Some(entry)) = self.index.get(tree, &name) else { continue };
            head = entry.open(&self.keys, &name);
            let intact =
                head.as_ref().filter(|head| head.complete && entry.value(&self.keys, head).is_some());
            if let Some(intact) = intact
                && self.read_only.is_none()
            {
                let file = self.files.path(folder, &name, version);
                report.moved_aside.push(disk::move_aside(&file, &self.aside_folder())?);
                self.files.write(&[(tree, name, intact.version, entry)])?;
                report.restored += 1;
                return Ok(());
            }
            break;
        }
        self.report_unreadable(vec![UnreadableEntry { folder, name, version, head }], &BTreeSet::new());
        Ok(())
    }
}
