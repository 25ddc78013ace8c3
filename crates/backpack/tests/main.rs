//! Tests of the application through its public interface.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod trust;
mod wrapped_badges;
