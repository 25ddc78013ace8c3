//! The real window, driven as a person drives it: `tests/window/run.sh` gives it a display, a keyring and a driver.
//!
//! `desktop` opens windows and looks at them, `job` is the learner's whole job, `keyboard` the same without a mouse,
//! `locked` a machine without a keyring, `hostile` a badge that attacks, `screens` a picture of every screen.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod desktop;
mod hostile;
mod job;
mod keyboard;
mod locked;
mod screens;
