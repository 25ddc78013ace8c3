//! Tests of the store and the vault through their public interface.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod damage;
#[cfg(unix)]
mod faults;
mod keeping;
mod other_files;
mod vault_keys;
mod world;
