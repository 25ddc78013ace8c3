//! The encrypted local store of badges, and the vault that holds the learner's keys.
//!
//! # Which type to use
//!
//! | task | type |
//! |---|---|
//! | create or unlock the keys of a backpack | [`vault::Vault`], which returns an [`vault::UnlockedVault`] |
//! | store and read badges, reports, documents, settings | [`Store`] |
//! | find out what opening a store repaired, and what is damaged | [`OpenReport`], [`Damage`] |
//! | check and repair every file | [`Store::doctor`] |
//! | read or set the offline switch, without a key | [`OfflineSwitch`] |
//!
//! # Guarantees
//!
//! - **Originals are returned byte for byte.** The store never rewrites them.
//! - **Once a method returns `Ok`, the change survives** a killed process, a crash and a power cut, as long
//!   as the disk keeps what it acknowledged. An interrupted change is either complete or absent at the next
//!   opening.
//! - **The files are authoritative.** The index can be deleted at any time; opening the store rebuilds it.
//! - **Damage is always reported** and never hides other badges: a [`Damage`] names each lost or altered file.
//! - **Nothing is readable without the key.** File names are keyed hashes, contents are sealed with
//!   XChaCha20-Poly1305.
//! - **A missing key is an error**, never a reason to create a new one.
//!
//! `tests/durability` in the repository damages real stores on purpose and counts the losses.
//!
//! # Cautions
//!
//! - Only one process can open a store: a second [`Store::open`] on the same folder returns
//!   [`StoreError::LockedByOther`].
//! - Methods block on disk I/O and on the keyring. Call them on a blocking thread in an async program.
//! - On a full or read-only disk the store opens for reading only; [`Store::read_only`] returns the reason.
//! - A folder that a newer version wrote is not changed, not even by a lock file ([`StoreError::Newer`]).
//! - File names, tree names, key labels and JSON fields are a format: changing one makes existing stores unreadable.

mod badge_id;
mod code;
pub mod collection;
mod data_key;
mod disk;
mod error;
mod lock;
mod offline_switch;
mod seal;
mod store;
pub mod vault;

pub use crate::{
    badge_id::{BadgeId, InvalidBadgeId},
    code::StoreCode,
    data_key::DataKey,
    error::{PermissionProblem, StoreError},
    offline_switch::OfflineSwitch,
    store::*,
};
