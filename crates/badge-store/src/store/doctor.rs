//! The doctor: reads every sealed file to its end.

use std::collections::BTreeSet;

use crate::{
    disk,
    error::StoreError,
    store::{
        DoctorReport, OpenReport, Store,
        compare::Unreadable,
        core::Core,
        entry::{Folder, Name, State, Tree},
    },
};

impl Store {
    /// Reads every sealed file to its end, restores what can be restored and names the rest.
    pub fn doctor(&self) -> Result<DoctorReport, StoreError> {
        let mut core = self.core();
        let mut opened = OpenReport::default();
        core.load(&mut opened)?;
        let mut report = DoctorReport {
            rebuilt: opened.rebuilt,
            healed: opened.healed,
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
        for (name, versions) in self.files.list(folder)?.records {
            let version = versions.last().copied().unwrap_or_default();
            if self.is_whole(folder, &name, version)? {
                report.whole += 1;
            } else if !self.damaged.contains_key(&self.file_of(folder, &name, version)) {
                self.heal_or_tell(folder, name, version, report)?;
            }
        }
        Ok(())
    }

    fn is_whole(&self, folder: Folder, name: &Name, version: u64) -> Result<bool, StoreError> {
        let Some(sealed) = self.files.read(folder, name, version)? else { return Ok(false) };
        Ok(sealed.open(&self.keys, name).is_some_and(|opened| {
            opened.version == version
                && (opened.state == State::Deleted || sealed.value(&self.keys, &opened).is_some())
        }))
    }

    /// Writes a damaged file again from the index, if all of it is there.
    fn heal_or_tell(
        &mut self,
        folder: Folder,
        name: Name,
        version: u64,
        report: &mut DoctorReport,
    ) -> Result<(), StoreError> {
        let mut opened = None;
        for tree in Tree::ALL.into_iter().filter(|tree| tree.folder() == folder) {
            let Ok(Some(entry)) = self.index.get(tree, &name) else { continue };
            opened = entry.open(&self.keys, &name);
            let whole = opened.as_ref().filter(|one| one.complete && entry.value(&self.keys, one).is_some());
            if let Some(whole) = whole
                && self.read_only.is_none()
            {
                let file = self.file_of(folder, &name, version);
                report.moved_aside.push(disk::move_aside(&file, &self.aside_folder())?);
                self.files.write(&[(tree, name, whole.version, entry)])?;
                report.healed += 1;
                return Ok(());
            }
            break;
        }
        self.tell(vec![Unreadable { folder, name, version, opened }], &BTreeSet::new());
        Ok(())
    }
}
