//! Keeps badges on the disk, sealed.
//!
//! Sealed files are the truth: each original, archived document and small record is one file, written so that it
//! survives a crash and a power cut. The index makes finding fast and can be lost at any time. Nothing outside this
//! module knows which engine the index uses. What a badge means is `openbadges`' business, where the key comes from
//! is `vault`'s.

mod badge;
mod error;
mod learner;
mod report;

use std::{path::Path, time::Duration};

use jiff::Timestamp;
use openbadges::{Document, Identity, Report, documents::DocumentRef};

pub use self::{
    badge::{
        BadgeId, BadgeRecord, Kept, Latest, NewBadge, NotABadgeId, Original, Provenance, Source, SourceKind,
    },
    error::{PermissionProblem, StoreError},
    learner::{Activity, IssuerPin, OwnIdentity, Share},
    report::{Advice, Damage, DamagedKind, DoctorReport, OpenReport, RebuildReason},
};
use crate::{collection::Collection, vault::DataKey};

/// How long a removed badge can be brought back.
pub const UNDO_REMOVAL: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A learner's badges on the disk. Share it between threads behind an `Arc`; every method takes `&self`.
///
/// A method that changes something returns `Ok` only after the change is on the disk.
pub struct Store {}

#[allow(clippy::todo, unused_variables)]
impl Store {
    /// Opens the store in `dir`, making it if there is none. What had to be repaired and what is damaged is in the
    /// report; a damaged badge never hides the others.
    pub fn open(dir: &Path, key: &DataKey) -> Result<(Self, OpenReport), StoreError> {
        todo!()
    }

    /// Keeps a badge with its report and documents.
    pub fn keep(&self, badge: NewBadge<'_>) -> Result<Kept, StoreError> {
        todo!()
    }

    /// The badges, last kept first, without removed ones.
    pub fn badges(&self) -> Result<Vec<BadgeRecord>, StoreError> {
        todo!()
    }

    /// One badge, removed or not.
    pub fn badge(&self, id: &BadgeId) -> Result<BadgeRecord, StoreError> {
        todo!()
    }

    /// The badge (removed or not) whose id begins with `prefix`.
    pub fn find(&self, prefix: &str) -> Result<BadgeId, StoreError> {
        todo!()
    }

    /// The originals of a badge, each byte for byte, in the order in which they came.
    pub fn originals(&self, id: &BadgeId) -> Result<Vec<Original>, StoreError> {
        todo!()
    }

    /// Removes a badge. Its originals stay until [`purge`](Self::purge).
    pub fn remove(&self, id: &BadgeId, at: Timestamp) -> Result<BadgeRecord, StoreError> {
        todo!()
    }

    /// Brings a removed badge back.
    pub fn undo_remove(&self, id: &BadgeId) -> Result<BadgeRecord, StoreError> {
        todo!()
    }

    /// Removed badges that can be brought back, last removed first.
    pub fn removed(&self) -> Result<Vec<BadgeRecord>, StoreError> {
        todo!()
    }

    /// Deletes for good what was removed before `removed_before`: record, originals and reports. Returns how many badges.
    pub fn purge(&self, removed_before: Timestamp) -> Result<usize, StoreError> {
        todo!()
    }

    /// Remembers a verification, with the documents that it stood on.
    pub fn add_report(
        &self,
        id: &BadgeId,
        report: &Report,
        documents: &[Document],
    ) -> Result<BadgeRecord, StoreError> {
        todo!()
    }

    /// Every verification of a badge, oldest first.
    pub fn reports(&self, id: &BadgeId) -> Result<Vec<Report>, StoreError> {
        todo!()
    }

    /// The archived document that a check stood on. `None`: it was not archived.
    pub fn document(&self, reference: &DocumentRef) -> Result<Option<Document>, StoreError> {
        todo!()
    }

    /// The collections, last changed first.
    pub fn collections(&self) -> Result<Vec<Collection>, StoreError> {
        todo!()
    }

    /// Keeps a collection, in place of the one with the same id.
    pub fn put_collection(&self, collection: &Collection) -> Result<(), StoreError> {
        todo!()
    }

    /// Removes a collection. Returns whether it was there.
    pub fn remove_collection(&self, id: &str) -> Result<bool, StoreError> {
        todo!()
    }

    /// The learner's identities, in the order in which they were added.
    pub fn identities(&self) -> Result<Vec<OwnIdentity>, StoreError> {
        todo!()
    }

    /// Remembers an identity.
    pub fn put_identity(&self, identity: &Identity, at: Timestamp) -> Result<(), StoreError> {
        todo!()
    }

    /// Forgets an identity. Returns whether it was there.
    pub fn remove_identity(&self, identity: &Identity) -> Result<bool, StoreError> {
        todo!()
    }

    /// A setting.
    pub fn setting(&self, name: &str) -> Result<Option<serde_json::Value>, StoreError> {
        todo!()
    }

    /// Keeps a setting.
    pub fn put_setting(&self, name: &str, value: &serde_json::Value) -> Result<(), StoreError> {
        todo!()
    }

    /// The issuers whose keys are remembered, by id.
    pub fn issuers(&self) -> Result<Vec<IssuerPin>, StoreError> {
        todo!()
    }

    /// Remembers an issuer's keys, in place of what was remembered for the same id.
    pub fn pin_issuer(&self, pin: &IssuerPin) -> Result<(), StoreError> {
        todo!()
    }

    /// What was given out, oldest first.
    pub fn shares(&self) -> Result<Vec<Share>, StoreError> {
        todo!()
    }

    /// Remembers what was given out.
    pub fn add_share(&self, share: &Share) -> Result<(), StoreError> {
        todo!()
    }

    /// The activity log, newest first, at most `limit` entries.
    pub fn activities(&self, limit: usize) -> Result<Vec<Activity>, StoreError> {
        todo!()
    }

    /// Appends to the activity log: all requests of one piece of work at once. The oldest are dropped beyond
    /// [`ACTIVITY_LOG_BATCHES`].
    pub fn log_activities(&self, entries: &[Activity]) -> Result<(), StoreError> {
        todo!()
    }

    /// Reads every sealed file to the end, restores what can be restored and names the rest.
    pub fn doctor(&self) -> Result<DoctorReport, StoreError> {
        todo!()
    }
}

/// Batches that the activity log holds.
pub const ACTIVITY_LOG_BATCHES: usize = 500;
