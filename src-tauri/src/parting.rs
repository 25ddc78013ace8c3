//! A program of before whose window was closed and that is not gone yet: a start waits for it a moment.

use std::{env, thread, time::Duration};

/// How long it may take until it is gone, or lets go of the backpack.
pub(crate) const PARTING: Duration = Duration::from_secs(5);
/// How often it is looked whether it is.
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Holds how often this start has looked.
const LOOKS: &str = "BACKPACK_LOOKS";

/// Starts this program anew where it failed because the one before it is there and does not answer any more. Returns in
/// every other case, and after [`PARTING`].
pub(crate) fn start_anew_after(error: &tauri::Error) {
    let looks: u32 = env::var(LOOKS).ok().and_then(|looks| looks.parse().ok()).unwrap_or(0);
    let parting =
        matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance");
    if parting && LOOK_EVERY * looks < PARTING {
        thread::sleep(LOOK_EVERY);
        become_anew(looks + 1);
    }
}

/// The toolkit begins once in a process, so the program takes its own place.
#[cfg(unix)]
fn become_anew(looks: u32) {
    use std::{os::unix::process::CommandExt, process::Command};

    let started = env::current_exe().map(|program| {
        Command::new(program).args(env::args_os().skip(1)).env(LOOKS, looks.to_string()).exec()
    });
    let (Ok(failed) | Err(failed)) = started;
    eprintln!("the program could not be started anew: {failed}");
}

/// Elsewhere a program that does not answer is no error: its place is taken.
#[cfg(not(unix))]
fn become_anew(_looks: u32) {}
