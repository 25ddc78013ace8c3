//! Single-instance handover: a new instance waits briefly for an earlier one that is still shutting down.

use std::{env, thread, time::Duration};

/// The longest time that a start waits for the earlier instance to exit or to release the backpack.
pub(crate) const MAX_WAIT: Duration = Duration::from_secs(5);
/// The time between two attempts.
pub(crate) const RETRY_INTERVAL: Duration = Duration::from_millis(200);

/// Environment variable with the number of attempts so far.
const ATTEMPTS: &str = "BACKPACK_RESTART_ATTEMPTS";

/// Restarts this program if it failed because an earlier instance exists but no longer answers.
///
/// Returns in every other case, and after [`MAX_WAIT`].
pub(crate) fn restart_after(error: &tauri::Error) {
    let attempts: u32 = env::var(ATTEMPTS).ok().and_then(|attempts| attempts.parse().ok()).unwrap_or(0);
    let is_shutting_down =
        matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance");
    if is_shutting_down && RETRY_INTERVAL * attempts < MAX_WAIT {
        thread::sleep(RETRY_INTERVAL);
        restart(attempts + 1);
    }
}

/// Replaces the process, because the toolkit can be initialised only once per process.
#[cfg(unix)]
fn restart(attempts: u32) {
    use std::{os::unix::process::CommandExt, process::Command};

    let started = env::current_exe().map(|program| {
        Command::new(program).args(env::args_os().skip(1)).env(ATTEMPTS, attempts.to_string()).exec()
    });
    let (Ok(failed) | Err(failed)) = started;
    eprintln!("the program could not be restarted: {failed}");
}

/// Does nothing: on other platforms an instance that doesn't answer causes no error, and the new instance
/// replaces it.
#[cfg(not(unix))]
fn restart(_attempts: u32) {}
