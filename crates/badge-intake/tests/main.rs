//! Tests of intake through its public interface.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod mail_corpus;
mod mail_hostile;
