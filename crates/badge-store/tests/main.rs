//! Tests of the store and the vault through their public interface.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod badges;
mod damage;
#[cfg(unix)]
mod hostile_machine;
mod other_files;
mod vault_keys;
mod world;
