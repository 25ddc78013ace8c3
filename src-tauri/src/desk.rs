//! The platform's own file dialogs. Their words come from the window's catalogue; the paths stay here.

use std::path::PathBuf;

use backpack::view::ErrorDetail;
use serde::Deserialize;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

use crate::{seams, session::apart};

/// The words of a file dialog.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub(crate) struct DialogWords {
    /// Its title.
    pub title: String,
    /// What the files that it offers are called.
    pub files: String,
    /// What all files together are called.
    pub all_files: String,
}

/// The files that the person chooses; none where they choose none.
pub(crate) async fn which_files(
    app: AppHandle,
    words: DialogWords,
    extensions: &'static [&'static str],
) -> Result<Vec<PathBuf>, ErrorDetail> {
    if let Some(paths) = seams::open_paths() {
        return Ok(paths);
    }
    let chosen = apart(move || {
        app.dialog()
            .file()
            .set_title(words.title)
            .add_filter(words.files, extensions)
            .add_filter(words.all_files, &["*"])
            .blocking_pick_files()
    });
    Ok(chosen.await?.unwrap_or_default().into_iter().filter_map(|file| file.into_path().ok()).collect())
}

/// The folder that the person chooses; none where they choose none.
pub(crate) async fn which_folder(app: AppHandle, title: String) -> Result<Option<PathBuf>, ErrorDetail> {
    if let Some(paths) = seams::open_paths() {
        return Ok(paths.into_iter().next());
    }
    let chosen = apart(move || app.dialog().file().set_title(title).blocking_pick_folder());
    Ok(chosen.await?.and_then(|folder| folder.into_path().ok()))
}

/// The place that the person chooses for a file with one of these endings; the dialog itself asks before anything is overwritten.
pub(crate) async fn where_to_save(
    app: AppHandle,
    words: DialogWords,
    suggested_name: String,
    extensions: &'static [&'static str],
) -> Result<Option<PathBuf>, ErrorDetail> {
    if let Some(path) = seams::save_path() {
        return Ok(Some(path));
    }
    let chosen = apart(move || {
        app.dialog()
            .file()
            .set_title(words.title)
            .set_file_name(suggested_name)
            .add_filter(words.files, extensions)
            .blocking_save_file()
    });
    Ok(chosen.await?.and_then(|file| file.into_path().ok()))
}
