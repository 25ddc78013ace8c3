//! The real window, driven as a person drives it: `tests/window/run.sh` gives it a display, a keyring and a driver.
//!
//! `desktop` opens windows and looks at them, `calling` the program called by name, `job` is the learner's whole job, `keyboard` the same without a mouse,
//! `locked` a machine without a keyring, `hostile` a badge that attacks, `outside` dialogs and drops (by the `hands` of a
//! person), `stopping` long work that is stopped, `screens` a picture of every screen.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod asking;
mod calling;
mod desktop;
mod failing_disk;
mod hands;
mod hostile;
mod issuers;
mod job;
mod keyboard;
mod locked;
mod outside;
mod screens;
mod starting;
mod stopping;
