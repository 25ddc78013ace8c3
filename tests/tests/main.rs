//! Tests of the whole system: the built programs, real servers, independent software and the real window.
//!
//! `tests/all.sh` runs them in parts, because each part needs other programs on the machine: `window` a display and a
//! WebDriver (`tests/window/run.sh`), everything else what `tests/setup.sh` installs.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod bad_inputs;
mod badge_kinds;
mod cancellation;
mod candidates;
mod consent;
mod dependencies;
mod http_client;
mod import;
mod json_contract;
mod links;
mod mail;
mod main_job;
mod modules;
mod offers;
mod packaging;
mod peers;
mod window;
