//! Tests of the real window. `tests/window/run.sh` starts the display, the keyring and WebDriver.
//!
//! `desktop` opens and drives the window, `pointer` controls other windows, `screens` takes the screenshots.
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
