//! Test hooks: variables with which tests of the real window replace a person or the platform. Release builds
//! ignore them.

use std::path::PathBuf;

use tauri::Theme;

/// Returns the colour scheme from `BACKPACK_TEST_THEME`, which replaces the desktop's.
pub(crate) fn theme() -> Option<Theme> {
    match variable("BACKPACK_TEST_THEME")?.as_str() {
        "dark" => Some(Theme::Dark),
        _ => Some(Theme::Light),
    }
}

/// Returns the path from `BACKPACK_TEST_SAVE_PATH`, which replaces the answer of the save dialog.
pub(crate) fn save_path() -> Option<PathBuf> {
    variable("BACKPACK_TEST_SAVE_PATH").map(PathBuf::from)
}

/// Returns the paths listed in the file `BACKPACK_TEST_OPEN_PATHS`, one per line, which replace the answers
/// of the open dialogs.
pub(crate) fn open_paths() -> Option<Vec<PathBuf>> {
    let list = std::fs::read_to_string(variable("BACKPACK_TEST_OPEN_PATHS")?).ok()?;
    Some(list.lines().map(PathBuf::from).collect())
}

fn variable(name: &str) -> Option<String> {
    if cfg!(debug_assertions) { std::env::var(name).ok() } else { None }
}
