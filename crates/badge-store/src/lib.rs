//! The encrypted local store and the key vault.
//!
//! Originals are the truth: each original, archived document and record is one sealed file, written so that it survives a
//! crash and a power cut. The index makes search fast and can be rebuilt at any time. [`vault`] keeps the keys.

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
    badge_id::{BadgeId, NotABadgeId},
    code::StoreCode,
    data_key::DataKey,
    error::{PermissionProblem, StoreError},
    offline_switch::OfflineSwitch,
    store::*,
};
