//! Verifications: every one ever made of a badge, the issuer's documents that they stood on, and what is remembered of
//! status lists, so that an older list cannot hide a revocation.

use openbadges::{Document, ObservedList, Report, documents::DocumentRef};

use crate::{
    badge_id::{BadgeId, sha256_hex},
    error::StoreError,
    store::{
        BadgeEntry, Latest, Store,
        core::{Change, Core, Reserve},
        entry::{EntryKey, Tree, json},
        original::{DocumentHeader, join, split, without_pictures},
    },
};

impl Store {
    /// Remembers a verification, with the documents that it stood on. The badge's record shows it from now on.
    pub fn add_report(
        &self,
        id: &BadgeId,
        report: &Report,
        documents: &[Document],
    ) -> Result<BadgeEntry, StoreError> {
        let mut core = self.settled()?;
        let mut record = core.record(id)?;
        let mut changes = core.report_changes(id, report, documents)?;
        changes.extend(core.pin_change(&report.issuer, report.at)?);
        record.latest = Some(Latest::from(report));
        record.badge = without_pictures(&report.badge);
        core.put_badge(&record, changes, Reserve::Change)?;
        core.record(id)
    }

    /// Every verification of a badge, oldest first.
    pub fn reports(&self, id: &BadgeId) -> Result<Vec<Report>, StoreError> {
        let mut core = self.settled()?;
        let mut listed = core.list(Tree::Reports, Some(id.as_str()))?;
        listed.sort_by(|(a, _), (b, _)| a.item.cmp(&b.item));
        let mut reports = Vec::new();
        for (key, value) in listed {
            reports.push(core.decode(&key, &value)?);
        }
        Ok(reports)
    }

    /// The status lists that verifications stood on, each as its newest edition was. A damaged one is left out, and
    /// [`damaged`](Self::damaged) names it.
    pub fn seen_lists(&self) -> Result<Vec<ObservedList>, StoreError> {
        let mut core = self.settled()?;
        let mut lists: Vec<ObservedList> = Vec::new();
        for (key, value) in core.list(Tree::Settings, Some(SEEN_LISTS))? {
            match core.decode(&key, &value) {
                Ok(list) => lists.push(list),
                Err(StoreError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        lists.sort_by(|a, b| a.url.cmp(&b.url));
        Ok(lists)
    }

    /// The archived document that a check stood on. `None`: it was not archived.
    pub fn document(&self, reference: &DocumentRef) -> Result<Option<Document>, StoreError> {
        let mut core = self.settled()?;
        let key = document_key(&reference.sha256);
        let Some(value) = core.get(&key)? else { return Ok(None) };
        let whole =
            split::<DocumentHeader>(&value).filter(|(_, bytes)| sha256_hex(bytes) == reference.sha256);
        let Some((header, bytes)) = whole else { return Err(core.damage_of(&key)) };
        Ok(Some(Document {
            url: reference.url.clone(),
            final_url: reference.final_url.clone().unwrap_or_else(|| reference.url.clone()),
            media_type: header.media_type,
            bytes: bytes.to_vec(),
            fetched_at: reference.fetched_at,
        }))
    }
}

impl Core {
    /// The changes that remember a verification.
    pub(super) fn report_changes(
        &mut self,
        id: &BadgeId,
        report: &Report,
        documents: &[Document],
    ) -> Result<Vec<Change>, StoreError> {
        let mut changes = Vec::new();
        let mut archived = Vec::new();
        for document in documents {
            let sha256 = sha256_hex(&document.bytes);
            let key = document_key(&sha256);
            if archived.contains(&sha256) || (self.has(&key)? && self.get(&key).is_ok()) {
                continue;
            }
            let header = DocumentHeader {
                url: document.url.clone(),
                media_type: document.media_type.clone(),
                at: document.fetched_at,
            };
            changes.push(Change::put(key, join(&header, &document.bytes)));
            archived.push(sha256);
        }
        let made = self.keys_of(Tree::Reports, Some(id.as_str()))?;
        let last = made.iter().filter_map(|key| u64::from_str_radix(&key.item, 16).ok()).max();
        let number = last.map_or(0, |last| last + 1);
        let report = pictureless(report);
        let key = EntryKey::grouped(Tree::Reports, id.as_str(), format!("{number:016x}"));
        changes.push(Change::put(key, json(&report)));
        for list in report.seen_lists() {
            changes.push(self.remembering(list)?);
        }
        Ok(changes)
    }

    /// The change that remembers a status list, beside what is remembered of it already.
    fn remembering(&mut self, list: &ObservedList) -> Result<Change, StoreError> {
        let key = EntryKey::grouped(Tree::Settings, SEEN_LISTS, &list.url);
        let held = match self.get(&key) {
            Ok(Some(value)) => self.decode(&key, &value).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        let mut seen = match held {
            Ok(Some(seen)) => seen,
            // A record that cannot be read is made anew.
            Ok(None) | Err(StoreError::Damaged { .. }) => list.clone(),
            Err(error) => return Err(error),
        };
        seen.merge(list.clone());
        Ok(Change::put(key, json(&seen)))
    }
}

/// The group of records that remember status lists, by address.
const SEEN_LISTS: &str = "status-lists";

/// The report without inline pictures, of the badge, of what stands inside it and of its newer edition.
fn pictureless(report: &Report) -> Report {
    let mut endorsements = report.endorsements.clone();
    for endorsement in &mut endorsements {
        endorsement.report = pictureless(&endorsement.report);
    }
    Report {
        badge: without_pictures(&report.badge),
        inner: report.inner.iter().map(pictureless).collect(),
        newer: report.newer.as_deref().map(|newer| Box::new(pictureless(newer))),
        endorsements,
        ..report.clone()
    }
}

fn document_key(sha256: &str) -> EntryKey {
    EntryKey::new(Tree::Documents, sha256)
}
