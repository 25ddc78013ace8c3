//! Tests of the crate's public interface.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod mail_corpus;
mod mail_hostile;
