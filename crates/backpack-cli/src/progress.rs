//! The progress bar, and the reaction to Ctrl-C.

use std::io::{self, IsTerminal};

use backpack::{CancellationToken, view::Progress};
use backpack_messages::safe_text;
use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar on standard error. It is hidden if standard error is not a terminal.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    pub(crate) fn new() -> Self {
        if !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(crate) fn show(&self, progress: &Progress) {
        self.0.set_length(progress.total.into());
        self.0.set_position(progress.done.into());
        self.0.set_message(safe_text(&progress.current));
    }

    /// Hides the bar while `print` writes to the terminal.
    pub(crate) fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// Returns a token that Ctrl-C cancels: the operation stops at the next consistent point. A second Ctrl-C
/// ends the program with exit code 130.
pub(crate) fn cancel_on_interrupt() -> CancellationToken {
    let cancel = CancellationToken::default();
    let token = cancel.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            token.cancel();
        }
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });
    cancel
}
