//! Differential tests: compares canonical forms with those of independent implementations.
//!
//!     DIFFERENTIAL_DOCUMENTS=10000 DIFFERENTIAL_SEED=2 cargo test --release -p differential -- --nocapture

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod json_ld;
