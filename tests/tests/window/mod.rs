//! The real window, driven as a person drives it: `tests/window/run.sh` gives it a display, a keyring and a driver.
//!
//! `desktop` opens windows and looks at them, `calling` the program called by name, `job` is the learner's whole job, `keyboard` the same without a mouse,
//! `locked` a machine without a keyring, `hostile` a badge that attacks, `outside` dialogs and drops (by the `hands` of a
//! person), `stopping` long work that is stopped, `screens` a picture of every screen.
mod cancellation;
mod consent;
mod deep_links;
mod desktop;
mod failing_disk;
mod file_dialogs;
mod hostile;
mod issuers;
mod job;
mod keyboard;
mod locked;
mod pointer;
mod screens;
mod startup;
