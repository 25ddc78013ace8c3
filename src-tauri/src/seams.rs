//! Where tests of the real window take the place of a person or a platform. A release build has none of it.

use std::path::PathBuf;

use tauri::Theme;

/// `BACKPACK_TEST_THEME`: the colour scheme, instead of the desktop's.
pub(crate) fn theme() -> Option<Theme> {
    match variable("BACKPACK_TEST_THEME")?.as_str() {
        "dark" => Some(Theme::Dark),
        _ => Some(Theme::Light),
    }
}

/// `BACKPACK_TEST_SAVE_PATH`: the answer of the dialog that asks where to save.
pub(crate) fn save_path() -> Option<PathBuf> {
    variable("BACKPACK_TEST_SAVE_PATH").map(PathBuf::from)
}

/// `BACKPACK_TEST_OPEN_PATHS`: a file that lists the answers of the dialogs that ask for files, one path a line.
pub(crate) fn open_paths() -> Option<Vec<PathBuf>> {
    let list = std::fs::read_to_string(variable("BACKPACK_TEST_OPEN_PATHS")?).ok()?;
    Some(list.lines().map(PathBuf::from).collect())
}

fn variable(name: &str) -> Option<String> {
    if cfg!(debug_assertions) { std::env::var(name).ok() } else { None }
}
