//! Stores and returns the reports of a badge, the archived documents that they are based on, and observed
//! status lists.
//!
//! Observed status lists are stored so that an older list cannot hide a revocation later.

use openbadges::{Document, ObservedList, Report, documents::DocumentRef};

use crate::{
    badge_id::{BadgeId, sha256_hex},
    error::StoreError,
    store::{
        access::{Change, Reserve},
        badge::{BadgeEntry, LatestVerification},
        core::Core,
        entry::{EntryKey, json},
        open::Store,
        original::{DocumentHeader, join, split, without_pictures},
        tree::Tree,
    },
};

impl Store {
    /// Adds a verification report with its documents. The badge's entry shows it as the latest one.
    pub fn add_report(
        &self,
        id: &BadgeId,
        report: &Report,
        documents: &[Document],
    ) -> Result<BadgeEntry, StoreError> {
        let mut core = self.current_core()?;
        let mut entry = core.badge(id)?;
        let mut changes = core.report_changes(id, report, documents)?;
        changes.extend(core.pin_change(&report.issuer, report.at)?);
        entry.latest = Some(LatestVerification::from(report));
        entry.badge = without_pictures(&report.badge);
        core.put_badge(&entry, changes, Reserve::Change)?;
        core.badge(id)
    }

    /// Returns all verification reports of a badge, oldest first.
    pub fn reports(&self, id: &BadgeId) -> Result<Vec<Report>, StoreError> {
        let mut core = self.current_core()?;
        let mut listed = core.list(Tree::Reports, Some(id.as_str()))?;
        listed.sort_by(|(a, _), (b, _)| a.item.cmp(&b.item));
        let mut reports = Vec::new();
        for (key, value) in listed {
            reports.push(core.decode(&key, &value)?);
        }
        Ok(reports)
    }

    /// Returns the newest edition of each status list that verifications used. Damaged ones are left out, and
    /// [`damaged`](Self::damaged) names them.
    pub fn observed_lists(&self) -> Result<Vec<ObservedList>, StoreError> {
        let mut core = self.current_core()?;
        let mut lists: Vec<ObservedList> = Vec::new();
        for (key, value) in core.list(Tree::Settings, Some(OBSERVED_LISTS))? {
            match core.decode(&key, &value) {
                Ok(list) => lists.push(list),
                Err(StoreError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        lists.sort_by(|a, b| a.url.cmp(&b.url));
        Ok(lists)
    }

    /// Returns the archived document that a check used, or `None` if it was not archived.
    pub fn document(&self, reference: &DocumentRef) -> Result<Option<Document>, StoreError> {
        let mut core = self.current_core()?;
        let key = document_key(&reference.sha256);
        let Some(value) = core.get(&key)? else { return Ok(None) };
        let intact =
            split::<DocumentHeader>(&value).filter(|(_, bytes)| sha256_hex(bytes) == reference.sha256);
        let Some((header, bytes)) = intact else { return Err(core.damage_of(&key)) };
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
    /// Returns the changes that store a report with its documents and observed status lists.
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
        let existing = self.keys_of(Tree::Reports, Some(id.as_str()))?;
        let last = existing.iter().filter_map(|key| u64::from_str_radix(&key.item, 16).ok()).max();
        let number = last.map_or(0, |last| last + 1);
        let report = report_without_pictures(report);
        let key = EntryKey::grouped(Tree::Reports, id.as_str(), format!("{number:016x}"));
        changes.push(Change::put(key, json(&report)));
        for list in report.observed_lists() {
            changes.push(self.observed_list_change(list)?);
        }
        Ok(changes)
    }

    /// Returns the change that merges a status list with the stored one.
    fn observed_list_change(&mut self, list: &ObservedList) -> Result<Change, StoreError> {
        let key = EntryKey::grouped(Tree::Settings, OBSERVED_LISTS, &list.url);
        let stored = match self.get(&key) {
            Ok(Some(value)) => self.decode(&key, &value).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        let mut merged = match stored {
            Ok(Some(stored)) => stored,
            // A damaged entry is replaced.
            Ok(None) | Err(StoreError::Damaged { .. }) => list.clone(),
            Err(error) => return Err(error),
        };
        merged.merge(list.clone());
        Ok(Change::put(key, json(&merged)))
    }
}

/// Group of the settings that contain observed status lists, by address.
const OBSERVED_LISTS: &str = "status-lists";

/// Returns the report without inline pictures, also in inner reports, endorsements and the newer edition.
fn report_without_pictures(report: &Report) -> Report {
    let mut endorsements = report.endorsements.clone();
    for endorsement in &mut endorsements {
        endorsement.report = report_without_pictures(&endorsement.report);
    }
    Report {
        badge: without_pictures(&report.badge),
        inner: report.inner.iter().map(report_without_pictures).collect(),
        newer: report.newer.as_deref().map(|newer| Box::new(report_without_pictures(newer))),
        endorsements,
        ..report.clone()
    }
}

fn document_key(sha256: &str) -> EntryKey {
    EntryKey::new(Tree::Documents, sha256)
}
