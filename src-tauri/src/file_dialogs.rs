//! The platform's file dialogs. Their texts come from the window's message catalogue. Paths never reach the
//! web view.

use std::path::PathBuf;

use backpack::view::ErrorDetail;
use serde::Deserialize;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

use crate::{session::run_blocking, test_hooks};

/// The texts of a file dialog.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub(crate) struct DialogTexts {
    /// The title of the dialog.
    pub title: String,
    /// The name of the filter for the expected files.
    pub files: String,
    /// The name of the filter for all files.
    pub all_files: String,
}

/// Asks the person for files. Returns an empty list if they cancel.
pub(crate) async fn choose_files(
    app: AppHandle,
    texts: DialogTexts,
    extensions: &'static [&'static str],
) -> Result<Vec<PathBuf>, ErrorDetail> {
    if let Some(paths) = test_hooks::open_paths() {
        return Ok(paths);
    }
    let chosen = run_blocking(move || {
        app.dialog()
            .file()
            .set_title(texts.title)
            .add_filter(texts.files, extensions)
            .add_filter(texts.all_files, &["*"])
            .blocking_pick_files()
    });
    Ok(chosen.await?.unwrap_or_default().into_iter().filter_map(|file| file.into_path().ok()).collect())
}

/// Asks the person for a folder. Returns `None` if they cancel.
pub(crate) async fn choose_folder(app: AppHandle, title: String) -> Result<Option<PathBuf>, ErrorDetail> {
    if let Some(paths) = test_hooks::open_paths() {
        return Ok(paths.into_iter().next());
    }
    let chosen = run_blocking(move || app.dialog().file().set_title(title).blocking_pick_folder());
    Ok(chosen.await?.and_then(|folder| folder.into_path().ok()))
}

/// Asks the person where to save a file with one of these extensions. Returns `None` if they cancel.
///
/// The dialog itself asks before it overwrites a file.
pub(crate) async fn choose_save_path(
    app: AppHandle,
    texts: DialogTexts,
    suggested_name: String,
    extensions: &'static [&'static str],
) -> Result<Option<PathBuf>, ErrorDetail> {
    if let Some(path) = test_hooks::save_path() {
        return Ok(Some(path));
    }
    let chosen = run_blocking(move || {
        app.dialog()
            .file()
            .set_title(texts.title)
            .set_file_name(suggested_name)
            .add_filter(texts.files, extensions)
            .blocking_save_file()
    });
    Ok(chosen.await?.and_then(|file| file.into_path().ok()))
}
