//! The store: sealed files, an index over them, and the operations on badges and the learner's own entries.
//!
//! The sealed files are authoritative: each original, archived document and entry is one file. The index makes access
//! fast and can be lost at any time. `openbadges` interprets badges, and the vault provides the key.
//!
//! Modules, from the bottom up. Each uses only modules above it in this table:
//!
//! | modules | content |
//! |---|---|
//! | `tree`, `entry`, `versions` | kinds of entries, keys, the sealed form; order of versions |
//! | `badge`, `other_file`, `original`, `learner` | data types and their stored form |
//! | `format_file`, `files`, `index` | files and folders on the disk |
//! | `report`, `catalog`, `core` | damage, facts in memory, the state of an open store |
//! | `compare`, `repair`, `restore_other_files`, `restore`, `load` | loading: compare, repair, restore |
//! | `access` | reading and writing entries |
//! | `open` | [`Store`], and opening a store |
//! | `badges`, `issuers`, `verifications`, `add` | operations on badges |
//! | `other_files`, `learner_entries`, `request_log` | operations on other entries |
//! | `purge`, `doctor` | operations on the whole store |

mod access;
mod add;
mod badge;
mod badges;
mod catalog;
mod compare;
mod core;
mod doctor;
mod entry;
mod files;
mod format_file;
mod index;
mod issuers;
mod learner;
mod learner_entries;
mod load;
mod open;
mod original;
mod other_file;
mod other_files;
mod purge;
mod repair;
mod report;
mod request_log;
mod restore;
mod restore_other_files;
mod tree;
mod verifications;
mod versions;

pub(crate) use self::open::contains_store;
pub use self::{
    badge::{AddOutcome, BadgeEntry, LatestVerification, NewBadge, Original, Provenance, Source, SourceKind},
    issuers::IssuerPin,
    learner::{AddedTrustList, AllowedHost, OwnIdentity, Share},
    open::Store,
    other_file::{NewOtherFile, OtherFile},
    purge::UNDO_REMOVAL,
    report::{Advice, Damage, DamageKind, DoctorReport, OpenReport, RebuildReason},
    request_log::{LoggedOutcome, LoggedRequest, LoggedSubject, REQUEST_LOG_LIMIT},
    versions::RelativeAge,
};
